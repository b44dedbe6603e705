"""The line on one page: its stages, what each reads and writes, and the command that runs it."""

from dataclasses import dataclass

from contracts.topics import ENRICHED, RAW, Topic


@dataclass(frozen=True)
class Stage:
    """One stage of the line. ``group`` is its consumer group; articles that can never succeed go from every stage to ``articles.dead``."""

    name: str
    command: str
    reads: Topic | None
    writes: Topic | None
    group: str | None


PRODUCERS = Stage("producers", "telex feed", reads=None, writes=RAW, group=None)
STREAMS = Stage("streams", "telex work", reads=RAW, writes=ENRICHED, group="streams")
INDEXER = Stage("indexer", "telex index", reads=ENRICHED, writes=None, group="indexer")

# In the order an article passes them; after the last, it is in Elasticsearch.
LINE = (PRODUCERS, STREAMS, INDEXER)
