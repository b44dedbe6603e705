"""The dates that a claim names, resolved against the publication date of its article: « le 20 janvier prochain », « jeudi », « en 2019 ».

Where a date stands is told by the words of ``dates.toml``; what it means by dateparser. A date that the publication date does not
settle (« jeudi » in an article of which only the month is known, « la veille ») is left out: it is never a guess.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from dateparser.date import DateDataParser

from contracts.messages import DatePrecision, Published
from streams.nlp.language_folder import FOLDER, read_toml

Direction = Literal["past", "future"]

_DATA = read_toml("dates.toml")
_UNITS: dict[DatePrecision, str] = _DATA["units"]
_PARSED: dict[str, str] = _DATA["parsed"]
_REWRITTEN: dict[str, str] = _DATA["rewritten"]
# Where a date names its year, the day it is read on does not matter.
_ANY_DAY = date(2000, 1, 1)
# How much of an ISO date says it, in characters.
_LENGTHS: dict[DatePrecision, int] = {"year": 4, "month": 7, "week": 10, "day": 10}
# Articles of other years are misdated: nothing is reckoned from them, nor past the years that Python knows.
_YEARS_OF_PRESS = range(1600, 2500)
_WHICH = rf"(?:\s(?:(?P<next>{_DATA['next']})|(?P<last>{_DATA['last']})))"
_DAY = rf"(?:(?:{_DATA['weekdays']})\s)?(?P<day>[12]?\d|3[01]|{_DATA['first']})"
_WHEN = rf"(?:\s(?P<year>(?:19|20)\d\d)|{_WHICH})?"
_UNIT = "|".join(f"(?P<of_{precision}>{words})" for precision, words in _UNITS.items())
# In the order in which they are tried at each place of the text; the first one that fits is taken.
_PATTERNS: dict[str, re.Pattern[str]] = {
    name: re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE)
    for name, pattern in {
        "numeric": r"\d\d?/\d\d?/(?:19|20)\d\d",
        "day_month": rf"{_DAY}\s(?P<month>{_DATA['months']}){_WHEN}",
        "month": rf"(?:(?P<before>{_DATA['before_month']})[\s-])?(?P<month>{_DATA['months']}){_WHEN}",
        "weekday": rf"(?:(?P<ahead>{_DATA['until']})\s(?:(?:{_DATA['until_the']})\s)?)?(?P<weekday>{_DATA['weekdays']}){_WHICH}?",
        "near": _DATA["days"],
        "this": rf"(?:{_DATA['this']})\s(?:{_UNIT})(?:{_DATA['here']})?",
        "which": rf"(?:{_UNIT}){_WHICH}",
        "counted": rf"(?:(?P<ahead>{_DATA['ahead']})|{_DATA['ago']})\s(?P<number>{_DATA['numbers']})\s(?:{_UNIT})",
        "year": rf"(?:{_DATA['before_year']})[\s-]?(?P<year>(?:19|20)\d\d)",
    }.items()
}


class FoundDate(NamedTuple):
    """A date in a text: its offsets there, its ISO value and how precise that is."""

    start: int
    end: int
    value: str
    precision: DatePrecision


@dataclass(frozen=True)
class Reference:
    """When an article appeared, as the first and the last day that it can be; both the same where the day is known."""

    first: date
    last: date

    @classmethod
    def of(cls, published: Published) -> "Reference":
        """Read a publication date."""
        if published.precision == "time":
            day = datetime.fromisoformat(published.value).date()
            return cls(day, day)
        year, month, day_number = (int(part) for part in (published.value + "-00-00").split("-")[:3])
        last_month = month or 12
        return cls(date(year, month or 1, day_number or 1), date(year, last_month, day_number or calendar.monthrange(year, last_month)[1]))

    def settles(self, precision: DatePrecision) -> bool:
        """Whether the day, week, month or year of publication is known."""
        if precision in {"day", "week"}:
            return self.first == self.last
        return self.first.year == self.last.year and (precision == "year" or self.first.month == self.last.month)


def find_dates(text: str, published: Published | None, direction: Direction | None = None) -> list[FoundDate]:
    """Find the dates of a claim, in order.

    Args:
        text: the words of the claim.
        published: when its article appeared; without it only dates that name their year are found.
        direction: ``future`` where the claim speaks of the future: « jeudi » is then the next one and « le 3 mai » still to come.
    """
    reference = Reference.of(published) if published and int(published.value[:4]) in _YEARS_OF_PRESS else None
    dates = []
    for kind, match in _candidates(text):
        precision = _precision(kind, match.groupdict())
        resolved = _resolve(kind, match, reference, direction, precision)
        if resolved is not None:
            dates.append(FoundDate(match.start(), match.end(), resolved.isoformat()[: _LENGTHS[precision]], precision))
    return dates


def _candidates(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Give the expressions that do not overlap, with the names of their patterns."""
    matches = [
        (match.start(), number, kind, match) for number, (kind, pattern) in enumerate(_PATTERNS.items()) for match in pattern.finditer(text)
    ]
    end = 0
    for start, _, kind, match in sorted(matches, key=lambda entry: entry[:2]):
        if start >= end:
            yield kind, match
            end = match.end()


def _resolve(
    kind: str, match: re.Match[str], reference: Reference | None, direction: Direction | None, precision: DatePrecision
) -> date | None:
    named = match.groupdict()
    if kind == "numeric" or named.get("year"):
        return _parse(_without_lead(match), _ANY_DAY, "past")
    which: Direction | None = "future" if named.get("next") else "past" if named.get("last") else None
    if reference is None or (kind == "month" and not which and not named["before"]):
        return None
    if kind in {"day_month", "month"}:
        return _of_calendar(_without_lead(match), reference, which or ("future" if direction == "future" else None))
    if not reference.settles(precision):
        return None
    resolved = _near(kind, match, reference.first, which, direction, precision)
    return resolved - timedelta(days=resolved.weekday()) if resolved and precision == "week" else resolved


def _precision(kind: str, named: dict[str, str | None]) -> DatePrecision:
    if kind in {"month", "year"}:
        return "month" if kind == "month" else "year"
    return next((precision for precision in _UNITS if named.get(f"of_{precision}")), "day")


def _without_lead(match: re.Match[str]) -> str:
    """The day, month and year alone: « fin mars 2024 » gives « mars 2024 »."""
    named = match.groupdict()
    parts = [named.get(part) for part in ("day", "month", "year")]
    words = " ".join(part for part in parts if part)
    for written, parsed in _REWRITTEN.items():
        words = words.replace(written, parsed)
    return words or match[0]


def _of_calendar(words: str, reference: Reference, which: Direction | None) -> date | None:
    """« le 13 décembre »: the next or the last one as said, else the one that is nearest to the publication."""
    ahead, behind = _parse(words, reference.first, "future"), _parse(words, reference.last, "past")
    if which or not ahead or not behind:
        return ahead if which == "future" else behind
    return ahead if ahead - reference.first < reference.last - behind else behind


def _near(
    kind: str, match: re.Match[str], day: date, which: Direction | None, direction: Direction | None, unit: DatePrecision
) -> date | None:
    named = match.groupdict()
    if kind == "this":
        return day
    if kind == "weekday":
        future = (which or ("future" if named["ahead"] else direction)) == "future"
        # Without « dernier » the day of publication itself is meant too.
        return _parse(named["weekday"], day if which or future else day + timedelta(days=1), "future" if future else "past")
    if kind in {"which", "counted"}:
        ahead = which == "future" or bool(named.get("ahead"))
        counted = _PARSED["ahead" if ahead else "ago"].format(number=named.get("number") or 1, unit=_PARSED[unit])
        return _parse(counted, day, "past")
    return _parse(match[0], day, "past")


def _parse(words: str, day: date, prefer: Direction) -> date | None:
    settings = {"RELATIVE_BASE": datetime.combine(day, time()), "PREFER_DATES_FROM": prefer, "PREFER_DAY_OF_MONTH": "first"}
    found = DateDataParser(languages=[FOLDER.name], settings=settings).get_date_data(words.replace("’", "'")).date_obj
    return found.date() if found else None
