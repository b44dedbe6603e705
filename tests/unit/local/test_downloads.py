"""Fetching from a repository on the loopback, with every way in which a download goes wrong."""

import hashlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from telex.local.downloads import PINS, Artifact, DownloadError, fetch, is_whole, pinned

CONTENT = bytes(range(256)) * 4096
ARTIFACT = Artifact("test.telex:thing:1.0:jar", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())

FETCH = f"""
from pathlib import Path
import sys
from telex.local.downloads import Artifact, fetch
fetch('test', (Artifact({ARTIFACT.coordinate!r}, {ARTIFACT.size}, {ARTIFACT.sha256!r}),), Path(sys.argv[1]), lambda *_: None)
"""


class Repository(ThreadingHTTPServer):
    """Serves one file as a Maven repository does, and remembers where each request wanted to begin."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.content = CONTENT
        self.resumes = True
        self.stalls_after: int | None = None
        self.starts: list[int] = []


class Handler(BaseHTTPRequestHandler):
    server: Repository

    def do_GET(self) -> None:
        if self.path != "/test/telex/thing/1.0/thing-1.0.jar":
            return self.send_error(404)
        wanted = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        self.server.starts.append(wanted)
        start = wanted if self.server.resumes else 0
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(self.server.content) - start))
        self.end_headers()
        if self.server.stalls_after is not None:
            self.wfile.write(self.server.content[start : self.server.stalls_after])
            self.wfile.flush()
            time.sleep(30)
        self.wfile.write(self.server.content[start:])
        return None

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    with Repository() as server:
        server.daemon_threads = True
        server.block_on_close = False
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        configuration = tmp_path / "jgo.conf"
        configuration.write_text(f"[repositories]\nlocal = http://127.0.0.1:{server.server_port}\n")
        monkeypatch.setenv("JGO_CONFIG_FILE", str(configuration))
        yield server
        server.shutdown()


def take(folder: Path) -> tuple[Path, list[int]]:
    seen: list[int] = []
    (path,) = fetch("test", (ARTIFACT,), folder, lambda what, done, total: seen.append(done))
    return path, seen


def test_a_file_is_fetched_once_and_progress_ends_at_its_size(repository: Repository, tmp_path: Path) -> None:
    path, seen = take(tmp_path / "cache")
    assert path.read_bytes() == CONTENT
    assert seen == sorted(seen)
    assert seen[-1] == len(CONTENT)
    take(tmp_path / "cache")
    assert repository.starts == [0]


def test_a_damaged_file_of_the_same_size_is_fetched_again(repository: Repository, tmp_path: Path) -> None:
    path, _ = take(tmp_path / "cache")
    path.write_bytes(b"z" + CONTENT[1:])
    assert take(tmp_path / "cache")[0].read_bytes() == CONTENT
    assert repository.starts == [0, 0]


def test_an_interrupted_file_goes_on_where_it_stopped(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "thing-1.0.jar.part").write_bytes(CONTENT[:1000])
    assert take(tmp_path)[0].read_bytes() == CONTENT
    assert repository.starts == [1000]


def test_a_server_that_does_not_resume_sends_the_whole(repository: Repository, tmp_path: Path) -> None:
    repository.resumes = False
    (tmp_path / "thing-1.0.jar.part").write_bytes(CONTENT[:1000])
    assert take(tmp_path)[0].read_bytes() == CONTENT


@pytest.mark.parametrize("rest", [b"x" * 1000, b"x" * len(CONTENT), b"x" * (len(CONTENT) + 1)])
def test_the_rest_of_another_file_is_thrown_away(repository: Repository, tmp_path: Path, rest: bytes) -> None:
    (tmp_path / "thing-1.0.jar.part").write_bytes(rest)
    assert take(tmp_path)[0].read_bytes() == CONTENT
    assert repository.starts[-1] == 0


def test_a_file_that_is_not_the_pinned_one_is_refused_and_not_kept(repository: Repository, tmp_path: Path) -> None:
    repository.content = b"y" + CONTENT[1:]
    with pytest.raises(DownloadError, match=r"thing-1\.0\.jar was fetched twice and its SHA-256"):
        take(tmp_path)
    assert not list(tmp_path.glob("thing*"))


def test_a_fetch_that_is_killed_leaves_nothing_that_is_trusted(repository: Repository, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    repository.stalls_after = 600_000
    killed = subprocess.Popen([sys.executable, "-c", FETCH, str(folder)])
    part = folder / "thing-1.0.jar.part"
    deadline = time.monotonic() + 30
    while not (part.exists() and part.stat().st_size > 0):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    killed.kill()
    killed.wait()
    assert not (folder / "thing-1.0.jar").exists()
    repository.stalls_after = None
    assert take(folder)[0].read_bytes() == CONTENT
    assert repository.starts[-1] > 0


def test_two_processes_fetch_a_file_once(repository: Repository, tmp_path: Path) -> None:
    both = [subprocess.Popen([sys.executable, "-c", FETCH, str(tmp_path / "cache")]) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert repository.starts == [0]
    assert (tmp_path / "cache" / "thing-1.0.jar").read_bytes() == CONTENT


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DownloadError, match=str(tmp_path / "file")):
        take(tmp_path / "file" / "cache")


def test_the_pins_are_whole() -> None:
    pins = [pin for package in json.loads(PINS.read_text()).values() for pin in package]
    assert all(len(pin["sha256"]) == 64 and pin["bytes"] > 0 for pin in pins)
    assert len({Artifact(pin["artifact"], 1, "").file_name for pin in pins}) == len(pins)
    assert {artifact.coordinate.split(":")[2] for artifact in pinned("kafka") if ":kafka" in artifact.coordinate} == {"4.1.1"}


def test_whole_means_size_and_checksum(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert not is_whole(path, ARTIFACT)
    path.write_bytes(CONTENT)
    assert is_whole(path, ARTIFACT)
    path.write_bytes(CONTENT[:-1])
    assert not is_whole(path, ARTIFACT)
