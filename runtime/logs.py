"""Log lines of the long-running processes: one a line on stderr, for people or as JSON, with the article where there is one.

A line that concerns an article carries its fields (``of_article``), so that an article can be followed by its id through all stages.
"""

import json
import logging
import re
import sys
import time
from datetime import UTC, datetime
from typing import Any

from contracts.messages import Stage
from runtime.settings import Settings

OURS = ("producers", "streams", "indexer", "runtime", "telex")
# A client whose server is away says so many times a second.
REPEATED_AFTER_SECONDS = 10.0

FIELDS = ("stage", "article_id", "source", "topic", "partition", "offset", "origin")
# Anybody may write keys and headers, of any length.
LONGEST_FIELD = 200
_PLAIN = re.compile(r"[\w.:/@+-]+")


def start_logging(settings: Settings, stage: Stage | None = None) -> None:
    """Send the log lines of this project, of its level and above, to stderr; libraries speak from warnings up, and not too often.

    Args:
        settings: their level and form.
        stage: of this process; each of its lines then says so.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter({"text": TextLines, "json": JsonLines}[settings.log_format](stage))
    handler.addFilter(LibrariesRarely())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    # It prints a stack for each try that fails; we say it in a sentence (``reaching_elasticsearch``).
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)
    for package in OURS:
        logging.getLogger(package).setLevel(settings.log_level.upper())


def of_article(
    article_id: str | bytes | None,
    *,
    source: str | bytes | None = None,
    position: tuple[str, int, int] | None = None,
    origin: str | None = None,
) -> dict[str, Any]:
    """The fields of a line that concerns an article, for ``extra`` of a log call; what is not known is left out.

    Args:
        article_id: its id, or the key of its message.
        source: its source.
        position: topic, partition and offset of its message.
        origin: the file, line or address it came from.
    """
    topic, partition, offset = position or (None, None, None)
    fields = {"article_id": article_id, "source": source, "topic": topic, "partition": partition, "offset": offset, "origin": origin}
    return {name: value if isinstance(value, int) else _short(value) for name, value in fields.items() if value is not None}


def of_message(message: Any, article_id: str | bytes | None, source: str | bytes | None) -> dict[str, Any]:
    """The fields of a line that concerns the article of a Kafka message, of whichever client: it has a topic, a partition, an offset."""
    return of_article(article_id, source=source, position=(message.topic, message.partition, message.offset))


class TextLines(logging.Formatter):
    """Lines for people: time, level, logger, message, then the fields as ``name=value``."""

    def __init__(self, stage: Stage | None = None) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._stage = stage

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 the name that logging calls
        """The line without a traceback."""
        fields = _fields(record, self._stage)
        return super().formatMessage(record) + "".join(f" {name}={_quoted(value)}" for name, value in fields.items())


class JsonLines(logging.Formatter):
    """Lines for programs: one JSON object each, with ``time``, ``level``, ``logger``, ``message``, the fields, and ``exception``."""

    def __init__(self, stage: Stage | None = None) -> None:
        super().__init__()
        self._stage = stage

    def format(self, record: logging.LogRecord) -> str:
        """The whole line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_fields(record, self._stage),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class LibrariesRarely(logging.Filter):
    """Drops what a library said less than ten seconds ago, whatever the details in it."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to print the record."""
        if record.name.partition(".")[0] in OURS:
            return True
        name, now = (record.name, str(record.msg)), time.monotonic()
        if now - self._said.get(name, -REPEATED_AFTER_SECONDS) < REPEATED_AFTER_SECONDS:
            return False
        self._said[name] = now
        return True


def _fields(record: logging.LogRecord, stage: Stage | None) -> dict[str, Any]:
    found = {"stage": stage, **record.__dict__}
    return {name: found[name] for name in FIELDS if found.get(name) is not None}


def _short(value: str | bytes) -> str:
    text = value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value
    return text if len(text) <= LONGEST_FIELD else text[:LONGEST_FIELD] + "…"


def _quoted(value: object) -> str:
    # No value can look like another field, or like another line.
    return str(value) if _PLAIN.fullmatch(str(value)) else json.dumps(value, ensure_ascii=False, default=str)
