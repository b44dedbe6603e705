"""Finding and ending processes by their mark: real processes, small ones in place of the servers."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from telex.local import processes

WAITS = "print('ready', flush=True); import time; time.sleep(60)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {WAITS}"
Starter = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start() -> Iterator[Starter]:
    started: list[subprocess.Popen[bytes]] = []

    def begin(*marks: str, code: str = WAITS) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen([sys.executable, "-c", code, *marks], stdout=subprocess.PIPE)
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def test_only_a_process_with_the_mark_of_this_home_is_found(start: Starter, tmp_path: Path) -> None:
    mark = processes.mark("kafka", tmp_path)
    ours = start(mark)
    start(processes.mark("kafka", tmp_path / "another"))
    start(processes.mark("elasticsearch", tmp_path))
    start(f"{mark}@127.0.0.1:9092")
    assert [process.pid for process in processes.find([mark])] == [ours.pid]


def test_a_link_to_the_home_is_the_same_home(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    assert processes.mark("kafka", tmp_path / "link") == processes.mark("kafka", tmp_path)


def test_a_killed_process_is_not_found_even_before_its_parent_noticed(start: Starter, tmp_path: Path) -> None:
    mark = processes.mark("kafka", tmp_path)
    process = start(mark)
    process.kill()
    time.sleep(0.2)
    assert processes.find([mark]) == []


def test_an_asked_process_ends_by_itself(start: Starter, tmp_path: Path) -> None:
    mark = processes.mark("kafka", tmp_path)
    process = start(mark, code=f"import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit(print('closing'))); {WAITS}")
    assert processes.end([mark], patience=10)
    assert process.stdout
    assert process.stdout.read() == b"closing\n"
    assert not processes.end([mark], patience=10)


def test_a_stubborn_process_is_killed(start: Starter, tmp_path: Path) -> None:
    mark = processes.mark("kafka", tmp_path)
    start(mark, code=STUBBORN)
    before = time.monotonic()
    assert processes.end([mark], patience=0.5)
    assert time.monotonic() - before < 10
    assert processes.find([mark]) == []


def test_a_started_process_is_its_own_session_and_free_of_our_java_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Xmx1m")
    monkeypatch.setenv("ES_PATH_CONF", "elsewhere")
    names = "{'JAVA_TOOL_OPTIONS', 'ES_PATH_CONF', 'ES_MORE'}"
    code = f"import os; print(os.getsid(0) == os.getpid(), os.getcwd(), sorted(os.environ.keys() & {names}))"
    mark = processes.mark("test", tmp_path)
    output = tmp_path / "start.log"
    processes.start([sys.executable, "-c", code, mark], environment={"ES_MORE": "1"}, folder=tmp_path, output=output)
    while processes.find([mark]):
        time.sleep(0.05)
    assert output.read_text() == f"True {tmp_path} ['ES_MORE']\n"
