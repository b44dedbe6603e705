"""Reading of the data files of a language folder: comment lines begin with « # »."""

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "french"


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
    """Read a set of words from ``attribution.toml``."""
    return frozenset(read_toml("attribution.toml")[section][name])
