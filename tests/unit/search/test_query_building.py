"""Filters, dates and fields: what can be asked, and what is refused."""

import pytest

from indexer.index_setup import mapping_file
from telex.search.dates import day_after, first_day
from telex.search.fields import FACETS, FIELDS, country_code, index_field
from telex.search.queries import Query, build_search, search
from telex.search.query_language import QueryError


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2023", "2023-01-01", "2024-01-01"),
        ("2023-01", "2023-01-01", "2023-02-01"),
        ("2023-12", "2023-12-01", "2024-01-01"),
        ("2024-02-29", "2024-02-29", "2024-03-01"),
        ("2023-12-31", "2023-12-31", "2024-01-01"),
    ],
)
def test_dates_cover_their_year_month_or_day(text: str, first: str, after: str) -> None:
    assert (first_day(text).isoformat(), day_after(text).isoformat()) == (first, after)


@pytest.mark.parametrize("text", ["", "23", "2023-13", "2023-02-30", "12/01/2023", "2023-1", "demain"])
def test_other_dates_are_refused(text: str) -> None:
    with pytest.raises(QueryError, match="not a date"):
        first_day(text)


def test_the_last_year_has_no_day_after() -> None:
    with pytest.raises(QueryError, match="future"):
        day_after("9999")


@pytest.mark.parametrize("value", ["DE", "de", "Allemagne", "germany"])
def test_countries_by_name_or_code(value: str) -> None:
    assert country_code(value) == "DE"


def test_unknown_country() -> None:
    with pytest.raises(QueryError, match="Poldévie"):
        country_code("Poldévie")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (Query("couleur:rouge"), "couleur is no field; the fields are speaker, person"),
        (Query("kind:direct"), "field of claims"),
        (Query(filters={"kind": ["direct"]}), "field of claims"),
        (Query("kind:vague", index="claims"), "'vague' is not one of direct, indirect, mixed"),
        (Query(since="hier"), "not a date"),
        (Query("a \ud800"), "UTF-8"),
        (Query(filters={"speaker": ["\udcff"]}), "UTF-8"),
    ],
)
def test_what_cannot_be_asked_is_explained(query: Query, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        build_search(query)


@pytest.mark.parametrize(("limit", "offset"), [(10, 9_991), (-1, 0), (10_001, 0)])
def test_no_page_past_the_deepest_hit(limit: int, offset: int) -> None:
    from runtime.settings import Settings

    with pytest.raises(QueryError, match="10,000"):
        search(Settings(), Query(limit=limit, offset=offset))


@pytest.mark.parametrize("index", ["articles", "claims"])
def test_every_field_and_facet_is_in_the_mapping(index: str) -> None:
    properties = mapping_file(index)["properties"]
    for name in FIELDS:
        if getattr(FIELDS[name], index):
            path, field = index_field(name, index)  # type: ignore[arg-type]
            assert properties[path]["type"] == "keyword"
            assert field.match == "code" or "text" in properties[path]["fields"]
    assert set(FACETS[index]) <= properties.keys()


def test_a_query_reaches_nothing_but_its_fields_of_text() -> None:
    text = '_index:secret _exists_:body /a.*/ mot~2 {!func} [1 TO 2] <script> "${x}" prefix*'
    clauses = [clause for part in build_search(Query(text))["query"]["bool"]["must"] for clause in part["bool"]["must"]]
    queries = [words for clause in clauses for words in clause.get("bool", {}).get("should", [clause])]
    assert {kind for query in queries for kind in query} == {"multi_match"}
    assert {field for query in queries for field in query["multi_match"]["fields"]} == {"title^3", "body", "title.exact^3", "body.exact"}
