"""The indexing stage on the real Kafka and Elasticsearch: nothing lost, nothing twice, nothing backwards, nothing half."""

import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import permutations, product
from threading import Event
from typing import Any

import pytest
from elasticsearch.helpers import scan
from kafka import KafkaAdminClient

from contracts.codec import decode, encode
from contracts.errors import OperatorNeeded
from contracts.messages import DeadLetter, EnrichedArticle
from contracts.topics import DEAD, ENRICHED, Topic
from indexer.build_documents import build_documents
from indexer.enriched_to_elasticsearch import run
from indexer.index_setup import check_index, create_indices, index_behind
from indexer.reindex import reindex
from indexer.write_articles import write_articles
from indexer.write_bulk import Operation, Stopped, write_bulk
from runtime.dead_letter_limit import DeadLetterLimit
from runtime.dead_letters import original_bytes
from runtime.elasticsearch_client import count_articles, count_claims, elasticsearch_client, make_searchable
from runtime.kafka_clients import connection, create_topics, group_progress, make_producer, read_to_end
from runtime.settings import Settings, settings
from telex.search.counts import count_by_source
from telex.search.queries import Query, search
from tests.e2e.line import wait_until
from tests.integration.made_articles import make_article, poisoned

pytestmark = pytest.mark.servers


@pytest.fixture
def indices(line: str) -> Settings:
    create_indices(settings())
    return settings()


def write(*articles: EnrichedArticle) -> list[str]:
    """Write as the stage does; what became of each article."""
    return [outcome.kind for outcome in write_articles(settings(), [build_documents(article) for article in articles], Event())]


def stored(alias: str) -> dict[str, dict[str, Any]]:
    """Every document of an index as it is, by id, with its version."""
    make_searchable(settings())
    answer = elasticsearch_client(settings()).search(index=settings().index_alias(alias), size=10_000, version=True)
    return {hit["_id"]: {**hit["_source"], "version": hit["_version"]} for hit in answer["hits"]["hits"]}


def send(*values: bytes, keys: Sequence[bytes] | None = None) -> None:
    """Put messages on the topic of enriched articles, acknowledged."""
    create_topics(settings())
    producer = make_producer(settings())
    for number, value in enumerate(values):
        producer.send(settings().topic_name(ENRICHED), key=keys[number] if keys else None, value=value, headers=[("source", b"made")])
    producer.flush(60)
    producer.close()


def dead_letters() -> list[DeadLetter]:
    return [decode(DeadLetter, record.value) for record in read_to_end(settings(), DEAD)]


def is_idle() -> bool:
    return group_progress(settings(), ENRICHED, "indexer").total == 0


@contextmanager
def indexing() -> Iterator[list[BaseException]]:
    """Run an indexer beside the test, stop it as SIGTERM does; gives the exception that ended it, if one did."""
    stop, failures = Event(), list[BaseException]()

    def work(config: Settings) -> None:
        try:
            run(config, stop)
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=work, args=(settings(),))
    thread.start()
    try:
        yield failures
    finally:
        stop.set()
        thread.join(60)
        assert not thread.is_alive()


# Versions


def test_older_never_overwrites_newer_and_the_same_again_changes_nothing(indices: Settings) -> None:
    new, old = make_article(1, revision=2, claims=2), make_article(1, revision=1, claims=3)
    assert write(new) == ["written"]
    before = stored("articles"), stored("claims")
    assert write(old) == ["older"]
    assert write(new) == ["written"]
    assert (stored("articles"), stored("claims")) == before
    assert before[0]["made-00001"]["version"] == new.external_version


def partial(article: EnrichedArticle) -> EnrichedArticle:
    """What is left of an article where claims cannot be looked for."""
    enrichment = article.enrichment.model_copy(update={"status": "partial"})
    return article.model_copy(update={"claims": (), "enrichment": enrichment})


def test_a_partial_result_never_replaces_a_complete_one_of_its_version(indices: Settings) -> None:
    for number, orders in enumerate(product(permutations([True, False, False]), ["one by one", "in one batch"])):
        is_complete, together = orders
        complete = make_article(number, claims=3)
        articles = [complete if wanted else partial(complete) for wanted in is_complete]
        for batch in [articles] if together == "in one batch" else [[article] for article in articles]:
            write(*batch)
    documents, claims = stored("articles"), stored("claims")
    assert {document["enrichment"]["status"] for document in documents.values()} == {"complete"}
    assert len(claims) == 3 * len(documents) == 3 * (number + 1)
    assert write(partial(make_article(0, claims=3))) == ["older"]
    # The next revision is newer, complete or not.
    assert write(partial(make_article(0, revision=2))) == ["written"]


def test_an_index_whose_versions_say_nothing_of_partial_results_is_written_and_read_as_before(indices: Settings) -> None:
    article = make_article(1, claims=2)
    version = article.revision * 1000 + article.enrichment.version
    write_articles(indices, [replace(build_documents(article), version=version)], Event())
    assert stored("articles")["made-00001"]["version"] == version
    assert write(make_article(1, revision=0)) == ["older"]
    assert write(article) == ["written"]
    assert {document["version"] for alias in ("articles", "claims") for document in stored(alias).values()} == {article.external_version}


def test_several_revisions_in_one_batch_end_with_the_newest(indices: Settings) -> None:
    outcomes = write(
        make_article(1, revision=1, claims=4), make_article(2), make_article(1, revision=3, claims=1), make_article(1, revision=2, claims=3)
    )
    assert outcomes == ["written", "written", "written", "older"]
    assert stored("articles")["made-00001"]["revision"] == 3
    assert [name for name in stored("claims") if name.startswith("made-00001")] == ["made-00001-0"]


def test_claims_that_a_revision_has_no_more_are_removed(indices: Settings) -> None:
    write(make_article(1, revision=1, claims=4), make_article(2, claims=2))
    write(make_article(1, revision=2, claims=1))
    claims = stored("claims")
    assert sorted(claims) == ["made-00001-0", "made-00002-0", "made-00002-1"]
    assert "révision 2" in claims["made-00001-0"]["text"]


# Rejections


def test_a_rejected_article_leaves_nothing_and_its_neighbours_are_written(indices: Settings) -> None:
    assert write(make_article(1, claims=1), poisoned(2, claims=3), make_article(3, claims=1)) == ["written", "rejected", "written"]
    assert sorted(stored("articles")) == ["made-00001", "made-00003"]
    assert sorted(stored("claims")) == ["made-00001-0", "made-00003-0"]


@pytest.mark.parametrize("claims", [1, 3, 5])
def test_a_rejected_revision_leaves_the_one_before_it_as_it_was(indices: Settings, claims: int) -> None:
    write(make_article(1, revision=1, claims=3))
    article, before = stored("articles"), stored("claims")
    # The claims are fine, the article is not: its claims are there when it is rejected.
    documents = build_documents(make_article(1, revision=2, claims=claims))
    documents.article["word_count"] = "many"
    (outcome,) = write_articles(indices, [documents], Event())
    assert outcome.kind == "rejected"
    assert "word_count" in outcome.reason
    assert stored("articles") == article
    assert {name: {**claim, "version": 0} for name, claim in stored("claims").items()} == {
        name: {**claim, "version": 0} for name, claim in before.items()
    }


def test_a_request_that_is_refused_as_a_whole_is_split_until_one_is_to_blame(indices: Settings) -> None:
    documents = [build_documents(make_article(number, claims=0)) for number in range(20)]
    puts = [Operation.put(indices.index_alias("articles"), d.article_id, d.version, d.article) for d in documents]
    spoiled = Operation.put(indices.index_alias("articles"), "x" * 600, 1, documents[0].article)
    (rejection,) = write_bulk(indices, [*puts[:7], spoiled, *puts[7:]], Event())
    assert rejection.operation == spoiled
    assert "too long" in rejection.reason
    assert len(stored("articles")) == 20


# Waiting and stopping


def test_writes_wait_while_they_are_blocked(indices: Settings, caplog: pytest.LogCaptureFixture) -> None:
    client = elasticsearch_client(indices)
    client.indices.add_block(index=indices.index_alias("claims"), block="write")
    unblock = {"index.blocks.write": None}
    later = threading.Timer(2, lambda: client.indices.put_settings(index=indices.index_alias("claims"), settings=unblock))
    later.start()
    assert write(make_article(1, claims=2), make_article(2, claims=1)) == ["written", "written"]
    later.join()
    assert len(stored("claims")) == 3
    assert "cannot write now (403 cluster_block_exception" in caplog.text


def test_a_stage_that_is_stopped_while_elasticsearch_is_away_gives_the_batch_back() -> None:
    stop = Event()
    threading.Timer(1.5, stop.set).start()
    away = Settings(elasticsearch_url="http://127.0.0.1:9")
    with pytest.raises(Stopped):
        write_articles(away, [build_documents(make_article(1))], stop)


def test_a_missing_index_stops_the_stage_with_what_to_do(line: str) -> None:
    with pytest.raises(OperatorNeeded, match="telex index"):
        write(make_article(1, claims=1))


# Indices


def test_indices_are_created_once_by_many_at_once(line: str) -> None:
    results: list[list[str]] = []
    threads = [threading.Thread(target=lambda config: results.append(create_indices(config)), args=(settings(),)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(name for created in results for name in created) == [f"{line}-articles-v1", f"{line}-claims-v1"]
    for alias in ("articles", "claims"):
        assert index_behind(settings(), alias) == f"{line}-{alias}-v1"


def test_an_index_of_another_version_is_refused_by_the_name_of_its_field(indices: Settings) -> None:
    elasticsearch_client(indices).indices.put_mapping(index=indices.index_alias("articles"), properties={"mood": {"type": "keyword"}})
    with pytest.raises(OperatorNeeded, match=r"mood.type is keyword, not there.*telex reindex"):
        create_indices(indices)


def test_a_field_that_no_mapping_knows_is_rejected(indices: Settings) -> None:
    documents = build_documents(make_article(1, claims=0))
    documents.article["mood"] = "good"
    (outcome,) = write_articles(indices, [documents], Event())
    assert "strict_dynamic_mapping_exception" in outcome.reason


# The stage


def test_what_cannot_be_indexed_becomes_a_dead_letter_and_the_rest_goes_on(line: str) -> None:
    bad = poisoned(7)
    send(encode(make_article(1)), b"{", encode(bad), encode(make_article(2)), b"", keys=[b"1", b"2", bad.article_id.encode(), b"4", b"5"])
    with indexing() as failures:
        wait_until(lambda: count_articles(settings()) == 2 and is_idle(), "two articles indexed")
    assert failures == []
    letters = sorted(dead_letters(), key=lambda letter: letter.key or "")
    assert [(letter.stage, letter.source, letter.error_type) for letter in letters] == [("indexing", "made", "InvalidMessage")] * 3
    rejected = next(letter for letter in letters if letter.article_id == bad.article_id)
    assert original_bytes(rejected) == (bad.article_id.encode(), encode(bad))
    assert "start" in rejected.reason
    assert rejected.topic == settings().topic_name(ENRICHED)
    assert count_by_source(settings()).keys() <= {"Le Courrier", "La Dépêche du Port", "Agence Ponant"}


def allow(monkeypatch: pytest.MonkeyPatch, *, rejections: int, of_the_last: int) -> None:
    monkeypatch.setenv("TELEX_DEAD_LETTER_LIMIT", str(rejections))
    monkeypatch.setenv("TELEX_DEAD_LETTER_WINDOW", str(of_the_last))
    settings.cache_clear()


def test_a_stage_that_rejects_nearly_everything_stops_and_commits_nothing(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch, rejections=40, of_the_last=50)
    # Nineteen of twenty.
    send(*[encode(make_article(number)) if number % 20 == 0 else b"not an article" for number in range(100)])
    with indexing() as failures:
        wait_until(lambda: bool(failures), "the stage has stopped")
    assert isinstance(failures[0], OperatorNeeded)
    assert re.match(r"40 of the last 4\d messages are rejected, the last one because: not a valid EnrichedArticle", str(failures[0]))
    assert dead_letters() == []
    assert group_progress(settings(), ENRICHED, "indexer").total == 100


def test_the_limit_of_dead_letters_holds_over_restarts(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch, rejections=5, of_the_last=8)
    bad = b"not an article"
    send(bad, bad, encode(make_article(1)), bad, keys=[b"same"] * 4)
    with indexing() as failures:
        wait_until(lambda: len(dead_letters()) == 3 and is_idle(), "three articles are dead")
    assert failures == []
    # Started anew, it remembers them, though one succeeded among them.
    send(bad, encode(make_article(2)), bad, keys=[b"same"] * 3)
    for _ in range(2):
        with indexing() as failures:
            wait_until(lambda failures=failures: bool(failures), "the stage has stopped")  # type: ignore[misc]
        assert "5 of the last 7 messages" in str(failures[0])
    assert len(dead_letters()) == 3

    # Once they may die, it goes on; what succeeds then pushes them out of the window.
    allow(monkeypatch, rejections=6, of_the_last=8)
    send(*[encode(make_article(number)) for number in range(3, 6)], keys=[b"same"] * 3)
    with indexing() as failures:
        wait_until(lambda: count_articles(settings()) == 5 and is_idle(), "the good articles are indexed")
    assert failures == []
    assert DeadLetterLimit.remembered(settings(), ENRICHED, "indexer").rejected == 3


def test_an_indexer_that_its_group_lost_joins_anew(line: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("TELEX_SESSION_TIMEOUT", "6")
    monkeypatch.setenv("TELEX_PARTITIONS", "3")
    # So short that a poll ends while the consumer joins again: kafka-python then loses the answer.
    monkeypatch.setattr("indexer.enriched_to_elasticsearch.POLL_MS", 2)
    settings.cache_clear()
    send(*[encode(make_article(number)) for number in range(20)])
    with indexing() as failures:
        wait_until(lambda: count_articles(settings()) == 20 and is_idle(), "the first articles are indexed")
        add_partitions(ENRICHED, 6)
        wait_until(lambda: "joins anew" in caplog.text, "the indexer notices that it is alone")
        send(*[encode(make_article(number)) for number in range(20, 60)])
        wait_until(lambda: count_articles(settings()) == 60 and is_idle(), "all articles are indexed and committed")
    assert failures == []


def add_partitions(topic: Topic, count: int) -> None:
    """Change how many partitions a topic has, as an administrator does who needs more workers."""
    admin = KafkaAdminClient(**connection(settings()))
    admin.create_partitions({settings().topic_name(topic): count})
    admin.close()


def test_nothing_is_lost_or_doubled_when_indexers_are_killed(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEX_SESSION_TIMEOUT", "6")
    articles = [make_article(number) for number in range(3000)]
    send(*[encode(article) for article in articles], keys=[article.article_id.encode() for article in articles])

    def start() -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-m", "telex", "index"], stderr=subprocess.PIPE)

    victim = start()
    wait_until(lambda: count_articles(settings()) > 0, "the first articles are indexed", seconds=60)
    victim.kill()
    victim.communicate()
    after_kill = count_articles(settings())
    others = [start(), start()]
    try:
        wait_until(lambda: count_articles(settings()) == len(articles) and is_idle(), "all articles are indexed", seconds=120)
    finally:
        for process in others:
            process.send_signal(signal.SIGTERM)
        ends = [(process.communicate(timeout=30), process.returncode) for process in others]
    assert after_kill < len(articles), "the kill came too late to test anything"
    assert [code for _, code in ends] == [0, 0]
    expected = {article.article_id: article for article in articles}
    assert count_claims(settings()) == sum(len(article.claims) for article in articles)
    for name, document in stored_in_pages("articles"):
        assert document["title"] == expected.pop(name).title
    assert expected == {}
    assert dead_letters() == []


def stored_in_pages(alias: str) -> Iterator[tuple[str, dict[str, Any]]]:
    make_searchable(settings())
    for hit in scan(elasticsearch_client(settings()), index=settings().index_alias(alias)):
        yield hit["_id"], hit["_source"]


# New indices


def test_reindexing_loses_no_write_and_fails_no_search(indices: Settings) -> None:
    write(*[make_article(number) for number in range(600)])
    make_searchable(indices)
    stop, searches, revisions = Event(), [0], dict.fromkeys(range(600), 1)
    failures: list[BaseException] = []

    def keep_searching() -> None:
        try:
            while not stop.is_set():
                assert search(indices, Query("chantiers", limit=1)).total >= 600
                search(indices, Query("décision", index="claims", limit=1))
                searches[0] += 1
        except BaseException as error:
            failures.append(error)

    def keep_writing() -> None:
        number = 0
        try:
            while not stop.is_set():
                number += 1
                # New articles, and new revisions of old ones with fewer claims.
                old = number % 600
                batch = [make_article(600 + number), make_article(old, revision=revisions.get(old, 1) + 1, claims=number % 2)]
                assert write(*batch) == ["written", "written"]
                revisions[600 + number], revisions[old] = 1, revisions.get(old, 1) + 1
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=keep_searching), threading.Thread(target=keep_writing)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    moves = reindex(indices, lambda *_: None)
    time.sleep(0.5)
    stop.set()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert searches[0] > 10
    assert [move.new for move, _ in moves] == [f"{indices.namespace}-claims-v2", f"{indices.namespace}-articles-v2"]
    for alias in ("articles", "claims"):
        name = f"{indices.namespace}-{alias}-v2"
        assert list(elasticsearch_client(indices).indices.get(index=f"{indices.namespace}-{alias}*")) == [name]
        check_index(indices, alias, name)
    articles = dict(stored_in_pages("articles"))
    assert {name: document["revision"] for name, document in articles.items()} == {
        f"made-{number:05d}": revision for number, revision in revisions.items()
    }
    claims = dict(stored_in_pages("claims"))
    assert claims.keys() == {f"{name}-{number}" for name, document in articles.items() for number in range(document["claim_count"])}
    assert write(make_article(3, revision=0)) == ["older"]


def test_reindexing_takes_an_index_of_another_version_to_todays_mapping(indices: Settings) -> None:
    write(make_article(1, claims=2))
    elasticsearch_client(indices).indices.put_mapping(index=indices.index_alias("articles"), properties={"mood": {"type": "keyword"}})
    document = stored("articles")["made-00001"]
    version = document.pop("version")
    put = Operation.put(indices.index_alias("articles"), "made-00001", version + 1, {**document, "mood": "good"})
    assert write_bulk(indices, [put], Event()) == []
    # What a killed run leaves behind is in the way of none.
    elasticsearch_client(indices).indices.create(index=f"{indices.namespace}-articles-v2")
    elasticsearch_client(indices).indices.add_block(index=index_behind(indices, "articles") or "", block="write")
    reindex(indices, lambda *_: None)
    assert stored("articles") == {"made-00001": {**document, "version": version + 1}}
    assert create_indices(indices) == []


def test_there_is_nothing_to_reindex_before_the_first_index(line: str) -> None:
    with pytest.raises(OperatorNeeded, match="telex index"):
        reindex(settings(), lambda *_: None)
