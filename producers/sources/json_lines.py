"""Articles as JSON: one object a line (``.jsonl``, ``.ndjson``, stdin), or a ``.json`` file of one object or an array; also gzipped.

The fields are those of ``RawArticle``; the names that exports of news databases commonly use are understood as well (``ALIASES``).
"""

import gzip
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import IO

import orjson

from contracts.errors import InvalidMessage
from contracts.messages import RawArticle
from producers.sources.dates import read_published
from producers.sources.received import Received, Rejected, make_article, printable
from producers.sources.text_files import folder_name

STDIN = "-"
# A .json file is one value, so it is read whole; JSON lines have no limit.
MOST_JSON_BYTES = 64 * 2**20
ALIASES = {
    "title": ("title", "headline"),
    "body": ("body", "text", "content"),
    "published": ("published", "date", "published_at", "publishedAt", "date_published"),
    "url": ("url", "link"),
    "language": ("language", "lang"),
    "source": ("source",),
}


def read_json_lines(path: str, *, source: str | None, most_bytes: int) -> Iterator[Received]:
    """Read JSON lines from a file, or from stdin (``-``); their origin is ``file:line``.

    A line's source is ``source`` where given, else its own field, else the name of the file's folder. Memory: one line.
    """
    origin = "stdin" if path == STDIN else printable(path)
    default = "stdin" if path == STDIN else folder_name(path)
    number = 0
    try:
        with nullcontext(sys.stdin.buffer) if path == STDIN else _open(path) as lines:
            for number, line in enumerate(_lines(lines, most_bytes), 1):
                if isinstance(line, InvalidMessage):
                    yield Rejected(f"{origin}:{number}", line, source=source or default)
                elif line.strip(b" \t\r\n\xef\xbb\xbf"):
                    yield _read(line, source=source, default=default, origin=f"{origin}:{number}")
    except (OSError, EOFError, zlib.error) as error:
        yield Rejected(origin, _unreadable(error, after=number), source=source or default)


def read_json_file(path: str, *, source: str | None) -> Iterator[Received]:
    """Read a JSON file of one article, or of an array of them, whose origins are ``file[0]``, ``file[1]``…"""
    origin, default = printable(path), folder_name(path)
    try:
        with _open(path) as stream:
            data = stream.read(MOST_JSON_BYTES + 1)
        if len(data) > MOST_JSON_BYTES:
            raise InvalidMessage(f"a JSON file may have {MOST_JSON_BYTES:,} bytes: make JSON lines of it with `jq -c '.[]'`")
        value = load(data)
    except (OSError, EOFError, zlib.error) as error:
        yield Rejected(origin, _unreadable(error), source=source or default)
    except InvalidMessage as error:
        yield Rejected(origin, error, source=source or default)
    else:
        for number, record in enumerate(value) if isinstance(value, list) else [(None, value)]:
            place = origin if number is None else f"{origin}[{number}]"
            yield _received(record, orjson.dumps(record), source=source, default=default, origin=place)


def article_of(record: object, *, source: str | None, default: str, origin: str) -> RawArticle:
    """Make the article of a JSON object.

    Raises:
        InvalidMessage: it is no object, or a field has a wrong type or value; the sentence names the field.
    """
    if not isinstance(record, dict):
        raise InvalidMessage(f"an article must be a JSON object; this is {_kind(record)}")
    field = {name: _find(record, aliases) for name, aliases in ALIASES.items()}
    date_name, date = field["published"]
    try:
        published = None if date in (None, "") else read_published(date)
    except InvalidMessage as error:
        raise InvalidMessage(f"{date_name}: {error}") from None
    return make_article(
        source=source or _source(field["source"][1]) or default,
        origin=origin,
        title=_text(*field["title"]) or "",
        body=_text(*field["body"]) or "",
        published=published,
        url=_text(*field["url"]) or None,
        language=_text(*field["language"]) or None,
    )


def load(data: bytes) -> object:
    """Parse JSON.

    Raises:
        InvalidMessage: it is not UTF-8 or no JSON; the sentence says where.
    """
    try:
        return orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as wrong:
            raise InvalidMessage(f"not UTF-8: byte 0x{data[wrong.start]:02X} at offset {wrong.start}") from None
        line = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise InvalidMessage(f"no JSON: {error.msg} ({line}column {error.colno})") from None


def _read(line: bytes, *, source: str | None, default: str, origin: str) -> Received:
    try:
        record = load(line)
    except InvalidMessage as error:
        return Rejected(origin, error, line, source or default)
    return _received(record, line, source=source, default=default, origin=origin)


def _received(record: object, original: bytes, *, source: str | None, default: str, origin: str) -> Received:
    try:
        return article_of(record, source=source, default=default, origin=origin)
    except InvalidMessage as error:
        own = record.get("source") if isinstance(record, dict) else None
        return Rejected(origin, error, original, source or (own if isinstance(own, str) and own.strip() else default))


def _lines(stream: IO[bytes], most_bytes: int) -> Iterator[bytes | InvalidMessage]:
    while line := stream.readline(most_bytes + 1):
        if len(line) <= most_bytes:
            yield line
            continue
        size = len(line)
        while not line.endswith(b"\n") and (line := stream.readline(most_bytes)):
            size += len(line)
        yield InvalidMessage(f"the line has {size:,} bytes; the limit is {most_bytes:,} (TELEX_MAX_MESSAGE_BYTES)")


def _open(path: str) -> IO[bytes]:
    return gzip.open(path, "rb") if path.lower().endswith(".gz") else Path(path).open("rb")  # type: ignore[return-value]


def _unreadable(error: Exception, after: int | None = None) -> InvalidMessage:
    where = f" after line {after}" if after else ""
    return InvalidMessage(f"the file cannot be read{where}: {getattr(error, 'strerror', None) or error}")


def _find(record: Mapping[str, object], names: tuple[str, ...]) -> tuple[str, object]:
    return next(((name, record[name]) for name in names if record.get(name) is not None), (names[0], None))


def _text(name: str, value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise InvalidMessage(f"{name}: must be text; it is {_kind(value)}")


def _source(value: object) -> str | None:
    # NewsAPI and its like write {"id": …, "name": …}.
    name = _text("source", value.get("name") if isinstance(value, dict) else value)
    return name.strip() if name else None


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "an array", str: "text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
