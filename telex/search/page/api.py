"""The JSON API beside the page: the same searches for programs, described by ``/api/openapi.json``."""

from collections.abc import Sequence
from itertools import chain, islice
from typing import Any, cast, get_args

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from runtime.settings import Settings
from telex.search.articles import read_article
from telex.search.export import MEDIA_TYPES, export_format, export_lines
from telex.search.fields import Index
from telex.search.folding import Copies
from telex.search.page.addresses import MOST_HITS, Search, number
from telex.search.page.openapi import openapi
from telex.search.paging import Cursor, all_hits, first_page, next_page
from telex.search.profiles import speaker_profile, voices_on
from telex.search.queries import Query, facet_values, search
from telex.search.query_language import QueryError
from telex.search.unusual import unusual_names
from telex.search.whereabouts import whereabouts


def api_routes(settings: Settings) -> Sequence[BaseRoute]:
    """The addresses of the API, below ``/api``; what is wrong is left to the application."""

    def hits(request: Request) -> Response:
        return _json(search(settings, _query(request, "claims" if request.url.path.endswith("/claims") else "articles")).as_json())

    def hits_in_pages(request: Request) -> Response:
        query, text = _query(request, _index(request), copies="all"), request.query_params.get("cursor")
        if query.copies == "folded":
            raise QueryError("pages by cursor hold every copy: leave copies=folded out, or export")
        if not query.limit:
            raise QueryError("limit is 1 at least: a page without hits leads nowhere")
        page = next_page(settings, query, Cursor.decode(text), query.limit) if text else first_page(settings, query, query.limit)
        following = page.following.encode() if page.following else None
        return _json({"hits": [hit.as_json() for hit in page.hits], "cursor": following})

    def export(request: Request) -> Response:
        index, wanted = _index(request), export_format(request.url.path)
        hits = all_hits(settings, _query(request, index, copies="all"))
        # The first hit is read now, so that what is wrong is said before an answer has begun.
        first = list(islice(hits, 1))
        lines = export_lines(chain(first, hits), index, wanted)
        headers = {"content-disposition": f'attachment; filename="telex-{index}.{wanted}"'}
        return StreamingResponse(lines, media_type=MEDIA_TYPES[wanted], headers=headers)

    def facet(request: Request) -> Response:
        query, typed = _query(request, _index(request)), request.query_params.get("typed", "")
        values = facet_values(settings, query, request.path_params["facet"], typed, max(1, query.limit))
        return _json([value.as_json() for value in values])

    def unusual(request: Request) -> Response:
        found = unusual_names(settings, _query(request, _index(request)))
        return _json({name: [value.as_json() for value in values] for name, values in found.items()})

    def places(request: Request) -> Response:
        return _json(whereabouts(settings, _query(request, "articles")).as_json())

    def article(request: Request) -> Response:
        found = read_article(settings, request.path_params["article_id"])
        return _json(found.as_json()) if found else _json({"error": "no such article"}, 404)

    def speaker(request: Request) -> Response:
        profile = speaker_profile(settings, request.query_params.get("name", ""))
        return _json(profile.as_json()) if profile else _json({"error": "nobody of this name speaks: write it as the index has it"}, 404)

    def voices(request: Request) -> Response:
        return _json(voices_on(settings, request.query_params.get("subject", "")).as_json())

    return [
        Route("/openapi.json", lambda request: _json(openapi())),
        Route("/search", hits),
        Route("/claims", hits),
        Route("/articles/{article_id}", article),
        Route("/speaker", speaker),
        Route("/voices", voices),
        Route("/places", places),
        Route("/pages/{index}", hits_in_pages),
        Route("/facets/{index}/{facet}", facet),
        Route("/unusual/{index}", unusual),
        Route("/export/{index}.csv", export),
        Route("/export/{index}.jsonl", export),
    ]


def failure(request: Request, error: Exception, status: int) -> Response:
    """What is wrong, as JSON; of a query also where, counted in characters from 1 (0: nowhere in its text)."""
    where = {"position": error.position} if isinstance(error, QueryError) else {}
    return _json({"error": str(error), **where}, status)


def _index(request: Request) -> Index:
    name = request.path_params["index"]
    if name not in get_args(Index):
        raise HTTPException(404)
    return cast(Index, name)


def _query(request: Request, index: Index, copies: Copies = "folded") -> Query:
    limit, offset = number(request.query_params, "limit", 10), number(request.query_params, "offset", 0)
    if limit > MOST_HITS:
        raise QueryError("limit is {most} at most: use offset or cursor for more", most=MOST_HITS)
    return Search.read(index, request.query_params).query(limit=limit, offset=offset, copies=copies)


def _json(content: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, media_type="application/json")
