"""What the recognizer of names is trained on."""

import random

import pytest

from contracts.messages import RawArticle
from evaluation.gold import Annotation, GoldArticle, load_set
from evaluation.train_recognizer import Names, exchanged, marked_paragraphs

TEXT = "Anne Morel, de la CGT, vit à Lyon. Mme Morel aime l'INRAE Lyon et le Lyonnais."


@pytest.fixture(scope="module")
def pair() -> GoldArticle:
    gold = {
        "id": "x",
        "entities": [
            {"type": "person", "name": "Anne Morel", "aliases": ["Morel"]},
            {"type": "organization", "name": "CGT"},
            {"type": "organization", "name": "INRAE Lyon"},
            {"type": "place", "name": "Lyon"},
        ],
        "countries": [],
        "claims": [],
    }
    article = RawArticle.model_validate(
        {
            "article_id": "a" * 32,
            "revision": 1,
            "source": "essai",
            "title": "Une vie",
            "body": TEXT,
            "collected_at": "2026-11-27T10:00:00Z",
            "origin": "test",
        }
    )
    return GoldArticle(article, Annotation.model_validate(gold))


def test_every_form_is_marked_the_longest_first_and_none_inside_a_word(pair: GoldArticle) -> None:
    title, body = marked_paragraphs(pair)
    assert title == ("Une vie", [])
    assert [(TEXT[start:end], kind) for start, end, kind in body[1]] == [
        ("Anne Morel", "person"),
        ("CGT", "organization"),
        ("Lyon", "place"),
        ("Morel", "person"),
        ("INRAE Lyon", "organization"),
    ]


def test_names_are_exchanged_for_others_that_the_words_before_them_allow() -> None:
    articles = load_set("open")[:20]
    names, draw = Names(articles), random.Random(1)
    for marked in (one for pair in articles for one in marked_paragraphs(pair)):
        text, spans = exchanged(marked, names, draw)
        assert [kind for _, _, kind in spans] == [kind for _, _, kind in marked[1]]
        # What stands between the names is as it was.
        assert _between(text, spans) == _between(*marked)


def test_the_same_seed_makes_the_same_text(pair: GoldArticle) -> None:
    (_, body), names = marked_paragraphs(pair), Names([pair])
    one, other = (exchanged(body, names, random.Random(7)) for _ in range(2))
    assert one == other
    assert one != body


def _between(text: str, spans: list[tuple[int, int, str]]) -> list[str]:
    edges = [0, *(edge for start, end, _ in spans for edge in (start, end)), len(text)]
    return [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
