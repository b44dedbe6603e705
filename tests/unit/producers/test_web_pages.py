"""Feeds and pages over HTTP, from a real server on the loopback; and the limits of fetching."""

import gzip
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from contracts.errors import InvalidMessage
from contracts.messages import RawArticle
from producers.sources.fetching import FetchLimits, fetch, without_password
from producers.sources.received import Received, Rejected
from producers.sources.web_pages import read_address

OPEN = FetchLimits(most_bytes=100_000, most_seconds=3, private_addresses=True)
RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Le Fil</title>'
    "<item><title>Un</title><link>/un</link><description>&lt;p&gt;Texte un.&lt;/p&gt;</description></item></channel></rss>"
)
PAGE = """<!DOCTYPE html><html lang="fr"><head><title>Le pont rouvre | La Gazette</title>
<meta property="og:title" content="Le pont rouvre"><meta property="og:site_name" content="La Gazette">
<meta property="article:published_time" content="2023-01-12T08:30:00+01:00"><link rel="canonical" href="{canonical}">
</head><body><nav><a href="/">Accueil</a><a href="/sport">Sport</a></nav><article><h1>Le pont rouvre</h1>
<p>Le pont de la Loire a rouvert jeudi matin après six mois de travaux, a annoncé la préfecture dans un communiqué.</p>
<p>« Les délais ont été tenus », s’est félicitée la maire, Anne Kerdraon, devant une centaine d’habitants venus à pied.</p>
<p>Le coût du chantier atteint quatre millions d’euros, selon le département, qui en a payé la plus grande part.</p>
</article><footer>Mentions légales</footer></body></html>"""


class Site(BaseHTTPRequestHandler):
    """What the server of these tests answers, by path."""

    def do_GET(self) -> None:
        path, here = self.path, f"http://{self.headers['Host']}"
        if path == "/page":
            self.answer(PAGE.replace("{canonical}", f"{here}/canonique").encode(), "text/html; charset=utf-8")
        elif path == "/elsewhere":
            self.answer(PAGE.replace("{canonical}", "https://other.example/x").encode(), "text/html")
        elif path == "/gz":
            self.answer(gzip.compress(RSS.encode()), "application/rss+xml", **{"Content-Encoding": "gzip"})
        elif path == "/bomb":
            self.answer(gzip.compress(b"x" * 10_000_000), "text/html", **{"Content-Encoding": "gzip"})
        elif path.startswith("/hops/"):
            hops = int(path.rpartition("/")[2])
            self.answer(b"", "", 302, Location=f"/hops/{hops - 1}" if hops else "/feed")
        elif path == "/to-file":
            self.answer(b"", "", 302, Location="file:///etc/passwd")
        elif path == "/drip":
            self.drip()
        else:
            answers = {
                "/feed": (RSS.encode(), "text/html"),
                "/pdf": (b"%PDF-1.4 <a>", "application/pdf"),
                "/nothing": (b"", "text/html"),
                "/empty": (b"<html><body></body></html>", "text/html"),
            }
            data, media_type = answers.get(path, (b"absent", "text/plain"))
            self.answer(data, media_type, 200 if path in answers else 404)

    def answer(self, data: bytes, media_type: str, code: int = 200, **headers: str) -> None:
        self.send_response(code)
        for name, value in {"Content-Type": media_type, "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(20):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.2)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def read(url: str, limits: FetchLimits = OPEN, source: str | None = None) -> list[Received]:
    return list(read_address(url, source=source, limits=limits))


def reason(url: str, limits: FetchLimits = OPEN) -> str:
    [rejected] = read(url, limits)
    assert isinstance(rejected, Rejected)
    assert rejected.source == "127.0.0.1"
    return str(rejected.error)


@pytest.mark.parametrize("path", ["/feed", "/gz", "/hops/3"])
def test_a_feed_is_read_whatever_its_type_says(site: str, path: str) -> None:
    [article] = read(site + path)
    assert isinstance(article, RawArticle)
    assert (article.source, article.body, article.url) == ("Le Fil", "Texte un.", f"{site}/un")
    assert article.origin == f"{site}{path}[0]"


def test_a_page_gives_its_article(site: str) -> None:
    [article] = read(f"{site}/page")
    assert isinstance(article, RawArticle)
    assert article.published
    assert (article.title, article.source, article.language) == ("Le pont rouvre", "La Gazette", "fr")
    assert (article.url, article.origin) == (f"{site}/canonique", f"{site}/page")
    assert (article.published.value, article.published.precision) == ("2023-01-12T08:30:00+01:00", "time")
    paragraphs = article.body.split("\n\n")
    assert paragraphs[-1].startswith("Le coût du chantier")
    assert "« Les délais ont été tenus », s’est félicitée la maire" in article.body
    assert "Mentions légales" not in article.body


def test_a_page_cannot_pass_for_another_site(site: str) -> None:
    [article] = read(f"{site}/elsewhere")
    assert isinstance(article, RawArticle)
    assert article.url == f"{site}/elsewhere"


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/absent", "the server answered 404 Not Found"),
        ("/pdf", "neither a feed nor a web page (its type is application/pdf)"),
        ("/nothing", "neither a feed nor a web page"),
        ("/empty", "the page holds no article text"),
        ("/bomb", "the document has more than 100,000 bytes (TELEX_FETCH_BYTES)"),
        ("/drip", "the document took longer than 3 seconds (TELEX_FETCH_SECONDS)"),
        ("/hops/6", "the address redirects more than 5 times"),
        ("/to-file", "the address leads to something other than http or https"),
    ],
)
def test_what_cannot_be_had_is_rejected_with_its_reason(site: str, path: str, sentence: str) -> None:
    assert sentence in reason(site + path)


def test_a_silent_server_is_left_after_the_time() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site, bind_and_activate=True)
    try:
        limits = FetchLimits(1000, 0.5, private_addresses=True)
        assert "did not answer within 0.5 seconds" in reason(f"http://127.0.0.1:{server.server_port}/", limits)
    finally:
        server.server_close()
    assert "cannot be fetched" in reason(f"http://127.0.0.1:{server.server_port}/")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]", "0.0.0.0", "[fe80::1]"]
)
def test_private_addresses_are_refused_unless_allowed(host: str) -> None:
    with pytest.raises(InvalidMessage, match="leads to the private address"):
        fetch(f"http://{host}:1/", FetchLimits(1000, 1))


@pytest.mark.parametrize(
    "url", ["http://[", "http://", "https:///x", "http://a b/", "http://a:99999/", "http://\udce9/", "http://absent.invalid/"]
)
def test_an_address_that_is_none_is_rejected(url: str) -> None:
    [rejected] = read(url)
    assert isinstance(rejected, Rejected)
    assert "the address cannot be fetched" in str(rejected.error) or "something other than http" in str(rejected.error)
    f"{rejected.origin}{rejected.error}{rejected.source}".encode()


def test_the_password_of_an_address_is_not_shown() -> None:
    assert without_password("https://user:secret@ex.org/a") == "https://ex.org/a"
    assert without_password("https://ex.org/a") == "https://ex.org/a"
