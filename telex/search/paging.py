"""All hits of a query, however many: one point in time of the index, each page begun after the last hit of the one before.

A point in time shows the index as it was when the paging began, so that writes meanwhile neither repeat nor hide a hit.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import orjson
from elasticsearch import ApiError, NotFoundError
from elasticsearch.dsl import Search

from contracts.errors import OperatorNeeded, TransientFailure
from runtime.elasticsearch_client import elasticsearch_client, reaching_elasticsearch
from runtime.settings import Settings
from telex.search.folding import first_of_each_text
from telex.search.queries import Query, build_listing, whole_query
from telex.search.query_language import QueryError
from telex.search.results import Hit

PAGE = 1000
# How long Elasticsearch keeps the point in time between two pages.
KEPT = "5m"


@dataclass(frozen=True)
class Cursor:
    """Where to go on: the point in time, and the sort values of the last hit (none before the first page)."""

    point: str
    after: list[Any] | None = None

    def encode(self) -> str:
        """The cursor as a word for an address."""
        return urlsafe_b64encode(orjson.dumps([self.point, self.after])).decode()

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """Read a cursor.

        Raises:
            QueryError: it is none.
        """
        try:
            point, after = orjson.loads(urlsafe_b64decode(text.encode()))
        except (ValueError, binascii.Error):
            point, after = None, None
        if not isinstance(point, str) or not isinstance(after, list):
            raise QueryError("the cursor is not one of this search: take it as the answer before gave it")
        return cls(point, after)


@dataclass(frozen=True)
class Page:
    """Some hits in the order of the query, and the cursor of those that follow; None after the last."""

    hits: list[Hit]
    following: Cursor | None


def first_page(settings: Settings, wanted: Query, size: int = PAGE) -> Page:
    """Open a point in time and read its first hits, copies among them; the query's ``limit``, ``offset`` and ``copies`` do not count here.

    Raises:
        QueryError: the query cannot be understood.
        OperatorNeeded: no index yet, or access refused.
        TransientFailure: Elasticsearch does not answer.
    """
    build_listing(wanted)  # what cannot be understood opens nothing
    with reaching_elasticsearch(settings):
        opened = elasticsearch_client(settings).open_point_in_time(index=settings.index_alias(wanted.index), keep_alive=KEPT)
    return next_page(settings, wanted, Cursor(opened["id"]), size)


def next_page(settings: Settings, wanted: Query, cursor: Cursor, size: int = PAGE) -> Page:
    """Read the hits after a cursor of the same query; the last page closes the point in time.

    Raises:
        QueryError: the query cannot be understood, or the cursor is too old or of another query.
        OperatorNeeded: access refused.
        TransientFailure: Elasticsearch does not answer.
    """
    after = {"search_after": cursor.after} if cursor.after else {}
    request = {**build_listing(wanted), **after, "size": size, "track_total_hits": False, "track_scores": True}
    with reaching_elasticsearch(settings):
        try:
            answer = elasticsearch_client(settings).search(pit={"id": cursor.point, "keep_alive": KEPT}, **request)
        except NotFoundError as error:
            raise QueryError("the cursor is older than {kept}, or its index was rebuilt meanwhile: search again", kept=KEPT) from error
        except ApiError as error:
            if error.status_code == 400:
                raise QueryError("the cursor is not of this query: search again") from error
            raise
    found = answer["hits"]["hits"]
    hits = [Hit(id=hit["_id"], score=hit["_score"], fields=hit.get("_source", {}), highlights={}) for hit in found]
    if len(found) == size:
        return Page(hits, Cursor(answer["pit_id"], found[-1]["sort"]))
    _close(settings, answer["pit_id"])
    return Page(hits, None)


def all_hits(settings: Settings, wanted: Query) -> Iterator[Hit]:
    """Every hit of a query, in its order; where copies are folded, the first of each text.

    Raises:
        QueryError: the query cannot be understood.
        OperatorNeeded: no index yet, or access refused.
        TransientFailure: Elasticsearch does not answer.
    """
    hits = _all_documents(settings, wanted)
    return first_of_each_text(hits) if wanted.copies == "folded" else hits


def _all_documents(settings: Settings, wanted: Query) -> Iterator[Hit]:
    page = first_page(settings, wanted)
    try:
        yield from page.hits
        while page.following:
            page = next_page(settings, wanted, page.following)
            yield from page.hits
    finally:
        if page.following:
            _close(settings, page.following.point)


def count_hits(settings: Settings, wanted: Query) -> int:
    """How many hits a query has in all, copies among them.

    Raises:
        QueryError: the query cannot be understood.
        OperatorNeeded: no index yet, or access refused.
        TransientFailure: Elasticsearch does not answer.
    """
    request: Search[Any] = Search().query(whole_query(wanted))
    with reaching_elasticsearch(settings):
        answer = elasticsearch_client(settings).count(index=settings.index_alias(wanted.index), **request.to_dict())
    return int(answer["count"])


def _close(settings: Settings, point: str) -> None:
    # It ends by itself soon after: closing it early only spares the server.
    with suppress(TransientFailure, OperatorNeeded, ApiError), reaching_elasticsearch(settings):
        elasticsearch_client(settings).close_point_in_time(id=point)
