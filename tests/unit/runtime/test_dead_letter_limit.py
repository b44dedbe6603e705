"""When a stage has rejected too much of what it took last."""

from itertools import cycle, islice

import pytest

from contracts.errors import OperatorNeeded
from runtime.dead_letter_limit import DeadLetterLimit
from runtime.settings import Settings

BAD = "it is no article"


def limit(least: int, window: int, before: list[bool] | None = None) -> DeadLetterLimit:
    return DeadLetterLimit(Settings(dead_letter_limit=least, dead_letter_window=window), before or [])


def test_a_stage_that_rejects_nearly_everything_stops_though_some_succeed() -> None:
    counted = limit(200, 250)
    with pytest.raises(OperatorNeeded, match=rf"^200 of the last 210 messages are rejected, the last one because: {BAD}; mend .*_LIMIT"):
        counted.count(islice(cycle([*[BAD] * 19, None]), 1000))


def test_a_stage_that_rejects_half_goes_on() -> None:
    counted = limit(200, 250)
    counted.count(islice(cycle([BAD, None]), 10_000))
    assert counted.rejected == 125


def test_what_left_the_window_is_forgotten() -> None:
    counted = limit(3, 4)
    counted.count([BAD, BAD, None, None, BAD, BAD, None, None])
    with pytest.raises(OperatorNeeded):
        counted.count([BAD, BAD, BAD])


def test_what_was_rejected_before_the_start_counts() -> None:
    counted = limit(3, 4, [True, True, False])
    counted.count([None])
    with pytest.raises(OperatorNeeded, match="3 of the last 4"):
        limit(3, 4, [True, True, False]).count([BAD])


def test_a_limit_above_the_window_is_never_reached() -> None:
    limit(5, 4).count([BAD] * 100)
