"""Elasticsearch that is busy, slow, or whose answers get lost: what the indexer had to write is there once, and its memory stays flat."""

import random
import threading
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import psutil
import pytest

from contracts.codec import encode
from contracts.topics import ENRICHED
from indexer.build_documents import build_documents
from indexer.index_setup import create_indices
from indexer.write_articles import write_articles
from runtime.elasticsearch_client import count_articles, count_claims
from runtime.kafka_clients import create_topics, make_producer
from runtime.settings import settings
from tests.e2e.line import running, wait_until
from tests.faults.proxy import Proxy, proxied
from tests.integration.made_articles import make_article

pytestmark = pytest.mark.servers


@pytest.fixture
def proxy(line: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """Everything goes to Elasticsearch by this proxy."""
    create_indices(settings())
    with proxied(settings().elasticsearch_url) as proxy:
        monkeypatch.setenv("TELEX_ELASTICSEARCH_URL", proxy.url)
        settings.cache_clear()
        yield proxy


def write_while(proxy: Proxy, fault: str) -> None:
    """Write articles while a fault of the proxy lasts, which ends two seconds later."""
    articles = [make_article(number, claims=2) for number in range(50)]
    setattr(proxy, fault, True)
    later = threading.Timer(2, setattr, (proxy, fault, False))
    later.start()
    outcomes = write_articles(settings(), [build_documents(one) for one in articles], Event())
    later.join()
    assert [outcome.kind for outcome in outcomes] == ["written"] * 50
    assert (count_articles(settings()), count_claims(settings())) == (50, 100)


def test_requests_that_are_refused_as_too_many_are_sent_again(proxy: Proxy) -> None:
    write_while(proxy, "is_busy")
    assert proxy.refused > 0


def test_what_was_written_though_the_answer_got_lost_is_there_once(proxy: Proxy) -> None:
    write_while(proxy, "loses_answers")


def test_a_slow_elasticsearch_leaves_the_articles_on_disk_and_not_in_memory(
    proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So that what may be fetched ahead (four of these) is far below what waits.
    monkeypatch.setenv("TELEX_MAX_MESSAGE_BYTES", str(2**20))
    settings.cache_clear()
    count, size, draw = 2000, 12_000, random.Random(1)
    create_topics(settings())
    producer = make_producer(settings())
    for number in range(count):
        article = make_article(number, claims=1)
        # Hexadecimal digits are compressed to half their size.
        noise = article.model_copy(update={"body": f"{article.body}\n\n{draw.randbytes(size // 2).hex()}"})
        producer.send(settings().topic_name(ENRICHED), key=article.article_id.encode(), value=encode(noise))
    producer.close(timeout=60)
    proxy.delay = 0.05
    with running("index", log=tmp_path / "index.log") as (indexer,):
        first, second = (most_memory(psutil.Process(indexer.pid), until=part * count // 2) for part in (1, 2))
    # In each half 12 MB of text go through it, which take several times as much as messages, documents and requests.
    assert second < first + 24 * 2**20, f"{first / 2**20:.0f}, then {second / 2**20:.0f} MiB"


def most_memory(process: psutil.Process, *, until: int) -> int:
    """The most resident bytes of an indexer until so many articles are there."""
    most = 0

    def done() -> bool:
        nonlocal most
        most = max(most, process.memory_info().rss)
        return count_articles(settings()) >= until

    wait_until(done, f"{until} articles are indexed")
    return most
