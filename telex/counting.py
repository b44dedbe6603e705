"""Showing a count that grows: a live line on a terminal, a plain line now and then elsewhere; always on stderr."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeElapsedColumn
from rich.text import Text

from telex.console import err, note

PLAIN_LINE_EVERY_SECONDS = 10


@contextmanager
def counting(what: str, count: Callable[[], int]) -> Iterator[None]:
    """Show ``what`` and the count beside it while the block runs; ``count`` is asked from another thread."""
    if err.is_terminal:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), _Count(count), TimeElapsedColumn())
        with Progress(*columns, console=err, transient=True) as line:
            line.add_task(what, total=None)
            yield
        return
    over = Event()
    speaker = Thread(target=_speak, args=(what, count, over), daemon=True)
    speaker.start()
    try:
        yield
    finally:
        over.set()
        speaker.join()


class _Count(ProgressColumn):
    def __init__(self, count: Callable[[], int]) -> None:
        super().__init__()
        self._count = count

    def render(self, task: Task) -> Text:
        return Text(f"{self._count():,}")


def _speak(what: str, count: Callable[[], int], over: Event) -> None:
    while not over.wait(PLAIN_LINE_EVERY_SECONDS):
        note(f"{what} {count():,}")
