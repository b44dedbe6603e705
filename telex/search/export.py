"""Hits as lines of a file: JSON lines for programs, CSV for spreadsheets. One hit at a time, so that the size does not matter."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal

import orjson

from telex.search.fields import Index
from telex.search.query_language import QueryError
from telex.search.results import Hit

Format = Literal["jsonl", "csv"]
MEDIA_TYPES: Mapping[Format, str] = {"jsonl": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}

COLUMNS: Mapping[Index, tuple[str, ...]] = {
    "articles": (
        "article_id", "published", "source", "title", "url", "language", "people", "organizations", "places", "countries", "speakers",
        "claim_count", "word_count", "text_hash", "body",
    ),
    "claims": (
        "claim_id", "published", "source", "speaker", "speaker_type", "cue", "kind", "modality", "text", "dates", "check_worthy", "about",
        "countries", "title", "article_id", "url", "field", "start", "end", "text_hash",
    ),
}  # fmt: skip
# A spreadsheet takes a cell that begins so for a formula, and articles come from strangers.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_format(name: str) -> Format:
    """The format that a file name asks for by its ending.

    Raises:
        QueryError: neither ``.jsonl`` nor ``.csv``.
    """
    for known in MEDIA_TYPES:
        if name.lower().endswith(f".{known}"):
            return known
    raise QueryError("{name} says no format: end it with .jsonl (everything, for programs) or .csv (for a spreadsheet)", name=name)


def export_lines(hits: Iterable[Hit], index: Index, wanted: Format) -> Iterator[bytes]:
    """The bytes of a file, hit by hit. JSON lines hold the index's fields as they are, with ``id`` and ``score``.

    CSV is UTF-8 with a byte order mark, for spreadsheets know it by that; it has the columns COLUMNS, several values of a field joined by
    `` | ``, and an apostrophe before what a spreadsheet would take for a formula.
    """
    if wanted == "jsonl":
        for hit in hits:
            yield orjson.dumps({**hit.fields, "id": hit.id, "score": hit.score}) + b"\n"
        return
    row = _rows()
    yield "\ufeff".encode() + row(COLUMNS[index])
    for hit in hits:
        yield row(_cell(hit.fields.get(column)) for column in COLUMNS[index])


def _rows() -> Callable[[Iterable[str]], bytes]:
    text = io.StringIO()
    writer = csv.writer(text)

    def row(cells: Iterable[str]) -> bytes:
        text.seek(0)
        text.truncate()
        writer.writerow(cells)
        return text.getvalue().encode()

    return row


def _cell(value: Any) -> str:
    if isinstance(value, list):
        value = " | ".join(str(part) for part in value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
