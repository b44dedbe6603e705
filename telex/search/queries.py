"""The query model, and how it becomes one Elasticsearch search: the command, the page and the JSON API all search through here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from elasticsearch.dsl import Search, query
from elasticsearch.dsl.aggs import DateHistogram, Terms

from runtime.elasticsearch_client import elasticsearch_client, reaching_elasticsearch
from runtime.settings import Settings
from telex.search.dates import day_after, first_day
from telex.search.fields import EXACT, FACETS, HIGHLIGHTED, SINGLE_VALUED, STEMMED, Index, index_field
from telex.search.query_language import AllOf, AnyOf, Everything, Field, Node, Not, Phrase, Prefix, QueryError, Words, parse
from telex.search.results import END, FOUND, FacetValue, Hit, Result

Sort = Literal["relevance", "newest", "oldest"]

# Elasticsearch pages no deeper (index.max_result_window).
DEEPEST_HIT = 10_000
FACET_VALUES = 20
FRAGMENT_CHARACTERS = 180
# Longer texts are highlighted up to here (index.highlight.max_analyzed_offset).
MOST_HIGHLIGHTED = 999_999


@dataclass(frozen=True)
class Query:
    """What to search: a text of the query language, filters by field name (see ``fields.FIELDS``), a period, and which page of hits.

    ``since`` and ``until`` are dates as in ``dates``, both included. A filter value finds every name that holds its words (« stoltenberg »
    finds « Jens Stoltenberg »); after ``=`` it must be the whole name. ``fields`` limits the fields of the hits; None gives all.
    """

    text: str = "*"
    index: Index = "articles"
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    since: str | None = None
    until: str | None = None
    sort: Sort = "relevance"
    limit: int = 10
    offset: int = 0
    fields: Sequence[str] | None = None


def search(settings: Settings, wanted: Query) -> Result:
    """Search.

    Raises:
        QueryError: the query cannot be understood; the text says why and where.
        OperatorNeeded: no index yet, or access refused.
        TransientFailure: Elasticsearch does not answer.
    """
    if wanted.limit < 0 or wanted.offset < 0 or wanted.limit + wanted.offset > DEEPEST_HIT:
        raise QueryError(f"only the first {DEEPEST_HIT:,} hits can be listed: narrow the query or add filters")
    request = build_search(wanted)
    with reaching_elasticsearch(settings):
        answer = elasticsearch_client(settings).search(index=settings.index_alias(wanted.index), **request)
    return _read_result(answer.body)


def build_search(wanted: Query) -> dict[str, Any]:
    """Build the parameters of the search request.

    Raises:
        QueryError: the query cannot be understood.
    """
    _check_text(wanted)
    request: Search[Any] = Search().query(query.Bool(must=[_text_query(parse(wanted.text), wanted.index)], filter=_filters(wanted)))
    for name in FACETS[wanted.index]:
        request.aggs.bucket(name, Terms(field=name, size=FACET_VALUES, shard_size=50 * FACET_VALUES))
    request.aggs.bucket("published", DateHistogram(field="published", calendar_interval="month", format="yyyy-MM", min_doc_count=1))
    request = _highlighted(request, wanted.index).sort(*_order(wanted))
    body: dict[str, Any] = request.to_dict()
    source = {"source": list(wanted.fields)} if wanted.fields is not None else {}
    return {**body, **source, "from_": wanted.offset, "size": wanted.limit, "track_total_hits": True, "track_scores": True}


def _check_text(wanted: Query) -> None:
    texts = [wanted.text, *(value for values in wanted.filters.values() for value in values)]
    if any("\ud800" <= character <= "\udfff" for text in texts for character in text):
        raise QueryError("the query is not valid UTF-8: set the terminal to UTF-8")


def _text_query(node: Node, index: Index) -> query.Query:
    match node:
        case Everything():
            return query.MatchAll()
        case Words(text):
            # Every word in one of the fields, analysed as French; the words as they are written count more.
            return query.Bool(
                should=[
                    query.MultiMatch(query=text, fields=list(fields[index]), type="cross_fields", operator="and")
                    for fields in (STEMMED, EXACT)
                ],
                minimum_should_match=1,
            )
        case Phrase(text):
            return query.MultiMatch(query=text, fields=list(EXACT[index]), type="phrase")
        case Prefix(text):
            return query.MultiMatch(query=text, fields=list(EXACT[index]), type="bool_prefix", operator="and")
        case Field(name, value, position):
            return _field_query(name, value, index, position)
        case Not(part):
            return query.Bool(must_not=[_text_query(part, index)])
        case AllOf(parts):
            return query.Bool(must=[_text_query(part, index) for part in parts])
        case AnyOf(parts):
            return query.Bool(should=[_text_query(part, index) for part in parts], minimum_should_match=1)


def _field_query(name: str, value: str, index: Index, position: int = 0) -> query.Query:
    path, search_field = index_field(name, index, position)
    if value.startswith("="):
        return query.Term(path, {"value": value[1:]})
    if search_field.match == "code":
        return query.Term(path, {"value": search_field.read_value(value)})
    # A slop of two also finds « Stoltenberg Jens »; names of one document stand a hundred apart.
    return query.MatchPhrase(f"{path}.text", {"query": value, "slop": 2})


def _filters(wanted: Query) -> list[query.Query]:
    filters: list[query.Query] = []
    for name, values in wanted.filters.items():
        path, _ = index_field(name, wanted.index)
        either = [_field_query(name, value, wanted.index) for value in values]
        # Of several names a document can hold all; of several sources it can only have any.
        filters += [query.Bool(should=either, minimum_should_match=1)] if path in SINGLE_VALUED and either else either
    period = {
        **({"gte": first_day(wanted.since).isoformat()} if wanted.since else {}),
        **({"lt": day_after(wanted.until).isoformat()} if wanted.until else {}),
    }
    return [*filters, query.Range("published", period)] if period else filters


def _highlighted(request: Search[Any], index: Index) -> Search[Any]:
    request = request.highlight_options(pre_tags=[FOUND], post_tags=[END], max_analyzed_offset=MOST_HIGHLIGHTED)
    for name in HIGHLIGHTED[index]:
        fragments = {"number_of_fragments": 3, "fragment_size": FRAGMENT_CHARACTERS} if name == "body" else {"number_of_fragments": 0}
        request = request.highlight(name, matched_fields=[name, f"{name}.exact"], **fragments)
    return request


def _order(wanted: Query) -> list[Any]:
    """Ends with the ids, so that pages neither overlap nor skip."""
    direction = "asc" if wanted.sort == "oldest" else "desc"
    published = {"published": {"order": direction, "missing": "_last"}}
    place = ["article_id", "start"] if wanted.index == "claims" else ["article_id"]
    return [*(["_score"] if wanted.sort == "relevance" else []), published, *place]


def _read_result(answer: Mapping[str, Any]) -> Result:
    hits = [
        Hit(id=hit["_id"], score=hit["_score"], fields=hit.get("_source", {}), highlights=hit.get("highlight", {}))
        for hit in answer["hits"]["hits"]
    ]
    facets = {
        name: [FacetValue(str(bucket.get("key_as_string", bucket["key"])), bucket["doc_count"]) for bucket in facet["buckets"]]
        for name, facet in answer["aggregations"].items()
    }
    return Result(total=answer["hits"]["total"]["value"], hits=hits, facets=facets)
