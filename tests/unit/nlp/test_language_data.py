"""The lists of the language folder: no entry twice, no line too long to read, no set that no rule reads."""

import re
import tomllib
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest

from streams.nlp.language_folder import FOLDER
from streams.nlp.marks import Marks
from streams.nlp.phrases import items
from streams.nlp.words import key_of

FILES = sorted(FOLDER.glob("*.toml"))
LISTS = [path for path in FILES if path.name != "patterns.toml"]
RULES = FOLDER.parent.parent
LONGEST_LINE = 150


def lists(data: dict[str, object], prefix: str = "") -> dict[str, list[str]]:
    """Every list of a file by its path; a text without commas is one of words."""
    found: dict[str, list[str]] = {}
    for name, value in data.items():
        if isinstance(value, dict):
            found |= lists(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            found[prefix + name] = value
        elif isinstance(value, str):
            found[prefix + name] = items(value) if "," in value else value.split()
    return found


def sources(folder: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((RULES / folder).glob("*.py")))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_no_entry_stands_twice(path: Path) -> None:
    found = lists(tomllib.loads(path.read_text(encoding="utf-8")))
    assert {
        name: twice for name, entries in found.items() if (twice := [one for one, count in Counter(entries).items() if count > 1])
    } == {}


@pytest.mark.parametrize("name", ["agents.csv", "compound_roles.csv", "cues.csv", "people.csv", "sources.csv"])
def test_no_row_stands_twice(name: str) -> None:
    rows = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    assert [row for row, count in Counter(rows).items() if count > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_lines_are_short_enough_to_read(path: Path) -> None:
    assert [line[:40] for line in path.read_text(encoding="utf-8").splitlines() if len(line) > LONGEST_LINE] == []


def test_no_organization_stands_in_two_blocks() -> None:
    blocks = tomllib.loads((FOLDER / "organizations.toml").read_text(encoding="utf-8"))["known"].values()
    assert [name for name, count in Counter(name for block in blocks for name in items(block)).items() if count > 1] == []


def test_the_rules_for_names_compare_small_words_as_they_are_written() -> None:
    small = tomllib.loads((FOLDER / "grammar.toml").read_text(encoding="utf-8"))["small_words"]
    imported = re.findall(r"from streams\.nlp\.small_words import (.+)", sources("naming"))
    names = {name.strip().lower() for line in imported for name in line.split(",")} & set(small)
    assert len(names) > 5
    assert [form for name in names for form in small[name] if key_of(form) != form] == []


def test_a_rule_reads_every_set_of_words_for_names() -> None:
    code = sources("naming") + sources(".")
    assert [field.name for field in fields(Marks) if not re.search(rf"marks\.{field.name}\b", code)] == []


def test_a_rule_reads_every_set_of_words_for_claims() -> None:
    words = tomllib.loads((FOLDER / "attribution.toml").read_text(encoding="utf-8"))["words"]
    code = sources("speech") + sources(".")
    assert [name for name in words if f'word_set("{name}")' not in code] == []
