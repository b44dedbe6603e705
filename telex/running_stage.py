"""What a long-running stage has around its work: its log, its watched health, its endpoints, and a last line that says why it ends."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from contracts.errors import OperatorNeeded, TransientFailure
from contracts.messages import Stage
from contracts.topics import Topic
from runtime.health import Health
from runtime.logs import start_logging
from runtime.settings import Settings

log = logging.getLogger(__name__)


@contextmanager
def running_stage(
    settings: Settings, stage: Stage, *, reads: Topic, group: str, servers: Mapping[str, Callable[[], object]] | None = None
) -> Iterator[Health]:
    """Run a stage in the block, which tells the given health what it does.

    Raises:
        OperatorNeeded: the address of the endpoints is not free; and whatever the block raises, except that where the log is JSON, its last
            line says so instead.
        SystemExit: that case, with code 1.
    """
    start_logging(settings, stage)
    health = Health(settings, stage, reads=reads, group=group, servers=servers)
    try:
        with endpoints(settings, health):
            health.watch()
            yield health
    except Exception as error:
        if settings.log_format == "text":
            raise
        foreseen = isinstance(error, TransientFailure | OperatorNeeded)
        log.critical("%s", error, exc_info=not foreseen)
        raise SystemExit(1) from error


@contextmanager
def endpoints(settings: Settings, health: Health | None = None) -> Iterator[None]:
    """Serve metrics, and health where it is given, while the block runs; nothing where TELEX_METRICS_PORT is not set.

    Raises:
        OperatorNeeded: their address is not free.
    """
    if settings.metrics_port is None:
        yield
        return
    # Who serves nothing needs no server in its memory.
    from runtime.endpoints import listen, serving

    variables = "TELEX_METRICS_HOST or TELEX_METRICS_PORT (0 takes a free one)"
    listener, url = listen(settings.metrics_host, settings.metrics_port, variables)
    with serving(listener, health):
        log.info("metrics%s at %s", " and health" if health else "", url)
        yield
