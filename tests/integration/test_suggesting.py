"""« Did you mean » on the real Elasticsearch: the slips of those who search, and what must be left as it is."""

from collections.abc import Iterator

import httpx
import pytest

from contracts.messages import Claim, Entity, Speaker
from runtime.settings import settings
from telex.search.page.app import make_app
from telex.search.queries import Query, search
from telex.search.query_language import parse
from tests.e2e.line import telex, telex_json
from tests.integration.serving import serving
from tests.integration.stored_articles import TEXTS, french_article, namespace, seeds, store

pytestmark = pytest.mark.servers

# The query as it is typed, and the first that must be proposed; None: nothing may be.
MEANT = {
    # slips of the finger and of the ear
    "gouvernment": "gouvernement",
    "gouvernment transporst": "gouvernement transports",
    "budjet": "budget",
    "bateries voitrue": "bateries voiture",
    "ministère du logemant": "ministère du logement",
    # with the accents that the words have; an elided article goes
    "l'ekole": "école",
    "grêfe trains": "grève trains",
    # capitals as typed; operators, phrases and fields stay
    "Castelmari": "Castelmary",
    "(gouvernment OU cantyne) -loup": "(gouvernement OU cantine) -loup",
    '"premeir film"': '"premier film"',
    "gouvernment date:2020..2030": "gouvernement date:2020..2030",
    # names
    "Stoltenburg": "Stoltenberg",
    "Jens Stoltenburg": "Jens Stoltenberg",
    "person:stoltenburg": "person:stoltenberg",
    'speaker:"Ingrid Voclair"': None,
    'speaker:"Jens Stoltenburg"': 'speaker:"Jens Stoltenberg"',
    # nothing is wrong (a doubled letter makes no difference in French), nothing is near, or nothing more would be found
    "grève": None,
    "greve": None,
    "batterries voiture": None,
    "tram rugby": None,
    "zzzzz": None,
    "grève -tranis": None,
    "gouvernment date:1990": None,
    "*": None,
    "date:1990": None,
    "?!": None,
}


@pytest.fixture(scope="module")
def seeded(servers: None) -> Iterator[None]:
    """The sample articles and three more, one of them with a person who speaks."""
    with namespace("suggesting"):
        store(*seeds(), *(french_article(name) for name in TEXTS))
        yield


@pytest.mark.parametrize("text", MEANT)
def test_what_was_meant(seeded: None, text: str) -> None:
    found = search(settings(), Query(text))
    proposed = [suggestion.text for suggestion in found.suggestions]
    assert proposed[:1] == ([MEANT[text]] if MEANT[text] else [])
    for suggestion in found.suggestions:
        parse(suggestion.text)
        assert search(settings(), Query(suggestion.text, filters=suggestion.filters)).total == suggestion.total > found.total


@pytest.mark.parametrize("index", ["articles", "claims"])
def test_names_in_filters_too(seeded: None, index: str) -> None:
    found = search(settings(), Query(index=index, filters={"speaker": ["stoltemberg", "=Nobody"], "source": ["essai"]}))  # type: ignore[arg-type]
    (suggestion,) = found.suggestions
    assert suggestion.filters == {"speaker": ["stoltenberg", "=Nobody"], "source": ["essai"]}
    assert suggestion.total == 1


def test_a_slip_that_stands_in_an_article_too(line: str) -> None:
    one = seeds()[0].model_copy(update={"headings": (), "entities": (), "claims": ()})
    articles = [one.model_copy(update={"article_id": f"{number}", "title": f"Le gouvernement {number}"}) for number in range(10)]
    store(*articles, one.model_copy(update={"article_id": "slip", "title": "Le gouvernment"}))
    found = search(settings(), Query("gouvernment"))
    assert (found.total, [suggestion.text for suggestion in found.suggestions]) == (1, ["gouvernement"])
    assert search(settings(), Query("gouvernement")).suggestions == ()


def test_the_command_the_api_and_the_page_ask_whether_it_was_meant(seeded: None) -> None:
    shown = " ".join(telex("search", "gouvernment", "transporst").stdout.split())
    assert "0 articles Did you mean gouvernement transports (1)" in shown
    assert "speaker: stoltenberg" in telex("search", "*", "--claims", "--speaker", "stoltemberg").stdout
    answer = telex_json("search", "gouvernment", "transporst")
    assert answer["suggestions"] == [{"text": "gouvernement transports", "filters": {}, "total": 1}]
    with serving(make_app(settings())) as client:
        assert client.get("/api/search", params={"q": "gouvernment transporst"}).json() == answer
        page = client.get("/", params={"q": "gouvernment transporst", "source": "a", "sort": "newest"}).text
        assert "Vouliez-vous dire" not in page  # that source has none
        _follow(client, {"q": "gouvernment transporst", "sort": "newest"}, "/?q=gouvernement+transports&amp;sort=newest")
        _follow(client, {"person": "stoltemberg"}, "/?q=%2A&amp;person=stoltenberg")
        english = client.get("/", params={"q": "budjet"}, headers={"accept-language": "en"}).text
        assert "Did you mean" in english


def _follow(client: httpx.Client, parameters: dict[str, str], link: str) -> None:
    page = client.get("/", params=parameters).text
    assert "Vouliez-vous dire" in page
    assert f'href="{link}"' in page
    assert '<article class="hit"' in client.get(link.replace("&amp;", "&")).text


def test_what_is_proposed_is_never_markup(line: str) -> None:
    body = "Le mot gouvernement<script>alert(1)</script> est ici."
    speaker = Speaker(name="Anne <b>Morvannec", entity_type="person", resolved_by="name")
    said = Claim(field="body", start=0, end=6, text="Le mot", claim_id="x-0", kind="direct", speaker=speaker)
    person = Entity(type="person", name="Anne <b>Morvannec", mentions=())
    store(seeds()[0].model_copy(update={"article_id": "x", "headings": (), "body": body, "entities": (person,), "claims": (said,)}))
    with serving(make_app(settings())) as client:
        for parameters in ({"q": "gouvernment <script>alert"}, {"speaker": "Morvanec <b>"}, {"q": "gouvernment", "person": "Morvanec <b>"}):
            page = client.get("/", params=parameters).text
            assert "Vouliez-vous dire" in page
            assert "<script>alert" not in page
            assert "<b>M" not in page
