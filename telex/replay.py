"""Raw articles sent through the line once more: to enrich them anew, or because the index lost them.

The revision that is sent is the one that the index has, or should have; with its external version, nothing newer is ever overwritten. The
message says which one it repeats, so that the ledger does not take it for an article fed.
"""

from collections.abc import Callable, Mapping
from typing import Any

from elasticsearch.helpers import scan

from contracts.messages import REVISION_STEP
from contracts.topics import RAW
from runtime.elasticsearch_client import ARTICLES, elasticsearch_client, make_searchable, reaching_elasticsearch
from runtime.kafka_clients import Record, make_producer, reaching, read_to_end
from runtime.settings import Settings
from telex.ledger import REPEATS, article_of
from telex.verify import verify

# Sent without waiting for the acknowledgements of those before.
MOST_IN_FLIGHT = 500
ACKNOWLEDGE_SECONDS = 60


def enriched_below(settings: Settings, version: int) -> dict[str, int]:
    """The indexed articles that an enrichment older than ``version`` made, with the revision of each."""
    return _indexed(settings, {"range": {"enrichment.version": {"lt": version}}})


def enriched_partly(settings: Settings) -> dict[str, int]:
    """The indexed articles in which not everything could be looked for, with the revision of each."""
    return _indexed(settings, {"term": {"enrichment.status": "partial"}})


def missing(settings: Settings) -> dict[str, int]:
    """The articles that ``telex verify`` finds missing, older than on the topic, or with other claims; with the revision of each."""
    return {found.article_id: found.revision for found in verify(settings).differences if found.revision is not None}


def replay(settings: Settings, revisions: Mapping[str, int], on_sent: Callable[[int], None] = lambda count: None) -> int:
    """Send the raw messages of these revisions again; returns their number when the broker has acknowledged all.

    Raises:
        TransientFailure: Kafka does not answer.
    """
    left, sent, deliveries = dict(revisions), 0, list[Any]()
    topic = settings.topic_name(RAW)
    with reaching(settings):
        producer = make_producer(settings)
        try:
            for record in read_to_end(settings, RAW):
                if not _is_wanted(record, left):
                    continue
                headers = {**record.headers, REPEATS: f"{record.partition}/{record.offset}".encode()}
                deliveries.append(producer.send(topic, key=record.key, value=record.value, headers=list(headers.items())))
                sent += 1
                if len(deliveries) >= MOST_IN_FLIGHT:
                    _acknowledged(deliveries)
                    on_sent(sent)
            _acknowledged(deliveries)
        finally:
            producer.close(timeout=ACKNOWLEDGE_SECONDS)
    return sent


def _is_wanted(record: Record, left: dict[str, int]) -> bool:
    """Whether this message is of a wanted revision that was not met yet; then it is taken off."""
    article = article_of(record)
    if article is None or left.get(article.article_id) != article.revision:
        return False
    del left[article.article_id]
    return True


def _acknowledged(deliveries: list[Any]) -> None:
    for delivery in deliveries:
        delivery.get(timeout=ACKNOWLEDGE_SECONDS)
    deliveries.clear()


def _indexed(settings: Settings, query: dict[str, Any]) -> dict[str, int]:
    make_searchable(settings)
    with reaching_elasticsearch(settings):
        body = {"query": query, "version": True, "_source": False}
        hits = scan(elasticsearch_client(settings), index=settings.index_alias(ARTICLES), query=body, size=1000, scroll="10m")
        return {hit["_id"]: hit["_version"] // REVISION_STEP for hit in hits}
