"""Dates as a person writes them: a year, a month or a day, alone or as the ends of a period."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from telex.search.query_language import QueryError

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_PERIOD = re.compile(r"(?P<sign>[<>]=?)(?P<end>.+)|(?P<since>.*)\.\.(?P<until>.*)")
DECEMBER = 12


def first_day(text: str) -> date:
    """The first day of ``2023``, ``2023-01`` or ``2023-01-12``.

    Raises:
        QueryError: not a date of one of these forms.
    """
    match = _DATE.fullmatch(text.strip())
    try:
        if match:
            return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        pass
    raise QueryError("{text!r} is not a date: write 2023, 2023-01 or 2023-01-12", text=text)


def day_after(text: str) -> date:
    """The day after the last day of ``2023``, ``2023-01`` or ``2023-01-12``.

    Raises:
        QueryError: not a date of one of these forms.
    """
    first = first_day(text)
    parts = text.strip().count("-")
    try:
        if parts == 0:
            return first.replace(year=first.year + 1)
        if parts == 1:
            return date(first.year + first.month // DECEMBER, first.month % DECEMBER + 1, 1)
        return first + timedelta(days=1)
    except (ValueError, OverflowError):
        raise QueryError("{text!r} is too far in the future", text=text) from None


def period(text: str) -> dict[str, str]:
    """The range that ``2023-01``, ``2022..2023-06``, ``2023..``, ``..2023``, ``>=2023`` or ``<2023`` names, as Elasticsearch takes it.

    Both ends are included, except after ``<`` and ``>``.

    Raises:
        QueryError: not a period of one of these forms.
    """
    match = _PERIOD.fullmatch(text.strip())
    if match and match["sign"]:
        bounds: dict[str, Callable[[str], date]] = {"<": first_day, "<=": day_after, ">": day_after, ">=": first_day}
        return {"lt" if match["sign"].startswith("<") else "gte": bounds[match["sign"]](match["end"]).isoformat()}
    return between(match["since"], match["until"]) if match else between(text, text)


def between(since: str | None, until: str | None) -> dict[str, str]:
    """The range from the first day of a date to the last day of another, each of which may be missing.

    Raises:
        QueryError: one is not a date, both are missing, or the end comes before the beginning.
    """
    bounds = {**({"gte": first_day(since).isoformat()} if since else {}), **({"lt": day_after(until).isoformat()} if until else {})}
    if not bounds:
        raise QueryError("a period needs a beginning or an end: write 2023, 2022..2023-06, 2023.. or ..2023")
    if since and until and bounds["gte"] >= bounds["lt"]:
        raise QueryError("the period ends ({until}) before it begins ({since}): exchange the two", until=until, since=since)
    return bounds
