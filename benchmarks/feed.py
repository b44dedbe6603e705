"""How fast articles are fed, beside a bare kafka-python loop that only sends the same bytes: both sides and the ratio, in one run.

The feed reads JSON lines, checks and rebuilds each article, and counts its acknowledgement; the bare loop has the values in memory.

Run: ``python -m benchmarks.feed [ARTICLES]``.
"""

import json
import random
import resource
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from kafka import KafkaAdminClient, KafkaProducer

from benchmarks._report import print_machine, print_sides
from contracts.codec import encode
from contracts.messages import RawArticle
from contracts.topics import RAW
from producers.sources.opening import open_sources
from producers.sources_to_raw import LINGER_MS, SourcesToRaw
from runtime.kafka_clients import create_topics, make_producer
from runtime.settings import Settings
from telex.local.servers import local_servers

ARTICLES = 20_000
BYTES = 3_000
ROUNDS = 3
SENTENCE = "la ministre a indiqué que les travaux de l’école seraient achevés avant l’été selon le maire « nous avons tenu parole »"


def main() -> None:
    """Run every side in turn, several times, and print the medians."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "articles.jsonl"
        write_articles(lines, count)
        values = [(item.article_id.encode(), encode(item)) for item in articles(lines)]
        sides: dict[str, Callable[[Settings], None]] = {
            "bare loop, same settings": lambda settings: bare_loop(make_producer(settings, linger_ms=LINGER_MS), values, settings),
            "telex feed": lambda settings: feed(lines, settings),
            "bare loop, kafka-python's defaults": lambda settings: bare_loop(default_producer(settings), values, settings),
            "reading alone (no Kafka)": lambda settings: sum(1 for _ in articles(lines)) and None,
        }
        rates: dict[str, list[float]] = {name: [] for name in sides}
        with local_servers():
            for name, side in [*sides.items()] * ROUNDS:
                rates[name].append(count / seconds(side))
    report(rates, count)


def write_articles(path: Path, count: int) -> None:
    """Write articles of invented words, all different, of about ``BYTES`` bytes each."""
    chance, words = random.Random(7), SENTENCE.split()  # noqa: S311 the same articles in every run
    with path.open("w") as file:
        for number in range(count):
            body = ""
            while len(body) < BYTES - 250:
                body += " ".join(chance.choices(words, k=30)).capitalize() + ".\n\n"
            record = {"title": f"Article {number}", "body": body, "published": "2024-03-12", "url": f"https://ex.org/{number}"}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def articles(lines: Path) -> Iterator[RawArticle]:
    """Read the articles as the feed does."""
    for item in open_sources([str(lines)], Settings()):
        assert isinstance(item, RawArticle)
        yield item


def feed(lines: Path, settings: Settings) -> None:
    """Feed the file, as ``telex feed`` does."""
    with SourcesToRaw(settings) as stage:
        stage.send_all(open_sources([str(lines)], settings))


def bare_loop(producer: KafkaProducer, values: list[tuple[bytes, bytes]], settings: Settings) -> None:
    """Send the values and wait until all are acknowledged, checking every delivery."""
    topic = settings.topic_name(RAW)
    deliveries = [producer.send(topic, key=key, value=value) for key, value in values]
    for delivery in deliveries:
        delivery.get()
    producer.close()


def default_producer(settings: Settings) -> KafkaProducer:
    """kafka-python as it comes."""
    return KafkaProducer(bootstrap_servers=settings.kafka_bootstrap_servers.split(","))


def seconds(side: Callable[[Settings], None]) -> float:
    """Time one side on topics of its own, which exist before and are deleted after."""
    with own_topics() as settings:
        started = time.perf_counter()
        side(settings)
        return time.perf_counter() - started


@contextmanager
def own_topics() -> Iterator[Settings]:
    """Settings of a namespace that nobody else uses, with its topics."""
    settings = Settings(namespace="bench" + secrets.token_hex(4))
    created = create_topics(settings)
    try:
        yield settings
    finally:
        admin = KafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap_servers.split(","))
        admin.delete_topics(created)
        admin.close()


def report(rates: dict[str, list[float]], count: int) -> None:
    """Print each side's median, and its ratio to the bare loop."""
    print_machine("telex", "kafka-python", "crc32c", "zstandard", "lz4")
    print(f"{count:,} articles of {BYTES:,} bytes, compression {Settings().compression}, median of {ROUNDS} rounds")
    print_sides("articles/s", {name: median(values) for name, values in rates.items()})
    print(f"peak memory, with all values of the bare loop: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


if __name__ == "__main__":
    main()
