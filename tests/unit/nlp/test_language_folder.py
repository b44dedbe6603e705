"""What the folder of a language lacks is told: which file, which entry, and where it is written what it is for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from spacy.lookups import Lookups

from streams.nlp import language_folder
from streams.nlp.language_folder import LanguageError, choose, pattern, read_lines, read_rows, read_toml, small_word, word_set
from streams.nlp.marks import Marks
from streams.nlp.word_classes import WordClasses


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    made = tmp_path / "xx"
    made.mkdir()
    monkeypatch.setattr(language_folder, "FOLDER", made)
    read_toml.cache_clear()
    yield made
    read_toml.cache_clear()


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (lambda: read_lines("verbs.txt"), "languages/xx/verbs.txt is missing"),
        (lambda: read_rows("cues.csv")[0]["frames"], "languages/xx/cues.csv lacks « frames »"),
        (lambda: small_word("and"), "languages/xx/grammar.toml [small_words] lacks « and »"),
        (lambda: word_set("days", "grammar"), "languages/xx/grammar.toml lacks « grammar »"),
        (lambda: word_set("when"), "languages/xx/attribution.toml cannot be read"),
        (lambda: pattern("agent"), "languages/xx/patterns.toml: « agent » is no regular expression"),
        (lambda: WordClasses.of(Lookups()), "the model's lemmatizer has no tables lemma_index, lemma_exc, lemma_rules"),
        (lambda: Marks.load(), "languages/xx/naming.toml and the rules disagree on these sets: at_home, "),
    ],
)
def test_what_is_missing_is_told(folder: Path, read: Callable[[], object], told: str) -> None:
    (folder / "cues.csv").write_text("# Verbs.\nverb\nsay\n", encoding="utf-8")
    (folder / "grammar.toml").write_text("[small_words]\nor = []\n", encoding="utf-8")
    (folder / "attribution.toml").write_text("[words\n", encoding="utf-8")
    (folder / "patterns.toml").write_text('agent = "("\n', encoding="utf-8")
    (folder / "naming.toml").write_text("[folded]\n[written]\n[stems]\n[beginnings]\n[endings]\n", encoding="utf-8")
    with pytest.raises(LanguageError) as raised:
        read()
    assert str(raised.value).startswith(told)


def test_a_language_without_a_folder_is_told() -> None:
    with pytest.raises(LanguageError, match="no rules for the language 'tlh'"):
        choose("tlh")
