"""Giving up root: the unprivileged user reaches the files it needs, also in a folder that only root may enter."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from telex.local.become import reachable

as_root = pytest.mark.skipif(os.geteuid() != 0 or not sys.platform.startswith("linux"), reason="only root on Linux becomes another user")


NOBODY = "65534"
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2


def run_as_nobody(file: Path) -> list[str]:
    """Read the file as another user; give the user id, the text, and the capabilities that were left."""
    command = [sys.executable, "-m", "telex.local.become", NOBODY, str(file), "--", "/bin/sh", "-c"]
    tell = f"id -u; cat {file}; grep CapEff /proc/self/status | tr -d '[:alpha:]:[:space:]'"
    return subprocess.run([*command, tell], capture_output=True, text=True, check=True).stdout.splitlines()


@as_root
def test_no_right_is_kept_where_everybody_reads(tmp_path: Path) -> None:
    assert run_as_nobody(Path("/etc/hostname"))[0] == NOBODY
    assert int(run_as_nobody(Path("/etc/hostname"))[-1], 16) == 0


@as_root
def test_the_right_to_read_is_kept_where_only_root_enters_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "closed" / "file"
    file.parent.mkdir(mode=0o700)
    file.write_text("text\n")
    uid, text, capabilities = run_as_nobody(file)
    assert (uid, text) == (NOBODY, "text")
    assert int(capabilities, 16) in (1 << CAP_DAC_READ_SEARCH, 1 << CAP_DAC_OVERRIDE)


def test_a_folder_on_the_way_decides(tmp_path: Path) -> None:
    file = tmp_path / "closed" / "file"
    file.parent.mkdir()
    file.write_text("x")
    closed = tmp_path / "closed"
    closed.chmod(0o700)
    assert not reachable([file])
    assert not reachable([closed])


def test_system_files_are_reachable() -> None:
    assert reachable([Path("/"), Path("/etc/hosts")])
