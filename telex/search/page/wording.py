"""The words of the page in French and English, and values as a reader knows them: countries, dates."""

from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import orjson
from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton

LANGUAGES = ("fr", "en")


@cache
def words(language: str) -> dict[str, str]:
    """The words of the page in one of LANGUAGES."""
    content: dict[str, dict[str, str]] = orjson.loads(files("telex.search.page").joinpath("wording.json").read_bytes())
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


def value_text(facet: str, value: str, language: str) -> str:
    """A value of a facet as a reader knows it: the name of a country or language, the word for a kind."""
    if facet in ("countries", "country"):
        return str(Locale(language).territories.get(value, value))
    if facet == "language":
        return str(Locale(language).languages.get(value, value))
    return words(language).get(value, value) if facet in ("kind", "modality") else value


def date_text(document: dict[str, Any], language: str) -> str:
    """When an article appeared, as precisely as is known; empty if it is not."""
    value, precision = document.get("published"), document.get("published_precision")
    if not value:
        return ""
    if precision == "month":
        year, month = (int(part) for part in value.split("-"))
        return str(format_skeleton("yMMMM", date(year, month, 1), locale=language))
    if precision == "day":
        return str(format_date(date.fromisoformat(value), "long", locale=language))
    if precision == "time":
        return str(format_datetime(datetime.fromisoformat(value), "long", tzinfo=datetime.fromisoformat(value).tzinfo, locale=language))
    return str(value)
