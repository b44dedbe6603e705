"""JSON lines and JSON files: names of fields, dates, sources, and bad lines that stop no good ones."""

import gzip
import io
import json
import sys
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.codec import encode
from contracts.errors import InvalidMessage
from contracts.messages import RawArticle
from producers.sources.json_lines import article_of, load, read_json_file, read_json_lines
from producers.sources.received import Received, Rejected

LIMIT = 10_000
GOOD = {"title": "Titre", "body": "Texte.\n\nIntertitre\n\nSuite.", "published": "2023-01", "url": "https://ex.org/a", "language": "fr"}


def read(path: Path, *lines: object, source: str | None = None) -> list[Received]:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return list(read_json_lines(str(path), source=source, most_bytes=LIMIT))


def one(record: object, source: str | None = None) -> RawArticle:
    return article_of(record, source=source, default="dossier", origin="o")


def test_the_fields_of_a_raw_article_are_read(tmp_path: Path) -> None:
    [article] = read(tmp_path / "a.jsonl", GOOD)
    assert isinstance(article, RawArticle)
    assert (article.title, article.body, article.url, article.language) == (GOOD["title"], GOOD["body"], GOOD["url"], "fr")
    assert [heading.text for heading in article.headings] == ["Intertitre"]
    assert (article.source, article.origin) == (tmp_path.name, f"{tmp_path}/a.jsonl:1")


def test_a_raw_article_that_was_exported_comes_back_as_itself() -> None:
    article = one(GOOD, source="Le Fil")
    again = one(json.loads(encode(article)))
    changed = {"revision", "collected_at"}
    assert again.model_dump(exclude=changed) == article.model_dump(exclude=changed)


@pytest.mark.parametrize(
    "record",
    [
        {"headline": "T", "text": "B", "date": "2023-01-12", "link": "https://ex.org/a", "lang": "fr"},
        {"title": "T", "content": "B", "publishedAt": "2023-01-12", "url": "https://ex.org/a", "language": "fr", "description": "x"},
        {"title": "T", "body": "B", "published_at": "2023-01-12", "text": None, "url": "https://ex.org/a", "lang": "fr"},
        {"title": "T", "body": "B", "text": "other", "date": "2023-01-12", "url": "https://ex.org/a", "lang": "fr", "published": None},
    ],
)
def test_the_common_names_of_fields_are_understood(record: dict[str, str]) -> None:
    article = one(record)
    assert article.published
    assert (article.title, article.body, article.published.value, article.url, article.language) == (
        *("T", "B", "2023-01-12", "https://ex.org/a", "fr"),
    )


def test_the_source_is_the_one_given_else_its_own_else_the_folder() -> None:
    assert one({**GOOD, "source": "Sien"}, source="Donné").source == "Donné"
    assert one({**GOOD, "source": " Sien "}).source == "Sien"
    assert one({**GOOD, "source": {"id": None, "name": "Sien"}}).source == "Sien"
    assert one({**GOOD, "source": ""}).source == one(GOOD).source == "dossier"


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        ({}, "an article needs a title or a body"),
        ({"title": 3, "body": "B"}, "title: must be text; it is a number"),
        ({"title": "T", "text": ["B"]}, "text: must be text; it is an array"),
        ({"title": "T", "date": "hier"}, "date: 'hier' is no date"),
        ({"title": "T", "published_at": "2023-13"}, "published_at: '2023-13' is no date"),
        ({"title": "T", "published": True}, "published: 'True' is no date"),
        ({"title": "T", "link": "/a"}, "url: '/a' is no http or https address"),
        ({"title": "T", "source": 3}, "source: must be text"),
        ({"title": "a\0"}, "the title holds a NUL character"),
        (["title"], "an article must be a JSON object; this is an array"),
        ("T", "this is text"),
        (None, "this is null"),
        (True, "this is true or false"),
    ],
)
def test_a_bad_record_is_rejected_by_its_field(record: object, sentence: str) -> None:
    with pytest.raises(InvalidMessage) as caught:
        one(record)
    assert sentence in str(caught.value)


def test_bad_lines_are_named_and_the_others_read(tmp_path: Path) -> None:
    latin = b'{"title": "\xe9"}'.decode("utf-8", "surrogateescape")
    lines = (GOOD, "{", "", " \r", "[]", '"\\ud800"', latin, '{"title": "' + "x" * LIMIT + '"}', "[" * 2000, GOOD)
    received = read(tmp_path / "a.jsonl", *lines)
    rejected = {item.origin.rpartition(":")[2]: str(item.error) for item in received if isinstance(item, Rejected)}
    assert [item.origin.rpartition(":")[2] for item in received if isinstance(item, RawArticle)] == ["1", "10"]
    expected = {
        "2": "no JSON: ",
        "5": "this is an array",
        "6": "no JSON: no low surrogate",
        "7": "not UTF-8: byte 0xE9 at offset 11",
        "8": "the line has 10,014 bytes; the limit is 10,000",
        "9": "no JSON: depth limit exceeded",
    }
    assert rejected.keys() == expected.keys()
    assert all(sentence in rejected[line] for line, sentence in expected.items())


def test_a_byte_order_mark_and_windows_line_endings_are_fine(tmp_path: Path) -> None:
    (tmp_path / "a.ndjson").write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n" + json.dumps(GOOD).encode())
    received = list(read_json_lines(str(tmp_path / "a.ndjson"), source=None, most_bytes=LIMIT))
    assert [type(item) for item in received] == [RawArticle, RawArticle]


def test_gzip_is_read_and_a_cut_file_gives_what_it_holds(tmp_path: Path) -> None:
    lines = b"".join(json.dumps({**GOOD, "title": f"Titre {n * 7919}"}).encode() + b"\n" for n in range(500))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines))
    assert len(list(read_json_lines(str(tmp_path / "a.jsonl.gz"), source=None, most_bytes=LIMIT))) == 500
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(lines)[:-200])
    *articles, last = read_json_lines(str(tmp_path / "cut.jsonl.gz"), source=None, most_bytes=LIMIT)
    assert 0 < len(articles) < 500
    assert isinstance(last, Rejected)
    assert "the file cannot be read after line" in str(last.error)
    (tmp_path / "no.jsonl.gz").write_bytes(b"no gzip")
    [rejected] = read_json_lines(str(tmp_path / "no.jsonl.gz"), source=None, most_bytes=LIMIT)
    assert isinstance(rejected, Rejected)
    assert "Not a gzipped file" in str(rejected.error)


def test_stdin_is_read_as_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.BytesIO(json.dumps(GOOD).encode() + b"\n{\n")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stdin))
    article, rejected = read_json_lines("-", source=None, most_bytes=LIMIT)
    assert isinstance(article, RawArticle)
    assert isinstance(rejected, Rejected)
    assert (article.source, article.origin, rejected.origin) == ("stdin", "stdin:1", "stdin:2")
    assert not stdin.closed


def test_a_json_file_holds_one_article_or_many(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(GOOD, indent=1))
    [article] = read_json_file(str(path), source=None)
    assert isinstance(article, RawArticle)
    assert article.origin == str(path)
    path.write_text(json.dumps([GOOD, 3, GOOD]))
    first, bad, last = read_json_file(str(path), source="S")
    assert isinstance(first, RawArticle)
    assert isinstance(last, RawArticle)
    assert isinstance(bad, Rejected)
    assert (first.source, bad.origin, bad.original, last.origin) == ("S", f"{path}[1]", b"3", f"{path}[2]")
    path.write_text("[\n{},\n")
    [rejected] = read_json_file(str(path), source=None)
    assert isinstance(rejected, Rejected)
    assert "line " in str(rejected.error)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)
)
names = st.sampled_from(["title", "body", "text", "date", "published", "url", "lang", "source"])


@given(st.dictionaries(names, json_values) | json_values)
def test_no_record_raises_anything_but_a_reason(record: object) -> None:
    try:
        encode(one(record))
    except InvalidMessage as error:
        str(error).encode()


@given(st.binary())
def test_no_bytes_raise_anything_but_a_reason(data: bytes) -> None:
    with suppress(InvalidMessage):
        load(data)
