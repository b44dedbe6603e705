"""Feeds and pages over HTTP, from a real server on the loopback; and the limits of fetching."""

import gzip
import re
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest
import zstandard

from contracts.errors import InvalidMessage
from contracts.messages import RawArticle
from producers.sources import fetching
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
            self.send_response(200)
            self.end_headers()
            self.drip(b"x" * 20)
        elif path == "/drip-headers":
            self.drip(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10)
        elif path == "/endless-redirect":
            self.answer(b"x" * 2**20, "", 302, Location="/feed", **{"Content-Length": str(2**40)})
            self.drip(b"x" * 20)
        elif path.startswith("/encoded/"):
            encodings = unquote(path.removeprefix("/encoded/"))
            data = PAGE.encode()
            for encoding in encodings.split(", "):
                data = {"gzip": gzip.compress, "zstd": zstandard.compress}[encoding](data)
            self.answer(data, "text/html", **{"Content-Encoding": encodings})
        elif path.startswith("/to/"):
            self.answer(b"", "", 302, Location=f"http://{path.removeprefix('/to/')}:{self.server.server_port}/feed")
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

    def drip(self, data: bytes) -> None:
        """Send a byte five times a second: each single read has its answer in time."""
        with suppress(OSError):  # the other side hangs up
            for byte in data:
                self.wfile.write(bytes([byte]))
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
        ("/encoded/gzip,%20gzip", "the document is encoded as gzip, gzip, which was not asked for"),
        ("/encoded/zstd", "the document is encoded as zstd, which was not asked for"),
        ("/drip", "the document took longer than 3 seconds (TELEX_FETCH_SECONDS)"),
        ("/drip-headers", "the document took longer than 3 seconds (TELEX_FETCH_SECONDS)"),
        ("/hops/6", "the address redirects more than 5 times"),
        ("/to-file", "the address leads to something other than http or https"),
    ],
)
def test_what_cannot_be_had_is_rejected_with_its_reason(site: str, path: str, sentence: str) -> None:
    assert sentence in reason(site + path)


def test_of_a_redirect_only_the_address_is_read(site: str) -> None:
    began = time.monotonic()
    [article] = read(f"{site}/endless-redirect")
    assert isinstance(article, RawArticle)
    assert time.monotonic() - began < 2


def test_a_redirect_to_a_private_address_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_is_public", lambda address: address == "127.0.0.1")
    public = FetchLimits(100_000, 3)
    assert fetch(f"{site}/to/127.0.0.1", public).data == RSS.encode()
    with pytest.raises(InvalidMessage, match=r"127\.0\.0\.2 leads to the private address"):
        fetch(f"{site}/to/127.0.0.2", public)


def test_the_address_that_was_checked_is_the_one_that_is_connected_to(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that resolves to a public address when it is checked, and to a private one a moment later."""
    answers = iter(["127.0.0.1", *["127.0.0.2"] * 10])
    resolve = socket.getaddrinfo

    def rebinding(host: str, *rest: Any, **more: Any) -> Any:
        return resolve(next(answers) if host == "rebinding.example" else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(fetching, "_is_public", lambda address: address == "127.0.0.1")
    # Nothing listens at the second address.
    assert fetch(f"{site.replace('127.0.0.1', 'rebinding.example')}/feed", FetchLimits(100_000, 3)).data == RSS.encode()
    with pytest.raises(InvalidMessage, match="leads to the private address"):
        fetch(f"{site.replace('127.0.0.1', 'rebinding.example')}/feed", FetchLimits(100_000, 3))


def test_a_silent_server_is_left_after_the_time() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site, bind_and_activate=True)
    try:
        limits = FetchLimits(1000, 0.5, private_addresses=True)
        # The time of one answer and that of the whole are over together.
        assert re.search(r"(not answer within|took longer than) 0\.5 seconds", reason(f"http://127.0.0.1:{server.server_port}/", limits))
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
