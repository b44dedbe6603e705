"""Seed files: what is read exactly, what is tolerated, and what is rejected with which sentence."""

import os
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import InvalidMessage
from contracts.messages import RawArticle
from producers.sources.received import Rejected
from producers.sources.text_files import article_of, decode_text, parse, read_text_file

LIMIT = 2**20
BODY = (
    "La ministre a promis d’agir.\n\nUn débat ancien\n\n"
    "« C’est urgent\u00a0», a-t-elle dit à 20\u202f000 élus.\nDeuxième ligne du même paragraphe."
)
TITLE = "Eau : l’État promet «\u00a0un plan\u00a0» avant l’été."


def write(path: Path, data: str | bytes) -> str:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return str(path)


def read(path: Path, data: str | bytes) -> RawArticle | Rejected:
    received = read_text_file(write(path, data), source=None, most_bytes=LIMIT)
    assert isinstance(received, (RawArticle, Rejected))
    return received


def reason(path: Path, data: str | bytes) -> str:
    received = read(path, data)
    assert isinstance(received, Rejected)
    assert received.origin == str(path)
    return str(received.error)


def test_title_date_body_and_headings_are_read_exactly(tmp_path: Path) -> None:
    article = read(tmp_path / "a.txt", f" date 2023-01 {TITLE}\n\n{BODY}\n")
    assert isinstance(article, RawArticle)
    assert (article.title, article.body) == (TITLE, BODY)
    assert article.published
    assert (article.published.value, article.published.precision) == ("2023-01", "month")
    assert [(heading.text, article.body[heading.start : heading.end]) for heading in article.headings] == [("Un débat ancien",) * 2]
    assert (article.source, article.origin, article.url) == (tmp_path.name, str(tmp_path / "a.txt"), None)


@pytest.mark.parametrize(
    ("first", "value", "precision"),
    [
        (" date 2023-01 T", "2023-01", "month"),
        ("date 2024-02-29 T", "2024-02-29", "day"),
        ("\tDate  2023-12\tT  ", "2023-12", "month"),
        ("date 2023 T", "2023", "year"),
    ],
)
def test_the_date_keeps_its_precision(first: str, value: str, precision: str) -> None:
    article = parse(f"{first}\n\nTexte.")
    assert (article.published.value, article.published.precision, article.title) == (value, precision, "T")


@pytest.mark.parametrize(
    "data",
    [
        f"\ufeff date 2023-01 {TITLE}\n\n{BODY}".encode(),
        f" date 2023-01 {TITLE}\r\n\r\n{BODY}\r\n\r\n".replace("\r\n", "\n").replace("\n", "\r\n").encode(),
        f" date 2023-01 {TITLE}\r\r{BODY}".replace("\n", "\r").encode(),
        f"\n\n date 2023-01 {TITLE}\n \n\u00a0\n{BODY}\n\n\t\n".encode(),
        f" date 2023-01 {TITLE}\n{BODY}".encode(),
    ],
    ids=["byte order mark", "Windows line endings", "old Mac line endings", "blank lines around", "no blank line"],
)
def test_these_differences_change_nothing(tmp_path: Path, data: bytes) -> None:
    plain = article_of(f" date 2023-01 {TITLE}\n\n{BODY}".encode(), source="s", origin="o")
    article = article_of(data, source="s", origin="o")
    assert (article.title, article.body, article.headings) == (plain.title, plain.body, plain.headings)
    assert article.article_id == plain.article_id


def test_a_brief_without_a_body_is_an_article(tmp_path: Path) -> None:
    article = read(tmp_path / "a.txt", " date 2023-01 Séisme de magnitude 6 au large de Mayotte")
    assert isinstance(article, RawArticle)
    assert article.body == ""


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("", "the file is empty"),
        (" \n\r\n\ufeff", "the file is empty"),
        ("Un titre sans date\n\nTexte.", "the first line must be `date 2023-01 The title`"),
        ("date janvier Titre\n\nTexte.", "it is 'date janvier Titre'"),
        (" date 2023-13 Titre\n\nTexte.", "the date '2023-13' of the first line is none"),
        (" date 2023-02-30 Titre\n\nTexte.", "the date '2023-02-30' of the first line is none"),
        (" date 2023-1 Titre\n\nTexte.", "the date '2023-1' of the first line is none"),
        (" date 2023-01\n\nTexte.", "the first line must be"),
        (" date 2023-01   \n\nTexte.", "the first line must be"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "holds a NUL byte at offset 8"),
        (" date 2023-01 É\n\nÀ l’été".encode("cp1252"), "byte 0xC9 at offset 14, line 1"),
        (" date 2023-01 E\n\nfini l'\xe9t\xe9".encode("latin-1"), "byte 0xE9 at offset 24, line 3"),
        (" date 2023-01 T\n\nTexte.".encode("utf-16"), "the file is UTF-16, not UTF-8: convert it with `iconv"),
        (b" date 2023-01 T\n\n\xed\xa0\x80", "byte 0xED"),
        (" date 2023-01 T\n\n" + "x" * LIMIT, "bytes; the limit is 1,048,576 (TELEX_MAX_MESSAGE_BYTES)"),
    ],
)
def test_what_is_no_article_is_rejected_with_its_reason(tmp_path: Path, data: str | bytes, sentence: str) -> None:
    assert sentence in reason(tmp_path / "bad.txt", data)


def test_a_rejection_keeps_the_bytes_and_the_source(tmp_path: Path) -> None:
    rejected = read(tmp_path / "bad.txt", "Sans date")
    assert isinstance(rejected, Rejected)
    assert (rejected.original, rejected.source) == (b"Sans date", tmp_path.name)


def test_what_cannot_be_read_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "gone.txt").symlink_to("nowhere")
    for name, sentence in (("loop.txt", "Too many levels of symbolic links"), ("gone.txt", "No such file or directory")):
        rejected = read_text_file(str(tmp_path / name), source=None, most_bytes=LIMIT)
        assert isinstance(rejected, Rejected)
        assert sentence in str(rejected.error)


def test_a_file_name_that_is_not_utf8_can_be_printed(tmp_path: Path) -> None:
    path = os.fsdecode(bytes(tmp_path) + b"/\xe9t\xe9.txt")
    Path(path).write_bytes(b" date 2023-01 T\n\nTexte.")
    article = read_text_file(path, source=None, most_bytes=LIMIT)
    assert isinstance(article, RawArticle)
    assert article.origin.endswith(r"\xe9t\xe9.txt")


def test_control_characters_stay_but_a_nul_is_no_text() -> None:
    assert article_of(b" date 2023-01 T\n\nPage 1\x0cPage 2.", source="s", origin="o").body == "Page 1\x0cPage 2."
    with pytest.raises(InvalidMessage, match="NUL"):
        decode_text(b"a\0b")


# The words of an article: anything but line endings, white space at the ends, and what UTF-8 cannot carry.
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r\0"), min_size=1).filter(
    lambda text: text.strip() == text and text != "\ufeff" and text.strip(" \t\ufeff") == text
)
paragraphs = st.lists(st.lists(words, min_size=1, max_size=3).map("\n".join), max_size=5).map("\n\n".join)
days = st.dates(min_value=date(1000, 1, 1)).map(str)
dates = days | days.map(lambda day: day[:7])


@given(dates, words, paragraphs, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_reading_gives_back_what_was_written(day: str, title: str, body: str, newline: str, mark: bool) -> None:
    text = f"{chr(0xFEFF) if mark else ''} date {day} {title}\n\n{body}\n".replace("\n", newline)
    article = article_of(text.encode(), source="s", origin="o")
    assert (article.title, article.body, article.published and article.published.value) == (title, body, day)
    for heading in article.headings:
        assert article.body[heading.start : heading.end] == heading.text
        assert "\n" not in heading.text


@given(st.binary() | st.binary().map(lambda data: b" date 2023-01 T\n\n" + data))
def test_no_bytes_raise_anything_but_a_reason(data: bytes) -> None:
    with suppress(InvalidMessage):
        assert article_of(data, source="s", origin="o").title
