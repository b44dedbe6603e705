"""What a process tells over HTTP of itself: ``/metrics`` for Prometheus, ``/healthz`` and ``/readyz`` for a supervisor."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from prometheus_client import REGISTRY
from prometheus_client.exposition import choose_encoder
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from contracts.errors import OperatorNeeded
from runtime.health import Health

# How long an answer that is on its way may hold up the end of the process.
CLOSE_SECONDS = 1


def listen(host: str, port: int, variables: str) -> tuple[socket.socket, str]:
    """Open a socket at an address; return it with its URL. Port 0 takes a free one.

    Args:
        host: name or address, of IPv6 too.
        port: its port.
        variables: the settings that set both, for the error.

    Raises:
        OperatorNeeded: the address is not free, or not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise OperatorNeeded(f"cannot listen on {host}:{port} ({error.strerror}): set {variables}") from error
    return listener, f"http://{f'[{host}]' if family == socket.AF_INET6 else host}:{listener.getsockname()[1]}"


@contextmanager
def serving(listener: socket.socket, health: Health | None) -> Iterator[None]:
    """Serve the endpoints while the block runs, in a thread of its own: they answer whatever the stage waits for.

    Args:
        listener: the socket, from ``listen``; closed at the end.
        health: of the stage; without it there are only metrics.
    """
    config = uvicorn.Config(
        make_app(health), log_config=None, access_log=False, server_header=False, lifespan="off", timeout_graceful_shutdown=CLOSE_SECONDS
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, name="endpoints", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(2 * CLOSE_SECONDS)
        listener.close()


def make_app(health: Health | None) -> Starlette:
    """Make the application that answers at the endpoints."""
    routes = [Route("/metrics", _metrics)]
    if health:
        routes += [Route("/healthz", _verdict(health, health.why_not_healthy)), Route("/readyz", _verdict(health, health.why_not_ready))]
    return Starlette(routes=routes)


def _metrics(request: Request) -> Response:
    encode, content_type = choose_encoder(request.headers.get("accept", ""))
    return Response(encode(REGISTRY), headers={"content-type": content_type})


def _verdict(health: Health, why_not: Callable[[], str | None]) -> Callable[[Request], Response]:
    def answer(_: Request) -> Response:
        reason = why_not()
        return JSONResponse({"ok": reason is None, "reason": reason, **health.facts()}, 503 if reason else 200)

    return answer
