"""The application: its addresses, what each shows, and what it says when something is wrong."""

from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contracts.errors import OperatorNeeded, TransientFailure
from runtime.settings import Settings
from telex.behind import Behind
from telex.search.articles import read_article
from telex.search.facets import VALUES
from telex.search.fields import facet_field
from telex.search.page.addresses import PATHS, Search, View
from telex.search.page.api import api_routes, failure
from telex.search.page.views import Pages
from telex.search.profiles import speaker_profile, voices_on
from telex.search.queries import Query, facet_values, search
from telex.search.query_language import QueryError
from telex.search.unusual import unusual_names
from telex.search.whereabouts import whereabouts

FOLDER = Path(__file__).parent
# Nothing but our own style sheet, script and pictures: no inline script, no frame, no foreign address.
HEADERS = {
    "content-security-policy": "; ".join(
        [
            "default-src 'none'",
            *(f"{kind}-src 'self'" for kind in ("style", "script", "img", "connect")),
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}
ALL_VALUES = 200


def make_app(settings: Settings) -> Starlette:
    """Make the application of the search page and its API, reading from the Elasticsearch of these settings."""
    pages, behind = Pages(FOLDER / "templates"), Behind(settings)

    def show_search(request: Request) -> Response:
        wanted = _wanted(request)
        query = wanted.query()
        result = search(settings, query)
        unusual = unusual_names(settings, query) if result.total and wanted.page == 1 else {}
        return pages.search(request, wanted, result, unusual, behind.articles() or 0)

    def show_map(request: Request) -> Response:
        wanted = _wanted(request)
        return pages.map(request, wanted, search(settings, wanted.query(limit=0, offset=0)), whereabouts(settings, wanted.query()))

    def show_article(request: Request) -> Response:
        article_id, text = request.path_params["article_id"], request.query_params.get("q")
        try:
            article = read_article(settings, article_id, text)
        except QueryError:
            # Words to mark are no condition: those of a query of claims may mean nothing in an article.
            article = read_article(settings, article_id)
        if article is None:
            raise HTTPException(404)
        view: View = "claims" if request.query_params.get("view") == "claims" else "articles"
        return pages.article(request, article, Search.read(view, request.query_params).address())

    def show_speaker(request: Request) -> Response:
        name = request.query_params.get("name", "")
        profile = speaker_profile(settings, name)
        if profile is None:
            raise HTTPException(404)
        return pages.speaker(request, profile, unusual_names(settings, Query(index="claims", filters={"speaker": [f"={name}"]})))

    def show_voices(request: Request) -> Response:
        return pages.voices(request, voices_on(settings, request.query_params.get("subject", "")))

    def show_values(request: Request) -> Response:
        view: View = "claims" if request.query_params.get("view") == "claims" else "articles"
        wanted, typed = Search.read(view, request.query_params), request.query_params.get("typed", "")
        facet, whole = facet_field(request.path_params["facet"], wanted.index), "part" not in request.query_params
        values = facet_values(settings, wanted.query(), facet, typed, ALL_VALUES if whole else VALUES)
        return pages.values(request, wanted, facet, typed, values, whole=whole)

    def fail(status: int) -> Callable[[Request, Exception], Response]:
        def answer(request: Request, error: Exception) -> Response:
            code = error.status_code if isinstance(error, HTTPException) else status
            show = failure if request.url.path.startswith("/api/") else pages.failure
            return show(request, error, code)

        return answer

    return Starlette(
        routes=[
            Route("/", show_search),
            Route("/claims", show_search),
            Route("/map", show_map),
            Route("/articles/{article_id}", show_article),
            Route("/speaker", show_speaker),
            Route("/voices", show_voices),
            Route("/values/{facet}", show_values),
            Route("/help", pages.help),
            Mount("/api", routes=api_routes(settings)),
            Mount("/static", StaticFiles(directory=FOLDER / "static")),
        ],
        middleware=[Middleware(_SecurityHeaders), Middleware(GZipMiddleware, minimum_size=2000)],
        exception_handlers={QueryError: fail(400), HTTPException: fail(404), TransientFailure: fail(503), OperatorNeeded: fail(503)},
    )


def _wanted(request: Request) -> Search:
    return Search.read(next(view for view, path in PATHS.items() if path == request.url.path), request.query_params)


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
