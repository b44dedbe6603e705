"""The application: its addresses, what each shows, and what it says when something is wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contracts.errors import OperatorNeeded, TransientFailure
from runtime.settings import Settings
from telex.search.articles import read_article
from telex.search.page.addresses import MOST_HITS, Search, number
from telex.search.page.views import Pages
from telex.search.queries import Query, search
from telex.search.query_language import QueryError

FOLDER = Path(__file__).parent
# Nothing but our own style sheet: no script, no frame, no foreign address.
HEADERS = {
    "content-security-policy": "; ".join(
        ["default-src 'none'", "style-src 'self'", "img-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"]
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


def make_app(settings: Settings) -> Starlette:
    """Make the application of the search page and its API, reading from the Elasticsearch of these settings."""
    pages = Pages(FOLDER / "templates")

    def show_search(request: Request) -> Response:
        wanted = Search.read("claims" if request.url.path == "/claims" else "articles", request.query_params)
        return pages.search(request, wanted, search(settings, wanted.query()))

    def show_article(request: Request) -> Response:
        article = read_article(settings, request.path_params["article_id"])
        if article is None:
            raise HTTPException(404)
        return pages.article(request, article)

    def api_search(request: Request) -> Response:
        wanted = Search.read("claims" if request.url.path == "/api/claims" else "articles", request.query_params)
        return _json(search(settings, _api_query(wanted, request)).as_json())

    def api_article(request: Request) -> Response:
        article = read_article(settings, request.path_params["article_id"])
        return _json(article.as_json()) if article else _json({"error": "no such article"}, 404)

    def fail(status: int) -> Callable[[Request, Exception], Response]:
        def answer(request: Request, error: Exception) -> Response:
            code = error.status_code if isinstance(error, HTTPException) else status
            if request.url.path.startswith("/api/"):
                return _json({"error": str(error)}, code)
            return pages.failure(request, error, code)

        return answer

    return Starlette(
        routes=[
            Route("/", show_search),
            Route("/claims", show_search),
            Route("/articles/{article_id}", show_article),
            Route("/api/search", api_search),
            Route("/api/claims", api_search),
            Route("/api/articles/{article_id}", api_article),
            Mount("/static", StaticFiles(directory=FOLDER / "static")),
        ],
        middleware=[Middleware(_SecurityHeaders)],
        exception_handlers={QueryError: fail(400), HTTPException: fail(404), TransientFailure: fail(503), OperatorNeeded: fail(503)},
    )


class _SecurityHeaders:
    """Adds HEADERS to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *((name.encode(), value.encode()) for name, value in HEADERS.items())]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _api_query(wanted: Search, request: Request) -> Query:
    limit, offset = number(request.query_params, "limit", 10), number(request.query_params, "offset", 0)
    if limit > MOST_HITS:
        raise QueryError(f"limit is {MOST_HITS} at most: use offset for more")
    return wanted.query(limit=limit, offset=offset)


def _json(content: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, media_type="application/json")
