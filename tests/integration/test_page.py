"""The search page over HTTP: everything that it shows, says and refuses, without a browser."""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import jsonschema
import pytest
from markupsafe import escape

from runtime.settings import Settings, settings
from telex.search.page.app import HEADERS, make_app
from telex.search.page.openapi import openapi
from tests.e2e.line import telex_json
from tests.integration.made_articles import make_article
from tests.integration.serving import serving
from tests.integration.stored_articles import TEXTS, french_article, namespace, store

pytestmark = pytest.mark.servers

EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(1)>' onmouseover='alert(1)"


@pytest.fixture(scope="module")
def page(servers: None) -> Iterator[httpx.Client]:
    """The page on three French articles and forty made ones, which these tests share."""
    with namespace("page"):
        store(*(french_article(name) for name in TEXTS), *(make_article(number) for number in range(40)))
        with serving(make_app(settings())) as client:
            yield client


def links(html: str) -> list[str]:
    return [link.replace("&amp;", "&").replace("&#39;", "'") for link in re.findall(r'href="([^"]+)"', html)]


def test_hits_with_the_words_found_and_facets(page: httpx.Client) -> None:
    shown = page.get("/", params={"q": "otan alliés"})
    assert shown.status_code == 200
    assert "Sommet de <mark>l’Otan</mark>" in shown.text
    assert "/?q=otan+alli%C3%A9s&person=%3DJens+Stoltenberg" in links(shown.text)
    assert "/?q=otan+alli%C3%A9s&date=2023-01" in links(shown.text)
    claims = page.get("/claims", params={"q": "armes"})
    assert "Jens Stoltenberg" in claims.text
    assert "<blockquote>" in claims.text


def test_values_of_a_facet_can_be_chosen_and_left_again(page: httpx.Client) -> None:
    one = page.get("/", params={"source": "=Le Courrier"}).text
    both = next(link for link in links(one) if link == "/?source=%3DLe+Courrier&source=%3DAgence+Ponant")
    found = [telex_json_total(page, link) for link in ("/?source=%3DLe+Courrier", "/?source=%3DAgence+Ponant", both)]
    assert found[0] + found[1] == found[2]
    # What is chosen is marked, leads back, and the counts of the other sources stay.
    assert '<li class="on"><a href="/" rel="nofollow">Le Courrier' in one
    assert "/?source=%3DAgence+Ponant" in links(page.get(both).text)
    assert "/?source=%3DLe+Courrier&q=a" not in links(one)


def telex_json_total(page: httpx.Client, address: str) -> int:
    return int(page.get(address.replace("/?", "/api/search?")).json()["total"])


def test_the_words_of_a_query_and_the_filters_stay_on_every_way(page: httpx.Client) -> None:
    shown = page.get("/", params={"q": "chantiers", "source": "courrier", "sort": "newest", "from": "2023", "to": "2023-12"})
    ways = [link for link in links(shown.text) if link.startswith(("/?", "/claims?", "/map?", "/api/export", "/values", "/articles/made"))]
    assert len(ways) > 20
    for way in ways:
        assert "q=chantiers" in way, way
    kept = '<input type="hidden" name="sort" value="newest">'
    assert kept in shown.text


def test_pages_lead_to_each_other(page: httpx.Client) -> None:
    first = page.get("/", params={"q": "chantiers"})
    following = next(link for link in links(first.text) if link.endswith("page=2"))
    second = page.get(following)
    assert "/?q=chantiers&page=1" in links(second.text)
    titles = [re.findall(r'href="/articles/(made-\d+)', shown.text) for shown in (first, second)]
    assert len(set(titles[0])) == len(set(titles[1])) == 10
    assert not set(titles[0]) & set(titles[1])


def test_an_article_with_its_names_and_claims_in_place(page: httpx.Client) -> None:
    shown = page.get("/articles/otan", params={"q": "livraison", "source": "essai"}).text
    anchor = re.search(r'<a id="(claim-body-\d+-\d+)" class="anchor"></a>', shown)
    assert anchor
    assert f'href="#{anchor[1]}"' in shown
    assert f'<span class="claim" data-claims="{anchor[1]}" title="déclaration : Jens Stoltenberg">a promis des ' in shown
    assert f'<span class="claim found" data-claims="{anchor[1]}" title="déclaration : Jens Stoltenberg">livraisons</span>' in shown
    assert "/?q=livraison&source=essai" in links(shown)
    made = page.get("/articles/made-00003").text
    person = make_article(3).entities[0].name
    assert f'<a class="person" href="/?{httpx.QueryParams({"person": "=" + person})}"' in made
    assert page.get("/articles/otan", params={"q": "kind:direct"}).status_code == 200


def test_claims_lead_to_their_place_in_the_article(page: httpx.Client) -> None:
    link = next(link for link in links(page.get("/claims", params={"q": "armes"}).text) if link.startswith("/articles/otan"))
    address, _, anchor = link.partition("#")
    assert f'<a id="{anchor}" class="anchor"></a>' in page.get(address).text


def test_a_speaker_and_those_who_speak_about_something(page: httpx.Client) -> None:
    shown = page.get("/speaker", params={"name": "Jens Stoltenberg"})
    assert "a promis des livraisons d’armes lourdes aux alliés." in shown.text
    texts = page.get("/api/claims", params={"speaker": "=Jens Stoltenberg"}).json()["texts"]
    assert f"({texts})" in shown.text
    assert page.get("/speaker", params={"name": "Nobody"}).status_code == 404
    voices = page.get("/voices", params={"subject": "Kiev"})
    assert "/speaker?name=Paul+Dupr%C3%A9" in links(voices.text)
    assert page.get("/voices", params={"subject": " "}).status_code == 400
    assert "Personne n’en parle" in page.get("/voices", params={"subject": "Introuvable"}).text


def test_the_map_has_the_countries_and_their_filters(page: httpx.Client) -> None:
    shown = page.get("/map", params={"source": "courrier"})
    assert "/map?source=courrier&country=%3DUA" in links(shown.text)
    tile = next(link for link in links(shown.text) if "tile=" in link)
    assert page.get(tile).status_code == 200
    assert "Ukraine" in shown.text
    for region in ("world", "europe", "france", "nowhere"):
        assert page.get("/map", params={"region": region}).status_code == 200


def test_a_facet_is_searched_as_one_types_with_and_without_a_script(page: httpx.Client) -> None:
    whole = page.get("/values/people", params={"typed": "dup", "source": "courrier"})
    part = page.get("/values/people", params={"typed": "dup", "source": "courrier", "part": "1"})
    for shown in (whole, part):
        assert "Paul Dupré" in shown.text
        assert "Stoltenberg" not in shown.text
        assert "/?source=courrier&person=%3DPaul+Dupr%C3%A9" in links(shown.text)
    assert "<html" in whole.text
    assert "<html" not in part.text
    assert "/claims?speaker=%3DPaul+Dupr%C3%A9" in links(page.get("/values/speaker", params={"typed": "paul", "view": "claims"}).text)
    assert page.get("/values/colour").status_code == 400


def test_the_page_speaks_the_readers_language(page: httpx.Client) -> None:
    assert '<html lang="fr">' in page.get("/").text
    assert '<html lang="en">' in page.get("/", headers={"accept-language": "de, en;q=0.8, fr;q=0.5"}).text
    assert "31 janvier 2023" in page.get("/articles/otan").text
    with httpx.Client(base_url=page.base_url) as reader:
        assert "January 31, 2023" in reader.get("/articles/otan", params={"lang": "en"}).text
        # What was chosen once holds on.
        assert '<html lang="en">' in reader.get("/").text
        assert "never closed" in reader.get("/", params={"q": "« otan"}).text
    assert "n’est jamais fermé" in page.get("/", params={"q": "« otan"}).text


PATHS = (
    "/", "/claims", "/map", "/help", "/articles/otan", "/articles/none", "/?q=%22", "/speaker?name=Paul+Dupr%C3%A9", "/voices?subject=Kiev",
    "/values/people", "/api/search", "/api/openapi.json", "/static/page.css", "/static/page.js", "/static/world.svg", "/nowhere",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_forbids_foreign_scripts_and_frames(page: httpx.Client, path: str) -> None:
    answer = page.get(path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    policy = dict(part.split(" ", 1) for part in HEADERS["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    if "html" in answer.headers["content-type"]:
        # One script of our own; nothing inline, nothing from elsewhere.
        assert re.findall(r"<script[^>]*>", answer.text) == ['<script src="/static/page.js" defer>']
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", answer.text)
        assert not re.search(r'(src|action)="(https?:)?//', answer.text)


def test_what_articles_and_addresses_say_is_never_markup(line: str) -> None:
    one = make_article(2, claims=3)
    evil_body = f"{EVIL} {one.body}"
    moved = [claim.model_copy(update={"start": claim.start + len(EVIL) + 1, "end": claim.end + len(EVIL) + 1}) for claim in one.claims]
    claims = [
        claim.model_copy(update={"cue": EVIL, "about": (EVIL,), "speaker": claim.speaker.model_copy(update={"name": EVIL})})
        for claim in moved
    ]
    changed = {
        "title": EVIL,
        "body": evil_body,
        "source": EVIL,
        "url": "javascript:alert(1)",
        "origin": EVIL,
        "claims": tuple(claims),
        "entities": (),
    }
    store(one.model_copy(update=changed))
    name = {"name": EVIL}
    with serving(make_app(settings())) as client:
        for path, parameters in (
            ("/", {"q": "script"}),
            ("/", {"q": EVIL, "source": EVIL, "person": EVIL, "from": EVIL}),
            ("/", {"from": "2023", "person": f"={EVIL}"}),
            ("/claims", {"q": "révision"}),
            ("/map", {"source": f"={EVIL}", "region": EVIL}),
            (f"/articles/{one.article_id}", {"q": "script", "source": EVIL}),
            ("/speaker", name),
            ("/voices", {"subject": EVIL}),
            ("/values/source", {"typed": "script", "q": EVIL}),
            ("/values/source", {"typed": "alert", "part": "1"}),
            (f"/values/{EVIL}", {}),
        ):
            text = client.get(path, params=parameters).text
            assert str(escape("<script>alert")) in text, path
            assert "<script>" not in text
            assert "<img" not in text
            assert "javascript:" not in text
            assert not re.search(r"<[^>]*\sonm?o?u?s?e?\w*='", text)


def test_the_page_says_what_is_wrong_and_where(page: httpx.Client) -> None:
    wrong = page.get("/", params={"q": "a « otan"})
    assert wrong.status_code == 400
    assert '<pre class="where">a <mark>«</mark> otan</pre>' in wrong.text
    assert 'value="a « otan"' in wrong.text
    long = "x" * 40_000
    for path, parameters in (("/speaker", {"name": long}), ("/voices", {"subject": long}), ("/", {"person": long})):
        assert page.get(path, params=parameters).status_code == 400, path
    for parameters in ({"page": "two"}, {"page": "1001"}, {"sort": "random"}, {"from": "hier"}, {"date": "=x"}, {"tile": "1"}):
        assert page.get("/", params=parameters).status_code == 400, parameters
    assert page.get("/articles/none").status_code == 404
    assert page.get("/nowhere").status_code == 404
    assert "Rien trouvé" in page.get("/", params={"q": "introuvable"}).text


def test_an_index_without_articles_and_a_server_that_is_down_are_told(line: str) -> None:
    with serving(make_app(settings())) as client:
        missing = client.get("/")
        assert missing.status_code == 503
        assert "`telex index` creates it" in missing.text
        store()
        assert "L’index est encore vide" in client.get("/").text
    with serving(make_app(Settings(elasticsearch_url="http://127.0.0.1:9"))) as client:
        answer = client.get("/", params={"q": "otan"})
        assert answer.status_code == 503
        assert "does not answer" in answer.text
        assert '<a href="/?q=otan">Réessayer</a>' in answer.text
        assert "does not answer" in client.get("/api/search").json()["error"]


# The API


def test_the_api_gives_what_the_command_gives(page: httpx.Client) -> None:
    assert page.get("/api/search", params={"q": "Otan alliés"}).json() == telex_json("search", "Otan alliés")
    claims = page.get("/api/claims", params={"q": "armes", "speaker": "stoltenberg", "limit": "5"}).json()
    assert claims == telex_json("search", "--claims", "armes", "--speaker", "stoltenberg", "--limit", "5")


def test_the_api_reads_an_article_and_says_what_is_wrong(page: httpx.Client) -> None:
    stored = page.get("/api/articles/otan").json()
    assert stored["title"] == "Sommet de l’Otan"
    assert [claim["speaker"] for claim in stored["claims"]] == ["Jens Stoltenberg"]
    assert page.get("/api/articles/none").status_code == 404
    for path, wrong in (
        ("search", {"limit": "x"}), ("search", {"limit": "1001"}), ("search", {"q": 'a "'}), ("search", {"from": "hier"}),
        ("pages/articles", {"limit": "0"}), ("pages/articles", {"cursor": "x"}), ("export/articles.csv", {"q": "("}),
        ("facets/articles/colour", {}), ("voices", {}), ("search", {"offset": "9999"}),
    ):  # fmt: skip
        answer = page.get(f"/api/{path}", params=wrong)
        assert answer.status_code == 400, (path, wrong)
        assert answer.json().keys() == {"error", "position"}
    assert page.get("/api/search", params={"q": 'a "'}).json()["position"] == 3
    assert page.get("/api/pages/people").status_code == page.get("/api/export/people.csv").status_code == 404
    assert page.get("/api/speaker", params={"name": "Nobody"}).status_code == 404


def test_the_api_gives_all_hits_in_pages_and_as_a_file(page: httpx.Client) -> None:
    found: list[str] = []
    cursor = None
    while cursor or not found:
        answer = page.get("/api/pages/articles", params={"limit": "7", "sort": "oldest", **({"cursor": cursor} if cursor else {})}).json()
        found += [hit["id"] for hit in answer["hits"]]
        cursor = answer["cursor"]
    assert len(set(found)) == len(found) == 43
    file = page.get("/api/export/articles.csv", params={"sort": "oldest"})
    assert file.headers["content-disposition"] == 'attachment; filename="telex-articles.csv"'
    assert [row["article_id"] for row in csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"), newline=""))] == found
    lines = page.get("/api/export/articles.jsonl", params={"sort": "oldest"}).text
    assert [json.loads(line)["id"] for line in lines.splitlines()] == found


EXAMPLES: dict[str, tuple[str, dict[str, str]]] = {
    "/api/search": ("/api/search", {"q": "chantiers", "limit": "50"}),
    "/api/claims": ("/api/claims", {"limit": "50"}),
    "/api/articles/{article_id}": ("/api/articles/made-00003", {}),
    "/api/places": ("/api/places", {}),
    "/api/speaker": ("/api/speaker", {"name": "Paul Dupré"}),
    "/api/voices": ("/api/voices", {"subject": "Kiev"}),
    **{f"/api/pages/{index}": (f"/api/pages/{index}", {"limit": "5"}) for index in ("articles", "claims")},
    **{f"/api/unusual/{index}": (f"/api/unusual/{index}", {"source": "courrier"}) for index in ("articles", "claims")},
    "/api/facets/articles/{facet}": ("/api/facets/articles/people", {"typed": "dup"}),
    "/api/facets/claims/{facet}": ("/api/facets/claims/speaker", {}),
}


@pytest.mark.parametrize("path", openapi()["paths"])
def test_every_answer_is_as_its_description_says(page: httpx.Client, path: str) -> None:
    described = page.get("/api/openapi.json").json()
    assert described == json.loads(json.dumps(openapi()))
    operation = described["paths"][path]["get"]
    content: dict[str, Any] = operation["responses"]["200"]["content"]
    address, parameters = EXAMPLES.get(path, (path, {}))
    answer = page.get(address, params=parameters)
    assert answer.status_code == 200
    (media,) = content
    assert answer.headers["content-type"].startswith(media)
    if media == "application/json":
        schema = {**content[media]["schema"], "components": described["components"]}
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator(schema).validate(answer.json())
    named = {parameter["name"] for parameter in operation["parameters"]}
    assert set(parameters) <= named
