"""Hostile input, each with what must become of it: files, JSON lines, feeds, and raw messages on the topics.

``python -m tests.hostile.corpus`` writes the table of ``README.md``.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

# A raw article that nothing is wrong with, and the same enriched.
RAW: dict[str, Any] = {
    "schema_version": "1.0",
    "article_id": "hostile",
    "revision": 1,
    "source": "hostile",
    "title": "Le conseil vote",
    "body": "Paul Vernier a voté le budget.",
    "language": "fr",
    "collected_at": "2024-01-01T00:00:00Z",
    "origin": "corpus",
}
ENRICHED: dict[str, Any] = {**RAW, "enrichment": {"version": 1, "model": "none", "status": "complete", "duration_ms": 1.0}}

Kind = Literal["file", "feed", "raw message", "enriched message"]
# A limit so low that what exceeds it needs no gigabytes.
MOST_BYTES = 2**20


@dataclass(frozen=True)
class Case:
    """One hostile input: accepted as so many articles, and with a reason rejected too. The name of a file is part of the input."""

    kind: Kind
    name: str
    data: bytes | None
    accepted: int = 0
    reason: str | None = None
    key: bytes | None = b"hostile"
    headers: dict[str, bytes] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """What becomes of it, for the table."""
        articles = {0: "", 1: "accepted"}.get(self.accepted, f"{self.accepted} accepted")
        return ", ".join(part for part in (articles, f"rejected: … {self.reason} …" if self.reason else "") if part)


def text(head: str, body: str = "Le maire a voté.") -> bytes:
    """The bytes of a seed file."""
    return f"{head}\n\n{body}\n".encode()


def line(**fields: Any) -> bytes:
    """A JSON line with these fields."""
    return json.dumps({"title": "Un vote", "body": "Le maire a voté.", **fields}).encode() + b"\n"


def raw(**fields: Any) -> bytes:
    """A raw message with these fields."""
    return json.dumps({**RAW, **fields}).encode()


def enriched(**fields: Any) -> bytes:
    """An enriched message with these fields."""
    return json.dumps({**ENRICHED, **fields}).encode()


def claim(**fields: Any) -> dict[str, Any]:
    """A claim of the enriched article, with these fields."""
    span = {"field": "body", "start": 0, "end": 12, "text": "Paul Vernier"}
    return {**span, "claim_id": "hostile-0", "kind": "direct", "speaker": {"name": "Paul Vernier"}, **fields}


def rss(items: str, head: str = "") -> bytes:
    """A feed of these items."""
    return f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>Le Fil</title>{items}</channel></rss>'.encode()


ITEM = "<item><title>Un vote</title><link>https://fil.example/1</link><description>Le maire a voté.</description></item>"
LAUGHS = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

FILES = (
    Case("file", "latin1.txt", " date 2023-01 L'été\n\nL'été est là.".encode("latin-1"), reason="the file is not UTF-8 (byte 0xE9"),
    Case("file", "utf16.txt", text(" date 2023-01 T").decode().encode("utf-16"), reason="the file is UTF-16, not UTF-8"),
    Case("file", "nul.txt", text(" date 2023-01 T", "a\0b"), reason="NUL byte at offset"),
    Case("file", "empty.txt", b"", reason="the file is empty"),
    Case("file", "mark-only.txt", b"\xef\xbb\xbf\r\n", reason="the file is empty"),
    Case("file", "no-date.txt", text("Sans date"), reason="the first line must be"),
    Case("file", "month-13.txt", text(" date 2023-13 T"), reason="the date '2023-13' of the first line is none"),
    Case("file", "february-30.txt", text(" date 2023-02-30 T"), reason="the date '2023-02-30' of the first line is none"),
    Case("file", "too-large.txt", text(" date 2023-01 T", "x" * MOST_BYTES), reason="the limit is 1,048,576"),
    Case("file", "one-long-word.txt", text(" date 2023-01 T", "x" * 200_000), accepted=1),
    Case("file", "carriage-returns.txt", b" date 2023-01 T\r\rUn.\rDeux.", accepted=1),
    Case("file", "control-characters.txt", text(" date 2023-01 T", "a\x07b\x1b[31mc\x7f"), accepted=1),
    Case("file", "right-to-left.txt", text(" date 2023-01 \u202eT\u2066", "\u200bLe\ufeff maire\u2029."), accepted=1),
    Case("file", "markup.txt", text(" date 2023-01 <script>alert(1)</script>", "<img src=x onerror=alert(1)>"), accepted=1),
    Case("file", "astral.txt", text(" date 2023-01 𝕋 👩‍👩‍👧‍👦", "🇫🇷 " * 1000), accepted=1),
    Case("file", "a name\nof two lines.txt", text(" date 2023-01 T"), accepted=1),
    Case("file", "broken.jsonl", b'{"title": "Un\n' + line(), accepted=1, reason="no JSON"),
    Case("file", "no-object.jsonl", b"[1]\n3\nnull\n" + line(), accepted=1, reason="an article must be a JSON object"),
    Case("file", "deep.jsonl", b"[" * 100_000 + b"\n" + line(), accepted=1, reason="no JSON"),
    Case("file", "deep-unknown-field.jsonl", b'{"title": "T", "x": ' + b"[" * 500 + b"]" * 500 + b"}\n", accepted=1),
    Case("file", "half-a-surrogate.jsonl", b'{"title": "\\ud800"}\n' + line(), accepted=1, reason="no JSON"),
    Case("file", "nul-escaped.jsonl", line(title="a\0b") + line(), accepted=1, reason="the title holds a NUL character"),
    Case("file", "not-utf8.jsonl", b'{"title": "\xff"}\n' + line(), accepted=1, reason="not UTF-8: byte 0xFF"),
    Case("file", "title-number.jsonl", line(title=3) + line(), accepted=1, reason="title: must be text; it is a number"),
    Case("file", "body-object.jsonl", line(body={"html": "x"}) + line(), accepted=1, reason="body: must be text; it is an object"),
    Case("file", "no-text.jsonl", line(title=" ", body="\t") + line(), accepted=1, reason="an article needs a title or a body"),
    Case("file", "script-address.jsonl", line(url="javascript:alert(1)") + line(), accepted=1, reason="is no http or https address"),
    Case("file", "address-port.jsonl", line(url="http://a:99999/") + line(), accepted=1, reason="is no http or https address"),
    Case("file", "date-object.jsonl", line(published={"value": "x", "precision": "day"}) + line(), accepted=1, reason="is no date"),
    Case("file", "date-infinite.jsonl", b'{"title": "T", "published": 1e308}\n' + line(), accepted=1, reason="is no date"),
    Case("file", "not-a-number.jsonl", b'{"title": "T", "x": NaN}\n' + line(), accepted=1, reason="no JSON"),
    Case("file", "long-source.jsonl", line(source="s" * 600) + line(), accepted=1, reason="source: String should have at most 512"),
    Case("file", "long-line.jsonl", line(body="x" * MOST_BYTES) + line(), accepted=1, reason="the limit is 1,048,576"),
    Case("file", "same-field-twice.jsonl", b'{"title": "A", "title": "B"}\n', accepted=1),
    Case("file", "unknown-fields.jsonl", line(mood="good", __proto__={"x": 1}), accepted=1),
    Case("file", "blank-lines.jsonl", b"\n \r\n" + line() + b"\n", accepted=1),
    Case("file", "no-gzip.jsonl.gz", line(), reason="the file cannot be read"),
    Case("file", "cut-array.json", b'[{"title": "T"}', reason="no JSON"),
)

FEEDS = (
    Case("feed", "laughs.rss", rss(ITEM.replace("Un vote", "&b;"), LAUGHS), reason="declares XML entities, which are not accepted"),
    Case("feed", "external.rss", rss(ITEM.replace("Un vote", "&x;"), EXTERNAL), reason="declares XML entities, which are not accepted"),
    Case("feed", "page.xml", b"<html><body>404</body></html>", reason="it is no RSS or Atom feed"),
    Case("feed", "empty.atom", b"", reason="it is no RSS or Atom feed"),
    Case("feed", "cut.rss", rss(ITEM * 2)[:-60], accepted=2, reason="the feed is not well-formed"),
    Case("feed", "script.rss", rss(ITEM.replace("Le maire", "&lt;script&gt;alert(1)&lt;/script&gt;Le maire")), accepted=1),
    Case("feed", "nothing-in-it.rss", rss("<item><guid>1</guid></item>" + ITEM), accepted=1, reason="an article needs a title or a body"),
    Case("feed", "impossible-date.rss", rss(ITEM.replace("</item>", "<pubDate>99 Foo 20x3</pubDate></item>")), accepted=1),
)

RAW_MESSAGES = (
    Case("raw message", "no JSON", b"not json", reason="not a valid RawArticle"),
    Case("raw message", "a tombstone", None, reason="an empty message (a tombstone) is no RawArticle"),
    Case("raw message", "no bytes", b"", reason="not a valid RawArticle"),
    Case("raw message", "bytes that are no UTF-8", b"\xff\xfe{}", reason="not a valid RawArticle"),
    Case("raw message", "half a surrogate in UTF-8", raw(title="X").replace(b"X", b"\xed\xa0\x80"), reason="not a valid RawArticle"),
    Case("raw message", "half a surrogate escaped", raw(title="X").replace(b"X", b"\\ud800"), reason="not a valid RawArticle"),
    Case("raw message", "100,000 brackets", b"[" * 100_000, reason="not a valid RawArticle"),
    Case("raw message", "a list", b"[]", reason="not a valid RawArticle"),
    Case("raw message", "schema version 9.0", raw(schema_version="9.0"), reason="schema version '9.0' is not known"),
    Case("raw message", "schema version as a number", raw(schema_version=1), reason="schema_version"),
    Case("raw message", "a newer minor version", raw(schema_version="1.99", mood="good", revision=2), accepted=1),
    Case("raw message", "an id with a slash", raw(article_id="a/b"), key=b"a/b", reason="article_id"),
    Case("raw message", "an id of 200 characters", raw(article_id="a" * 200), key=b"a" * 200, reason="article_id"),
    Case("raw message", "a key that is not the id", raw(), key=b"other", reason="the key of the message is not its article_id"),
    Case("raw message", "a key of 100,000 bytes", raw(), key=b"k" * 100_000, reason="the key of the message is not its article_id"),
    Case("raw message", "a key that is no UTF-8", raw(), key=b"\xff", reason="the key of the message is not its article_id"),
    Case("raw message", "no key", raw(revision=3), key=None, accepted=1),
    Case("raw message", "a negative revision", raw(revision=-1), reason="revision"),
    Case("raw message", "a revision beyond the index", raw(revision=10**18), reason="revision"),
    Case("raw message", "a time without a zone", raw(collected_at="2024-01-01T00:00:00"), reason="collected_at"),
    Case("raw message", "a date of another precision", raw(published={"value": "2024", "precision": "day"}), reason="is not a date of"),
    Case("raw message", "the year 9999", raw(published={"value": "9999", "precision": "year"}, revision=4), accepted=1),
    Case(
        "raw message",
        "a heading that is elsewhere",
        raw(headings=[{"field": "body", "start": 0, "end": 3, "text": "non"}]),
        reason="body[0:3] is not 'non'",
    ),
    Case("raw message", "20,000 quote marks", raw(body="«" * 20_000, revision=5), accepted=1),
    Case("raw message", "control characters", raw(body="\x00\x1b[2J\u202e\ufeff", revision=6), accepted=1),
    Case("raw message", "markup", raw(title="<script>alert(1)</script>", body="</textarea><svg onload=alert(1)>", revision=7), accepted=1),
    Case(
        "raw message",
        "headers that mean nothing",
        raw(revision=8),
        headers={"attempts": b"-1", "replay-of": b"../x", "raw": b"99/99", "other": b"\xff"},
        accepted=1,
    ),
    Case(
        "raw message",
        "a source in the header that is no UTF-8",
        raw(revision=31),
        headers={"source": b"\xff"},
        reason="is not its source hostile",
    ),
    Case(
        "raw message",
        "a source in the header of 40,000 bytes",
        raw(revision=32),
        headers={"source": b"s" * 40_000},
        reason="is not its source hostile",
    ),
)

ENRICHED_MESSAGES = (
    Case("enriched message", "no JSON", b"{", reason="not a valid EnrichedArticle"),
    Case("enriched message", "a tombstone", None, reason="an empty message (a tombstone) is no EnrichedArticle"),
    Case("enriched message", "a raw article", raw(), reason="not a valid EnrichedArticle"),
    Case("enriched message", "a claim that is not in the text", enriched(claims=[claim(text="Jean Vernier")]), reason="is not 'Jean"),
    Case("enriched message", "an enrichment version over 499", enriched(enrichment={"version": 500}), reason="enrichment.version"),
    Case("enriched message", "a place outside the earth", enriched(places=[{"name": "X", "latitude": 91}]), reason="latitude"),
    Case(
        "enriched message",
        "an offset larger than the index holds",
        enriched(claims=[claim(), claim(start=2**40, end=2**40, text="")]),
        reason="Elasticsearch rejects it",
    ),
    Case(
        "enriched message", "a speaker of 40,000 bytes", enriched(claims=[claim(speaker={"name": "é" * 20_000})], revision=20), accepted=1
    ),
    Case("enriched message", "2,000 claims", enriched(claims=[claim()] * 2000, revision=21), accepted=1),
    Case("enriched message", "another key", enriched(revision=22), key=b"other", accepted=1),
)

CASES = (*FILES, *FEEDS, *RAW_MESSAGES, *ENRICHED_MESSAGES)
README = Path(__file__).with_name("README.md")


def table() -> Iterator[str]:
    """The rows of the table in ``README.md``."""
    yield "| Kind | Input | What becomes of it |"
    yield "|---|---|---|"
    for case in CASES:
        name = case.name.encode("unicode_escape").decode()
        yield f"| {case.kind} | {name} | {case.outcome.replace('|', chr(92) + '|')} |"


def page() -> str:
    """The whole of ``README.md``."""
    return "\n".join(
        [
            "# Hostile input",
            "",
            "What must become of each input of [the corpus](corpus.py), checked by [test_hostile.py](test_hostile.py): files and feeds as",
            "`telex feed` reads them, between good neighbours; messages on the real topics, one after the other on one partition, each",
            "followed by a good article, with the real worker and indexer. Written by `python -m tests.hostile.corpus`.",
            "",
            *table(),
            "",
        ]
    )


if __name__ == "__main__":
    README.write_text(page(), encoding="utf-8")
