"""``python -m telex.local.watchdog PID MARK…``: when the process PID is gone, end the servers of these marks.

A command that holds servers for a while ends them itself; this stands by for the one that is killed before it can.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from telex.local import processes


@contextmanager
def watched(marks: Sequence[str]) -> Iterator[None]:
    """Have the servers of these marks end if this process is killed inside the block."""
    if not marks:
        yield
        return
    command = [sys.executable, "-m", "telex.local.watchdog", str(os.getpid()), *(f"--{mark}" for mark in marks)]
    watchdog = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
    try:
        yield
    finally:
        watchdog.kill()
        watchdog.wait()


def main() -> None:
    """Wait for the end of the parent, then end the servers."""
    parent, marks = int(sys.argv[1]), [argument.removeprefix("--") for argument in sys.argv[2:]]
    while os.getppid() == parent:
        time.sleep(0.5)
    processes.end(marks, patience=10)


if __name__ == "__main__":
    main()
