"""The servers as processes of this machine: found by their command line, started apart from the terminal, ended for sure.

No file of process ids: it would be stale after a reboot and wrong after a kill at the wrong moment. Every process of a server
carries a mark with its home folder in its command line, which no other process has, whatever its id.
"""

import signal
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from telex.local import java
from telex.local.failure import LocalServerError


def mark(server: str, home: Path) -> str:
    """Give the argument that every process of this server of this home folder carries (a Java property nobody reads)."""
    return f"-Dtelex.server={server}@{home.resolve()}"


def find(marks: Iterable[str]) -> list[psutil.Process]:
    """List the running processes that carry one of the marks, oldest first."""
    wanted = set(marks)
    found = []
    for process in psutil.process_iter():
        try:
            if process.status() != psutil.STATUS_ZOMBIE and not wanted.isdisjoint(process.cmdline()):
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return sorted(found, key=lambda process: process.create_time())


def start(command: Sequence[str], *, environment: Mapping[str, str], folder: Path, output: Path) -> None:
    """Start a server in a session of its own, so that it outlives this command and its terminal's Ctrl-C.

    Args:
        command: program and arguments.
        environment: added to this process's environment.
        folder: its working folder.
        output: file that takes what it prints.
    """
    with output.open("wb") as file:
        process = subprocess.Popen(  # noqa: S603
            command,
            cwd=folder,
            env={**java.environment(), **environment},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    # Nobody waits for it here: it outlives this process. Without this, Python would warn.
    process.returncode = 0


def end(marks: Sequence[str], *, patience: float) -> bool:
    """Ask the processes to end (SIGTERM), after ``patience`` seconds make them (SIGKILL); tell whether there were any.

    Raises:
        LocalServerError: one cannot be ended, because it belongs to another user for example.
    """
    asked = find(marks)
    _signal(asked, signal.SIGTERM)
    psutil.wait_procs(asked, timeout=patience)
    # Beside the stubborn, one that was started by another while that was asked.
    for _ in range(3):
        _signal(find(marks), signal.SIGKILL)
        psutil.wait_procs(find(marks), timeout=5)
    if left := find(marks):
        raise LocalServerError(f"process {left[0].pid} ({left[0].name()}) cannot be ended: end it by hand, as the user who started it")
    return bool(asked)


def _signal(those: Iterable[psutil.Process], number: signal.Signals) -> None:
    for process in those:
        with suppress(psutil.Error):
            process.send_signal(number)
