"""The indexing stage against bare bulk requests: the same articles and claims through ``helpers.bulk``, prepared, and through us.

The bare side has its documents ready in memory and no order to keep. Ours decodes each message, builds the documents, asks what is stored,
writes the claims first and the articles last. The last side also reads the messages from Kafka and commits.

Run: ``python -m benchmarks.index [ARTICLES]``.
"""

import random
import secrets
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event
from typing import Any

from elasticsearch import Elasticsearch, helpers
from kafka import KafkaAdminClient

from benchmarks._report import print_machine, print_sides
from contracts.codec import decode, encode
from contracts.messages import Claim, EnrichedArticle, Enrichment, Speaker
from contracts.topics import ENRICHED
from indexer.build_documents import build_documents
from indexer.enriched_to_elasticsearch import run
from indexer.index_setup import create_indices
from indexer.write_articles import write_articles
from runtime.elasticsearch_client import elasticsearch_client
from runtime.kafka_clients import create_topics, group_progress, make_producer
from runtime.settings import Settings
from telex.local.servers import local_servers

ARTICLES, CLAIMS_EACH, BODY_WORDS, ROUNDS = 5_000, 4, 450, 3
WORDS = "la ministre a indiqué que les travaux de l’école seraient achevés avant l’été selon le maire tenu parole région".split()


def main() -> None:
    """Run every side in turn, several times, and print the medians."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    messages = [encode(make_article(number)) for number in range(count)]
    documents = count * (1 + CLAIMS_EACH)
    print_machine("telex", "elasticsearch", "orjson", "kafka-python")
    sides: dict[str, Callable[[Settings, list[bytes]], float]] = {
        "helpers.bulk, documents prepared": bare_bulk(json_client),
        "helpers.bulk with orjson, documents prepared": bare_bulk(elasticsearch_client),
        "telex: decode, build, write": our_writing,
        "telex index: from Kafka to the commit": our_stage,
    }
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    with local_servers():
        for _ in range(ROUNDS):
            for name, side in sides.items():
                with own_namespace() as settings:
                    seconds[name].append(side(settings, messages))
    print(f"{count:,} articles of {len(messages[0]):,} bytes with {CLAIMS_EACH} claims each, median of {ROUNDS} rounds")
    print_sides("documents/s", {name: documents / sorted(values)[ROUNDS // 2] for name, values in seconds.items()})


def make_article(number: int) -> EnrichedArticle:
    """An article of invented words; its claims are stretches of its body."""
    draw = random.Random(number)  # noqa: S311
    body = " ".join(draw.choices(WORDS, k=BODY_WORDS))
    spans = [(start, start + 120) for start in draw.sample(range(len(body) - 120), CLAIMS_EACH)]
    return EnrichedArticle(
        article_id=f"bench-{number}",
        revision=1,
        source=f"source {number % 20}",
        title=" ".join(draw.choices(WORDS, k=10)),
        body=body,
        collected_at=datetime(2024, 1, 1, tzinfo=UTC),
        origin=f"bench/{number}",
        language="fr",
        claims=tuple(
            Claim(field="body", start=start, end=end, text=body[start:end], claim_id=f"bench-{number}-{position}", kind="direct",
                  speaker=Speaker(name=f"Personne {draw.randint(0, 500)}", entity_type="person"))
            for position, (start, end) in enumerate(spans)
        ),
        enrichment=Enrichment(version=1, model="none", status="complete", duration_ms=1),
    )  # fmt: skip


def json_client(settings: Settings) -> Elasticsearch:
    """The client as it comes, with the standard library's JSON."""
    return Elasticsearch(settings.elasticsearch_url)


def bare_bulk(make_client: Callable[[Settings], Elasticsearch]) -> Callable[[Settings, list[bytes]], float]:
    """A side that writes prepared documents with ``helpers.bulk``, with the chunk size of our settings."""

    def side(settings: Settings, messages: list[bytes]) -> float:
        client = make_client(settings)
        prepared = [action for message in messages for action in actions(settings, decode(EnrichedArticle, message))]
        started = time.perf_counter()
        helpers.bulk(client, prepared, chunk_size=settings.bulk_actions)
        return time.perf_counter() - started

    return side


def actions(settings: Settings, article: EnrichedArticle) -> Iterator[dict[str, Any]]:
    """The bulk actions of an article, as ``helpers.bulk`` takes them."""
    documents = build_documents(article)
    version = {"version": documents.version, "version_type": "external_gte"}
    for number, claim in enumerate(documents.claims):
        yield {"_index": settings.index_alias("claims"), "_id": f"{documents.article_id}-{number}", "_source": claim, **version}
    yield {"_index": settings.index_alias("articles"), "_id": documents.article_id, "_source": documents.article, **version}


def our_writing(settings: Settings, messages: list[bytes]) -> float:
    """Seconds of what the stage does with its messages, in batches as it takes them."""
    started = time.perf_counter()
    for at in range(0, len(messages), settings.bulk_actions):
        batch = [build_documents(decode(EnrichedArticle, message)) for message in messages[at : at + settings.bulk_actions]]
        write_articles(settings, batch, Event())
    return time.perf_counter() - started


def our_stage(settings: Settings, messages: list[bytes]) -> float:
    """Seconds of the whole stage, from the start of its consumer to the commit of the last message."""
    producer = make_producer(settings)
    for number, message in enumerate(messages):
        producer.send(settings.topic_name(ENRICHED), key=str(number).encode(), value=message)
    producer.flush()
    producer.close()
    stop = Event()
    thread = threading.Thread(target=run, args=(settings, stop))
    started = time.perf_counter()
    thread.start()
    while group_progress(settings, ENRICHED, "indexer").total:
        time.sleep(0.2)
    seconds = time.perf_counter() - started
    stop.set()
    thread.join()
    return seconds


@contextmanager
def own_namespace() -> Iterator[Settings]:
    """Settings of a namespace that nobody else uses, with its indices and topics, which go afterwards."""
    settings = Settings(namespace="bench" + secrets.token_hex(4))
    create_indices(settings)
    topics = create_topics(settings)
    try:
        yield settings
    finally:
        admin = KafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap_servers.split(","))
        admin.delete_topics(topics)
        admin.close()
        elasticsearch_client(settings).indices.delete(index=[f"{settings.namespace}-articles-v1", f"{settings.namespace}-claims-v1"])


if __name__ == "__main__":
    main()
