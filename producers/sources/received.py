"""What a source yields: articles, inputs that are none, and files that it passed over; and the one place where an article is made."""

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from pydantic import ValidationError

from contracts.codec import explain
from contracts.errors import InvalidMessage
from contracts.messages import Published, RawArticle, Span, article_id, canonical_url, revision_of

# A longer line without a full stop is a sentence whose stop is missing; the longest heading of the seed articles has 31 characters.
LONGEST_HEADING = 100
# Of the name of a source, in characters, as the contract has it.
LONGEST_SOURCE = 512
FINAL_PUNCTUATION = '.!?…:;,»”"'
LIST_MARKS = "-–—•*"


@dataclass(frozen=True)
class Rejected:
    """An input that is no article: where it came from, the reason in one sentence, and its bytes where it could be read."""

    origin: str
    error: InvalidMessage
    original: bytes | None = None
    source: str | None = None


@dataclass(frozen=True)
class Skipped:
    """A file of a folder whose ending is that of no known kind: passed over and counted."""

    origin: str


Received = RawArticle | Rejected | Skipped


def make_article(
    *,
    source: str,
    origin: str,
    title: str,
    body: str,
    published: Published | None = None,
    url: str | None = None,
    language: str | None = None,
) -> RawArticle:
    r"""Make the raw article of what a source read: its id, its revision and its headings.

    Typography is kept as it is; of the body only the line endings (to ``\n``) and the blank lines around it change.

    Raises:
        InvalidMessage: there is no text, or a field cannot be carried; the sentence names the field.
    """
    title, body = title.strip(), trim(body)
    for field, text in (("title", title), ("body", body), ("source", source), ("language", language or "")):
        _check_text(field, text)
    address = _address(url) if url else None
    now = datetime.now(UTC)
    try:
        return RawArticle(
            article_id=article_id(url=address, source=source, title=title, published=published),
            revision=revision_of(now),
            source=source,
            url=address,
            title=title,
            body=body,
            headings=tuple(find_headings(body)),
            published=published,
            language=language,
            collected_at=now,
            origin=origin,
        )
    except ValidationError as error:
        raise InvalidMessage(explain(error).removeprefix("Value error, ")) from None


def trim(text: str) -> str:
    r"""Turn every line ending into ``\n`` and drop the blank lines before and after the text."""
    text = re.sub(r"\r\n?", "\n", text)
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    end = text.find("\n", last)
    return text[text.rfind("\n", 0, first) + 1 : len(text) if end < 0 else end] if first < last else ""


def find_headings(body: str) -> Iterator[Span]:
    """Find the section headings: short lines without final punctuation that stand as a paragraph of their own before another."""
    lines = ["", *body.rstrip().split("\n")]
    start = 0
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if len(line) <= LONGEST_HEADING and _is_heading(words := line.strip()) and not before.strip() and not after.strip():
            first = start + line.index(words)
            yield Span(field="body", start=first, end=first + len(words), text=words)
        start += len(line) + 1


def printable(name: str) -> str:
    """Name a path or an address so that it can be printed and sent, also where it is not UTF-8."""
    # The bytes of a file name that are not UTF-8 stand in Python as half surrogates, which only the first form turns back.
    try:
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _is_heading(line: str) -> bool:
    if not line or line[0] in LIST_MARKS or line[-1] in FINAL_PUNCTUATION:
        return False
    return any(unicodedata.category(character)[0] == "L" for character in line)


def _check_text(field: str, text: str) -> None:
    if "\0" in text:
        raise InvalidMessage(f"the {field} holds a NUL character (at {text.index(chr(0))}): it is no text")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InvalidMessage(f"the {field} holds half a surrogate pair (at {error.start}), which UTF-8 cannot carry") from None


def _address(url: str) -> str:
    """The canonical address, so that the same article found twice has one id."""
    try:
        parts = urlsplit(url.strip())
        if parts.scheme.lower() in ("http", "https") and parts.hostname:
            url.encode("utf-8")
            return canonical_url(url)
    except ValueError:
        pass
    raise InvalidMessage(f"url: {printable(url[:200])!r} is no http or https address")
