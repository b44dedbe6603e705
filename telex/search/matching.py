"""What must match: the tree of a query, its filters and its period as Elasticsearch queries. Knows no server."""

from collections.abc import Mapping, Sequence

from elasticsearch.dsl import query

from telex.search.dates import between, period
from telex.search.fields import EXACT, STEMMED, TIME, Index, index_field
from telex.search.query_language import AllOf, AnyOf, Everything, Field, Fuzzy, Node, Not, Phrase, Prefix, QueryError, Words
from telex.search.tiles import tile_bounds

# What a reader selected: for each field, by its name in a query, the query that its values make.
Selections = Mapping[str, query.Query]


def text_query(node: Node, index: Index) -> query.Query:
    """The query of a tree.

    Raises:
        QueryError: a field of it is unknown, or a value of it means nothing.
    """
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
        case Phrase(text, distance):
            return query.MultiMatch(query=text, fields=list(EXACT[index]), type="phrase", slop=distance)
        case Prefix(text):
            return query.MultiMatch(query=text, fields=list(EXACT[index]), type="bool_prefix", operator="and")
        case Fuzzy(text):
            return query.MultiMatch(query=text, fields=list(EXACT[index]), fuzziness="AUTO", prefix_length=1, operator="and")
        case Field(name, value, position):
            return _field_query(name, value, index, position)
        case Not(part):
            return query.Bool(must_not=[text_query(part, index)])
        case AllOf(parts):
            return query.Bool(must=[text_query(part, index) for part in parts])
        case AnyOf(parts):
            return query.Bool(should=[text_query(part, index) for part in parts], minimum_should_match=1)


def selections(filters: Mapping[str, Sequence[str]], since: str | None, until: str | None, index: Index) -> Selections:
    """What was selected in each field: any of its values (a document need not have all), and for ``date`` also within the period.

    Raises:
        QueryError: a field is unknown, or a value means nothing.
    """
    chosen: dict[str, query.Query] = {
        name: query.Bool(should=[_field_query(name, value, index) for value in values], minimum_should_match=1)
        for name, values in filters.items()
        if values
    }
    if since or until:
        within = query.Range(TIME, between(since, until))
        chosen["date"] = query.Bool(filter=[within, chosen["date"]]) if "date" in chosen else within
    return chosen


def _field_query(name: str, value: str, index: Index, position: int = 0) -> query.Query:
    path, search_field = index_field(name, index, position)
    whole = value.removeprefix("=")
    try:
        if search_field.match == "period":
            return query.Range(path, period(whole))
        if search_field.match == "tile":
            return query.GeoBoundingBox(path, tile_bounds(whole))
        if value.startswith("="):
            return query.Term(path, {"value": whole})
        if search_field.match == "code":
            return query.Term(path, {"value": search_field.read_value(value)})
    except QueryError as error:
        raise error.at(position) from None
    # A slop of two also finds « Stoltenberg Jens »; names of one document stand a hundred apart.
    return query.MatchPhrase(f"{path}.text", {"query": value, "slop": 2})
