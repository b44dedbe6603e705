"""The servers as processes of this machine: found by their command line, started apart from the terminal, ended for sure.

No file of process ids: it would be stale after a reboot and wrong after a kill at the wrong moment. Every process of a server
carries a mark with its home folder in its command line, which no other process has, whatever its id.
"""

import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import psutil


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


def start(command: Sequence[str], *, environment: Mapping[str, str], folder: Path, output: Path) -> subprocess.Popen[bytes]:
    """Start a server in a session of its own, so that it outlives this command and its terminal's Ctrl-C.

    Args:
        command: program and arguments.
        environment: added to this process's environment.
        folder: its working folder.
        output: file that takes what it prints.
    """
    with output.open("wb") as file:
        return subprocess.Popen(  # noqa: S603
            command,
            cwd=folder,
            env={**_clean_environment(), **environment},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def end(marks: Iterable[str], *, patience: float) -> bool:
    """Ask the processes to end (SIGTERM), after ``patience`` seconds make them (SIGKILL); tell whether there were any."""
    marks = set(marks)
    there = find(marks)
    _signal(there, psutil.Process.terminate)
    _, stubborn = psutil.wait_procs(there, timeout=patience)
    # A process may have started another one while it was asked.
    while stubborn := [*stubborn, *find(marks)]:
        _signal(stubborn, psutil.Process.kill)
        _, stubborn = psutil.wait_procs(stubborn, timeout=5)
    return bool(there)


def last_words(log: Path) -> str:
    """Quote the last line that tells of an error in what a server printed or logged, and name the log."""
    lines = [line for file in (log, log.with_name("start.log")) if file.exists() for line in file.read_text(errors="replace").splitlines()]
    telling = [line for line in lines if any(word in line for word in ("ERROR", "FATAL", "Exception", "Error", "cannot"))]
    words = (telling or lines or ["it printed nothing"])[-1].strip()[:500]
    return f"{words} (its log is {log})"


def _signal(processes: Iterable[psutil.Process], send: object) -> None:
    for process in processes:
        try:
            send(process)  # type: ignore[operator]
        except psutil.NoSuchProcess:
            continue


def _clean_environment() -> dict[str, str]:
    """This process's environment without what would change the Java that we start."""
    java = ("JAVA_HOME", "JAVA_OPTS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH")
    return {name: value for name, value in os.environ.items() if name not in java and not name.startswith("ES_")}
