"""What the real processes show of themselves: counters equal to what was fed, an article followed by its id, good and bad health."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from contracts.topics import RAW
from producers.sources.opening import open_sources
from producers.sources_to_raw import SourcesToRaw
from runtime.kafka_clients import topic_ends
from runtime.settings import settings
from telex.local import servers
from tests.e2e.line import feeding, running, say, standing_still, wait_until
from tests.faults.articles import Made
from tests.faults.line import SESSION_SECONDS, STAND_IN
from tests.faults.stand_in import STANDS_STILL

pytestmark = pytest.mark.servers

GOOD = [Made(number) for number in range(20, 32)]
RAISES, UNINDEXABLE = Made(107), Made(207)
LAST = Made(32)


@pytest.fixture
def log(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The log of the stages, as JSON; they run with the stand-in for the model, each on a port of its own."""
    changes = {**STAND_IN, "TELEX_SESSION_TIMEOUT": str(SESSION_SECONDS), "TELEX_METRICS_PORT": "0", "TELEX_LOG_FORMAT": "json"}
    for name, value in {**changes, "TELEX_LOG_LEVEL": "debug"}.items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "stages.log"
    yield file
    print(file.read_text())


def lines(log: Path) -> list[dict[str, Any]]:
    """The log lines; neither the notes of a feed to its user, nor what Python says of semaphores when a worker ends at once."""
    return [json.loads(text) for text in log.read_text().splitlines() if text.startswith("{")]


def url_of(stage: str, log: Path) -> str:
    """Where a stage that was just started says that it answers."""
    found: list[str] = []

    def says() -> bool:
        found.extend(one["message"].split()[-1] for one in lines(log) if one["stage"] == stage and "http://" in one["message"])
        return bool(found)

    wait_until(says, f"{stage} says where it listens")
    return found[-1]


def counts(url: str) -> dict[str, float]:
    """The counters and gauges of ours by name, and the counts of the histograms."""
    families = text_string_to_metric_families(httpx.get(f"{url}/metrics", timeout=10).text)
    samples = [sample for family in families if family.name.startswith("telex_") for sample in family.samples]
    return {sample.name.removeprefix("telex_"): sample.value for sample in samples if not sample.name.endswith(("_bucket", "_sum"))}


def ask(url: str, path: str) -> tuple[int, str]:
    """The answer of an endpoint: its status and its reason, empty if there is none."""
    answer = httpx.get(f"{url}/{path}", timeout=10)
    assert (answer.status_code == 200) == answer.json()["ok"] == (answer.json()["reason"] is None)
    return answer.status_code, answer.json()["reason"] or ""


def test_the_line_shows_what_was_fed_and_whether_its_servers_answer(log: Path) -> None:
    with running("work", "index", log=log):
        worker, indexer = url_of("enriching", log), url_of("indexing", log)
        wait_until(lambda: ask(worker, "readyz")[0] == ask(indexer, "readyz")[0] == 200, "both are ready")
        _feed_and_count(worker, indexer, log.with_name("feed.log"))
        _stop_the_servers_for_a_while(worker, indexer)
    _follow(GOOD[0], log, [("receiving", "received"), ("enriching", "enriched"), ("indexing", "indexed")])
    _follow(RAISES, log, [("receiving", "received"), ("enriching", "dead letter: the stand-in cannot read")])
    assert {one["stage"] for one in lines(log)} == {"enriching", "indexing"}


def _feed_and_count(worker: str, indexer: str, log: Path) -> None:
    with feeding(log) as feed:
        assert feed.stdin
        feed.stdin.write(b"no article\n")
        say(feed, *GOOD, RAISES, UNINDEXABLE)
        url = url_of("receiving", log)
        wait_until(lambda: sum(topic_ends(settings(), RAW).values()) == 14, "all are on the topic")
        # With the next one, the feed takes in that they are.
        say(feed, LAST)
        wait_until(lambda: (shown := counts(url))["articles_in_total"] == 16 and shown["articles_out_total"] >= 14, "the feed has counted")
        assert counts(url)["articles_dead_total"] == 1
        feed.stdin.close()
        assert feed.wait(30) == 1

    def is_done(url: str, articles: int) -> bool:
        shown = counts(url)
        return shown["articles_out_total"] + shown["articles_dead_total"] == articles

    wait_until(lambda: is_done(worker, 15) and is_done(indexer, 14), "all are counted")
    shown = counts(worker)
    assert (shown["articles_in_total"], shown["articles_out_total"], shown["articles_dead_total"]) == (15, 14, 1)
    assert shown["article_seconds_count"] == 14
    assert shown["batch_seconds_count"] == shown["model_seconds_count"] >= 2
    shown = counts(indexer)
    assert (shown["articles_in_total"], shown["articles_out_total"], shown["articles_dead_total"]) == (14, 13, 1)
    assert shown["article_seconds_count"] == shown["line_seconds_count"] == 13
    assert counts(worker)["retries_total"] == shown["retries_total"] == 0


def _stop_the_servers_for_a_while(worker: str, indexer: str) -> None:
    state = servers.running()
    with ExitStack() as elasticsearch:
        elasticsearch.enter_context(standing_still(state.elasticsearch))
        with standing_still(state.kafka):
            wait_until(lambda: ask(worker, "readyz")[0] == ask(indexer, "readyz")[0] == 503, "neither is ready")
            assert "Kafka" in ask(worker, "readyz")[1]
            assert counts(worker)["ready"] == 0
            assert ask(worker, "healthz") == ask(indexer, "healthz") == (200, "")
        wait_until(lambda: ask(worker, "readyz")[0] == 200 and "Elasticsearch" in ask(indexer, "readyz")[1], "Kafka is back")
    wait_until(lambda: ask(indexer, "readyz")[0] == 200, "Elasticsearch is back")
    assert [(shown["ready"], shown["lag_articles"]) for shown in map(counts, (worker, indexer))] == [(1, 0), (1, 0)]


def _follow(made: Made, log: Path, way: list[tuple[str, str]]) -> None:
    found = [one for one in [*lines(log.with_name("feed.log")), *lines(log)] if one.get("article_id") == made.article_id]
    assert [one["stage"] for one in found] == [stage for stage, _ in way]
    for one, (_, message) in zip(found, way, strict=True):
        assert one["message"].startswith(message)
        assert one["source"] == made.source
        assert {"topic", "partition", "offset"} <= set(one)


def test_a_worker_that_stands_still_is_unhealthy_and_then_ends(log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEX_STALL_SECONDS", "2")
    with running("work", log=log) as (worker,):
        url = url_of("enriching", log)
        wait_until(lambda: ask(url, "readyz")[0] == 200, "the worker is ready")
        (tmp_path / "still.jsonl").write_text(json.dumps({"title": STANDS_STILL, "body": "Rien.", "source": "Le Fil"}))
        with SourcesToRaw(settings()) as feed:
            feed.send_all(open_sources([str(tmp_path / "still.jsonl")], settings()))
        wait_until(lambda: ask(url, "healthz")[0] == 503, "the worker is unhealthy")
        assert ask(url, "healthz")[1].endswith("no progress, with 1 articles waiting")
        assert (ask(url, "readyz")[0], counts(url)["lag_articles"]) == (503, 1)
        assert worker.wait(30) == os.EX_TEMPFAIL
    assert lines(log)[-1]["level"] == "error"
