"""The scores, on claims and entities small enough to count by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.gold import Annotation, GoldClaim, GoldEntity
from evaluation.scoring import (
    PredictedClaim,
    Prediction,
    Score,
    Tally,
    is_speaker,
    normal,
    overlap,
    pair_claims,
    pair_entities,
    score,
    word_counts,
)


def marked(text: str, speaker: str | None = "Anna Weil", *aliases: str) -> GoldClaim:
    return GoldClaim(text=text, speaker=speaker, speaker_aliases=aliases, kind="indirect")


def found(text: str, speaker: str | None = "Anna Weil") -> PredictedClaim:
    return PredictedClaim(text, speaker, "indirect")


@pytest.mark.parametrize(
    ("one", "other"),
    [("l’Élysée", "Elysee"), ("Me Loïc Trévignon", "loic trevignon"), ("la ministre", "ministre"), ("cœur", "COEUR"), ("UE", "l'UE")],
)
def test_case_accents_articles_and_civilities_tell_no_names_apart(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(("one", "other"), [("Le Jeune", "Rose Le Jeune"), ("Otan", "Onu"), ("", "x")])
def test_other_words_tell_names_apart(one: str, other: str) -> None:
    assert normal(one) != normal(other)


def test_a_name_that_is_an_article_alone_keeps_it() -> None:
    assert normal("Le") == "le"


def test_overlap_counts_words_as_often_as_they_stand() -> None:
    assert overlap(word_counts("le pont le bac"), word_counts("Le pont")) == pytest.approx(2 / 4)
    assert overlap(word_counts("«»"), word_counts("…")) == 0


def test_the_best_pairs_come_first_and_each_claim_is_paired_once() -> None:
    gold = [marked("le pont sera fermé"), marked("le pont sera fermé lundi")]
    predicted = [found("le pont sera fermé lundi"), found("le pont sera fermé"), found("le pont sera fermé")]
    assert set(pair_claims(gold, predicted)) == {(1, 0), (0, 2)}


def test_half_the_words_are_enough_and_fewer_are_not() -> None:
    assert pair_claims([marked("un deux")], [found("un")]) == [(0, 0)]
    assert pair_claims([marked("un deux trois")], [found("un")]) == []


def test_an_alias_is_the_speaker_and_nobody_is_only_nobody() -> None:
    assert is_speaker(marked("a", "Anna Weil", "Weil"), "Mme Weil")
    assert not is_speaker(marked("a", "Anna Weil"), None)
    assert is_speaker(marked("a", None), None)
    assert not is_speaker(marked("a", None), "Anna Weil")


def test_entities_are_paired_by_type_and_form_one_to_one() -> None:
    gold = [GoldEntity(type="organization", name="Union européenne", aliases=("UE",)), GoldEntity(type="place", name="Rome")]
    predicted = [("organization", "UE"), ("organization", "l’Union européenne"), ("person", "Rome")]
    assert pair_entities(gold, predicted, "organization") == ([], ["l’Union européenne"])  # type: ignore[arg-type]
    assert pair_entities(gold, predicted, "person") == ([], ["Rome"])  # type: ignore[arg-type]
    assert pair_entities(gold, predicted, "place") == ([gold[1]], [])  # type: ignore[arg-type]


def test_an_article_is_scored_and_articles_add_up() -> None:
    gold = Annotation(
        id="a",
        countries=(),
        entities=(GoldEntity(type="person", name="Anna Weil"), GoldEntity(type="place", name="Rome")),
        claims=(marked("le pont sera fermé"), marked("le bac part à midi"), marked("il pleut")),
    )
    one = score(
        gold, Prediction((("person", "Anna Weil"), ("place", "Pluie")), (found("le pont sera fermé"), found("le bac part à midi", "Bob")))
    )
    assert (one.claim, one.attributed) == (Tally(2, 2, 3), Tally(1, 2, 3))
    assert (one.entities["person"], one.entities["place"], one.entity) == (Tally(1, 1, 1), Tally(0, 1, 1), Tally(1, 2, 2))
    assert one.speaker_accuracy == 0.5
    assert (one.kinds["indirect"].found, one.kinds["indirect"].attributed, one.kinds["indirect"].expected) == (2, 1, 3)
    assert one + Score() == one
    assert (one + one).claim == Tally(4, 4, 6)


def test_ratios_of_nothing_are_nought() -> None:
    assert (Tally().precision, Tally().recall, Tally().f1, Score().speaker_accuracy) == (0, 0, 0, 0)


@given(st.lists(st.text("abc ", min_size=1, max_size=8), max_size=6), st.lists(st.text("abc ", min_size=1, max_size=8), max_size=6))
def test_no_claim_is_ever_paired_twice(gold: list[str], predicted: list[str]) -> None:
    pairs = pair_claims([marked(text) for text in gold], [found(text) for text in predicted])
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
