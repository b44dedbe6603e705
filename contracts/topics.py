"""The three topics of the line: what each carries, who writes and reads it, how long it is kept."""

from dataclasses import dataclass

from pydantic import BaseModel

from contracts.messages import DeadLetter, EnrichedArticle, RawArticle

DAY_MS = 24 * 3600 * 1000
FOREVER = -1


@dataclass(frozen=True)
class Topic:
    """One topic as it is created: its name, its message, the stages at its ends, and its retention in milliseconds."""

    name: str
    message: type[BaseModel]
    written_by: tuple[str, ...]
    read_by: tuple[str, ...]
    retention_ms: int


# The raw articles and the dead letters are the archive that a replay reads, so nothing expires; the enriched ones can be made again.
RAW = Topic("articles.raw", RawArticle, ("producers", "telex dead replay", "telex replay"), ("streams",), FOREVER)
ENRICHED = Topic("articles.enriched", EnrichedArticle, ("streams",), ("indexer",), 30 * DAY_MS)
DEAD = Topic("articles.dead", DeadLetter, ("producers", "streams", "indexer"), ("telex dead",), FOREVER)

TOPICS = (RAW, ENRICHED, DEAD)
