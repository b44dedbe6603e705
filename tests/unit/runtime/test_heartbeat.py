"""The sign of life that the health checks of containers ask for."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runtime.heartbeat import beat, seconds_since
from runtime.settings import Settings


def test_a_loop_that_turned_is_alive(tmp_path: Path) -> None:
    beat(Settings(home=tmp_path), "indexer")
    ended = _ask(tmp_path, "indexer", 60)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_loop_that_never_turned_is_not(tmp_path: Path) -> None:
    beat(Settings(home=tmp_path), "streams")
    ended = _ask(tmp_path, "indexer", 60)
    assert (ended.returncode, ended.stderr) == (1, "indexer: its loop has not turned yet\n")


def test_a_loop_that_hangs_is_not(tmp_path: Path) -> None:
    beat(Settings(home=tmp_path), "indexer")
    an_hour_ago = time.time() - 3600
    os.utime(tmp_path / "alive" / "indexer", (an_hour_ago, an_hour_ago))
    ended = _ask(tmp_path, "indexer", 60)
    assert ended.returncode == 1
    assert ended.stderr.startswith("indexer: its loop turned 36")
    beat(Settings(home=tmp_path), "indexer")
    assert seconds_since(Settings(home=tmp_path), "indexer") == pytest.approx(0, abs=60)


def _ask(home: Path, stage: str, seconds: int) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "TELEX_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-m", "runtime.heartbeat", stage, str(seconds)], env=environment, capture_output=True, text=True, check=False
    )
