"""Progress where there is no terminal: few plain lines; on one: a mark for each step that is done."""

import io

import pytest
from rich.console import Console

from telex import console
from telex.local import progress


def shown_on(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> str:
    printed = io.StringIO()
    screen = Console(file=printed, force_terminal=terminal, width=100)
    monkeypatch.setattr(progress, "err", screen)
    monkeypatch.setattr(console, "err", screen)
    with progress.shown() as show:
        for done in range(101):
            show("fetching Kafka", done * 10**6, 100 * 10**6)
        show("starting Kafka", 0, 0)
        show("starting Kafka", 0, 0)
    return printed.getvalue()


def test_plain_lines_are_one_for_each_tenth(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown_on(monkeypatch, terminal=False).splitlines()
    assert lines == [*(f"fetching Kafka: {percent} % of 100 MB" for percent in range(0, 101, 10)), "starting Kafka"]


def test_a_terminal_shows_every_step_done(monkeypatch: pytest.MonkeyPatch) -> None:
    last = shown_on(monkeypatch, terminal=True).split("fetching Kafka")[-1]
    assert "100.0/100.0 MB" in last
    assert "✓" in last.split("100.0/100.0 MB")[1]
