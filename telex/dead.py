"""The dead letters as a desk sees them: numbered, with what became of each, and sent again on demand."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.messages import DeadLetter
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


def number_letters(settings: Settings) -> list[Numbered]:
    """All dead letters with their numbers.

    Raises:
        TransientFailure: Kafka does not answer.
    """
    origins = {origin for record in read_to_end(settings, RAW) if (origin := replayed(record.headers))}
    letters = read_dead_letters(settings)
    return [Numbered(n, letter, (letter.topic, letter.partition, letter.offset) in origins) for n, letter in enumerate(letters, start=1)]


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
        "source": (letter.source or "unknown").encode(),
        "attempts": str(letter.attempts).encode(),
        "replay-of": f"{letter.topic}/{letter.partition}/{letter.offset}".encode(),
    }
    return {"key": key, "value": value, "headers": list(headers.items())}
