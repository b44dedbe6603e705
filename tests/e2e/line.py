"""Running the real command against the real servers, as a user does."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import TransientFailure
from contracts.topics import RAW
from runtime.kafka_clients import group_progress
from runtime.settings import settings
from telex.cli import main
from telex.status import read_status
from tests.faults.articles import Made, as_line

SEEDS = Path(__file__).parents[2] / "seeds"
# How long the line may take for a handful of articles on a busy machine, the model's loading included.
PATIENCE_SECONDS = 120


def telex(*arguments: str, code: int = 0) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end and check its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "telex", *arguments], capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )
    assert done.returncode == code, f"telex {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done


def telex_json(*arguments: str, code: int = 0) -> Any:
    """Run a command with --json and parse what it prints."""
    return json.loads(telex(*arguments, "--json", code=code).stdout)


def telex_here(*arguments: str, code: int = 0) -> "subprocess.CompletedProcess[str]":
    """Run a command in this process, which is much faster, and check its exit code."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr("sys.argv", ["telex", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
    said = [stream.buffer.getvalue().decode() for stream in (out, err)]  # type: ignore[attr-defined]
    done = subprocess.CompletedProcess(arguments, int(ended.value.code or 0), *said)
    assert done.returncode == code, f"telex {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done


def telex_json_here(*arguments: str, code: int = 0) -> Any:
    """Run a command with --json in this process and parse what it prints."""
    return json.loads(telex_here(*arguments, "--json", code=code).stdout)


@contextmanager
def running(*verbs: str, log: Path) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Run stages in the background; end them after the block, by force if need be."""
    with log.open("ab") as output:
        processes = [subprocess.Popen([sys.executable, "-m", "telex", verb], stdout=output, stderr=output) for verb in verbs]
    try:
        yield processes
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def feeding(log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a feed that sends what is written to its standard input, until that ends."""
    command = [sys.executable, "-m", "telex", "feed", "-", "--wait", "0"]
    with (
        log.open("ab") as output,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=output) as feed,
    ):
        try:
            yield feed
        finally:
            feed.kill()


def say(feed: "subprocess.Popen[bytes]", *articles: Made) -> None:
    """Write articles to the standard input of a feed."""
    assert feed.stdin
    feed.stdin.writelines(as_line(made).encode() for made in articles)
    feed.stdin.flush()


@contextmanager
def standing_still(*pids: int | None) -> Iterator[None]:
    """Have servers stand still while the block runs: they accept connections and answer nothing."""
    doomed = [pid for pid in pids if pid]
    assert len(doomed) == len(pids)
    try:
        for pid in doomed:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in doomed:
            os.kill(pid, signal.SIGCONT)


def wait_until(condition: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for a condition, asking twice a second; a server that cannot answer now is asked again."""

    def holds() -> bool:
        try:
            return condition()
        except TransientFailure:
            return False  # an index that was just made, whose shard has not started

    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"after {seconds:g} seconds still not: {what}"
        time.sleep(0.5)


def ledger() -> dict[str, Any]:
    """The ledger of `telex status`, read in this process: asking often must not take the line's processor."""
    return dict(read_status(settings())["ledger"])


def to_enrich() -> int:
    """Raw articles that the workers have not committed yet."""
    return group_progress(settings(), RAW, "streams").total


def wait_until_settled(fed: int, seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
    """Wait until everything fed is indexed, a duplicate or dead."""
    wait_until(lambda: (book := ledger())["fed"] >= fed and book["in_flight"] == 0, f"{fed} articles settled", seconds)
    return ledger()


def write_articles(folder: Path, count: int) -> Path:
    """Write seed files with a claim each, all different."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"article-{number:04}.txt").write_text(
            f" date 2024-03-{number % 28 + 1:02} Budget de la commune numéro {number}.\n\n"
            f"Le maire de Lyon, Paul Vernier, a annoncé que le budget numéro {number} serait voté avant l’été. "
            f"« Nous tiendrons nos engagements, tous nos engagements », a-t-il ajouté.\n",
            encoding="utf-8",
        )
    return folder
