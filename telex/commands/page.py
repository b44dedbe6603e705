"""``telex page``: the search page, and the JSON API beside it."""

import socket

from telex.console import fail, note


def command() -> None:
    """Serve the search page until stopped."""
    import uvicorn

    from runtime.settings import settings
    from telex.search.page.app import make_app

    config = settings()
    family = socket.AF_INET6 if ":" in config.page_host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((config.page_host, config.page_port))
        except OSError as error:
            fail(f"cannot listen on {config.page_host}:{config.page_port} ({error.strerror}): set TELEX_PAGE_HOST or TELEX_PAGE_PORT")
        host = f"[{config.page_host}]" if family == socket.AF_INET6 else config.page_host
        note(f"search page: http://{host}:{listener.getsockname()[1]}  (Ctrl-C ends it)")
        server = uvicorn.Server(uvicorn.Config(make_app(config), log_level="warning", access_log=False, server_header=False))
        server.run(sockets=[listener])
