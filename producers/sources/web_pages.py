"""The web: the articles of a feed's address, or the one article of a page's."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import trafilatura
from lxml import html
from trafilatura.settings import Document as Extracted

from contracts.errors import InvalidMessage
from contracts.messages import Published, RawArticle
from producers.sources.dates import read_published
from producers.sources.fetching import Document, FetchLimits, fetch, without_password
from producers.sources.received import LONGEST_SOURCE, Received, Rejected, make_article, printable
from producers.sources.syndication import read_feed

# The first of these elements says what a document is, whatever its media type says.
ROOT = re.compile(rb"<(rss|feed|rdf:rdf|html|!doctype html|body)\b", re.IGNORECASE)
FEEDS = (b"rss", b"feed", b"rdf:rdf")
HTML_TYPES = ("text/html", "application/xhtml+xml", "")
# Where pages say when they appeared, most exact first (Open Graph, schema.org microdata, HTML).
TIMES = ("//meta[@property='article:published_time']/@content", "//*[@itemprop='datePublished']/@content", "//article//time/@datetime")


def read_address(url: str, *, source: str | None, limits: FetchLimits) -> Iterator[Received]:
    """Fetch an address and read what it gives: a feed's articles, or the article of a page, whose source is the site."""
    origin = printable(without_password(url))
    document: Document | None = None
    host = _host(origin) or origin
    try:
        document = fetch(url, limits)
        if _is_feed(document):
            yield from read_feed(document.data, source=source, default=host, origin=origin, address=document.address)
        else:
            yield read_page(document, source=source, origin=origin)
    except InvalidMessage as error:
        yield Rejected(origin, error, document.data if document else None, source or host)


def read_page(document: Document, *, source: str | None, origin: str) -> RawArticle:
    """Take the article out of a web page.

    Raises:
        InvalidMessage: it is no web page, or none with an article.
    """
    tree = trafilatura.load_html(document.data) if document.media_type in HTML_TYPES else None
    if tree is None:
        raise InvalidMessage(f"the address gives neither a feed nor a web page (its type is {document.media_type or 'not said'})")
    published = _published(tree)
    try:
        page = trafilatura.bare_extraction(tree, url=document.address, with_metadata=True, include_comments=False)
    except Exception as error:  # it works on pages of any kind, and fails in ways it does not name
        raise InvalidMessage(f"the page cannot be read: {error}") from error
    if not isinstance(page, Extracted) or not page.text:
        raise InvalidMessage("the page holds no article text")
    return make_article(
        source=source or (page.sitename or "")[:LONGEST_SOURCE] or _host(document.address) or "web",
        origin=origin,
        title=page.title or "",
        body="\n\n".join(page.text.split("\n")),
        published=published or (read_published(page.date) if page.date else None),
        url=_canonical(tree, document.address),
        language=tree.get("lang") or None,
    )


def _is_feed(document: Document) -> bool:
    root = ROOT.search(document.data[:4096].replace(b"\0", b""))
    return root is not None and root[1].lower() in FEEDS


def _published(tree: html.HtmlElement) -> Published | None:
    for path in TIMES:
        for written in tree.xpath(path):
            try:
                return read_published(str(written))
            except InvalidMessage:
                continue
    return None


def _canonical(tree: html.HtmlElement, address: str) -> str:
    """The page's own word for its address, unless it names another site."""
    for link in tree.xpath("//link[@rel='canonical']/@href"):
        if _host(str(link)) == _host(address):
            return str(link)
    return address


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
