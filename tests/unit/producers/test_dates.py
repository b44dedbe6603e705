"""Dates of sources: every precision, and nothing invented."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import InvalidMessage
from producers.sources.dates import read_published


@pytest.mark.parametrize(
    ("written", "value", "precision"),
    [
        ("2023", "2023", "year"),
        (2023, "2023", "year"),
        ("2023-01", "2023-01", "month"),
        (" 2023-01-12 ", "2023-01-12", "day"),
        ("2023-01-12T08:30:00+01:00", "2023-01-12T08:30:00+01:00", "time"),
        ("2023-01-12T08:30:00Z", "2023-01-12T08:30:00+00:00", "time"),
        ("2023-01-12 08:30+0100", "2023-01-12T08:30:00+01:00", "time"),
        ("2023-01-12T08:30:00", "2023-01-12", "day"),
        ("Thu, 12 Jan 2023 08:30:00 +0100", "2023-01-12T08:30:00+01:00", "time"),
        ("Thu, 12 Jan 2023 08:30:00 GMT", "2023-01-12T08:30:00+00:00", "time"),
        (1673508600, "2023-01-12T07:30:00+00:00", "time"),
        (1673508600000, "2023-01-12T07:30:00+00:00", "time"),
        ({"value": "2023-01", "precision": "month"}, "2023-01", "month"),
    ],
)
def test_a_date_keeps_its_precision(written: object, value: str, precision: str) -> None:
    published = read_published(written)
    assert (published.value, published.precision) == (value, precision)


@pytest.mark.parametrize(
    "written", ["", "2023-13", "2023-02-29", "0000-01", "12/01/2023", "hier", True, None, [], {"value": "x"}, float("nan"), 10**30]
)
def test_what_is_no_date_is_quoted(written: object) -> None:
    with pytest.raises(InvalidMessage, match="is no date: write 2023"):
        read_published(written)


@given(st.text() | st.integers() | st.floats() | st.from_regex(r"\d{1,5}-\d{1,3}(-\d{1,3})?([T ]\d\d:\d\d)?", fullmatch=True))
def test_nothing_raises_anything_else(written: object) -> None:
    try:
        published = read_published(written)
    except InvalidMessage:
        return
    assert read_published(published.value) == published


offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(timezones=offsets))
def test_a_time_with_a_zone_is_that_moment(moment: datetime) -> None:
    published = read_published(moment.isoformat())
    assert published.precision == "time"
    assert datetime.fromisoformat(published.value) == moment
