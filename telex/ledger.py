"""The conservation ledger: every article fed is indexed, a duplicate, dead, or in flight; counted from the real topics and indices.

What is fed comes from ``articles.raw`` and the inputs rejected before it, what is dead from ``articles.dead``, what is in flight from the
committed offsets of the consumer groups, and what is indexed from Elasticsearch alone. So a lost article shows: the sum fails.
"""

import re
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from contracts.codec import decode
from contracts.errors import InvalidMessage
from contracts.messages import DeadLetter, RawArticle
from contracts.topics import DEAD, ENRICHED, RAW
from runtime.dead_letters import make_dead_letter
from runtime.elasticsearch_client import count_articles
from runtime.kafka_clients import Record, group_progress, read_to_end
from runtime.settings import Settings

UNKNOWN = "unknown"
# The header of a message that `telex replay` sent: where the message stands that it repeats.
REPEATS = "repeats"
# In bytes; the contract has 128 for an id and 512 characters for a source.
LONGEST_NAME = 4096
Position = tuple[int, int]


@dataclass(frozen=True)
class Entry:
    """The account of one source, in articles."""

    fed: int
    indexed: int
    duplicates: int
    dead: int
    in_flight: int

    @property
    def adds_up(self) -> bool:
        """Whether nothing is lost and nothing is there twice."""
        return self.fed == self.indexed + self.duplicates + self.dead + self.in_flight


@dataclass
class Account:
    """What the topics say of one source: counts, and the ids of the articles in flight and of those that left the line, each time."""

    fed: int = 0
    dead: int = 0
    in_flight: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)

    def entry(self, settings: Settings, source: str) -> Entry:
        """Complete the account with what Elasticsearch holds of this source."""
        unique = set(self.settled)
        # An article in flight may be in the index already, its offset not yet committed.
        early = count_articles(settings, source, set(self.in_flight) - unique)
        indexed = count_articles(settings, source) - early
        return Entry(self.fed, indexed, len(self.settled) - len(unique), self.dead, len(self.in_flight))


def read_ledger(settings: Settings, *, tries: int = 3) -> dict[str, Entry]:
    """Count the articles of every source.

    While the line runs, articles move between the counting of one thing and of the next: an account that does not add up is
    taken again after a second, up to ``tries`` times.

    Raises:
        TransientFailure: Kafka or Elasticsearch does not answer.
    """
    while True:
        entries = {source: account.entry(settings, source) for source, account in sorted(_read_accounts(settings).items())}
        tries -= 1
        if tries <= 0 or all(entry.adds_up for entry in entries.values()):
            return entries
        time.sleep(1)


def total(entries: Iterable[Entry]) -> Entry:
    """Add the accounts of all sources up."""
    entries = list(entries)
    columns = ("fed", "indexed", "duplicates", "dead", "in_flight")
    return Entry(*(sum(getattr(entry, column) for entry in entries) for column in columns))


def read_dead_letters(settings: Settings) -> list[DeadLetter]:
    """All dead letters, oldest first, one for each message that died (a crash can leave the same letter twice).

    A letter that cannot be read is one of its own, so that it shows.
    """
    letters: dict[object, DeadLetter] = {}
    for record in read_to_end(settings, DEAD):
        try:
            letter = decode(DeadLetter, record.value)
        except InvalidMessage as error:
            letter = _unreadable(record.partition, record.offset, error)
        name = (letter.topic, letter.partition, letter.offset) if letter.topic else (record.partition, record.offset)
        letters[name] = letter
    return sorted(letters.values(), key=lambda letter: letter.failed_at)


def replayed(headers: Mapping[str, bytes | None]) -> tuple[str, int, int] | None:
    """Topic, partition and offset of the message that a raw message is the replay of, by its header ``replay-of``."""
    found = re.fullmatch(rb"([\w.-]+)/(\d+)/(\d+)", headers.get("replay-of") or b"")
    return (found[1].decode(), int(found[2]), int(found[3])) if found else None


def _read_accounts(settings: Settings) -> dict[str, Account]:
    # The committed offsets first: what moves on while the topics are read still counts as in flight.
    streams, indexer = group_progress(settings, RAW, "streams"), group_progress(settings, ENRICHED, "indexer")
    letters = read_dead_letters(settings)
    records = list(read_to_end(settings, RAW))
    waiting = {raw_position(record.headers) for record in read_to_end(settings, ENRICHED, start=indexer.position)}
    return make_accounts(records, letters, enriched_up_to=streams.position, waiting=waiting)


def make_accounts(
    records: Sequence[Record], letters: Sequence[DeadLetter], *, enriched_up_to: Mapping[int, int], waiting: Collection[Position | None]
) -> dict[str, Account]:
    """File every raw message and every rejected input under its source.

    Args:
        records: all messages of ``articles.raw``.
        letters: all dead letters, one a message.
        enriched_up_to: the committed offset of the workers, per partition.
        waiting: positions of the raw articles whose enriched form the indexer has not committed yet.
    """
    replays = {origin for record in records if (origin := replayed(record.headers))}
    died = {origin_of(letter): (letter.topic, letter.partition, letter.offset) in replays for letter in letters if letter.topic}
    accounts: dict[str, Account] = defaultdict(Account)
    for record in records:
        position = (record.partition, record.offset)
        if died.get(position) or REPEATS in record.headers:
            continue  # another message stands for it: its replay, or the one that it repeats
        account = accounts[_source(record)]
        article_id = _article_id(record)
        account.fed += 1
        if record.offset >= enriched_up_to.get(record.partition, 0) or position in waiting:
            account.in_flight.append(article_id)
        elif position in died:
            account.dead += 1
        else:
            account.settled.append(article_id)
    for source, count in Counter(letter.source or UNKNOWN for letter in letters if letter.stage == "receiving").items():
        accounts[source].fed += count
        accounts[source].dead += count
    return accounts


def _source(record: Record) -> str:
    header = record.headers.get("source")
    return _name(header) if header else getattr(article_of(record), "source", UNKNOWN)


def _article_id(record: Record) -> str:
    return _name(record.key) if record.key is not None else getattr(article_of(record), "article_id", "")


def article_of(record: Record) -> RawArticle | None:
    """Read a raw message; None where it is no article. A stranger's may lack the key and header that say the same from outside."""
    try:
        return decode(RawArticle, record.value)
    except InvalidMessage:
        return None


def _name(data: bytes) -> str:
    # Elasticsearch refuses to look for more than 32 KiB; no id and no source is that long.
    return data[:LONGEST_NAME].decode("utf-8", "backslashreplace")


def raw_position(headers: Mapping[str, bytes | None]) -> Position | None:
    """Where the raw article of an enriched one stands, by its header ``raw``."""
    found = re.fullmatch(rb"(\d+)/(\d+)", headers.get("raw") or b"")
    return (int(found[1]), int(found[2])) if found else None


def origin_of(letter: DeadLetter) -> Position | None:
    """Where the raw article of a letter stands: a letter of the indexer names it in a header, one of the worker is about it."""
    if letter.stage == "indexing":
        return raw_position({name: text.encode() for name, text in letter.headers.items()})
    return (letter.partition or 0, letter.offset or 0)


def _unreadable(partition: int, offset: int, error: InvalidMessage) -> DeadLetter:
    return make_dead_letter(error, stage="receiving", most_bytes=0, origin=f"articles.dead/{partition}/{offset}")
