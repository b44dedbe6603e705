"""The topic against the index, id by id: which articles should be there and are not, or are in another state than the topic says.

The ledger counts; this names. Articles that are still on their way, or were fed while it looked, are left out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from elasticsearch.helpers import scan

from contracts.messages import REVISION_STEP
from contracts.topics import ENRICHED, RAW
from indexer.build_documents import article_of_claim, claim_document_id
from runtime.elasticsearch_client import ARTICLES, CLAIMS, elasticsearch_client, make_searchable, reaching_elasticsearch
from runtime.kafka_clients import Record, group_progress, read_to_end
from runtime.settings import Settings
from telex.ledger import Position, article_of, origin_of, raw_position, read_dead_letters

BATCH = 1000

Kind = Literal["missing", "older", "claims", "unknown", "lost"]


@dataclass(frozen=True)
class Difference:
    """One article that is not in the index as the topic has it.

    ``missing``: not indexed; ``older``: an older revision is; ``claims``: its claims are not those it counts; ``unknown``: indexed, but
    never fed; ``lost``: a message that is no article and no dead letter either. The revision is the one that should be there.
    """

    article_id: str
    kind: Kind
    detail: str
    revision: int | None = None


@dataclass
class OnTopic:
    """What ``articles.raw`` says: the newest settled revision of each article, those on their way, and the articles that died."""

    revisions: dict[str, int] = field(default_factory=dict)
    moving: set[str] = field(default_factory=set)
    dead: int = 0
    lost: list[Difference] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Verification:
    """How many articles were compared, how many were left out because they move, how many messages died, and what differs."""

    compared: int
    in_flight: int
    dead: int
    differences: list[Difference]


def verify(settings: Settings) -> Verification:
    """Compare every article of the topic with the index, and the other way round. Memory: the ids.

    Raises:
        TransientFailure: Kafka or Elasticsearch does not answer.
        OperatorNeeded: Elasticsearch refuses access, or there is no index.
    """
    topic = _read_topic(settings)
    make_searchable(settings)
    with reaching_elasticsearch(settings):
        claims: dict[str, set[str]] = defaultdict(set)
        for hit in _scan(settings, CLAIMS, []):
            claims[article_of_claim(hit["_id"])].add(hit["_id"])
        articles = {hit["_id"]: (hit["_version"], hit["_source"]["claim_count"]) for hit in _scan(settings, ARTICLES, ["claim_count"])}
    # What was fed while the index was read may be in it already.
    moving = topic.moving | {_read(record)[0] for record in read_to_end(settings, RAW, start=topic.ends)}
    differences = [*topic.lost, *(found for found in compare(topic.revisions, articles, claims) if found.article_id not in moving)]
    return Verification(len(topic.revisions.keys() - moving), len(moving), topic.dead, differences)


def compare(revisions: Mapping[str, int], articles: Mapping[str, tuple[int, int]], claims: Mapping[str, set[str]]) -> Iterator[Difference]:
    """Find where topic and index differ.

    Args:
        revisions: of each article, the newest on the topic.
        articles: of each article, its version in the index and how many claims it counts.
        claims: of each article, the ids of its claims in the index.
    """
    for name, revision in revisions.items():
        if name not in articles:
            yield Difference(name, "missing", "it is not in the index", revision)
        elif articles[name][0] // REVISION_STEP < revision:
            there = articles[name][0] // REVISION_STEP
            yield Difference(name, "older", f"revision {there} is in the index instead of {revision}", revision)
    for name, (version, count) in articles.items():
        if name not in revisions:
            yield Difference(name, "unknown", "it is in the index, and no message of the topic has it")
        elif claims.get(name, set()) != {claim_document_id(name, number) for number in range(count)}:
            detail = f"{len(claims.get(name, ()))} claims are in the index, the article has {count}"
            yield Difference(name, "claims", detail, version // REVISION_STEP)
    for name in claims.keys() - articles.keys() - revisions.keys():
        yield Difference(name, "unknown", f"{len(claims[name])} claims of it are in the index, the article is not")


def _read_topic(settings: Settings) -> OnTopic:
    # The committed offsets first: what moves on while the topics are read counts as on its way.
    streams, indexer = group_progress(settings, RAW, "streams"), group_progress(settings, ENRICHED, "indexer")
    died = {origin_of(letter) for letter in read_dead_letters(settings) if letter.topic}
    waiting = {raw_position(record.headers) for record in read_to_end(settings, ENRICHED, start=indexer.position)}
    topic = OnTopic()
    for record in read_to_end(settings, RAW):
        topic.ends[record.partition] = max(record.offset + 1, topic.ends.get(record.partition, 0))
        is_moving = record.offset >= streams.position.get(record.partition, 0) or (record.partition, record.offset) in waiting
        note(topic, record, died, is_moving=is_moving)
    return topic


def note(topic: OnTopic, record: Record, died: Collection[Position | None], *, is_moving: bool) -> None:
    """Take a raw message down; ``died`` are the positions of those that have a dead letter."""
    name, revision = _read(record)
    if is_moving:
        topic.moving.add(name)
    elif (record.partition, record.offset) in died:
        topic.dead += 1
    elif revision is None:
        where = f"{record.partition}/{record.offset}"
        topic.lost.append(Difference(name or where, "lost", f"the message {where} is no article, and no dead letter has it"))
    else:
        topic.revisions[name] = max(revision, topic.revisions.get(name, revision))


def _read(record: Record) -> tuple[str, int | None]:
    """Read id and revision of a message; of one that is no article, its key."""
    article = article_of(record)
    if article is None:
        return (record.key or b"").decode("utf-8", "backslashreplace"), None
    return article.article_id, article.revision


def _scan(settings: Settings, alias: str, fields: list[str]) -> Iterator[dict[str, Any]]:
    query = {"query": {"match_all": {}}, "version": True, "_source": fields or False}
    yield from scan(elasticsearch_client(settings), index=settings.index_alias(alias), query=query, size=BATCH, scroll="10m")
