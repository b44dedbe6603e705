"""`telex demo` on servers of its own: what a newcomer sees, Ctrl-C, and the second run."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.conftest import own_servers
from tests.e2e.line import SEEDS, write_articles

pytestmark = pytest.mark.servers


def demo(environment: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "telex", "demo", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def processes_of(home: Path) -> list[str]:
    """Command lines of living processes that belong to a home folder, zombies left out."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.status() != psutil.STATUS_ZOMBIE and str(home) in " ".join([*process.cmdline(), *process.environ().values()]):
                found.append(" ".join(process.cmdline()))
        except psutil.Error:
            continue
    return found


def read_until(process: "subprocess.Popen[str]", text: str) -> str:
    assert process.stdout
    seen = ""
    for line in process.stdout:
        seen += line
        if text in line:
            return seen
    raise AssertionError(f"the demo ended without {text!r}:\n{seen}")


def test_the_demo_shows_everything_and_leaves_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    environment = {**os.environ, **own_servers(home), "TELEX_NAMESPACE": ""}
    first = demo(environment, str(SEEDS), "--stay")
    seen = read_until(first, "The line runs on")
    for expected in ("articles are searchable, with", "who said what", "telex search", "rejected-example.txt", "telex status"):
        assert expected in seen
    first.send_signal(signal.SIGINT)
    assert first.wait(60) == 0
    assert processes_of(home) == []

    # Ctrl-C left the data whole: a second run starts on it, fast, with the same documents and two more.
    counted = int(seen.partition(" articles are searchable")[0].split()[-1])
    folder, started = write_articles(tmp_path / "more", 2), time.monotonic()
    second = demo(environment, str(folder))
    output = second.communicate(timeout=180)[0]
    assert second.returncode == 0, output
    assert f"{counted + 2} articles are searchable" in output
    assert time.monotonic() - started < 120
    assert processes_of(home) == []


def test_ctrl_c_while_it_starts_leaves_no_process(tmp_path: Path) -> None:
    home = tmp_path / "home"
    process = demo({**os.environ, **own_servers(home), "TELEX_NAMESPACE": ""}, str(SEEDS))
    read_until(process, "starting Elasticsearch")
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    assert processes_of(home) == []
