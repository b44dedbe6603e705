"""The query model, and how it becomes one Elasticsearch search: the command, the page and the JSON API all search through here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from elastic_transport.client_utils import DEFAULT
from elasticsearch import BadRequestError
from elasticsearch.dsl import Search, query
from elasticsearch.dsl.aggs import Agg, Terms
from elasticsearch.dsl.function import SF

from contracts.errors import OperatorNeeded
from runtime.elasticsearch_client import elasticsearch_client, error_body, reaching_elasticsearch
from runtime.settings import Settings
from telex.search.facets import SHARD_VALUES, VALUES, add_facets, counted, names_like, read_facet, split_selections
from telex.search.fields import FACETS, HIGHLIGHTED, TEXT, TIME, Index, facet_field
from telex.search.folding import TEXTS, UNHASHED, Copies, count_copies, count_texts, folded, read_texts, with_texts
from telex.search.matching import Selections, selections, text_query
from telex.search.query_language import MOST_CHARACTERS, QueryError, parse
from telex.search.results import END, FOUND, FacetValue, Hit, Result, Suggestion
from telex.search.suggesting import LITTLE, Spelling, as_written, ask_for_spellings, asked_words, respelled, spellings

Sort = Literal["relevance", "recent", "newest", "oldest", "check_worthy"]

# Elasticsearch pages no deeper by number (index.max_result_window); ``paging`` goes on from hit to hit.
DEEPEST_HIT = 10_000
FRAGMENT_CHARACTERS = 180
# Hits of another spelling that show how its words are written.
TRIED_HITS = 3
# Longer texts are highlighted up to here (index.highlight.max_analyzed_offset).
MOST_HIGHLIGHTED = 999_999
# Sorted by « recent », an article of today counts twice, one this old one and a half times, an old one as it is.
HALF_AS_RECENT = "180d"


@dataclass(frozen=True)
class Query:
    """What to search: a text of the query language, filters by field name (see ``fields.FIELDS``), a period, and which page of hits.

    ``since`` and ``until`` are dates as in ``dates``, both included. Of several values of one filter any may match, of several filters all
    must. A value finds every name that holds its words (« stoltenberg » finds « Jens Stoltenberg »); after ``=`` it must be the whole name.
    ``copies`` folded: of the copies of one text only the best is a hit, and names the others. ``fields`` limits the fields of the hits to
    these and the hash of the text; None gives all.
    """

    text: str = "*"
    index: Index = "articles"
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    since: str | None = None
    until: str | None = None
    sort: Sort = "relevance"
    limit: int = 10
    offset: int = 0
    copies: Copies = "folded"
    fields: Sequence[str] | None = None


def search(settings: Settings, wanted: Query) -> Result:
    """Search.

    Raises:
        QueryError: the query cannot be understood; the text says why and where.
        OperatorNeeded: no index yet, or access refused.
        TransientFailure: Elasticsearch does not answer.
    """
    if wanted.limit < 0 or wanted.offset < 0 or wanted.limit + wanted.offset > DEEPEST_HIT:
        raise QueryError("only the first {most:,} hits can be listed by number: narrow the query, or export them all", most=DEEPEST_HIT)
    found = _found(settings, wanted)
    if found.total > LITTLE or wanted.offset:
        return found
    return replace(found, suggestions=_suggestions(settings, wanted, found.total))


def _found(settings: Settings, wanted: Query) -> Result:
    answer = ask(settings, wanted.index, build_search(wanted))
    if wanted.copies == "folded" and answer["aggregations"][UNHASHED]["doc_count"]:
        # An indexer of an older version still writes: without a hash all its articles would be folded into one.
        return _found(settings, replace(wanted, copies="all"))
    found = _read_result(answer, wanted)
    if wanted.copies == "all" or found.texts == found.total:
        return found
    return folded(found, ask(settings, wanted.index, _build_folding(wanted, found)))


def _suggestions(settings: Settings, wanted: Query, total: int) -> list[Suggestion]:
    """The spellings of a query that find more than it does."""
    words = asked_words(parse(wanted.text), wanted.filters, wanted.index)
    if not words:
        return []
    request = ask_for_spellings(Search(), words)
    answer = ask(settings, wanted.index, {**request.to_dict(), "size": 0, "track_total_hits": False})
    # By their first hits: a plural finds what its singular does.
    suggestions: dict[frozenset[str], Suggestion] = {}
    for spelling in spellings(words, answer):
        better = _found(settings, replace(_respelled(wanted, spelling), limit=TRIED_HITS))
        if better.total > total:
            written = _respelled(wanted, as_written(spelling, better))
            suggestion = Suggestion(written.text, written.filters, better.total)
            suggestions.setdefault(frozenset(hit.id for hit in better.hits), suggestion)
    return list(suggestions.values())


def _respelled(wanted: Query, spelling: Spelling) -> Query:
    filters = {
        name: [value if value.startswith("=") else respelled(value, spelling) for value in values]
        for name, values in wanted.filters.items()
    }
    return replace(wanted, text=respelled(wanted.text, spelling), filters=filters)


def ask(settings: Settings, index: Index, request: Mapping[str, Any]) -> dict[str, Any]:
    """Send a search request to an index and give back the answer.

    Raises:
        OperatorNeeded: no index yet, or access refused.
        TransientFailure: Elasticsearch does not answer.
    """
    with reaching_elasticsearch(settings):
        try:
            answer: dict[str, Any] = elasticsearch_client(settings).search(index=settings.index_alias(index), **request).body
        except BadRequestError as error:
            if "no mapping found" in str(error_body(error)).lower():
                raise OperatorNeeded(f"the index {index} was made by another version of telex: run `telex reindex`") from error
            raise
    return answer


def build_search(wanted: Query) -> dict[str, Any]:
    """Build the parameters of the search request.

    Raises:
        QueryError: the query cannot be understood.
    """
    matching, chosen = _understood(wanted)
    request: Search[Any] = Search().query(matching)
    add_facets(request, wanted.index, chosen)
    if chosen:
        request = request.post_filter(query.Bool(filter=list(chosen.values())))
    count_texts(request, chosen)
    if wanted.copies == "folded":
        request = request.collapse(TEXT)
    body: dict[str, Any] = _highlighted(request, wanted.index).sort(*_order(wanted)).to_dict()
    paging = {"from_": wanted.offset, "size": wanted.limit, "track_total_hits": True, "track_scores": True}
    return {**body, **_source(wanted), **paging}


def _build_folding(wanted: Query, found: Result) -> dict[str, Any]:
    """Build the request that follows a search which found copies."""
    matching, chosen = _understood(wanted)
    request: Search[Any] = Search().query(matching)
    count_copies(request, wanted.index, chosen, found)
    return {**request.to_dict(), "size": 0, "track_total_hits": False}


def build_listing(wanted: Query) -> dict[str, Any]:
    """Build a request for hits without facets, with all that was selected in its query; copies are among them.

    Raises:
        QueryError: the query cannot be understood.
    """
    request: Search[Any] = Search().query(whole_query(wanted)).sort(*_order(wanted))
    return {**request.to_dict(), **_source(wanted)}


def whole_query(wanted: Query) -> query.Query:
    """What a query matches with everything that was selected.

    Raises:
        QueryError: the query cannot be understood.
    """
    matching, chosen = _understood(wanted)
    return query.Bool(must=[matching], filter=list(chosen.values()))


def facet_values(settings: Settings, wanted: Query, facet: str, typed: str = "", limit: int = VALUES) -> list[FacetValue]:
    """The values of one facet under the selections of a query, most frequent first; of those that were typed only the names like it.

    Where copies are folded, each value has its different texts too, and its place by them.

    Raises:
        QueryError: no such facet, or the query cannot be understood.
        OperatorNeeded: no index yet, or access refused.
        TransientFailure: Elasticsearch does not answer.
    """
    field = facet_field(facet, wanted.index)
    matching, chosen = _understood(wanted)
    include = names_like(typed) if typed.strip() else DEFAULT
    values: Agg[Any] = Terms(field=field, size=limit, shard_size=limit + SHARD_VALUES, include=include)
    if wanted.copies == "folded":
        values = with_texts(values)
    request: Search[Any] = Search().query(matching)
    request.aggs.bucket("facet", counted(values, FACETS[wanted.index][field], chosen))
    answer = ask(settings, wanted.index, {**request.to_dict(), "size": 0, "track_total_hits": False})
    return sorted(read_facet(answer["aggregations"]["facet"]), key=lambda value: (-value.listed, -value.count))


def _order(wanted: Query) -> list[Any]:
    """The order of the hits. It ends with the ids, so that pages neither overlap nor skip.

    Raises:
        QueryError: articles have no such order.
    """
    if wanted.sort == "check_worthy" and wanted.index != "claims":
        raise QueryError("only claims have an order of what is worth a check: search the claims")
    direction = "asc" if wanted.sort == "oldest" else "desc"
    first: dict[Sort, list[Any]] = {"relevance": ["_score"], "recent": ["_score"], "check_worthy": [{"check_worthy": "desc"}]}
    published = {TIME: {"order": direction, "missing": "_last"}}
    place = ["article_id", "start", "claim_id"] if wanted.index == "claims" else ["article_id"]
    return [*first.get(wanted.sort, []), published, *place]


def _understood(wanted: Query) -> tuple[query.Query, Selections]:
    """What a query matches, and what was selected in its facets, which is not in it."""
    _check_text(wanted)
    text = text_query(parse(wanted.text), wanted.index)
    if wanted.sort == "recent":
        near = {"gauss": {TIME: {"origin": "now/d", "scale": HALF_AS_RECENT}}, "filter": query.Exists(field=TIME).to_dict(), "weight": 1}
        text = query.FunctionScore(query=text, functions=[SF({"weight": 1}), SF(near)], score_mode="sum")
    kept, chosen = split_selections(wanted.index, selections(wanted.filters, wanted.since, wanted.until, wanted.index))
    return query.Bool(must=[text], filter=list(kept.values())), chosen


def _check_text(wanted: Query) -> None:
    values = [value for values in wanted.filters.values() for value in values]
    if any("\ud800" <= character <= "\udfff" for text in (wanted.text, *values) for character in text):
        raise QueryError("the query is not valid UTF-8: set the terminal to UTF-8")
    if any(len(value) > MOST_CHARACTERS for value in values):
        raise QueryError("a filter has more than {most} characters: no name has", most=MOST_CHARACTERS)


def _source(wanted: Query) -> dict[str, Any]:
    return {"source": [*wanted.fields, TEXT]} if wanted.fields is not None else {}


def _highlighted(request: Search[Any], index: Index) -> Search[Any]:
    request = request.highlight_options(pre_tags=[FOUND], post_tags=[END], max_analyzed_offset=MOST_HIGHLIGHTED)
    for name in HIGHLIGHTED[index]:
        fragments = {"number_of_fragments": 3, "fragment_size": FRAGMENT_CHARACTERS} if name == "body" else {"number_of_fragments": 0}
        request = request.highlight(name, matched_fields=[name, f"{name}.exact"], **fragments)
    return request


def _read_result(answer: Mapping[str, Any], wanted: Query) -> Result:
    hits = [
        Hit(id=hit["_id"], score=hit["_score"], fields=hit.get("_source", {}), highlights=hit.get("highlight", {}))
        for hit in answer["hits"]["hits"]
    ]
    counts, total = dict(answer["aggregations"]), int(answer["hits"]["total"]["value"])
    texts = read_texts(counts, total)
    facets = {name: read_facet(facet) for name, facet in counts.items() if name not in (TEXTS, UNHASHED)}
    return Result(total, texts, listed=texts if wanted.copies == "folded" else total, hits=hits, facets=facets)
