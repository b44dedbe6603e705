"""Dates as a person writes them: a year, a month or a day."""

import re
from datetime import date, timedelta

from telex.search.query_language import QueryError

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
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
    raise QueryError(f"{text!r} is not a date: write 2023, 2023-01 or 2023-01-12")


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
        raise QueryError(f"{text!r} is too far in the future") from None
