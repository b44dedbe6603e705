"""RSS and Atom: the articles of a feed, from its bytes; the full text where the feed carries it, else its summary."""

from collections.abc import Iterator, Mapping
from typing import Any

import feedparser
import orjson

from contracts.errors import InvalidMessage
from contracts.messages import Published, RawArticle
from producers.sources.dates import read_published
from producers.sources.html_text import html_to_line, html_to_text
from producers.sources.received import LONGEST_SOURCE, Received, Rejected, make_article, printable
from producers.sources.text_files import folder_name, read_bytes


def read_feed_file(path: str, *, source: str | None, most_bytes: int) -> Iterator[Received]:
    """Read a feed saved as a file; an article's origin is ``file[0]``, ``file[1]``…, its source the feed's title or the folder's name."""
    origin = printable(path)
    try:
        data = read_bytes(path, most_bytes)
    except InvalidMessage as error:
        yield Rejected(origin, error, source=source or folder_name(path))
    else:
        yield from read_feed(data, source=source, default=folder_name(path), origin=origin)


def read_feed(data: bytes, *, source: str | None, default: str, origin: str, address: str | None = None) -> Iterator[Received]:
    """Read the articles of a feed.

    A document that declares entities is refused. Where a feed is not well-formed, the articles
    that could be read are yielded, and a ``Rejected`` says that others may be missing.

    Args:
        data: the document.
        source: the source of all articles, if not the title of each one's feed.
        default: the source of articles of a feed without a title.
        origin: what was read, for the user.
        address: the address of the feed, which relative links start from.
    """
    try:
        feed = _parse(data, address)
    except InvalidMessage as error:
        yield Rejected(origin, error, data, source or default)
        return
    title = _line(feed.feed, "title")[:LONGEST_SOURCE]
    for number, entry in enumerate(feed.entries):
        place = f"{origin}[{number}]"
        own = source or _line(entry.get("source") or {}, "title")[:LONGEST_SOURCE] or title or default
        try:
            yield _article(entry, language=feed.feed.get("language"), source=own, origin=place)
        except InvalidMessage as error:
            yield Rejected(place, error, orjson.dumps(entry, default=str), own)
    if fault := _fault(feed):
        yield Rejected(origin, fault, data, source or title or default)


def _parse(data: bytes, address: str | None) -> feedparser.FeedParserDict:
    # Also in UTF-16. The parser itself limits the growth of entities and opens no external ones.
    if b"<!ENTITY" in data.replace(b"\0", b""):
        raise InvalidMessage("the feed declares XML entities, which are not accepted")
    headers = {"content-type": "application/xml", "content-location": address or ""}
    try:
        return feedparser.parse(data, response_headers=headers, sanitize_html=False)
    except Exception as error:  # the loose parser behind it fails in many ways on bytes that are no feed
        raise InvalidMessage(f"it cannot be read as RSS or Atom: {error}") from error


def _article(entry: Mapping[str, Any], *, language: str | None, source: str, origin: str) -> RawArticle:
    text = entry.get("content") or [entry.get("summary_detail") or {}]
    body = max((_text(part) for part in text), key=len)
    return make_article(
        source=source,
        origin=origin,
        title=_line(entry, "title"),
        body=body,
        published=_published(entry),
        url=_address(entry),
        language=text[0].get("language") or language or None,
    )


def _published(entry: Mapping[str, Any]) -> Published | None:
    for field in ("published", "updated"):
        if written := entry.get(field):
            try:
                return read_published(written)
            except InvalidMessage:
                # feedparser reads more forms, always as UTC; without knowing the zone only the day is certain.
                if parsed := entry.get(f"{field}_parsed"):
                    return Published(value=f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}", precision="day")
    return None


def _address(entry: Mapping[str, Any]) -> str | None:
    addresses = (entry.get(field) or "" for field in ("feedburner_origlink", "link", "id"))
    return next((address for address in addresses if address.startswith(("http://", "https://"))), None)


def _text(part: Mapping[str, Any]) -> str:
    value = part.get("value") or ""
    return value.strip() if part.get("type") == "text/plain" else html_to_text(value)


def _line(record: Mapping[str, Any], field: str) -> str:
    detail = record.get(f"{field}_detail") or {}
    value = record.get(field) or ""
    return " ".join(value.split()) if detail.get("type") == "text/plain" else html_to_line(value)


def _fault(feed: Mapping[str, Any]) -> InvalidMessage | None:
    reason = feed.get("bozo_exception")
    if not feed.get("version") and not feed["entries"]:
        return InvalidMessage("it is no RSS or Atom feed" + (f": {_sentence(reason)}" if reason else ""))
    if feed.get("bozo") and not isinstance(reason, feedparser.exceptions.CharacterEncodingOverride):
        count = len(feed["entries"])
        return InvalidMessage(f"the feed is not well-formed ({_sentence(reason)}): {count} articles were read, others may be missing")
    return None


def _sentence(error: object) -> str:
    line = getattr(error, "getLineNumber", lambda: None)()
    message = error.getMessage() if hasattr(error, "getMessage") else str(error)
    return f"line {line}: {message}" if line else str(message)
