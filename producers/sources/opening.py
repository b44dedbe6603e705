"""From what a user names (files, folders, globs, addresses, ``-``) to what is received: the kinds of source and their endings."""

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from contracts.errors import InvalidMessage
from producers.sources.fetching import FetchLimits
from producers.sources.json_lines import STDIN, read_json_file, read_json_lines
from producers.sources.received import LONGEST_SOURCE, Received, Rejected, Skipped, printable
from producers.sources.syndication import read_feed_file
from producers.sources.text_files import read_text_file
from producers.sources.web_pages import read_address
from runtime.settings import Settings


class WrongUse(Exception):
    """A name that can be no source: known before anything is read. The text is one sentence."""


@dataclass(frozen=True)
class Reading:
    """How sources are read: the name of all their articles (else each has its own), the largest article, the limits of fetching."""

    source: str | None
    most_bytes: int
    fetching: FetchLimits


Reader = Callable[[str, Reading], Iterator[Received]]


def _text(path: str, reading: Reading) -> Iterator[Received]:
    yield read_text_file(path, source=reading.source, most_bytes=reading.most_bytes)


def _json_lines(path: str, reading: Reading) -> Iterator[Received]:
    return read_json_lines(path, source=reading.source, most_bytes=reading.most_bytes)


def _json(path: str, reading: Reading) -> Iterator[Received]:
    return read_json_file(path, source=reading.source)


def _feed(path: str, reading: Reading) -> Iterator[Received]:
    return read_feed_file(path, source=reading.source, most_bytes=reading.fetching.most_bytes)


# The ending of a file's name says its kind, in either case.
KINDS: dict[str, Reader] = {
    ".txt": _text,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".jsonl.gz": _json_lines,
    ".ndjson.gz": _json_lines,
    ".json": _json,
    ".json.gz": _json,
    ".xml": _feed,
    ".rss": _feed,
    ".atom": _feed,
}
ENDINGS = ", ".join(KINDS)


def open_sources(names: Sequence[str], settings: Settings, *, source: str | None = None) -> Iterator[Received]:
    """Check every name, then read them one after the other; an article's ``origin`` is the path or address given.

    In folders (and globs) hidden files are passed over, and those of an unknown ending are yielded as ``Skipped``.

    Raises:
        WrongUse: a name can be no source; nothing has been read then.
    """
    fetching = FetchLimits(settings.fetch_bytes, settings.fetch_seconds, settings.private_addresses)
    reading = Reading(_source_name(source), settings.max_message_bytes, fetching)
    return chain.from_iterable([_open(name, reading) for name in names])


def _source_name(source: str | None) -> str | None:
    if source is None or (source.strip() and len(source) <= LONGEST_SOURCE and source == printable(source)):
        return source and source.strip()
    raise WrongUse(f"the source's name must have 1 to {LONGEST_SOURCE} characters of UTF-8")


def _open(name: str, reading: Reading) -> Iterator[Received]:
    if name == STDIN:
        return _json_lines(name, reading)
    if name.lower().startswith(("http://", "https://")):
        return read_address(name, source=reading.source, limits=reading.fetching)
    if name and Path(name).is_dir():
        return _open_folder(name, reading)
    if os.path.lexists(name):
        return _kind(name)(name, reading)
    if glob.has_magic(name):
        return _open_glob(name, reading)
    if "://" in name:
        raise WrongUse(f"{name}: only http and https addresses can be fetched")
    raise WrongUse(f"{printable(name)}: no such file or folder")


def _kind(path: str) -> Reader:
    reader = _known_kind(path)
    if not reader:
        raise WrongUse(f"{printable(path)}: the ending is of no known kind; telex reads {ENDINGS}, folders, web addresses, - (stdin)")
    return reader


def _known_kind(path: str) -> Reader | None:
    return next((reader for ending, reader in KINDS.items() if path.lower().endswith(ending)), None)


def _open_folder(folder: str, reading: Reading) -> Iterator[Received]:
    if not any(isinstance(found, Rejected) or _known_kind(found) for found in _walk(folder)):
        raise WrongUse(f"{printable(folder)}: the folder holds no article; telex reads {ENDINGS}")
    return _read_all(_walk(folder), reading)


def _open_glob(pattern: str, reading: Reading) -> Iterator[Received]:
    paths = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (the pattern may be absolute)
    if not paths:
        raise WrongUse(f"{printable(pattern)}: no file matches")
    return _read_all(chain.from_iterable(_walk(path) if Path(path).is_dir() else [path] for path in paths), reading)


def _read_all(paths: Iterator[str | Rejected], reading: Reading) -> Iterator[Received]:
    for path in paths:
        if isinstance(path, Rejected):
            yield path
        elif (reader := _known_kind(path)) and _can_be_read(path):
            yield from reader(path, reading)
        else:
            yield Skipped(printable(path))


def _can_be_read(path: str) -> bool:
    # A pipe or a device in a folder would block; a broken link is passed on, to be rejected with its reason.
    return Path(path).is_file() or not Path(path).exists()


def _walk(folder: str) -> Iterator[str | Rejected]:
    """The visible files below a folder, in order of name; links are followed, a folder that was visited is not entered again."""
    visited: set[str] = set()
    unreadable: list[OSError] = []
    for here, folders, files in os.walk(folder, followlinks=True, onerror=unreadable.append):
        place = os.path.realpath(here)
        if place in visited:
            folders.clear()
            continue
        visited.add(place)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        # As given: a Path would drop the « ./ » that the user wrote.
        yield from (os.path.join(here, name) for name in sorted(files) if not name.startswith("."))  # noqa: PTH118
    for error in unreadable:
        yield Rejected(printable(error.filename or folder), InvalidMessage(f"the folder cannot be read: {error.strerror}"))
