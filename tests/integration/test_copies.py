"""Copies of one text on the real Elasticsearch: folded in lists, counted beside the documents, each there on demand."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest

from indexer.build_documents import build_documents
from indexer.reindex import reindex
from runtime.elasticsearch_client import elasticsearch_client
from runtime.settings import settings
from telex.search.fields import FACETS, Index
from telex.search.page.app import make_app
from telex.search.paging import all_hits
from telex.search.profiles import speaker_profile, voices_on
from telex.search.queries import Query, facet_values, search
from telex.search.results import Result
from telex.search.whereabouts import whereabouts
from tests.e2e.line import telex, telex_json
from tests.integration.made_articles import make_article, make_copies
from tests.integration.serving import serving
from tests.integration.stored_articles import namespace, store

pytestmark = pytest.mark.servers

TEXTS = 60
Documents = Mapping[Index, Sequence[dict[str, Any]]]


@pytest.fixture(scope="module")
def made(servers: None) -> Iterator[Documents]:
    """The documents of sixty texts in two hundred and more articles, which all these tests share."""
    with namespace("copies"):
        articles = [article for number in range(TEXTS) for article in make_copies(number)]
        store(*articles)
        built = [build_documents(article) for article in articles]
        yield {"articles": [one.article for one in built], "claims": [claim for one in built for claim in one.claims]}


def texts_of(documents: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    groups = defaultdict(list)
    for document in documents:
        groups[document["text_hash"]].append(document)
    return groups


def whole_list(index: Index, **options: Any) -> tuple[list[Any], Result]:
    """Every hit, read page by page, and the last page."""
    hits: list[Any] = []
    while page := (found := search(settings(), Query(index=index, offset=len(hits), limit=7, **options))).hits:
        hits += page
    return hits, found


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("index", get_args(Index))
def test_a_list_has_each_text_once_and_the_copies_make_up_the_total(made: Documents, index: Index, sort: Any) -> None:
    hits, found = whole_list(index, sort=sort)
    groups = texts_of(made[index])
    assert len(groups) < len(made[index])
    assert [found.total, found.texts, found.listed] == [len(made[index]), len(groups), len(groups)]
    assert {hit.fields["text_hash"]: 1 + hit.copy_count for hit in hits} == {name: len(group) for name, group in groups.items()}
    assert len(hits) == len(groups)
    for hit in hits:
        others = {document["article_id"] for document in groups[hit.fields["text_hash"]]} - {hit.fields["article_id"]}
        named = [copy["article_id"] for copy in hit.copies]
        assert len(named) == min(5, hit.copy_count)
        assert index == "claims" or (set(named) <= others and len(set(named)) == len(named))


@pytest.mark.parametrize("index", get_args(Index))
def test_all_copies_are_listed_on_demand(made: Documents, index: Index) -> None:
    hits, found = whole_list(index, copies="all")
    assert [found.total, found.texts, found.listed] == [len(made[index]), len(texts_of(made[index])), len(made[index])]
    assert len({hit.id for hit in hits}) == len(hits) == len(made[index])
    assert not any(hit.copy_count for hit in hits)
    assert all(value.texts is None for facet in found.facets.values() for value in facet)
    # One text of them, as the link beside a hit asks for.
    name, group = max(texts_of(made[index]).items(), key=lambda pair: len(pair[1]))
    assert search(settings(), Query(index=index, filters={"text": [name]}, copies="all", limit=0)).total == len(group)


@pytest.mark.parametrize("index", get_args(Index))
@pytest.mark.parametrize("chosen", [{}, {"source": ["=Le Soir", "=La Libre"]}, {"person": ["=Paul Dupré"], "source": ["=Oran Matin"]}])
def test_the_number_beside_a_value_is_that_of_the_hits_when_it_is_chosen(
    made: Documents, index: Index, chosen: dict[str, list[str]]
) -> None:
    found = search(settings(), Query(index=index, filters=chosen, limit=0))
    for field, name in FACETS[index].items():
        assert [value.listed for value in found.facets[field]] == sorted((value.listed for value in found.facets[field]), reverse=True)
        for value in found.facets[field]:
            narrowed = search(settings(), Query(index=index, filters={**chosen, name: [f"={value.value}"]}, limit=0))
            assert (value.count, value.listed) == (narrowed.total, narrowed.listed), (name, value)
    for month in found.facets["published"]:
        narrowed = search(settings(), Query(index=index, filters={**chosen, "date": [month.value]}, limit=0))
        assert (month.count, month.listed) == (narrowed.total, narrowed.listed)
    facet = "source"
    assert [(value.value, value.listed) for value in facet_values(settings(), Query(index=index, filters=chosen), facet)] == [
        (value.value, value.listed) for value in found.facets[facet]
    ]


def test_a_search_counts_only_the_copies_that_it_finds(made: Documents) -> None:
    number = next(number for number in range(TEXTS) if len(make_copies(number)) == 7)
    (hit,) = search(settings(), Query(f'"chantier numéro {number}"')).hits
    assert hit.copy_count == 6
    (hit,) = search(settings(), Query(f'"chantier numéro {number}" source:"le soir"')).hits
    assert (hit.copy_count, hit.fields["source"]) == (0, "Le Soir")
    (hit,) = search(settings(), Query(f'"chantier numéro {number}"', filters={"source": ["=Le Soir", "=La Libre"]})).hits
    assert {hit.fields["source"], *(copy["source"] for copy in hit.copies)} == {"Le Soir", "La Libre"}


def test_an_export_has_every_copy_unless_they_are_folded(made: Documents, tmp_path: Path) -> None:
    listed = [hit.id for hit in whole_list("articles", sort="newest")[0]]
    assert [hit.id for hit in all_hits(settings(), Query(sort="newest"))] == listed
    assert len(list(all_hits(settings(), Query(copies="all")))) == len(made["articles"])
    every, folded = tmp_path / "every.csv", tmp_path / "folded.csv"
    assert f"{len(made['articles']):,} articles written" in telex("search", "*", "--export", str(every)).stderr
    assert f"{len(listed):,} articles written" in telex("search", "*", "--copies", "folded", "--export", str(folded)).stderr
    hashes = {}
    for path in (every, folded):
        with path.open(encoding="utf-8-sig", newline="") as file:
            hashes[path] = [row["text_hash"] for row in csv.DictReader(file)]
    assert sorted(hashes[every]) == sorted(article["text_hash"] for article in made["articles"])
    assert sorted(hashes[folded]) == sorted(set(hashes[every]))


def test_profiles_voices_and_the_map_count_texts_too(made: Documents) -> None:
    mine = [claim for claim in made["claims"] if claim.get("speaker") == "Paul Dupré"]
    profile = speaker_profile(settings(), "Paul Dupré")
    assert profile
    assert (profile.total, profile.texts) == (len(mine), len(texts_of(mine)))
    for value in profile.counts["about"]:
        assert value.listed == len(texts_of([claim for claim in mine if value.value in claim["about"]]))
    assert len({hit.fields["text_hash"] for hit in profile.newest}) == len(profile.newest)
    voices = voices_on(settings(), "Kiev")
    about = [claim for claim in made["claims"] if "Kiev" in claim["about"]]
    assert (voices.total, voices.texts) == (len(about), len(texts_of(about)))
    assert voices.unnamed == len(texts_of([claim for claim in about if "speaker" not in claim]))
    assert {voice.name: voice.texts for voice in voices.speakers} == {
        name: len(texts_of([claim for claim in about if claim.get("speaker") == name]))
        for name in {c.get("speaker") for c in about} - {None}
    }
    for country in whereabouts(settings(), Query()).countries:
        there = [article for article in made["articles"] if country.value in article["countries"]]
        assert (country.count, country.listed) == (len(there), len(texts_of(there)))


def test_the_command_says_where_else_a_text_stands(made: Documents) -> None:
    number = next(number for number in range(TEXTS) if len(make_copies(number)) == 4)
    words = f'"chantier numéro {number}"'
    shown = " ".join(telex("search", words).stdout.split())
    assert "4 articles (1 different; --copies all lists each), 1 to 1" in shown
    assert "+ 3 copies in" in shown
    assert "4 articles, 1 to 4" in telex("search", words, "--copies", "all").stdout
    answer = telex_json("search", words)
    assert (answer["total"], answer["texts"]) == (4, 1)
    (hit,) = answer["hits"]
    assert hit["copy_count"] == 3
    assert {hit["source"], *(copy["source"] for copy in hit["copies"])} == {one.source for one in make_copies(number)}
    assert {value["value"]: value["count"] for value in answer["facets"]["source"]} == {one.source: 1 for one in make_copies(number)}
    assert answer["facets"]["language"] == [{"value": "fr", "count": 4, "texts": 1}]


@pytest.fixture
def page(made: Documents) -> Iterator[httpx.Client]:
    with serving(make_app(settings())) as client:
        yield client


def test_the_page_and_its_api_fold_and_unfold(page: httpx.Client, made: Documents) -> None:
    number = next(number for number in range(TEXTS) if len(make_copies(number)) == 4)
    query = {"q": f'"chantier numéro {number}"'}
    shown = " ".join(page.get("/", params=query).text.split())
    assert "<h1><strong>1</strong> article, 4 avec les copies" in shown
    assert "+ 3 copies</a> dans" in shown
    assert shown.count('class="hit"') == 1
    every = page.get("/", params={**query, "copies": "all"}).text
    assert every.count('class="hit"') == 4
    assert "Replier les copies" in every
    english = " ".join(page.get("/", params=query, headers={"accept-language": "en"}).text.split())
    assert "article, 4 with copies" in english
    one = page.get(f"/articles/{make_copies(number)[0].article_id}").text
    assert "Le même texte" in one
    assert all(f"/articles/{copy.article_id}" in one for copy in make_copies(number)[1:])
    assert len(page.get("/api/search", params={**query, "copies": "all"}).json()["hits"]) == 4
    assert len(page.get("/api/pages/articles", params={**query, "limit": "50"}).json()["hits"]) == 4
    assert page.get("/api/pages/articles", params={**query, "copies": "folded"}).status_code == 400
    assert page.get("/api/search", params={**query, "copies": "some"}).status_code == 400
    for copies, lines in (("all", 4), ("folded", 1)):
        exported = page.get("/api/export/articles.jsonl", params={**query, "copies": copies}).text.splitlines()
        assert len({json.loads(line)["id"] for line in exported}) == lines
    claims = page.get("/claims", params={"title": "x", "q": "décision", "from": "2023"}).text
    assert "/claims?q=d%C3%A9cision&amp;from=2023&amp;copies=all&amp;text=" in claims


def test_what_an_older_version_indexed_is_never_folded_and_reindexing_hashes_it(line: str) -> None:
    store(*make_copies(6)[:2], make_article(1))
    before = {index: list(all_hits(settings(), Query(index=index, copies="all"))) for index in get_args(Index)}
    for index, hits in before.items():
        for hit in hits:
            old = {name: value for name, value in hit.fields.items() if name != "text_hash"}
            elasticsearch_client(settings()).index(
                index=settings().index_alias(index), id=hit.id, document=old, version=2**60, version_type="external", refresh=True
            )
        found = search(settings(), Query(index=index))
        assert (
            len(found.hits)
            == found.listed
            == found.texts
            == found.total
            == len(hits)
            == len(list(all_hits(settings(), Query(index=index))))
        )
    reindex(settings(), lambda *_: None)
    assert search(settings(), Query()).texts == 2
    for index, hits in before.items():
        assert [hit.fields for hit in all_hits(settings(), Query(index=index, copies="all"))] == [hit.fields for hit in hits]


def test_an_index_of_an_older_version_says_what_to_do(line: str) -> None:
    elasticsearch_client(settings()).indices.create(index=f"{line}-articles-v1", aliases={f"{line}-articles": {}})
    assert "run `telex reindex`" in telex("search", "a", code=1).stderr
