"""Filters, dates and fields: what can be asked, and what is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index_setup import mapping_file
from telex.search.dates import day_after, first_day, period
from telex.search.facets import names_like
from telex.search.fields import FACETS, FIELDS, TIME, country_code, index_field
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


@pytest.mark.parametrize(
    ("text", "range_"),
    [
        ("2023-01", {"gte": "2023-01-01", "lt": "2023-02-01"}),
        ("2022..2023-06", {"gte": "2022-01-01", "lt": "2023-07-01"}),
        ("2023..", {"gte": "2023-01-01"}),
        ("..2023-01-31", {"lt": "2023-02-01"}),
        (">=2023", {"gte": "2023-01-01"}),
        (">2023", {"gte": "2024-01-01"}),
        ("<=2023", {"lt": "2024-01-01"}),
        ("<2023", {"lt": "2023-01-01"}),
        ("2023..2023", {"gte": "2023-01-01", "lt": "2024-01-01"}),
    ],
)
def test_periods_as_they_are_written(text: str, range_: dict[str, str]) -> None:
    assert period(text) == range_


@pytest.mark.parametrize(("typed", "like", "unlike"), [
    ("eli dup", "Élisabeth Dupré", "Dupré Élisabeth"),
    ("st", "Jens Stoltenberg", "Ernst Jünger"),
    ("d'ar", "Noël d’Arcy", "Darius"),
    ("saint-e", "Saint-Étienne", "Saintes"),
    ("etienne", "Saint-Étienne", "Retienne"),
    ("a.b", "A.B. Cé", "Axb"),
    ("soe", "Sœur Marie", "Souer"),
    ("sœ", "Soeur Marie", "Sour"),
])  # fmt: skip
def test_names_like_what_is_typed(typed: str, like: str, unlike: str) -> None:
    # Lucene's patterns match whole values, as fullmatch does.
    assert re.fullmatch(names_like(typed), like)
    assert not re.fullmatch(names_like(typed), unlike)


@given(st.text(max_size=60))
def test_any_typed_text_makes_a_pattern_that_elasticsearch_takes(typed: str) -> None:
    pattern = names_like(typed)
    re.compile(pattern)
    assert len(pattern) <= 1000


def test_unknown_country() -> None:
    with pytest.raises(QueryError, match="Poldévie"):
        country_code("Poldévie")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (Query("couleur:rouge"), "couleur is no field .there are speaker, person"),
        (Query("kind:direct"), "field of claims"),
        (Query(filters={"kind": ["direct"]}), "field of claims"),
        (Query("kind:vague", index="claims"), "'vague' is not one of direct, indirect, mixed"),
        (Query(since="hier"), "not a date"),
        (Query("a date:.."), "a beginning or an end.*at character 3"),
        (Query("date:2024..2023"), "ends .2023. before it begins"),
        (Query(filters={"tile": ["3/9/1"]}), "no square of the map"),
        (Query("cue:a", index="articles"), "search the claims"),
        (Query(sort="check_worthy"), "only claims"),
        (Query("a date:=x"), "'x' is not a date.*at character 3"),
        (Query(filters={"tile": ["=x"]}), "no square"),
        (Query(filters={"person": ["=" + "x" * 40_000]}), "more than 2000 characters"),
        (Query("place:a tile:1/1/1", index="claims"), "search the articles .at character 9"),
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
            assert properties[path]["type"] == {"period": "date", "tile": "geo_point"}.get(field.match, "keyword")
            assert field.match != "name" or "text" in properties[path]["fields"]
    assert {*FACETS[index], TIME} <= properties.keys()
    # What a facet counts is what its filter narrows.
    assert {name: index_field(name, index)[0] for name in FACETS[index].values()} == {name: field for field, name in FACETS[index].items()}  # type: ignore[arg-type]


def test_a_query_reaches_nothing_but_its_fields_of_text() -> None:
    text = '_index:secret _exists_:body /a.*/ mot~2 {!func} [1 TO 2] <script> "${x}" prefix*'
    clauses = [clause for part in build_search(Query(text))["query"]["bool"]["must"] for clause in part["bool"]["must"]]
    queries = [words for clause in clauses for words in clause.get("bool", {}).get("should", [clause])]
    assert {kind for query in queries for kind in query} == {"multi_match"}
    assert {field for query in queries for field in query["multi_match"]["fields"]} == {"title^3", "body", "title.exact^3", "body.exact"}
