"""What goes wrong with a local server, and where it says so."""

from pathlib import Path

from contracts.errors import TransientFailure

# What Elasticsearch's launcher prints when the reason stands in the log.
EMPTY = ("check the logs at", "died while starting up")


class LocalServerError(TransientFailure):
    """A local server cannot be prepared, does not start, or does not answer; the text says which, why and what to do."""


def telling(text: str) -> list[str]:
    """Find the lines of a log or of an output that tell of an error, without the stack traces under them."""
    lines = (line for line in text.splitlines() if not line.startswith(("\t", " ")))
    return [line for line in lines if any(word in line for word in ("ERROR", "FATAL", "rror:", "xception"))]


def last_words(log: Path) -> str:
    """Quote the line in which a server told of an error, in what it printed or else in its log, and name the log."""
    printed, logged = (telling(file.read_text(errors="replace")) if file.exists() else [] for file in (log.with_name("start.log"), log))
    told = [line for line in printed if not any(empty in line for empty in EMPTY)]
    words = [*told[:1], *logged[-1:], "it said nothing"][0]
    return f"{words[:500]} (its log is {log})"
