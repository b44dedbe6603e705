"""The page says everything in both languages, the reasons of a query error among them."""

import ast
import string
from pathlib import Path

import pytest

import telex.search
from telex.search.page.wording import LANGUAGES, choose_language, date_text, error_text, number_text, period_text, value_text, words
from telex.search.query_language import QueryError

FOLDER = Path(telex.search.__file__).parent


def error_templates() -> set[str]:
    """The sentence of every QueryError that the search raises, read from its code."""
    found = set()
    for path in FOLDER.rglob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        named = {ast.unparse(node.targets[0]): node.value for node in nodes if isinstance(node, ast.Assign)}
        for node in nodes:
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "QueryError" and ast.unparse(node.args[0]) != "self.template":
                said = named.get(ast.unparse(node.args[0]), node.args[0])
                assert isinstance(said, ast.Constant), (
                    f"{path.name}: the sentence must be a plain text, its values apart: {ast.unparse(said)}"
                )
                found.add(str(said.value))
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_words() -> None:
    assert words("fr").keys() == words("en").keys()
    assert all(text for language in LANGUAGES for name, text in words(language).items() if name != "errors")


def test_no_word_hides_behind_a_method_of_the_dictionary() -> None:
    assert not [name for name in words("fr") if hasattr(dict, name)]


def test_every_query_error_has_its_french_sentence() -> None:
    french = words("fr")["errors"]
    assert french.keys() == error_templates()
    assert len(french) > 25
    for template, sentence in french.items():
        assert placeholders(sentence) <= placeholders(template), template


def test_an_error_in_the_readers_language() -> None:
    error = QueryError("this ( is never closed: add a )", 3)
    assert error_text(error, "fr") == "cette ( n’est jamais fermée : ajoutez une )"
    assert error_text(error, "en") == "this ( is never closed: add a )"
    assert str(error.at(7)) == "this ( is never closed: add a ) (at character 7)"


@pytest.mark.parametrize(
    ("wanted", "accepted", "language"),
    [("en", "fr", "en"), (None, "de, en;q=0.8", "en"), ("xx", "", "fr"), (None, "fr-CA", "fr"), (None, "*", "fr")],
)
def test_the_language_is_the_one_asked_for_or_accepted(wanted: str | None, accepted: str, language: str) -> None:
    assert choose_language(wanted, accepted) == language


def test_values_as_a_reader_says_them() -> None:
    assert [period_text(text, "fr") for text in ("2023-01", "2023", "2023-13")] == ["janvier 2023", "2023", "2023-13"]
    assert period_text("2023-01", "en") == "January 2023"
    assert number_text(1234, "en") == "1,234"
    assert value_text("countries", "DE", "fr") == "Allemagne"
    assert value_text("kind", "direct", "en") == "quoted"
    assert date_text({"published": "2023-02-03", "published_precision": "day"}, "fr") == "3 février 2023"
    assert date_text({"published": "2024-06-03T17:45:00+02:00", "published_precision": "time"}, "fr") == "3 juin 2024, 17:45"
    assert date_text({}, "fr") == ""
