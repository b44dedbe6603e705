"""Publication dates as sources write them, kept as precise as they are: year, month, day, or a time with its zone."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

from pydantic import ValidationError

from contracts.errors import InvalidMessage
from contracts.messages import Precision, Published

PRECISIONS: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}
# Unix times are in seconds or in milliseconds: as seconds, this one lies in the year 5138.
MILLISECONDS_FROM = 100_000_000_000


def read_published(value: object) -> Published:
    """Read a date: ``2023``, ``2023-01``, ``2023-01-12``, an ISO time, an RFC 822 time (RSS), a Unix time in s or ms.

    A time without a zone is kept as its day: which moment it was is not known.

    Raises:
        InvalidMessage: it is none of these; the sentence quotes it.
    """
    try:
        if isinstance(value, dict):
            return Published.model_validate(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return _from_number(value)
        if isinstance(value, str):
            return _from_text(value.strip())
    except (ValueError, OverflowError, OSError, ValidationError):
        pass
    raise InvalidMessage(f"{str(value)[:60]!r} is no date: write 2023, 2023-01, 2023-01-12 or 2023-01-12T08:30:00+01:00")


# The same days come again and again, and checking a date is slow.
@lru_cache(maxsize=1024)
def _from_text(text: str) -> Published:
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", text, re.ASCII):
        return Published(value=text, precision=PRECISIONS[len(text)])
    try:
        return of_time(datetime.fromisoformat(text))
    except ValueError:
        return of_time(parsedate_to_datetime(text))


def _from_number(number: int | float) -> Published:
    if isinstance(number, int) and 1000 <= number <= 9999:
        return Published(value=str(number), precision="year")
    return of_time(datetime.fromtimestamp(number / 1000 if abs(number) >= MILLISECONDS_FROM else number, UTC))


def of_time(time: datetime) -> Published:
    """Keep a moment with its zone, or the day of a time that has none."""
    if time.tzinfo is None:
        return Published(value=time.date().isoformat(), precision="day")
    return Published(value=time.isoformat(), precision="time")
