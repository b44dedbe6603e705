"""The receiving stage: send what sources received to ``articles.raw``, and what is no article to the dead letters.

Delivery: an article counts as sent once all in-sync replicas have acknowledged it, and a rejected input as rejected once its dead letter
is. The producer is idempotent and tries again for two minutes; then the feed ends with a ``TransientFailure``. Feeding the same
sources again repeats articles, which is invisible: their ids are deterministic.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from kafka.errors import KafkaError, KafkaTimeoutError

from contracts.codec import encode
from contracts.errors import InvalidMessage, TransientFailure
from contracts.messages import RawArticle
from contracts.topics import DEAD, RAW, Topic
from producers.sources.received import Received, Rejected, Skipped
from runtime.dead_letters import make_dead_letter
from runtime.kafka_clients import create_topics, make_producer, reaching
from runtime.logs import of_article
from runtime.metrics import of_stage
from runtime.settings import Settings

log = logging.getLogger(__name__)

# What may wait for its acknowledgement, so that memory stays flat however large a folder is. The client itself has no such limit.
MOST_BYTES_IN_FLIGHT = 32 * 2**20
MOST_MESSAGES_IN_FLIGHT = 20_000
# Full batches: at 20 ms an article costs a third more CPU time, and a feed is in no hurry (benchmarks/feed.py).
LINGER_MS = 100
# When the broker is silent for this long, the user is told why nothing moves.
PATIENCE_SECONDS = 5


@dataclass
class Fed:
    """What a feed came to so far: counts of acknowledged messages, and where the last article of each partition ends.

    ``unsettled`` are those of which nothing is known because the feed was interrupted.
    """

    sent: int = 0
    rejected: int = 0
    skipped: int = 0
    unsettled: int = 0
    ends: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Sent:
    """A message on its way: its delivery future, its size, and what is told of its article; None for a dead letter."""

    delivery: Any
    size: int
    article: "_Article | None"


@dataclass(frozen=True)
class _Article:
    """What is told of an article once it is acknowledged; the article itself would fill the memory."""

    article_id: str
    source: str
    origin: str
    collected_at: float


class SourcesToRaw:
    """Sends articles as they come; ``fed`` tells at any time what was acknowledged. Use as a context manager."""

    def __init__(self, settings: Settings, on_rejected: Callable[[Rejected], None] = lambda rejected: None) -> None:
        """Connect, and create the topics that are missing.

        Args:
            settings: of this process.
            on_rejected: told of every rejected input, as it is met.

        Raises:
            TransientFailure: the broker does not answer.
        """
        self.fed = Fed()
        self._settings, self._on_rejected = settings, on_rejected
        self._in_flight: deque[_Sent] = deque()
        self._bytes_in_flight = 0
        self._metrics = of_stage("receiving")
        create_topics(settings)
        with reaching(settings):
            self._producer = make_producer(settings, linger_ms=LINGER_MS)

    def __enter__(self) -> "SourcesToRaw":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is KeyboardInterrupt:
            self._settle_soon()
            # Closed without a wait; what is still on its way then is an error to the client.
            with suppress(KafkaTimeoutError):
                self._producer.close(timeout=0)
            return
        try:
            if kind is None:
                self._settle(until=0)
        finally:
            self._producer.close(timeout=PATIENCE_SECONDS)

    def send_all(self, received: Iterable[Received]) -> None:
        """Send everything; returns when all is acknowledged.

        Raises:
            TransientFailure: the broker was away for too long; what was acknowledged before is in ``fed``.
        """
        for item in received:
            self._send(item)
            self._settle(until=MOST_BYTES_IN_FLIGHT)
        self._settle(until=0)

    def _send(self, item: Received) -> None:
        if isinstance(item, Skipped):
            self.fed.skipped += 1
            return
        self._metrics.took()
        if isinstance(item, Rejected):
            self._reject(item)
        else:
            self._send_article(item)

    def _send_article(self, article: RawArticle) -> None:
        value = encode(article)
        if len(value) > self._settings.max_message_bytes:
            limit = f"the limit is {self._settings.max_message_bytes:,} (TELEX_MAX_MESSAGE_BYTES)"
            error = InvalidMessage(f"the article has {len(value):,} bytes as a message; {limit}")
            self._reject(Rejected(article.origin, error, value, article.source))
            return
        headers = [("source", article.source.encode())]
        about = _Article(article.article_id, article.source, article.origin, article.collected_at.timestamp())
        self._hand_over(RAW, about, key=article.article_id.encode(), value=value, headers=headers)

    def _reject(self, rejected: Rejected) -> None:
        self._on_rejected(rejected)
        original = rejected.original
        if original and len(original) > self._settings.max_message_bytes:
            original = original[: self._settings.max_message_bytes]
        letter = make_dead_letter(
            rejected.error,
            stage="receiving",
            most_bytes=self._settings.max_message_bytes,
            value=original,
            origin=rejected.origin,
            source=rejected.source,
        )
        self._hand_over(DEAD, None, value=encode(letter))

    def _hand_over(
        self,
        topic: Topic,
        article: _Article | None,
        *,
        value: bytes,
        key: bytes | None = None,
        headers: list[tuple[str, bytes]] | None = None,
    ) -> None:
        with reaching(self._settings):
            delivery = self._producer.send(self._settings.topic_name(topic), key=key, value=value, headers=headers)
        self._in_flight.append(_Sent(delivery, len(value), article))
        self._bytes_in_flight += len(value)

    def _settle(self, *, until: int) -> None:
        """Take in acknowledgements, oldest first: those that are there, and more until at most ``until`` bytes are in flight."""
        while self._in_flight and (self._in_flight[0].delivery.is_done or self._is_too_much(until)):
            sent = self._in_flight.popleft()
            self._bytes_in_flight -= sent.size
            try:
                with reaching(self._settings):
                    self._count(sent, self._acknowledged(sent.delivery))
            except TransientFailure as error:
                again = f"{self.fed.sent} articles were sent; feed the same again, nothing will be there twice"
                raise TransientFailure(f"{error} ({again})") from error

    def _settle_soon(self) -> None:
        """Take in what is acknowledged within seconds, after Ctrl-C; what is not may arrive all the same."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        for sent in self._in_flight:
            try:
                self._count(sent, sent.delivery.get(timeout=max(0.0, deadline - time.monotonic())))
            except KafkaError:
                self.fed.unsettled += 1

    def _is_too_much(self, until: int) -> bool:
        return self._bytes_in_flight > until or len(self._in_flight) > MOST_MESSAGES_IN_FLIGHT

    def _acknowledged(self, delivery: Any) -> Any:
        try:
            return delivery.get(timeout=PATIENCE_SECONDS)
        except KafkaTimeoutError:
            if delivery.is_done:
                raise
        log.warning("Kafka at %s is slow to acknowledge; trying for two minutes", self._settings.kafka_bootstrap_servers)
        return delivery.get()

    def _count(self, sent: _Sent, place: Any) -> None:
        if article := sent.article:
            self.fed.sent += 1
            self.fed.ends[place.partition] = max(place.offset + 1, self.fed.ends.get(place.partition, 0))
            self._metrics.passed_on(article.collected_at)
            if log.isEnabledFor(logging.DEBUG):
                position = place.topic, place.partition, place.offset
                log.debug("received", extra=of_article(article.article_id, source=article.source, position=position, origin=article.origin))
        else:
            self.fed.rejected += 1
            self._metrics.buried()
