"""Which dead letters a filter means, and what of them can be mended by hand."""

import base64
from datetime import UTC, date, datetime
from typing import Any

import pytest

from contracts.messages import DeadLetter
from runtime.dead_letters import CUT
from telex.dead import Filter, original_line, original_text


def letter(value: bytes | None = b"{}", **changes: Any) -> DeadLetter:
    fields: dict[str, Any] = {
        "value": None if value is None else base64.b64encode(value).decode(),
        "source": "journal",
        "article_id": "a",
        "stage": "enriching",
        "error_type": "ValueError",
        "reason": "the Model refuses",
        "failed_at": datetime(2024, 5, 31, 23, 30, tzinfo=UTC),
        "software_version": "0",
    }
    return DeadLetter.model_validate({**fields, **changes})


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (Filter(), True),
        (Filter(stage="enriching", source="journal", article_id="a", reason="valueerror: the model"), True),
        (Filter(stage="indexing"), False),
        (Filter(source="jour"), False),
        (Filter(article_id="b"), False),
        (Filter(reason="hangs"), False),
        (Filter(since=date(2024, 5, 31), until=date(2024, 6, 1)), True),
        (Filter(since=date(2024, 6, 1)), False),
        (Filter(until=date(2024, 5, 31)), False),
    ],
)
def test_a_filter_means_letters_that_have_all_it_says(wanted: Filter, fits: bool) -> None:
    assert wanted.fits(letter()) is fits


def test_an_original_in_one_line() -> None:
    assert original_line(letter('{\n "title": "Été"\n}'.encode())) == '{"title":"Été"}'
    assert original_line(letter(b'{"title": "broken\n')) == '{"title": "broken'
    assert original_line(letter(b" date 2023-01 T\n\nText")) is None
    assert original_line(letter(b"\xff")) is original_text(letter(b"\xff")) is None
    assert original_line(letter(None)) is None
    assert original_line(letter(reason="too large" + CUT)) is None
