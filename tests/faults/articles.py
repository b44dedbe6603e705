"""The articles of the fault suite: what is fed, and what must be found of each in the end, told by its number alone."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from contracts.messages import RawArticle, article_id
from tests.faults.stand_in import ENDS, RAISES, UNINDEXABLE

SOURCES = ("Le Courrier", "La Dépêche du Port", "Agence Ponant")
PEOPLE = ("Paul Vernier", "Anne Kerlo", "Jean Marchand", "Lise Tanguy")
# Of so many articles, one of each kind of poison, and so many that are corrected or that a late clock feeds once more.
POISON_EVERY, CORRECTED_EVERY, STALE_EVERY = 250, 10, 10

Fate = Literal["indexed", "enriching", "indexing"]


@dataclass(frozen=True)
class Made:
    """One article of a number, in its first version or corrected."""

    number: int
    version: int = 1

    @property
    def fate(self) -> Fate:
        """Whether it ends in the index, or the stage in which it dies."""
        fates: dict[int, Fate] = {7: "enriching", 107: "enriching", 207: "indexing"}
        return fates.get(self.number % POISON_EVERY, "indexed")

    @property
    def url(self) -> str:
        """Its address, from which its id comes."""
        return f"https://journal.example/articles/{self.number}"

    @property
    def article_id(self) -> str:
        """Its id, the same for all versions."""
        return article_id(url=self.url, source="", title="", published=None)

    @property
    def source(self) -> str:
        """The source it is fed as."""
        return SOURCES[self.number % len(SOURCES)]

    @property
    def title(self) -> str:
        """Its title, which tells the stand-in how to misbehave."""
        prefix = {7: f"{ENDS} : ", 107: f"{RAISES} : ", 207: f"{UNINDEXABLE} : "}.get(self.number % POISON_EVERY, "")
        return f"{prefix}le budget numéro {self.number}"

    @property
    def claims(self) -> list[tuple[str, str]]:
        """Who says what in it; a correction has another number of claims."""
        count = (self.number + self.version) % 4
        return [
            (PEOPLE[(self.number + position) % len(PEOPLE)], f"le point {position} du budget {self.number} en version {self.version}")
            for position in range(count)
        ]

    @property
    def body(self) -> str:
        """Its text, in which the claims stand."""
        sentences = [f"{speaker} a déclaré : « {claim} »." for speaker, claim in self.claims]
        return "\n\n".join([f"La commune vote en version {self.version}.", *sentences, "La séance est levée. " * 20])

    def is_corrected(self) -> bool:
        """Whether a second version of it is fed later."""
        return self.number % CORRECTED_EVERY == 3 and self.fate == "indexed"

    def is_fed_late(self) -> bool:
        """Whether a machine whose clock is behind feeds an old version of it once more."""
        return self.number % STALE_EVERY == 4 and self.fate == "indexed"

    def stale(self) -> RawArticle:
        """The message of that machine: another body, and the revision of a clock that stands in 1990."""
        past = datetime(1990, 1, 1, tzinfo=UTC)
        return RawArticle(
            article_id=self.article_id,
            revision=int(past.timestamp() * 1000),
            source=self.source,
            url=self.url,
            title=self.title,
            body="Une version périmée. Paul Vernier a déclaré : « rien de tout cela ».",
            collected_at=past,
            origin="a clock that is behind",
        )


def last_versions(numbers: Iterable[int]) -> list[Made]:
    """What must be there in the end of the articles of these numbers."""
    return [Made(number, 2) if Made(number).is_corrected() else Made(number) for number in numbers]


def write_lines(path: Path, articles: Iterable[Made]) -> Path:
    """Write articles as JSON lines for ``telex feed``."""
    path.write_text("".join(map(as_line, articles)), encoding="utf-8")
    return path


def as_line(made: Made) -> str:
    """One article as a JSON line."""
    fields = {"url": made.url, "source": made.source, "title": made.title, "body": made.body}
    return json.dumps(fields, ensure_ascii=False) + "\n"
