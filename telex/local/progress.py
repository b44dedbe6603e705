"""Shows how fetching and starting the servers goes: a bar on a terminal, plain lines elsewhere; always on stderr."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from telex.console import err, note
from telex.local import downloads

EVERY = 10
"""Percent between two plain lines of one download."""


@contextmanager
def shown() -> Iterator[downloads.Progress]:
    """Give the function that shows progress."""
    if not err.is_terminal:
        yield _Lines()
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bars:
        yield _Bars(bars)


class _Lines:
    """One line a step, and one for each tenth of a download."""

    def __init__(self) -> None:
        self._said = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        line = what if not total else f"{what}: {done * 100 // total // EVERY * EVERY} % of {total / 1e6:.0f} MB"
        if line != self._said:
            self._said = line
            note(line)


class _Bars:
    """One bar a step; the last one moves until the next begins."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._steps: dict[str, TaskID] = {}

    def __call__(self, what: str, done: int, total: int) -> None:
        if what not in self._steps:
            self._steps[what] = self._bars.add_task(what, total=total or None)
        self._bars.update(self._steps[what], completed=done, total=total or None)
