"""What the log lines leave out: a library that says the same again and again, never we."""

import logging

import pytest

from runtime.logs import REPEATED_AFTER_SECONDS, LibrariesRarely


def record(name: str, message: str, *details: object) -> logging.LogRecord:
    return logging.LogRecord(name, logging.WARNING, "file", 1, message, details, None)


def test_a_library_repeats_itself_after_a_while_only(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 5.0
    monkeypatch.setattr("runtime.logs.time.monotonic", lambda: now)
    rarely = LibrariesRarely()
    assert rarely.filter(record("aiokafka", "cannot connect to %s", 1))
    assert not rarely.filter(record("aiokafka", "cannot connect to %s", 2))
    assert rarely.filter(record("aiokafka", "something else"))
    now += REPEATED_AFTER_SECONDS
    assert rarely.filter(record("aiokafka", "cannot connect to %s", 3))


def test_every_line_of_ours_is_kept() -> None:
    rarely = LibrariesRarely()
    assert [rarely.filter(record("streams.raw_to_enriched", "dead letter: %s", number)) for number in range(3)] == [True] * 3
