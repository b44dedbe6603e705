"""The gold articles: what a careful reader marks in them, beside the article as the producers read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from contracts.codec import explain
from contracts.errors import InvalidMessage
from contracts.messages import ClaimKind, EntityType, RawArticle
from producers.sources.text_files import read_text_file
from runtime.settings import settings

REPOSITORY = Path(__file__).resolve().parent.parent
FOLDERS = {
    "dev": REPOSITORY.parent / "shared" / "gold" / "dev",
    "open": REPOSITORY / "evaluation" / "articles" / "open",
    "held": REPOSITORY / "evaluation" / "articles" / "held",
}
# Scored, and never looked at while the extraction is changed: no command shows its articles or its single misses.
HELD = "held"


class _Gold(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class GoldEntity(_Gold):
    """One person, organization or place of an article: the fullest form of its name there, and the other forms."""

    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()


class GoldClaim(_Gold):
    """One statement that an article attributes to somebody; ``speaker`` is null where nobody is said to speak."""

    text: str
    speaker: str | None
    speaker_aliases: tuple[str, ...] = ()
    kind: ClaimKind
    cue: str | None = None


class Annotation(_Gold):
    """What is marked in one article. ``kind_of_article`` (transcript, brief, …) groups the figures; the dev articles have none."""

    id: str
    kind_of_article: str = "unsorted"
    entities: tuple[GoldEntity, ...]
    countries: tuple[str, ...]
    claims: tuple[GoldClaim, ...]


@dataclass(frozen=True)
class GoldArticle:
    """An article and what is marked in it."""

    article: RawArticle
    gold: Annotation


def available_sets() -> list[str]:
    """Name the sets whose folder is on this machine: dev lies outside the repository and may be missing."""
    return [name for name, folder in FOLDERS.items() if folder.is_dir()]


def load_set(name: str) -> list[GoldArticle]:
    """Read one set of pairs ``NAME.txt`` and ``NAME.json``, in the order of their names.

    Raises:
        InvalidMessage: a file is no article or no annotation; the sentence names it.
    """
    return [load_pair(path) for path in sorted(FOLDERS[name].glob("*.json"))]


def load_pair(path: Path) -> GoldArticle:
    """Read one annotation and the article beside it.

    Raises:
        InvalidMessage: a file is no article or no annotation; the sentence names it.
    """
    received = read_text_file(str(path.with_suffix(".txt")), source="gold", most_bytes=settings().max_message_bytes)
    if not isinstance(received, RawArticle):
        reason = getattr(received, "error", "it was passed over")
        raise InvalidMessage(f"{path.with_suffix('.txt').name}: {reason}")
    try:
        gold = Annotation.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise InvalidMessage(f"{path.name}: {explain(error)}") from error
    return GoldArticle(received, gold)


def articles_of(pairs: Sequence[GoldArticle]) -> list[RawArticle]:
    """Take the articles alone, as a system under test may see them."""
    return [pair.article for pair in pairs]
