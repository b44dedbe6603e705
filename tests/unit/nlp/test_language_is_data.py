"""The rules hold no word of a language: what they look for stands in its folder, which is all that another language needs."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from streams.nlp.language_folder import FOLDER

RULES = FOLDER.parent.parent
FILES = sorted(path for path in RULES.rglob("*.py") if FOLDER.parent not in path.parents)
# Technical names that are words of French too.
LABELS = {"a", "or", "u", "document"}
# An accented letter by itself is no word.
ACCENTED = re.compile(r"\w+[À-ÖØ-öø-ÿŒœ]\w*|[À-ÖØ-öø-ÿŒœ]\w+")
# « [a-zà-ÿ] » in a regular expression is every small letter.
RANGES = re.compile(r"[à-ÿÀ-Þ]-[à-ÿÀ-Þ]")


def grammar_words() -> set[str]:
    grammar = tomllib.loads((FOLDER / "grammar.toml").read_text(encoding="utf-8"))
    return {word for section in ("small_words", "grammar") for forms in grammar[section].values() for word in forms}


def literals(tree: ast.Module) -> Iterator[str]:
    """Every string of a module but its docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    bodies = [node.body[0] for node in ast.walk(tree) if isinstance(node, documented) and node.body]
    docstrings = {id(first.value) for first in bodies if isinstance(first, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(RULES)))
def test_no_rule_holds_a_word_of_the_language(path: Path) -> None:
    strings = list(literals(ast.parse(path.read_text(encoding="utf-8"))))
    words = grammar_words() - LABELS
    # Of a phrase all of whose words are French, « et de »; a message to the reader is not.
    assert [text for text in strings if text.strip() and words.issuperset(text.split())] == []
    assert [found for text in strings for found in ACCENTED.findall(RANGES.sub("", text))] == []
