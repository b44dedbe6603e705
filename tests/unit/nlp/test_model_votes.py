"""Where the model is asked, and what its spans count."""

from name_reading import gazetteer, vocabulary

from contracts.messages import EntityType
from streams.nlp.document import Paragraph
from streams.nlp.entities import find_mentions
from streams.nlp.grouping import Mention
from streams.nlp.model_votes import OVERLAP, SAME_SPAN, ModelSpan, add_votes, undecided


def mentions(*texts: str) -> list[Mention]:
    return find_mentions([Paragraph("body", 0, text) for text in texts], vocabulary(), gazetteer())


def asked(*texts: str) -> list[int]:
    return [number for number, _ in undecided(mentions(*texts), vocabulary().classes)]


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
