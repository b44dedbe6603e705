"""Seed files: one article a text file.

The first line is ``date YYYY-MM Title`` (or ``YYYY-MM-DD``), with or without spaces before it; a blank line and the paragraphs follow.
Read strictly as UTF-8 (a byte order mark and Windows line endings are fine): a guess at another encoding would garble names silently.
"""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from contracts.errors import InvalidMessage
from contracts.messages import Published, RawArticle
from producers.sources.dates import read_published
from producers.sources.received import Received, Rejected, make_article, printable, trim

FIRST_LINE = re.compile(r"[ \t]*date[ \t]+(?P<date>[0-9][0-9-]*)[ \t]+(?P<title>\S.*)", re.IGNORECASE)
EXPECTED = "`date 2023-01 The title` (or a full date, 2023-01-12), then a blank line, then the text"


@dataclass(frozen=True)
class TextArticle:
    """What a seed file says."""

    published: Published
    title: str
    body: str


def read_text_file(path: str, *, source: str | None, most_bytes: int) -> Received:
    """Read one seed file; its source is, unless given, the name of the folder that holds it."""
    origin, source = printable(path), source or folder_name(path)
    data: bytes | None = None
    try:
        data = read_bytes(path, most_bytes)
        return article_of(data, source=source, origin=origin)
    except InvalidMessage as error:
        return Rejected(origin, error, data, source)


def article_of(data: bytes, *, source: str, origin: str) -> RawArticle:
    """Make the article of the bytes of a seed file.

    Raises:
        InvalidMessage: they are no seed file.
    """
    text = parse(decode_text(data))
    return make_article(source=source, origin=origin, title=text.title, body=text.body, published=text.published)


def parse(text: str) -> TextArticle:
    """Take a seed file apart.

    Raises:
        InvalidMessage: the first line is not as it must be; the sentence shows both.
    """
    first, _, rest = re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff")).lstrip("\n").partition("\n")
    match = FIRST_LINE.fullmatch(first)
    if not match:
        shown = f"{first.strip()[:60]}…" if len(first.strip()) > 60 else first.strip()
        raise InvalidMessage(f"the first line must be {EXPECTED}; it is {shown!r}")
    try:
        published = read_published(match["date"])
    except InvalidMessage:
        raise InvalidMessage(f"the date {match['date']!r} of the first line is none; the line must be {EXPECTED}") from None
    return TextArticle(published, match["title"].strip(), trim(rest))


def decode_text(data: bytes) -> str:
    """Decode the bytes of a text file.

    Raises:
        InvalidMessage: empty, binary, or not UTF-8; the sentence names the first wrong byte and how to convert the file.
    """
    if not data.strip(b" \t\r\n\xef\xbb\xbf"):
        raise InvalidMessage("the file is empty")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InvalidMessage("the file is UTF-16, not UTF-8: convert it with `iconv -f UTF-16 -t UTF-8`")
    if b"\0" in data:
        raise InvalidMessage(f"the file holds a NUL byte at offset {data.index(0)}: it is no text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        byte, line = data[error.start], data.count(b"\n", 0, error.start) + 1
        raise InvalidMessage(
            f"the file is not UTF-8 (byte 0x{byte:02X} at offset {error.start}, line {line}): "
            "convert it, for example with `iconv -f WINDOWS-1252 -t UTF-8`"
        ) from None


def read_bytes(path: str, most_bytes: int) -> bytes:
    """Read a whole file.

    Raises:
        InvalidMessage: it is larger than ``most_bytes``, or cannot be read.
    """
    try:
        size = Path(path).stat().st_size
        if size > most_bytes:
            raise InvalidMessage(f"the file has {size:,} bytes; the limit is {most_bytes:,} (TELEX_MAX_MESSAGE_BYTES)")
        return Path(path).read_bytes()
    except OSError as error:
        raise InvalidMessage(f"the file cannot be read: {error.strerror or error}") from None


def folder_name(path: str) -> str:
    """Name the folder that holds a file: the source of articles that name none."""
    return printable(Path(path).absolute().parent.resolve().name) or "files"
