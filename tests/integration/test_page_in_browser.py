"""The search page in a real Chromium: a reader's way through it, by mouse, by keys and on a phone. Skipped where there is no Chromium."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from runtime.settings import settings
from telex.search.page.app import make_app
from tests.integration.browser import CHROMIUM, chromium
from tests.integration.made_articles import make_article, make_copies
from tests.integration.serving import serving
from tests.integration.stored_articles import TEXTS, french_article, namespace, store

pytestmark = [pytest.mark.servers, pytest.mark.skipif(not CHROMIUM, reason="this machine has no Chromium: install its package `chromium`")]

expect.set_options(timeout=30_000)
HOSTILE = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
PAGES = {
    "search": "/?q=chantiers&source=%3DLe+Courrier",
    "claims": "/claims?q=d%C3%A9cision&kind=%3Ddirect",
    "map": "/map?region=europe",
    "article": "/articles/made-00003?q=chantiers",
    "speaker": "/speaker?name=Paul+Dupr%C3%A9",
    "voices": "/voices?subject=Kiev",
    "values": "/values/people?typed=dup",
    "help": "/help",
    "nothing": "/?q=introuvable",
    "copies": "/?q=chantier+quai",
    "copies of claims": "/claims?q=r%C3%A9vision&sort=newest",
    "all copies": "/?q=chantier+quai&copies=all",
    "an article with copies": "/articles/copy-6-0",
    "did you mean": "/?q=chantires&person=Stoltenburg",
    "wrong query": "/?q=%C2%AB+otan",
    "missing": "/nowhere",
}


@pytest.fixture(scope="module")
def address(servers: None) -> Iterator[str]:
    """The page on French, made and hostile articles, which these tests share."""
    with namespace("browser"):
        hostile = make_article(77, claims=0).model_copy(update={"title": HOSTILE, "body": HOSTILE, "source": HOSTILE, "entities": ()})
        copy = hostile.model_copy(update={"article_id": "made-00078", "source": f"{HOSTILE} too"})
        made = [*(make_article(number) for number in range(40)), *make_copies(6), *make_copies(2)]
        store(*(french_article(name) for name in TEXTS), *made, hostile, copy)
        with serving(make_app(settings())) as client:
            yield str(client.base_url)


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator["Reader"]:
    with Reader(browser, address) as one:
        yield one


class Reader:
    """A reader with an empty profile. On leaving, fails for every error of the page's script and every request to another host."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.context: BrowserContext = browser.new_context(base_url=address, locale="fr-FR", **options)
        self.context.set_default_timeout(60_000)
        self.page: Page = self.context.new_page()
        self._host = urlsplit(address).netloc
        self._wrong: list[str] = []

    def __enter__(self) -> "Reader":
        self.page.on("pageerror", lambda error: self._wrong.append(str(error)))
        self.page.on("console", lambda message: self._wrong.append(message.text) if "Security Policy" in message.text else None)
        self.page.on("request", lambda request: self._wrong.append(request.url) if urlsplit(request.url).netloc != self._host else None)
        return self

    def __exit__(self, *failure: object) -> None:
        self.context.close()
        if not any(failure):
            assert self._wrong == []

    def go(self, path: str) -> Page:
        self.page.goto(path)
        return self.page


def test_from_the_search_to_a_facet_to_the_article_and_back(reader: Reader) -> None:
    page = reader.go("/")
    page.get_by_role("searchbox", name="Chercher", exact=True).fill("chantiers")
    page.get_by_role("button", name="Chercher").click()
    all_found = page.locator("h1 strong").inner_text()
    page.locator("[data-values=source]").get_by_role("link", name="Le Courrier").click()
    expect(page.locator(".chips")).to_contain_text("Le Courrier")
    assert int(page.locator("h1 strong").inner_text()) < int(all_found)
    narrowed = page.url
    title = page.locator(".hit h2").first.inner_text()
    page.locator(".hit h2 a").first.click()
    expect(page.locator("main h1")).to_have_text(title)
    expect(page.locator("main .found").first).to_be_visible()
    page.go_back()
    assert page.url == narrowed
    expect(page.locator(".hit h2").first).to_have_text(title)
    page.locator(".hit h2 a").first.click()
    page.get_by_role("link", name="Retour à la recherche").click()
    assert page.url == narrowed
    page.get_by_role("link", name="Tout retirer").click()
    expect(page.locator("h1 strong")).to_have_text(all_found)


def test_a_claim_leads_to_its_words_in_the_article_and_its_speaker_to_a_profile(reader: Reader) -> None:
    page = reader.go("/claims?q=armes")
    page.locator(".claim-hit [data-hit]").click()
    expect(page.locator(".anchor:target + .claim")).to_be_in_viewport()
    # The claim is marked whole, also where the words found part it.
    assert "".join(page.locator(".pointed").all_inner_texts()) == "a promis des livraisons d’armes lourdes aux alliés."
    page.locator("aside .claims .voice").click()
    expect(page.locator("h1")).to_have_text("Jens Stoltenberg")


def test_the_values_of_a_facet_follow_what_is_typed(reader: Reader) -> None:
    page = reader.go("/claims")
    values = page.locator("[data-values=about] .values a")
    before = values.all_inner_texts()
    assert len(before) > 4
    field = page.locator("[data-facet=about] input[name=typed]")
    field.press_sequentially("dup")
    expect(values.filter(has_not_text="Dupré")).to_have_count(0)
    assert sorted(values.all_inner_texts()) == ["Paul Dupré", "Élisabeth Dupré"]
    field.fill("")
    expect(values).to_have_text(before)
    field.fill("arcy")
    expect(values).to_have_text(["Noël d’Arcy"])
    values.first.click()
    expect(page.locator(".chips")).to_contain_text("Noël d’Arcy")


def test_copies_are_folded_and_shown_when_asked_for(reader: Reader) -> None:
    page = reader.go("/?q=%22num%C3%A9ro+6%22")
    expect(page.locator(".hit")).to_have_count(1)
    expect(page.locator("h1")).to_contain_text("1 article, 7 avec les copies")
    named = page.locator(".copies")
    expect(named).to_contain_text("+ 6 copies dans")
    title = page.locator(".hit h2").inner_text()
    named.get_by_role("link").nth(1).click()
    expect(page.locator("main h1")).not_to_have_text(title)
    expect(page.locator(".same-text li")).to_have_count(6)
    page.go_back()
    page.locator(".copies").get_by_role("link").first.click()
    expect(page.locator(".hit")).to_have_count(7)
    page.get_by_role("link", name="Replier les copies").click()
    expect(page.locator(".hit")).to_have_count(1)
    page.get_by_role("link", name="Tout retirer").click()
    page.get_by_role("link", name="Montrer chaque copie").click()
    expect(page.locator(".hit")).to_have_count(7)
    # It stays so for what follows.
    page.get_by_role("link", name="Plus récents").click()
    expect(page.locator(".hit")).to_have_count(7)


def test_what_was_meant_is_one_click_away(reader: Reader) -> None:
    page = reader.go("/?q=chantires&source=%3DLe+Courrier")
    expect(page.locator(".hit")).to_have_count(0)
    page.locator(".suggestions a").first.click()
    expect(page.get_by_role("searchbox", name="Chercher", exact=True)).to_have_value("chantiers")
    expect(page.locator(".chips")).to_contain_text("Le Courrier")
    expect(page.locator(".hit")).not_to_have_count(0)


def test_keys_walk_through_the_hits(reader: Reader) -> None:
    page = reader.go("/?q=chantiers")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".hit").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".hit").nth(0)).to_be_focused()
    title = page.locator(".hit h2").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_have_text(title)
    page.keyboard.press("u")
    expect(page.locator(".hit h2").first).to_have_text(title)
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Chercher", exact=True)
    expect(box).to_be_focused()
    # What is typed into the box is no key of the page.
    box.fill("")
    page.keyboard.type("j/k?")
    expect(box).to_have_value("j/k?")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("main h1")).to_have_text("Aide")


def test_the_first_key_leads_past_the_facets_to_the_hits(reader: Reader) -> None:
    page = reader.go("/?q=chantiers")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller aux résultats")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()


def test_a_bad_query_says_where_and_keeps_what_was_written(reader: Reader) -> None:
    page = reader.go("/?q=armes+%C2%AB+lourdes")
    expect(page.get_by_role("alert")).to_have_text("le guillemet « n’est jamais fermé : ajoutez », ou retirez-le")
    expect(page.locator(".where mark")).to_have_text("«")
    box = page.get_by_role("searchbox", name="Chercher", exact=True)
    expect(box).to_have_value("armes « lourdes")
    box.fill("armes « lourdes »")
    box.press("Enter")
    expect(page.locator(".hit h2")).to_have_text("Sommet de l’Otan")


@pytest.mark.parametrize(
    "path",
    [
        "/?q=script",
        "/?q=script&copies=all",
        "/?q=scrypt+" + HOSTILE,
        "/?source=%3D" + HOSTILE,
        "/articles/made-00077",
        "/values/source?typed=img",
        "/?q=" + HOSTILE,
    ],
)
def test_hostile_text_is_text(reader: Reader, path: str) -> None:
    page = reader.go(path)
    expect(page.locator("body")).to_contain_text("document.title='taken'")
    assert page.title() != "taken"
    assert page.locator("main img").count() == 0


def test_hostile_text_typed_into_a_facet_is_text(reader: Reader) -> None:
    page = reader.go("/values/source")
    page.locator("input[name=typed]").fill("script document")
    expect(page.locator(".values a")).to_have_text([HOSTILE, f"{HOSTILE} too"])
    assert page.title() != "taken"


@pytest.mark.parametrize(
    ("name", "scheme"), [*((name, "light") for name in PAGES), *((name, "dark") for name in ("claims", "map", "article"))]
)
def test_everyone_can_use_it(browser: Browser, address: str, name: str, scheme: Any) -> None:
    with Reader(browser, address, color_scheme=scheme) as reader:
        found = Axe().run(reader.go(PAGES[name]))
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", PAGES)
def test_it_fits_a_phone(browser: Browser, address: str, name: str) -> None:
    with Reader(browser, address, viewport={"width": 360, "height": 740}, has_touch=True) as reader:
        page = reader.go(PAGES[name])
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_on_a_phone_the_facets_open_when_asked_for(browser: Browser, address: str) -> None:
    with Reader(browser, address, viewport={"width": 360, "height": 740}) as reader:
        page = reader.go("/?q=chantiers")
        value = page.locator("[data-values=source] .values a").first
        expect(value).to_be_hidden()
        page.get_by_text("Affiner").click()
        expect(value).to_be_visible()


def test_without_a_script_everything_works(browser: Browser, address: str) -> None:
    with Reader(browser, address, java_script_enabled=False) as reader:
        page = reader.go("/?q=chantiers")
        page.locator("[data-facet=people] input[name=typed]").fill("dup")
        page.locator("[data-facet=people] input[name=typed]").press("Enter")
        page.locator(".values a").first.click()
        expect(page.locator(".chips")).to_contain_text("Dupré")
