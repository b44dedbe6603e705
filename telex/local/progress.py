"""Shows how fetching and starting the servers goes: steps with a bar on a terminal, plain lines elsewhere; always on stderr."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import RenderableType
from rich.progress import BarColumn, DownloadColumn, Progress, ProgressColumn, SpinnerColumn, Task, TaskID, TextColumn, TimeElapsedColumn

from telex.console import err, note
from telex.local import downloads

EVERY = 10
"""Percent between two plain lines of one download."""


@contextmanager
def shown() -> Iterator[downloads.Progress]:
    """Give the function that shows progress; each new step ends the one before."""
    if not err.is_terminal:
        yield _Lines()
        return
    amounts = (_OfBytes(BarColumn()), _OfBytes(DownloadColumn()))
    columns = (SpinnerColumn(finished_text="[green]✓"), TextColumn("{task.description}"), TimeElapsedColumn(), *amounts)
    with Progress(*columns, console=err) as bars:
        steps = _Steps(bars)
        yield steps
        steps.finish()


class _Lines:
    """One line a step, and one for each tenth of a download."""

    def __init__(self) -> None:
        self._said = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        line = what if not total else f"{what}: {done * 100 // total // EVERY * EVERY} % of {total / 1e6:.0f} MB"
        if line != self._said:
            self._said = line
            note(line)


class _Steps:
    """One row a step, with a spinner until it is done."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._step: tuple[str, TaskID] | None = None

    def __call__(self, what: str, done: int, total: int) -> None:
        if self._step is None or self._step[0] != what:
            self.finish()
            self._step = (what, self._bars.add_task(what, total=total or 1, bytes=total > 0))
        self._bars.update(self._step[1], completed=done)

    def finish(self) -> None:
        """Mark the step as done."""
        if self._step is not None:
            task = next(task for task in self._bars.tasks if task.id == self._step[1])
            self._bars.update(task.id, completed=task.total)


class _OfBytes(ProgressColumn):
    """A column for the steps that count bytes only."""

    def __init__(self, column: ProgressColumn) -> None:
        super().__init__()
        self._column = column

    def render(self, task: Task) -> RenderableType:
        return self._column.render(task) if task.fields["bytes"] else ""
