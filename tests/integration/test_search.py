"""The search on the real Elasticsearch: French as it is written and typed, facets that count right, the command and the page."""

import json
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from contracts.messages import Claim, EnrichedArticle, Enrichment, Entity, Published, Span, Speaker
from indexer.build_documents import build_documents
from indexer.index_setup import create_indices
from indexer.write_articles import write_articles
from runtime.elasticsearch_client import make_searchable
from runtime.settings import Settings, settings
from telex.cli import main
from telex.search.page.app import HEADERS, make_app
from telex.search.queries import Query, search
from telex.search.results import END, FOUND
from tests.e2e.line import telex, telex_json
from tests.integration.made_articles import make_article

pytestmark = pytest.mark.servers

TEXTS = {
    "otan": ("Sommet de l’Otan", "Le secrétaire général de l’Otan, Jens Stoltenberg, a promis des livraisons d’armes lourdes aux alliés."),
    "elysee": ("Réunion à l’Élysée", "L’État a prévu un plan. Le chef de l’État recevra les élus demain, dans l’après-midi."),
    "ecole": ("Une école rouverte", "Les œuvres de l’été seront montrées aujourd’hui à l’école de Saint-Étienne, selon la mairie."),
}


def article(name: str) -> EnrichedArticle:
    title, body = TEXTS[name]
    quote = body.split(", ")[-1]
    start = body.index(quote)
    span = Span(field="body", start=start, end=start + len(quote), text=quote)
    speaker = Speaker(name="Jens Stoltenberg", entity_type="person", resolved_by="pronoun")
    return EnrichedArticle(
        article_id=name,
        revision=1,
        source="Essai",
        title=title,
        body=body,
        published=Published(value="2023-01-31", precision="day") if name == "otan" else None,
        collected_at=datetime(2023, 2, 1, tzinfo=UTC),
        origin="test",
        language="fr",
        entities=(Entity(type="person", name="Jens Stoltenberg", mentions=()),) if name == "otan" else (),
        claims=(Claim(**span.model_dump(), claim_id=f"{name}-0", kind="direct", speaker=speaker),) if name == "otan" else (),
        enrichment=Enrichment(version=1, model="none", status="complete", duration_ms=0),
    )


def fill(*articles: EnrichedArticle) -> None:
    create_indices(settings())
    write_articles(settings(), [build_documents(one) for one in articles], Event())
    make_searchable(settings())


@pytest.fixture
def french(line: str) -> Settings:
    fill(*(article(name) for name in TEXTS))
    return settings()


@pytest.fixture
def made(line: str) -> list[EnrichedArticle]:
    articles = [make_article(number) for number in range(300)]
    fill(*articles)
    return articles


# French


def test_french_as_it_is_typed(french: Settings) -> None:
    expected = {
        "Otan": {"otan"},
        "l'otan": {"otan"},
        "OTAN": {"otan"},
        "Élysée": {"elysee"},
        "elysee": {"elysee"},
        "general": {"otan"},
        "généraux": {"otan"},
        "livraison arme lourd": {"otan"},
        "arme alliés": {"otan"},
        "etat": {"elysee"},
        "l’État": {"elysee"},
        "ecole": {"ecole"},
        "oeuvre": {"ecole"},
        "été": {"ecole"},
        "aujourd'hui": {"ecole"},
        "saint etienne": {"ecole"},
        "le sommet de la": {"otan"},
        "otan élysée": set(),
        "otan OR élysée": {"otan", "elysee"},
        "otan OU (école rouverte)": {"otan", "ecole"},
        "* -otan": {"elysee", "ecole"},
        "NOT otan": {"elysee", "ecole"},
        "« armes lourdes »": {"otan"},
        '"chef de l’Etat"': {"elysee"},
        '"lourdes armes"': set(),
        '"arme lourde"': set(),
        "élys*": {"elysee"},
        "stolten*": {"otan"},
        "speaker:stoltenberg": {"otan"},
        "speaker:« Stoltenberg Jens »": {"otan"},
        "-person:stoltenberg réunion": {"elysee"},
        "person:STOLTENBERG armes": {"otan"},
        "source:essai école": {"ecole"},
        "?!": set(),
        "*": set(TEXTS),
    }
    found = {text: {hit.id for hit in search(french, Query(text)).hits} for text in expected}
    assert found == expected


def test_highlights_mark_the_words_found(french: Settings) -> None:
    (hit,) = search(french, Query("general armes")).hits
    marked = "".join(hit.highlights["body"])
    assert f"{FOUND}général{END}" in marked
    assert f"{FOUND}d’armes{END}" in marked
    assert marked.count(FOUND) == 2
    (hit,) = search(french, Query("élysée", filters={"source": ["essai"]})).hits
    assert hit.highlights == {"title": [f"Réunion à {FOUND}l’Élysée{END}"]}


def test_claims_are_found_by_their_words_their_speaker_and_their_title(french: Settings) -> None:
    def total(text: str, **filters: list[str]) -> int:
        return search(french, Query(text, index="claims", filters=filters)).total

    assert total("livraisons") == total("stoltenberg") == total("sommet") == total("stoltenberg livraisons sommet") == 1
    assert total("secrétaire") == 0
    assert total("*", speaker=["stoltenberg"]) == total("*", speaker=["=Jens Stoltenberg"]) == 1
    assert total("*", speaker=["=Stoltenberg"]) == total("*", kind=["indirect"]) == 0


def test_periods(french: Settings) -> None:
    def found(since: str | None, until: str | None) -> int:
        return search(french, Query("*", since=since, until=until)).total

    assert found("2023", None) == found("2023-01-31", "2023-01-31") == found(None, "2023-01") == found("2022", "2023") == 1
    assert found("2023-02", None) == found(None, "2023-01-30") == 0


def test_a_title_counts_more_than_a_body(line: str) -> None:
    one, two = article("otan"), article("elysee")
    fill(one.model_copy(update={"title": "Rien", "body": "Une réunion.", "entities": (), "claims": ()}), two)
    assert [hit.id for hit in search(settings(), Query("réunion")).hits] == ["elysee", "otan"]


# Counting


def test_facets_and_totals_equal_a_count_by_hand(made: list[EnrichedArticle]) -> None:
    result = search(settings(), Query("*", limit=0))
    assert result.total == len(made)
    by_hand = {
        "people": Counter(e.name for one in made for e in one.entities if e.type == "person"),
        "organizations": Counter(e.name for one in made for e in one.entities if e.type == "organization"),
        "places": Counter(e.name for one in made for e in one.entities if e.type == "place"),
        "countries": Counter(code for one in made for code in one.countries),
        "speakers": Counter(name for one in made for name in {claim.speaker.name for claim in one.claims} if name),
        "source": Counter(one.source for one in made),
        "language": Counter(one.language for one in made),
        "published": Counter(one.published.value for one in made if one.published),
    }
    assert {name: {value.value: value.count for value in values} for name, values in result.facets.items()} == by_hand
    months = [value.value for value in result.facets["published"]]
    assert months == sorted(months)


def test_claim_facets_equal_a_count_by_hand(made: list[EnrichedArticle]) -> None:
    claims = [claim for one in made for claim in one.claims]
    result = search(settings(), Query("*", index="claims", limit=0))
    assert result.total == len(claims)
    facets = {name: {value.value: value.count for value in values} for name, values in result.facets.items()}
    assert facets["speaker"] == Counter(claim.speaker.name for claim in claims if claim.speaker.name)
    assert facets["kind"] == Counter(claim.kind for claim in claims)
    assert facets["modality"] == Counter(claim.modality for claim in claims)
    assert facets["about"] == Counter(name for claim in claims for name in claim.about)
    assert facets["source"] == Counter(one.source for one in made for _ in one.claims)


Chosen = Callable[[EnrichedArticle], bool]


def names(one: EnrichedArticle) -> set[str]:
    return {entity.name for entity in one.entities}


@pytest.mark.parametrize(
    ("filters", "chosen"),
    [
        ({"person": ["dupre"]}, lambda one: bool(names(one) & {"Élisabeth Dupré", "Paul Dupré"})),
        ({"person": ["paul dupre", "d'Arcy"]}, lambda one: names(one) >= {"Paul Dupré", "Noël d’Arcy"}),
        ({"person": ["=Dupré"]}, lambda one: False),
        ({"person": ["elisabeth le gall"]}, lambda one: False),
        ({"organization": ["etat-major"]}, lambda one: "État-major" in names(one)),
        ({"place": ["kiev"], "country": ["ukraine"]}, lambda one: "Kiev" in names(one)),
        ({"country": ["FR"]}, lambda one: "Lyon" in names(one)),
        ({"source": ["courrier", "agence"]}, lambda one: one.source in ("Le Courrier", "Agence Ponant")),
        ({"source": ["=Le Courrier"], "person": ["gall"]}, lambda one: one.source == "Le Courrier" and "Anaïs Le Gall" in names(one)),
    ],
)
def test_filters_choose_what_a_choice_by_hand_does(made: list[EnrichedArticle], filters: dict[str, list[str]], chosen: Chosen) -> None:
    result = search(settings(), Query("*", filters=filters, limit=1000))
    assert {hit.id for hit in result.hits} == {one.article_id for one in made if chosen(one)}
    assert result.total == len(result.hits)


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("index", ["articles", "claims"])
def test_pages_neither_overlap_nor_skip(made: list[EnrichedArticle], sort: str, index: str) -> None:
    pages = [search(settings(), Query("*", index=index, sort=sort, limit=70, offset=offset)) for offset in range(0, 1000, 70)]  # type: ignore[arg-type]
    hits = [hit for page in pages for hit in page.hits]
    assert len({hit.id for hit in hits}) == len(hits) == pages[0].total
    dates = [hit.fields["published"] for hit in hits]
    assert dates == sorted(dates, reverse=sort != "oldest")


# The command


def test_the_command_prints_one_object(french: Settings) -> None:
    answer = telex_json("search", "Otan")
    assert answer.keys() == {"total", "hits", "facets"}
    (hit,) = answer["hits"]
    assert hit["title"] == "Sommet de l’Otan"
    assert hit["score"] > 0
    assert hit["id"] == hit["article_id"] == "otan"
    assert hit["highlights"]["title"] == ["Sommet de <em>l’Otan</em>"]
    assert answer["facets"]["people"] == [{"value": "Jens Stoltenberg", "count": 1}]
    claims = telex_json("search", "armes", "lourdes", "--claims", "--speaker", "stoltenberg", "--from", "2023", "--kind", "direct")
    assert [claim["speaker"] for claim in claims["hits"]] == ["Jens Stoltenberg"]
    assert telex_json("search", "*", "--limit", "1", "--offset", "3") == {**telex_json("search", "*"), "hits": []}


def test_the_command_lists_for_a_person(french: Settings) -> None:
    shown = telex("search", "Otan").stdout
    assert "1 article, 1 to 1" in shown
    assert "Sommet de l’Otan" in shown
    assert "Jens Stoltenberg" in telex("search", "--claims", "armes").stdout
    assert "Nothing found" in telex("search", "introuvable").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["«", "otan"], "never closed: add », or remove it (at character 1)"),
        (["couleur:rouge"], "couleur is no field"),
        (["a", "--from", "hier"], "write 2023, 2023-01 or 2023-01-12"),
        (["a", "--kind", "direct"], "--claims"),
        (["a", "--limit", "20000"], "10,000"),
        (["a", "--sort", "random"], "relevance"),
    ],
)
def test_wrong_use_is_explained(
    french: Settings, arguments: list[str], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["telex", "search", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert says in " ".join(capsys.readouterr().err.split())


def test_no_index_yet_and_no_server(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "`telex index` creates it" in telex("search", "a", code=1).stderr
    monkeypatch.setenv("TELEX_ELASTICSEARCH_URL", "http://someone:secret@127.0.0.1:9")
    failure = telex("search", "a", code=1).stderr
    assert "http://127.0.0.1:9 does not answer" in failure
    assert "secret" not in failure


# The page


@contextmanager
def serving(app: Starlette) -> Iterator[httpx.Client]:
    """Serve an application as `telex page` does, on a free port."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=60) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join(30)


@pytest.fixture
def page(french: Settings) -> Iterator[httpx.Client]:
    with serving(make_app(french)) as client:
        yield client


def test_the_page_shows_hits_facets_and_the_article(page: httpx.Client) -> None:
    shown = page.get("/", params={"q": "otan"})
    assert shown.status_code == 200
    assert "Sommet de <mark>l’Otan</mark>" in shown.text
    assert "person=%3DJens+Stoltenberg" in shown.text
    assert "from=2023-01&amp;to=2023-01" in shown.text
    assert "Sommet" in page.get("/", params={"q": "otan", "person": "=Jens Stoltenberg", "from": "2023-01", "to": "2023-01"}).text
    article_page = page.get("/articles/otan")
    assert '<span class="claim" title="déclaration : Jens Stoltenberg">Jens Stoltenberg' not in article_page.text
    assert '<a id="claim-1"></a><span class="claim"' in article_page.text
    claims = page.get("/claims", params={"q": "armes"})
    assert "Jens Stoltenberg" in claims.text
    assert "<blockquote>" in claims.text


def test_the_page_speaks_the_readers_language(page: httpx.Client) -> None:
    assert '<html lang="fr">' in page.get("/").text
    assert '<html lang="en">' in page.get("/", headers={"accept-language": "de, en;q=0.8, fr;q=0.5"}).text
    assert "31 janvier 2023" in page.get("/articles/otan").text
    assert "January 31, 2023" in page.get("/articles/otan", params={"lang": "en"}).text


def test_every_answer_forbids_scripts_and_frames(page: httpx.Client) -> None:
    for path in ("/", "/claims", "/articles/otan", "/articles/none", "/?q=%22", "/api/search", "/static/page.css", "/nowhere"):
        answer = page.get(path)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert "<script" not in answer.text
        assert "style=" not in answer.text


def test_what_articles_and_addresses_say_is_never_markup(line: str) -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    one = article("elysee")
    fill(one.model_copy(update={"title": evil, "body": evil, "source": evil, "url": "javascript:alert(1)", "origin": evil}))
    with serving(make_app(settings())) as client:
        for path, parameters in (
            ("/", {"q": "script"}),
            ("/", {"q": evil, "source": evil}),
            ("/articles/elysee", {}),
            ("/claims", {"q": evil}),
        ):
            text = client.get(path, params=parameters).text
            assert "<script" not in text
            assert "<img" not in text
            assert "javascript:" not in text


def test_the_page_says_what_is_wrong(page: httpx.Client) -> None:
    assert page.get("/", params={"q": "« otan"}).status_code == 400
    assert "never closed" in page.get("/", params={"q": "« otan"}).text
    assert page.get("/", params={"page": "two"}).status_code == 400
    assert page.get("/", params={"page": "1001"}).status_code == 400
    assert page.get("/", params={"sort": "random"}).status_code == 400
    assert page.get("/articles/none").status_code == 404
    assert page.get("/nowhere").status_code == 404
    assert "Rien trouvé" in page.get("/", params={"q": "introuvable"}).text


def test_the_page_outlives_elasticsearch() -> None:
    with serving(make_app(Settings(elasticsearch_url="http://127.0.0.1:9"))) as client:
        answer = client.get("/", params={"q": "otan"})
        assert answer.status_code == 503
        assert "does not answer" in answer.text
        assert client.get("/api/search").status_code == 503
        assert "does not answer" in client.get("/api/search").json()["error"]


def test_the_api_gives_what_the_command_gives(page: httpx.Client) -> None:
    assert page.get("/api/search", params={"q": "Otan"}).json() == telex_json("search", "Otan")
    claims = page.get("/api/claims", params={"q": "armes", "speaker": "stoltenberg", "limit": "5"}).json()
    assert claims == telex_json("search", "--claims", "armes", "--speaker", "stoltenberg", "--limit", "5")
    stored = page.get("/api/articles/otan").json()
    assert stored["title"] == "Sommet de l’Otan"
    assert [claim["speaker"] for claim in stored["claims"]] == ["Jens Stoltenberg"]
    assert page.get("/api/articles/none").status_code == 404
    for wrong in ({"limit": "x"}, {"limit": "1001"}, {"q": '"'}, {"from": "hier"}):
        answer = page.get("/api/search", params=wrong)
        assert answer.status_code == 400
        assert json.loads(answer.text).keys() == {"error"}
