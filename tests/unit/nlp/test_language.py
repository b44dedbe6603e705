import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.nlp.language import detect_language

FRENCH = "Le premier ministre a annoncé mardi que les impôts n'augmenteraient pas l'an prochain."


@pytest.mark.parametrize("stated", [None, "fr", "en"])
def test_french_is_french_whatever_the_source_says(stated: str | None) -> None:
    assert detect_language("Budget", FRENCH * 3, stated) == "fr"


@pytest.mark.parametrize(
    "title", ["Grève", "Séisme au Maroc", FRENCH.upper(), "À Namur, les urgences de nuit rouvrent", "Foot : Lens bat Nice 2-1"]
)
def test_short_and_capital_titles_are_not_misjudged(title: str) -> None:
    assert detect_language(title, "", None) == "fr"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The prime minister said on Tuesday that the government would not raise taxes next year, despite pressure.", "en"),
        ("Der Bundeskanzler hat am Dienstag erklärt, dass die Regierung die Steuern nicht erhöhen werde.", "de"),
        ("De premier zei dinsdag dat de regering de belastingen volgend jaar niet zal verhogen.", "nl"),
    ],
)
def test_other_languages(text: str, language: str) -> None:
    assert detect_language("", text, None) == language
    assert detect_language("", text * 5, "fr") == language


@given(st.text(), st.text(), st.none() | st.text(max_size=8))
def test_never_raises(title: str, body: str, stated: str | None) -> None:
    assert detect_language(title, body, stated)
