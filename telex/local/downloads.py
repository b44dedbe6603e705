"""Fetches the files of the servers, each of a pinned SHA-256; a file in the cache is trusted only after its checksum.

An interrupted file goes on where it stopped; it gets its name only when it is whole and its checksum is right.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock

from contracts.errors import TransientFailure

PINS = Path(__file__).with_name("artifacts.json")
CHUNK = 2**18

Package = Literal["kafka", "elasticsearch", "compiler"]
Progress = Callable[[str, int, int], None]
"""Called with what is being done, the bytes done and the bytes of the whole; without bytes the last two are 0."""


class DownloadError(TransientFailure):
    """A file could not be fetched, or is not the one that was pinned."""


@dataclass(frozen=True)
class Artifact:
    """One pinned file: its coordinate ``group:name:version:packaging``, its size in bytes and its SHA-256."""

    coordinate: str
    size: int
    sha256: str

    @property
    def file_name(self) -> str:
        """Name in the downloads folder, as in the repository."""
        _, name, version, packaging = self.coordinate.split(":")
        return f"{name}-{version}.{packaging}"


@cache
def pinned(package: Package) -> tuple[Artifact, ...]:
    """List the files of a package, from ``artifacts.json``."""
    pins = json.loads(PINS.read_text())[package]
    return tuple(Artifact(pin["artifact"], pin["bytes"], pin["sha256"]) for pin in pins)


def fetch(name: str, artifacts: Sequence[Artifact], folder: Path, progress: Progress) -> list[Path]:
    """Bring the files into the folder, those that are not there or are damaged; return all their paths.

    Args:
        name: what they are together, for the progress.
        artifacts: the files.
        folder: where they are kept.
        progress: called while it goes on.

    Raises:
        DownloadError: no network, no space, or a file that is not the pinned one.
    """
    with locked(folder):
        missing = [artifact for artifact in artifacts if not is_whole(folder / artifact.file_name, artifact)]
        total, before = sum(artifact.size for artifact in missing), 0
        for artifact in missing:
            _fetch_one(artifact, folder, lambda done, before=before: progress(f"fetching {name}", before + done, total))  # type: ignore[misc]
            before += artifact.size
    return [folder / artifact.file_name for artifact in artifacts]


def is_whole(path: Path, artifact: Artifact) -> bool:
    """Tell whether the file is there with the pinned size and checksum."""
    if not path.is_file() or path.stat().st_size != artifact.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == artifact.sha256


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder, so that two processes never write the same download; the lock of a killed process is free.

    Raises:
        DownloadError: the folder cannot be written.
    """
    lock = FileLock(folder / ".lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as error:
        raise DownloadError(f"{error.filename or folder}: {error.strerror}: set TELEX_DOWNLOADS to a folder that you may write") from error
    try:
        yield
    finally:
        lock.release()


def _fetch_one(artifact: Artifact, folder: Path, advanced: Callable[[int], None]) -> None:
    part = folder / f"{artifact.file_name}.part"
    for _attempt in (1, 2):
        try:
            _receive(artifact, part, advanced)
        except OSError as error:  # requests' errors are OSErrors too
            raise DownloadError(
                f"{artifact.file_name} could not be fetched into {folder} ({type(error).__name__}: {error}); "
                "check the network and the free space, then run the command again: it goes on where it stopped"
            ) from error
        if is_whole(part, artifact):
            part.replace(folder / artifact.file_name)
            return
        # A part of an earlier, damaged fetch may be the cause: once more from the beginning.
        part.unlink()
    raise DownloadError(f"{artifact.file_name} was fetched twice and its SHA-256 is not the pinned one; it was thrown away")


def _receive(artifact: Artifact, part: Path, advanced: Callable[[int], None]) -> None:
    """Append what is missing to the part file; a server that does not resume sends the whole again."""
    have = part.stat().st_size if part.exists() else 0
    if have >= artifact.size:
        return
    with _request(artifact, have) as response:
        response.raise_for_status()
        resumed = response.status_code == 206
        with part.open("ab" if resumed else "wb") as file:
            done = have if resumed else 0
            for chunk in response.iter_content(CHUNK):
                file.write(chunk)
                done += len(chunk)
                advanced(done)
            file.flush()
            os.fsync(file.fileno())


def _request(artifact: Artifact, start: int) -> Any:
    """Ask the first of jgo's repositories that has the file for its bytes from ``start`` on."""
    # Loaded only when something is missing: a start without downloads stays fast.
    from jgo.config import GlobalSettings
    from jgo.maven import MavenContext
    from jgo.util import http

    context = MavenContext()
    group, name, version, _ = artifact.coordinate.split(":")
    prefix = context.project(group, name).at_version(version).path_prefix.as_posix()
    headers = {"Range": f"bytes={start}-"} if start else {}
    response = None
    for repository in {**GlobalSettings.load().repositories, **context.remote_repos}.values():
        response = http.get(f"{repository}/{prefix}/{artifact.file_name}", stream=True, timeout=60, headers=headers)
        if response.ok:
            break
    return response
