"""The words of the page in French and English, and values as a reader knows them: countries, dates."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import orjson
from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal

from telex.search.query_language import QueryError

LANGUAGES = ("fr", "en")


@cache
def words(language: str) -> dict[str, Any]:
    """The words of the page in one of LANGUAGES."""
    content: dict[str, dict[str, Any]] = orjson.loads(files("telex.search.page").joinpath("wording.json").read_bytes())
    return content[language]


def choose_language(wanted: str | None, accepted: str) -> str:
    """The language asked for, else the first that the browser accepts (its Accept-Language header), else French."""
    if wanted in LANGUAGES:
        return str(wanted)
    for part in accepted.split(","):
        code = part.split(";")[0].strip().lower()[:2]
        if code in LANGUAGES:
            return code
    return LANGUAGES[0]


def error_text(error: QueryError, language: str) -> str:
    """What is wrong with a query; without the position, which a page shows in the query itself."""
    return str(words(language)["errors"].get(error.template, error.template).format(**error.values))


def value_text(facet: str, value: str, language: str) -> str:
    """A value of a facet as a reader knows it: the name of a country or language, the word for a kind, the beginning of a hash."""
    if facet in ("countries", "country"):
        return str(Locale(language).territories.get(value, value))
    if facet == "language":
        return str(Locale(language).languages.get(value, value))
    if facet == "text":
        return f"{value[:8]}…"
    return str(words(language).get(value, value)) if facet in ("kind", "modality") else value


def number_text(number: float, language: str) -> str:
    """A number as a reader writes it: 12 345 or 12,345."""
    return str(format_decimal(number, locale=language))


def period_text(period: str, language: str) -> str:
    """A month of the time chart as a reader says it (« janvier 2023 »); other periods as they stand."""
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", period)
    return str(format_skeleton("yMMMM", date(int(match[1]), int(match[2]), 1), locale=language)) if match else period


def date_text(document: Mapping[str, Any], language: str) -> str:
    """When an article appeared, as precisely as is known; empty if it is not."""
    value, precision = document.get("published"), document.get("published_precision")
    if not value:
        return ""
    if precision == "month":
        return period_text(value, language)
    if precision == "day":
        return str(format_date(date.fromisoformat(value), "long", locale=language))
    if precision == "time":
        # As the source's own clock showed it.
        at = datetime.fromisoformat(value)
        return f"{format_date(at, 'long', locale=language)}, {format_time(at, 'short', tzinfo=at.tzinfo, locale=language)}"
    return str(value)
