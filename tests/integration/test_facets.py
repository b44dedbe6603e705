"""Counting on the real Elasticsearch: facets, pages, exports and profiles of 2,000 articles equal what a count by hand says."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

import orjson
import pytest

from indexer.build_documents import build_documents
from runtime.settings import settings
from telex.search.export import export_lines
from telex.search.fields import FACETS, Index
from telex.search.paging import Cursor, all_hits, count_hits, first_page, next_page
from telex.search.profiles import speaker_profile, voices_on
from telex.search.queries import Query, Sort, facet_values, search
from telex.search.query_language import QueryError
from telex.search.unusual import unusual_names
from telex.search.whereabouts import whereabouts
from tests.integration.made_articles import make_article
from tests.integration.stored_articles import namespace, store

pytestmark = pytest.mark.servers

ARTICLES = 2000
Documents = Mapping[Index, Sequence[dict[str, Any]]]
Filters = Mapping[str, Sequence[str]]


@pytest.fixture(scope="module")
def made(servers: None) -> Iterator[Documents]:
    """The documents of 2,000 made articles, which all these tests share."""
    with namespace("facets"):
        articles = [make_article(number) for number in range(ARTICLES)]
        store(*articles)
        built = [build_documents(article) for article in articles]
        yield {"articles": [one.article for one in built], "claims": [claim for one in built for claim in one.claims]}


def values(document: Mapping[str, Any], field: str) -> list[str]:
    found = document.get(field, [])
    return found if isinstance(found, list) else [found]


def fits(document: Mapping[str, Any], index: Index, filters: Filters) -> bool:
    """Whether a document has any value of each filter: whole names, and months."""
    fields = {name: field for field, name in FACETS[index].items()} | {"date": "published"}
    return all(set(values(document, fields[name])) & {value.removeprefix("=") for value in chosen} for name, chosen in filters.items())


def by_hand(documents: Sequence[dict[str, Any]], index: Index, filters: Filters) -> dict[str, Counter[str]]:
    """The facets: each counts the documents that fit all filters but its own."""
    names = {**FACETS[index], "published": "date"}
    return {
        field: Counter(
            value
            for document in documents
            if fits(document, index, {other: chosen for other, chosen in filters.items() if other != name})
            for value in values(document, field)
        )
        for field, name in names.items()
    }


@pytest.mark.parametrize(
    ("index", "filters"),
    [
        ("articles", {}),
        ("articles", {"person": ["=Jens Stoltenberg"]}),
        ("articles", {"person": ["=Jens Stoltenberg", "=Paul Dupré"]}),
        ("articles", {"person": ["=Jens Stoltenberg", "=Paul Dupré"], "place": ["=Kiev", "=Lyon"], "source": ["=Le Courrier"]}),
        ("articles", {"country": ["=UA"], "organization": ["=Otan"], "date": ["2023-02", "2023-11"]}),
        ("articles", {"speaker": ["=Noël d’Arcy"], "language": ["=fr"]}),
        ("articles", {"person": ["=Nobody"]}),
        ("claims", {}),
        ("claims", {"speaker": ["=Paul Dupré"]}),
        ("claims", {"kind": ["=direct", "=mixed"], "modality": ["=negated"]}),
        ("claims", {"about": ["=Kiev", "=Otan"], "source": ["=Le Courrier", "=Agence Ponant"], "date": ["2023-05"]}),
        ("claims", {"cue": ["=a dit"], "speaker": ["=Anaïs Le Gall"], "kind": ["=indirect"]}),
    ],
)
def test_facets_under_selection_equal_a_count_by_hand(made: Documents, index: Index, filters: Filters) -> None:
    result = search(settings(), Query(index=index, filters=filters, limit=0))
    assert {name: {value.value: value.count for value in facet} for name, facet in result.facets.items()} == by_hand(
        made[index], index, filters
    )
    assert result.total == sum(fits(document, index, filters) for document in made[index])


def test_a_period_narrows_everything_but_the_time_chart(made: Documents) -> None:
    result = search(settings(), Query(since="2023-03", until="2023-04", limit=0))
    inside = [document for document in made["articles"] if document["published"] in ("2023-03", "2023-04")]
    assert result.total == len(inside)
    assert {value.value: value.count for value in result.facets["people"]} == by_hand(inside, "articles", {})["people"]
    assert {value.value: value.count for value in result.facets["published"]} == by_hand(made["articles"], "articles", {})["published"]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"person": ["dupre"]}, {"people": {"Élisabeth Dupré", "Paul Dupré"}}),
        ({"person": ["=Dupré"]}, {"people": set()}),
        ({"person": ["elisabeth le gall"]}, {"people": set()}),
        ({"organization": ["etat-major"]}, {"organizations": {"État-major"}}),
        ({"place": ["kiev"], "country": ["ukraine"]}, {"places": {"Kiev"}, "countries": {"UA"}}),
        ({"source": ["courrier", "agence"]}, {"source": {"Le Courrier", "Agence Ponant"}}),
        ({"source": ["=Le Courrier"], "person": ["gall"]}, {"source": {"Le Courrier"}, "people": {"Anaïs Le Gall"}}),
    ],
)
def test_part_of_a_name_chooses_every_name_that_has_it(made: Documents, filters: Filters, names: Mapping[str, set[str]]) -> None:
    chosen = {one["article_id"] for one in made["articles"] if all(set(values(one, field)) & those for field, those in names.items())}
    assert {hit.id for hit in all_hits(settings(), Query(filters=filters))} == chosen
    assert search(settings(), Query(filters=filters, limit=0)).total == len(chosen)


def test_both_of_two_names_are_asked_for_in_the_query(made: Documents) -> None:
    both = {one["article_id"] for one in made["articles"] if {"Paul Dupré", "Noël d’Arcy"} <= set(one["people"])}
    assert {hit.id for hit in all_hits(settings(), Query('person:"paul dupre" person:"d\'Arcy"'))} == both


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", {"Jens Stoltenberg", "Élisabeth Dupré", "Paul Dupré", "Anaïs Le Gall", "Noël d’Arcy"}),
        ("dup", {"Élisabeth Dupré", "Paul Dupré"}),
        ("ELI", {"Élisabeth Dupré"}),
        ("an ga", {"Anaïs Le Gall"}),
        ("arcy", {"Noël d’Arcy"}),
        ("d'a", {"Noël d’Arcy"}),
        ("d’a", {"Noël d’Arcy"}),
        ("upr", set()),
        ('.*["', set()),
        ("x" * 500, set()),
    ],
)
def test_a_facet_is_searched_as_one_types(made: Documents, typed: str, found: set[str]) -> None:
    counted = by_hand(made["articles"], "articles", {"source": ["=Le Courrier"]})["people"]
    chosen = facet_values(settings(), Query(filters={"source": ["=Le Courrier"], "person": ["=Paul Dupré"]}), "people", typed)
    assert {value.value: value.count for value in chosen} == {name: count for name, count in counted.items() if name in found}


@pytest.mark.parametrize(
    ("index", "sort"),
    [(index, sort) for index in get_args(Index) for sort in get_args(Sort) if (index, sort) != ("articles", "check_worthy")],
)
def test_pages_neither_overlap_nor_skip(made: Documents, index: Index, sort: Any) -> None:
    wanted = Query(
        "chantiers" if index == "articles" else "*", index=index, sort=sort, limit=700, copies="all", filters={"source": ["courrier"]}
    )
    numbered = [search(settings(), Query(**{**vars(wanted), "offset": offset})) for offset in range(0, 2100, 700)]
    expected = [hit.id for page in numbered for hit in page.hits]
    page = first_page(settings(), wanted, 450)
    found = list(page.hits)
    while page.following:
        page = next_page(settings(), wanted, Cursor.decode(page.following.encode()), 450)
        found += page.hits
    assert [hit.id for hit in found] == expected
    assert len(set(expected)) == len(expected) == numbered[0].total == count_hits(settings(), wanted)
    if sort in ("newest", "oldest"):
        dates = [hit.fields["published"] for hit in found]
        assert dates == sorted(dates, reverse=sort == "newest")


def test_a_cursor_that_is_none_of_this_search_is_refused(made: Documents) -> None:
    for text in ("", "x", "é", Cursor("x").encode(), "W10="):
        with pytest.raises(QueryError, match="cursor"):
            Cursor.decode(text)
    with pytest.raises(QueryError, match="cursor"):
        next_page(settings(), Query(), Cursor("bm90IGEgcG9pbnQ=", [1, "a"]))
    other = first_page(settings(), Query(sort="newest"), 1).following
    assert other
    with pytest.raises(QueryError, match="not of this query"):
        next_page(settings(), Query(index="claims"), Cursor(other.point, [1, "a"]), 1)


@pytest.mark.parametrize("index", ["articles", "claims"])
def test_an_export_has_every_hit_with_every_field(made: Documents, index: Index) -> None:
    wanted = Query(index=index, filters={"source": ["courrier"]}, copies="all")
    expected = [document for document in made[index] if document["source"] == "Le Courrier"]
    lines = [orjson.loads(line) for line in export_lines(all_hits(settings(), wanted), index, "jsonl")]
    key = {"articles": "article_id", "claims": "claim_id"}[index]
    assert {line[key]: {name: value for name, value in line.items() if name not in ("id", "score")} for line in lines} == {
        document[key]: orjson.loads(orjson.dumps(document)) for document in expected
    }
    table = b"".join(export_lines(all_hits(settings(), wanted), index, "csv")).decode("utf-8-sig")
    rows = {row[key]: row for row in csv.DictReader(io.StringIO(table, newline=""))}
    assert rows.keys() == {document[key] for document in expected}
    for document in expected:
        assert rows[document[key]]["title"] == document["title"]


def test_what_is_unusual_is_what_a_count_by_hand_finds_more_often(made: Documents) -> None:
    claims = [claim for claim in made["claims"] if claim.get("speaker") == "Paul Dupré"]
    found = unusual_names(settings(), Query(index="claims", filters={"speaker": ["=Paul Dupré"]}))
    about = {value.value: value for value in found["about"]}
    here, everywhere = (Counter(name for claim in some for name in claim["about"]) for some in (claims, made["claims"]))
    times = {name: (here[name] / len(claims)) / (everywhere[name] / len(made["claims"])) for name in here}
    assert {name: value.times for name, value in about.items()} == {name: round(more, 2) for name, more in times.items() if more > 1}
    assert {name: (value.count, value.background) for name, value in about.items()} == {
        name: (here[name], everywhere[name]) for name in about
    }
    # Who speaks is named in the article, so his claims speak of him more than others do.
    assert found["about"][0].value == "Paul Dupré"
    assert unusual_names(settings(), Query()) == {}


def test_a_profile_counts_what_a_speaker_says(made: Documents) -> None:
    said = [claim for claim in made["claims"] if claim.get("speaker") == "Élisabeth Dupré"]
    profile = speaker_profile(settings(), "Élisabeth Dupré")
    assert profile
    assert profile.total == len(said)
    for field in ("about", "cue", "source", "kind", "modality", "countries", "published"):
        counts = {value.value: value.count for value in profile.counts[field]}
        assert counts == Counter(value for claim in said for value in values(claim, field)), field
    dates = [hit.fields["published"] for hit in profile.newest]
    assert dates == sorted((claim["published"] for claim in said), reverse=True)[: len(dates)]
    assert speaker_profile(settings(), "Dupré") is None


def test_who_speaks_about_a_subject_is_counted_as_by_hand(made: Documents) -> None:
    about = [claim for claim in made["claims"] if "Kiev" in claim["about"]]
    voices = voices_on(settings(), "Kiev")
    assert voices.total == len(about)
    assert {voice.name: voice.count for voice in voices.speakers} == Counter(claim["speaker"] for claim in about if "speaker" in claim)
    assert voices.unnamed == sum("speaker" not in claim for claim in about)
    assert all("Kiev" in voice.newest.fields["about"] for voice in voices.speakers)
    assert voices_on(settings(), "décisions").total == len(made["claims"])
    with pytest.raises(QueryError, match="empty"):
        voices_on(settings(), "  ")


def test_the_map_counts_countries_and_squares(made: Documents) -> None:
    found = whereabouts(settings(), Query(filters={"source": ["=Le Courrier"]}))
    those = [one for one in made["articles"] if one["source"] == "Le Courrier"]
    assert {value.value: value.count for value in found.countries} == Counter(code for one in those for code in one["countries"])
    places = {(point["lat"], point["lon"]) for one in those for point in one["locations"]}
    assert len(found.tiles) == len(places) == 3
    for tile in found.tiles:
        narrowed = Query(filters={"source": ["=Le Courrier"], "tile": [tile.value]}, limit=0)
        assert search(settings(), narrowed).total == tile.count
    assert whereabouts(settings(), Query(index="claims")).tiles == []
