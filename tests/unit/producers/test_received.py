"""How an article is made: headings, trimming, identity, and what no article may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import InvalidMessage
from contracts.messages import Published, RawArticle
from producers.sources.received import find_headings, make_article, trim


def make(**fields: object) -> RawArticle:
    return make_article(**{"source": "s", "origin": "o", "title": "Titre", "body": "Texte.", **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "headings"),
    [
        ("Texte.\n\nUn intertitre\n\nSuite.", ["Un intertitre"]),
        ("Un intertitre\n\nTexte.", ["Un intertitre"]),
        ("Texte.\n \n  Un intertitre \n\t\nSuite.", ["Un intertitre"]),
        ("Texte.\n\nDeux lignes\nsans point\n\nSuite.", []),
        ("Texte.\n\nEst-ce la fin ?\n\nSuite.", []),
        ("Texte.\n\n« On ne lâchera pas »\n\nSuite.", []),
        ("Texte.\n\nIl répond :\n\n« Non. »", []),
        ("Texte.\n\n— Oui\n\n— Non\n\nSuite.", []),
        ("Texte.\n\n* * *\n\nSuite.", []),
        ("Texte.\n\n" + "mot " * 30 + "\n\nSuite.", []),
        ("Texte.\n\nMarie Dupont", []),
        ("", []),
    ],
)
def test_headings_are_short_paragraphs_without_final_punctuation(body: str, headings: list[str]) -> None:
    assert [heading.text for heading in find_headings(body)] == headings


@given(st.text(st.sampled_from("a é.\n\r \u00a0»—")))
def test_headings_stand_where_they_say(body: str) -> None:
    body = trim(body)
    for heading in find_headings(body):
        assert body[heading.start : heading.end] == heading.text


@given(st.text())
def test_trimming_twice_is_trimming_once_and_keeps_the_words(text: str) -> None:
    once = trim(text)
    assert trim(once) == once
    assert once.split() == text.split()
    assert "\r" not in once


def test_trimming_many_blank_lines_takes_no_time() -> None:
    assert len(trim("a" + "\n " * 1_000_000 + "b")) == 2_000_002


def test_the_same_article_has_the_same_id_and_a_later_revision() -> None:
    first, second = make(body="Un."), make(body="Deux.")
    assert first.article_id == second.article_id
    assert second.revision >= first.revision
    by_address = {make(url=url, title=title).url for url, title in [("https://EX.org/a?utm_source=x", "A"), ("https://ex.org/a#b", "B")]}
    assert by_address == {"https://ex.org/a"}
    day = Published(value="2023-01-12", precision="day")
    assert make(published=day).article_id != first.article_id


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": " ", "body": "\n\n"}, "an article needs a title or a body"),
        ({"title": "a\0b"}, "the title holds a NUL character (at 1)"),
        ({"body": "x\ud800"}, "the body holds half a surrogate pair (at 1)"),
        ({"source": "  "}, "source"),
        ({"source": "s" * 600}, "source"),
        ({"url": "/relative"}, "url: '/relative' is no http or https address"),
        ({"url": "http://[::1"}, "is no http or https address"),
        ({"url": "http://a:port/"}, "is no http or https address"),
        ({"url": "https://a/\ud800"}, "is no http or https address"),
        ({"language": "\ud800"}, "language"),
    ],
)
def test_what_cannot_be_carried_is_named(fields: dict[str, str], sentence: str) -> None:
    with pytest.raises(InvalidMessage) as caught:
        make(**fields)
    assert sentence in str(caught.value)
    str(caught.value).encode()
