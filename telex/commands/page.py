"""``telex page``: the search page, and the JSON API beside it."""

from telex.console import note


def command() -> None:
    """Serve the search page until stopped."""
    import uvicorn

    from runtime.endpoints import listen
    from runtime.settings import settings
    from telex.search.page.app import make_app

    config = settings()
    listener, url = listen(config.page_host, config.page_port, "TELEX_PAGE_HOST or TELEX_PAGE_PORT")
    with listener:
        note(f"search page: {url}  (Ctrl-C ends it)")
        server = uvicorn.Server(uvicorn.Config(make_app(config), log_level="warning", access_log=False, server_header=False))
        server.run(sockets=[listener])
