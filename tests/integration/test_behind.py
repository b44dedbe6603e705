"""Who searches is told of articles that are still on their way, and never waits for a Kafka that is away."""

import time
from pathlib import Path

import pytest

from contracts.topics import RAW
from runtime.kafka_clients import create_topics, make_producer
from runtime.settings import settings
from telex.behind import Behind
from telex.search.page.app import make_app
from tests.e2e.line import telex, telex_json, wait_until
from tests.integration.serving import serving
from tests.integration.stored_articles import french_article, store

pytestmark = pytest.mark.servers


def send_raw(count: int) -> None:
    """Put messages on the topic of raw articles, which nobody reads."""
    create_topics(settings())
    producer = make_producer(settings())
    for number in range(count):
        producer.send(settings().topic_name(RAW), key=f"{number}".encode(), value=b"{}")
    producer.flush(60)
    producer.close()


def test_the_command_and_the_page_tell_of_articles_on_their_way(line: str, tmp_path: Path) -> None:
    store(french_article("otan"))
    assert "on their way" not in telex("search", "otan").stderr
    send_raw(3)
    found = telex("search", "otan")
    assert "1 article, 1 to 1" in found.stdout
    assert "3 more are on their way and cannot be found yet" in found.stderr
    assert telex_json("search", "otan")["total"] == 1
    with serving(make_app(settings())) as client:
        wait_until(lambda: "3 articles sont encore en route" in client.get("/").text, "the page tells", 30)
        assert "3 articles are still on their way" in client.get("/claims", headers={"accept-language": "en"}).text


def test_without_a_kafka_a_search_is_as_fast_and_says_nothing(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store(french_article("otan"))
    away = settings().model_copy(update={"kafka_bootstrap_servers": "127.0.0.1:9"})
    behind, started = Behind(away), time.monotonic()
    assert behind.articles() is None
    assert time.monotonic() - started < 0.5
    assert behind.articles(patience=0.2) is None
    assert time.monotonic() - started < 1
    monkeypatch.setenv("TELEX_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9")
    found = telex("search", "otan")
    assert ("1 article" in found.stdout, found.stderr) == (True, "")
    assert "1 claim" in telex("search", "--claims", "--speaker", "stoltenberg").stdout
