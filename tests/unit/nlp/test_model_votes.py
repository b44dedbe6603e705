"""Where the model is asked, and what its spans count."""

import pytest
from name_reading import gazetteer, vocabulary

from contracts.messages import EntityType
from streams.nlp.document import Paragraph
from streams.nlp.entities import ArticleNames
from streams.nlp.grouping import Mention
from streams.nlp.model_votes import OVERLAP, SAME_SPAN, add_votes
from streams.nlp.naming.marked import ModelSpan


def names(*texts: str) -> ArticleNames:
    return ArticleNames([Paragraph("body", 0, text) for text in texts], vocabulary(), gazetteer())


def mentions(*texts: str) -> list[Mention]:
    return names(*texts).mentions


def asked(*texts: str) -> list[int]:
    return list(names(*texts).questions())


def test_a_paragraph_without_names_is_not_read_by_the_model() -> None:
    assert asked("Il pleut depuis hier.") == []


def test_a_name_that_the_rules_are_sure_of_is_not_asked_for() -> None:
    assert asked("Le ministre Paul Morel est à Paris.") == []


def test_a_name_that_they_do_not_know_is() -> None:
    assert asked("Le ministre Paul Morel est à Paris.", "On a vu Zorblax hier.") == [1]


def test_a_common_word_at_the_start_of_a_sentence_is_no_name_whatever_the_model_says() -> None:
    assert asked("Montagne et forêt ferment.") == []


def test_all_mentions_of_a_form_decide_together() -> None:
    assert asked("On a vu Zorblax hier.", "Il pleut.") == [0]
    assert asked("On a vu Zorblax hier.", "Il pleut.", "Le magasin Zorblax ouvre, selon Zorblax.") == []


def vote(start: int, end: int, kind: EntityType = "place") -> dict[EntityType, float]:
    (mention,) = mentions("On a vu Zorblax hier.")
    add_votes([mention.name], [ModelSpan(start, end, kind)])
    return mention.name.model


def test_the_same_span_counts_more_than_one_that_overlaps() -> None:
    assert vote(8, 15) == {"place": SAME_SPAN}
    assert vote(8, 20) == {"place": OVERLAP}
    assert vote(0, 8) == {}
    assert vote(15, 20) == {}


def test_a_capital_beside_a_name_is_asked_for() -> None:
    assert asked("Le maire est à l'hôpital Pasteur de Colmar.") == [0]
    assert asked("Le ministre Paul Morel va de Paris, la capitale, vers Lyon.") == []


@pytest.mark.parametrize(
    ("text", "marked", "kind", "name"),
    [
        ("On soigne à l'hôpital Pasteur de Colmar, dit-on.", "hôpital Pasteur de Colmar", "organization", "hôpital Pasteur de Colmar"),
        ("Le long du canal du Rhône au Rhin.", "canal du Rhône au Rhin", "place", "canal du Rhône au Rhin"),
        ("Les élus de Nouvelle Zorbie votent.", "Nouvelle Zorbie", "organization", "Nouvelle Zorbie"),
    ],
)
def test_the_model_makes_a_name_longer(text: str, marked: str, kind: EntityType, name: str) -> None:
    article, start = names(text), text.index(marked)
    article.hear({0: [ModelSpan(start, start + len(marked), kind)]})
    assert name in [mention.name.text for mention in article.mentions]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("La Poste ferme à Lyon.", "Poste ferme"),  # without a capital it says nothing
        ("Aujourd'hui Paul Morel parle.", "Aujourd'hui Paul Morel"),
        ("Hier Mme Morel est venue.", "Mme Morel"),
        ("La route de Foumban est longue.", "route de Foumban"),
        ("Le Bureau de la concurrence accuse Zorg-Tard ici.", "Bureau de la concurrence accuse Zorg-Tard"),
    ],
)
def test_a_longer_span_needs_a_capital_of_its_own(text: str, marked: str) -> None:
    article, start = names(text), text.index(marked)
    before = [mention.name.text for mention in article.mentions]
    article.hear({0: [ModelSpan(start, start + len(marked), "person")]})
    assert [mention.name.text for mention in article.mentions] == before


def test_a_longer_name_is_one_wherever_it_stands() -> None:
    article = names("On soigne à l'hôpital Pasteur de Colmar.", "Il dort à l’hôpital Pasteur de Colmar.")
    article.hear({0: [ModelSpan(14, 39, "organization")]})
    assert [mention.name.text for mention in article.mentions] == ["hôpital Pasteur de Colmar"] * 2
