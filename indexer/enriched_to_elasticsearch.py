"""The indexing stage: take enriched articles, write their documents, and only then commit.

Delivery: at least once, visible once. An offset is committed after Elasticsearch has acknowledged the documents, or the broker the dead
letter, of every message before it; ids and external versions are deterministic, so that a repetition changes nothing. A rebalance in the
middle of a batch makes its commit fail, and the next owner repeats the batch.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from threading import Event
from typing import Any, TypeVar

from kafka import KafkaConsumer, KafkaProducer
from kafka.errors import CommitFailedError, IllegalGenerationError, RebalanceInProgressError, UnknownMemberIdError
from kafka.structs import OffsetAndMetadata, TopicPartition

from contracts.codec import decode, encode
from contracts.errors import InvalidMessage
from contracts.messages import DeadLetter, EnrichedArticle
from contracts.topics import DEAD, ENRICHED
from indexer.build_documents import Documents, build_documents
from indexer.index_setup import create_indices
from indexer.write_articles import Outcome, write_articles
from indexer.write_bulk import Stopped, patiently
from runtime.dead_letter_limit import DeadLetterLimit
from runtime.dead_letters import make_dead_letter
from runtime.group_membership import Membership
from runtime.health import Health
from runtime.kafka_clients import create_topics, make_consumer, make_producer, reaching
from runtime.logs import of_message
from runtime.metrics import BATCH_SECONDS, LINE_SECONDS, of_stage, seconds_since
from runtime.settings import Settings

log = logging.getLogger(__name__)

POLL_MS = 500
# How long the broker may take to acknowledge a dead letter or a commit before it counts as away.
ACKNOWLEDGE_SECONDS = 30
# How long the leaving of the group may take.
CLOSE_SECONDS = 10
# The group went on without us: its next owner of these partitions repeats the batch.
_NO_LONGER_OURS = (CommitFailedError, IllegalGenerationError, RebalanceInProgressError, UnknownMemberIdError)

Result = TypeVar("Result")
Records = Sequence[Any]  # kafka.consumer.fetcher.ConsumerRecord: the package is not typed


def run(settings: Settings, stop: Event, health: Health | None = None) -> None:
    """Index until ``stop`` is set: then finish the batch, commit, and leave the group.

    Args:
        settings: of this process.
        stop: set by whoever ends the stage.
        health: told what the indexer does, where somebody watches it.

    Raises:
        OperatorNeeded: Elasticsearch refuses access, an index is missing or of another mapping, or too many messages are rejected.
    """
    with suppress(Stopped):
        patiently(lambda: create_topics(settings), stop)
        for name in patiently(lambda: create_indices(settings), stop):
            log.info("created the index %s", name)
        with _Indexer(settings, stop, health or Health(settings, "indexing", reads=ENRICHED, group="indexer")) as indexer:
            log.info("reading %s as %s", settings.topic_name(ENRICHED), settings.group_name("indexer"))
            while not stop.is_set():
                indexer.take()


def batches(records: Records, *, most_bytes: int) -> Iterator[Records]:
    """Part records so that no part has more bytes of messages than ``most_bytes``, except a single message that has more alone."""
    start = size = 0
    for position, record in enumerate(records):
        length = len(record.value or b"")
        if position > start and size + length > most_bytes:
            yield records[start:position]
            start, size = position, 0
        size += length
    if records:
        yield records[start:]


class _Indexer:
    """One member of the consumer group, with the producer of its dead letters."""

    def __init__(self, settings: Settings, stop: Event, health: Health) -> None:
        self._settings, self._stop, self._health = settings, stop, health
        self._metrics = of_stage("indexing")
        self._batch_seconds, self._line_seconds = BATCH_SECONDS.labels("indexing"), LINE_SECONDS.labels("indexing")
        self._join()
        self._producer: KafkaProducer | None = None
        self._limit = self._patiently(lambda: DeadLetterLimit.remembered(settings, ENRICHED, "indexer"))

    def __enter__(self) -> "_Indexer":
        return self

    def __exit__(self, *_: object) -> None:
        self._leave()
        if self._producer:
            self._producer.close(timeout=CLOSE_SECONDS)

    def take(self) -> None:
        """Index what one poll brings, then commit."""
        if self._patiently(self._membership.is_lost):
            log.warning("the group goes on without this indexer: it joins anew")
            self._leave()
            self._join()
        polled = self._patiently(lambda: self._consumer.poll(timeout_ms=POLL_MS, max_records=self._settings.bulk_actions))
        self._health.turned({tp.partition for tp in self._consumer.assignment()})
        for batch in batches([record for part in polled.values() for record in part], most_bytes=self._settings.bulk_bytes):
            self._index(batch)
        if polled:
            self._commit({tp: OffsetAndMetadata(part[-1].offset + 1, "", -1) for tp, part in polled.items()})

    def _join(self) -> None:
        self._consumer: KafkaConsumer = self._patiently(lambda: make_consumer(self._settings, ENRICHED, group="indexer"))
        self._membership = Membership(self._settings, self._consumer, "indexer")

    def _leave(self) -> None:
        self._consumer.close(autocommit=False, timeout_ms=CLOSE_SECONDS * 1000)

    def _index(self, batch: Records) -> None:
        taken_at = time.monotonic()
        self._metrics.took(len(batch))
        read = [_read(record) for record in batch]
        documents = [content for content in read if isinstance(content, Documents)]
        outcomes = write_articles(self._settings, documents, self._stop)
        remaining = iter(outcomes)
        faults = [content if isinstance(content, InvalidMessage) else _fault(next(remaining)) for content in read]
        self._limit.count(str(fault) if fault else None for fault in faults)
        self._bury([(record, fault) for record, fault in zip(batch, faults, strict=True) if fault])
        self._health.progressed()
        self._batch_seconds.observe(time.monotonic() - taken_at)
        written = [record for record, content in zip(batch, read, strict=True) if isinstance(content, Documents)]
        self._tell(zip(written, documents, outcomes, strict=True))
        counts = Counter(outcome.kind for outcome in outcomes)
        dead = sum(fault is not None for fault in faults)
        self._metrics.buried(dead)
        log.info("%d articles indexed, %d older than stored, %d dead letters", counts["written"], counts["older"], dead)

    def _tell(self, done: Iterable[tuple[Any, Documents, Outcome]]) -> None:
        """Count and log each article that Elasticsearch acknowledged."""
        for record, documents, outcome in done:
            if outcome.kind == "rejected":
                continue
            self._metrics.passed_on(record.timestamp / 1000)
            self._line_seconds.observe(seconds_since(datetime.fromisoformat(documents.article["collected_at"]).timestamp()))
            if log.isEnabledFor(logging.DEBUG):
                what = "indexed" if outcome.kind == "written" else "older than stored"
                log.debug(what, extra=of_message(record, record.key, documents.article["source"]))

    def _bury(self, dead: Sequence[tuple[Any, InvalidMessage]]) -> None:
        """Send the dead letters; returns when the broker has acknowledged each."""
        letters = [(record.key, encode(_letter(record, fault, self._settings))) for record, fault in dead]
        if letters:
            self._patiently(lambda: self._send(letters))

    def _send(self, letters: Sequence[tuple[bytes | None, bytes]]) -> None:
        if self._producer is None:
            self._producer = make_producer(self._settings)
        topic = self._settings.topic_name(DEAD)
        sent = [self._producer.send(topic, key=key, value=value) for key, value in letters]
        for future in sent:
            future.get(timeout=ACKNOWLEDGE_SECONDS)

    def _commit(self, offsets: dict[TopicPartition, OffsetAndMetadata]) -> None:
        def attempt() -> None:
            try:
                self._consumer.commit(offsets, timeout_ms=ACKNOWLEDGE_SECONDS * 1000)
            except _NO_LONGER_OURS as error:
                log.warning("the partitions went to another indexer, which repeats this batch: %s", type(error).__name__)

        self._patiently(attempt)

    def _patiently(self, attempt: Callable[[], Result]) -> Result:
        """Repeat what fails because the broker is away."""

        def reach() -> Result:
            with reaching(self._settings):
                return attempt()

        return patiently(reach, self._stop)


def _read(record: Any) -> Documents | InvalidMessage:
    try:
        return build_documents(decode(EnrichedArticle, record.value))
    except InvalidMessage as error:
        return error


def _fault(outcome: Outcome) -> InvalidMessage | None:
    return InvalidMessage(f"Elasticsearch rejects it: {outcome.reason}") if outcome.kind == "rejected" else None


def _letter(record: Any, fault: InvalidMessage, settings: Settings) -> DeadLetter:
    log.warning("dead letter: %s", fault, extra=of_message(record, record.key, dict(record.headers).get("source")))
    return make_dead_letter(
        fault,
        stage="indexing",
        most_bytes=settings.max_message_bytes,
        key=record.key,
        value=record.value,
        headers=dict(record.headers),
        position=(record.topic, record.partition, record.offset),
    )
