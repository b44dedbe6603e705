import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.nlp.words import fold, split_words


def words(text: str) -> list[str]:
    return [word.text for word in split_words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l'Élysée et l’Otan", ["l'", "Élysée", "et", "l’", "Otan"]),
        ("M. Le Floc'hlay", ["M.", "Le", "Floc'hlay"]),
        ("Franck-Olivier N'Guessan", ["Franck-Olivier", "N'Guessan"]),
        ("qu'Élise n'a aujourd’hui", ["qu'", "Élise", "n'", "a", "aujourd’hui"]),
        ("la N-VA, CD&V et Canal+", ["la", "N-VA", "CD&V", "et", "Canal+"]),
        ("Côte d'Ivoire", ["Côte", "d'", "Ivoire"]),
    ],
)
def test_words_keep_hyphens_and_name_apostrophes_but_not_elisions(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "initial"),
    [
        ("Le maire. Paul vient", ["Le", "Paul"]),
        ("Il dit : « Nous partons »", ["Il", "Nous"]),
        ("M. Dupont vient", ["M."]),
        ("L'Union parle", ["L'"]),
        ("22 h 41 – Merci à tous", ["22", "Merci"]),
    ],
)
def test_a_word_is_initial_where_a_capital_is_due_anyway(text: str, initial: list[str]) -> None:
    assert [word.text for word in split_words(text) if word.initial] == initial


def test_folding_ignores_case_accents_hyphens_and_kinds_of_apostrophe() -> None:
    assert fold("Côte-d’Ivoire") == fold("COTE D'IVOIRE") == "cote d'ivoire"
    assert fold("Sœur") == "soeur"


def test_small_words_that_only_an_accent_tells_apart_keep_it() -> None:
    assert [word.key for word in split_words("dès des à a Où ou")] == ["dès", "des", "à", "a", "où", "ou"]


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    end = 0
    for word in split_words(text):
        assert text[word.start : word.end] == word.text
        assert text[end : word.start] == word.gap
        end = word.end
