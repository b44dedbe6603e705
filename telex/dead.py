"""The dead letters as a desk sees them: numbered, with what became of each, and sent again on demand."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

import orjson

from contracts.messages import DeadLetter, Stage
from contracts.topics import RAW
from runtime.dead_letters import CUT, original_bytes
from runtime.kafka_clients import make_producer, reaching, read_to_end
from runtime.settings import Settings
from telex.ledger import read_dead_letters, replayed

# How long the broker may take to acknowledge a replayed article, in seconds.
ACKNOWLEDGE_SECONDS = 60


@dataclass(frozen=True)
class Numbered:
    """A dead letter with its number, counted from 1 in the order of failure, and whether it was sent again already."""

    number: int
    letter: DeadLetter
    replayed: bool

    @property
    def why_not(self) -> str | None:
        """Why this letter cannot be sent again, in one sentence; null where it can."""
        if self.letter.stage == "receiving":
            return f"dead letter {self.number} never was an article: correct {self.letter.origin} and feed it again"
        if self.letter.value is None:
            return f"dead letter {self.number} is an empty message: there is nothing to send again"
        if self.letter.reason.endswith(CUT):
            return f"dead letter {self.number} does not hold the whole original, which is too large: feed it again"
        return None


@dataclass(frozen=True)
class Filter:
    """Which letters are meant; what is None does not matter. ``reason`` is a part of the reason or of the error's type, in any case.

    ``since`` and ``until`` are days in UTC, the second no longer included.
    """

    stage: Stage | None = None
    source: str | None = None
    article_id: str | None = None
    reason: str | None = None
    since: date | None = None
    until: date | None = None

    def fits(self, letter: DeadLetter) -> bool:
        """Whether the letter is one of them."""
        day = letter.failed_at.astimezone(UTC).date()
        return (
            self.stage in (None, letter.stage)
            and self.source in (None, letter.source)
            and self.article_id in (None, letter.article_id)
            and (self.reason or "").casefold() in f"{letter.error_type}: {letter.reason}".casefold()
            and (self.since is None or day >= self.since)
            and (self.until is None or day < self.until)
        )


def number_letters(settings: Settings) -> list[Numbered]:
    """All dead letters with their numbers.

    Raises:
        TransientFailure: Kafka does not answer.
    """
    origins = {origin for record in read_to_end(settings, RAW) if (origin := replayed(record.headers))}
    letters = read_dead_letters(settings)
    return [Numbered(n, letter, (letter.topic, letter.partition, letter.offset) in origins) for n, letter in enumerate(letters, start=1)]


def describe(numbered: Numbered, *, whole: bool) -> dict[str, Any]:
    """The fields of a letter for programs; with ``whole`` also the original message (``text`` where it is UTF-8) and the stack."""
    hidden = set() if whole else {"key", "value", "headers", "detail"}
    text = {"text": original_text(numbered.letter)} if whole else {}
    return {"number": numbered.number, "replayed": numbered.replayed, **numbered.letter.model_dump(mode="json", exclude=hidden), **text}


def original_text(letter: DeadLetter) -> str | None:
    """The original message as text; None where there is none, or where it is no UTF-8."""
    value = original_bytes(letter)[1]
    try:
        return None if value is None else value.decode("utf-8")
    except UnicodeDecodeError:
        return None


def original_line(letter: DeadLetter) -> str | None:
    """The original message in one line of text, for a person to mend; None where it is cut, or no text, or text of several lines."""
    text = original_text(letter)
    if text is None or letter.reason.endswith(CUT):
        return None
    with suppress(orjson.JSONDecodeError):
        text = orjson.dumps(orjson.loads(text)).decode()
    return text.strip() if "\n" not in text.strip() else None


def replay(settings: Settings, letters: Sequence[Numbered]) -> None:
    """Send the originals again, to the start of the line; returns when the broker has acknowledged all.

    A letter of the indexer holds an enriched article, which is a raw article and more: it is enriched again.

    Raises:
        TransientFailure: Kafka does not answer.
    """
    with reaching(settings):
        producer = make_producer(settings)
        try:
            sent = [producer.send(settings.topic_name(RAW), **_message(numbered.letter)) for numbered in letters]
            for future in sent:
                future.get(timeout=ACKNOWLEDGE_SECONDS)
        finally:
            producer.close(timeout=ACKNOWLEDGE_SECONDS)


def _message(letter: DeadLetter) -> dict[str, object]:
    key, value = original_bytes(letter)
    headers = {
        **({"source": letter.headers["source"].encode()} if "source" in letter.headers else {}),
        "attempts": str(letter.attempts).encode(),
        "replay-of": f"{letter.topic}/{letter.partition}/{letter.offset}".encode(),
    }
    return {"key": key, "value": value, "headers": list(headers.items())}
