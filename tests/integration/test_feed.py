"""The receiving stage on the real broker: what stands on the topics afterwards, and when the command waits, goes on or ends."""

import base64
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain
from pathlib import Path
from threading import Event, Thread, Timer

import pytest
from kafka import KafkaConsumer
from kafka.errors import KafkaError

from contracts.codec import decode, encode
from contracts.errors import InvalidMessage, TransientFailure
from contracts.messages import DeadLetter, RawArticle
from contracts.topics import DEAD, ENRICHED, RAW, TOPICS, Topic
from producers.sources.opening import open_sources
from producers.sources.received import Rejected
from producers.sources_to_raw import Fed, SourcesToRaw
from runtime.dead_letters import make_dead_letter
from runtime.kafka_clients import Record, create_topics, group_progress, make_consumer, make_producer, read_to_end, topic_ends
from runtime.settings import settings
from telex.local.servers import running
from telex.searchable import NotSearchable, wait_until_searchable

pytestmark = pytest.mark.servers


def write(folder: Path, count: int, source: str = "mairie") -> Path:
    (folder / source).mkdir(parents=True)
    for number in range(count):
        text = f" date 2024-03-{number % 28 + 1:02} Budget numéro {number}.\n\nLe maire, Paul Vernier, a dit « oui\u00a0» à {number} élus."
        (folder / source / f"{number:04}.txt").write_text(text)
    return folder / source


def send(*names: str | Path) -> Fed:
    with SourcesToRaw(settings()) as stage:
        stage.send_all(open_sources([str(name) for name in names], settings()))
    return stage.fed


def telex_feed(*arguments: str | Path, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "telex", "feed", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=120, check=False)


def on(topic: Topic) -> list[Record]:
    return list(read_to_end(settings(), topic))


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_machine_whose_clock_is_wrong_sends_what_the_broker_takes_and_keeps(line: str, topic: Topic) -> None:
    create_topics(settings())
    producer, name = make_producer(settings()), settings().topic_name(topic)
    now = time.time() * 1000
    ahead, behind = (producer.send(name, value=b"x", partition=0, timestamp_ms=int(now + days * 86_400_000)) for days in (1, -90))
    for sent in (ahead, behind):
        assert abs(sent.get(30).timestamp - now) < 60_000, "the broker's own time counts"
    producer.close()


def test_articles_stand_on_the_topic_with_key_and_source(line: str, tmp_path: Path) -> None:
    folder = write(tmp_path, 40)
    fed = send(folder)
    records = on(RAW)
    articles = [decode(RawArticle, record.value) for record in records]
    assert (fed.sent, fed.rejected, len(records)) == (40, 0, 40)
    assert sorted(article.origin for article in articles) == sorted(str(path) for path in folder.iterdir())
    for record, article in zip(records, articles, strict=True):
        assert (record.key, record.headers) == (article.article_id.encode(), {"source": b"mairie"})
        assert "« oui\u00a0»" in article.body
    assert fed.ends == {
        partition: 1 + max(r.offset for r in records if r.partition == partition) for partition in {r.partition for r in records}
    }
    assert len(fed.ends) > 1, "the keys spread the articles over the partitions"


def test_the_same_folder_twice_has_the_same_keys_and_later_revisions(line: str, tmp_path: Path) -> None:
    folder = write(tmp_path, 5)
    send(folder)
    send(folder)
    by_key: dict[bytes | None, list[int]] = {}
    for record in on(RAW):
        by_key.setdefault(record.key, []).append(decode(RawArticle, record.value).revision)
    assert sorted(map(len, by_key.values())) == [2] * 5
    assert all(first < second for first, second in by_key.values())


def test_rejected_inputs_are_dead_letters_with_their_bytes(line: str, tmp_path: Path) -> None:
    folder = write(tmp_path, 3)
    (folder / "sans-date.txt").write_bytes("Un été sans date".encode())
    (folder / "latin.txt").write_bytes(b" date 2023-01 T\n\n\xe9t\xe9")
    (folder / "lignes.jsonl").write_text('{"title": "Bon"}\n{"title": 3}\n')
    seen: list[Rejected] = []
    with SourcesToRaw(settings(), seen.append) as stage:
        stage.send_all(open_sources([str(folder)], settings()))
    letters = {letter.origin: letter for letter in (decode(DeadLetter, record.value) for record in on(DEAD))}
    assert (stage.fed.sent, stage.fed.rejected) == (4, 3)
    assert (
        set(letters)
        == {rejected.origin for rejected in seen}
        == {f"{folder}/sans-date.txt", f"{folder}/latin.txt", f"{folder}/lignes.jsonl:2"}
    )
    letter = letters[f"{folder}/sans-date.txt"]
    assert (letter.stage, letter.source, letter.error_type, letter.topic) == ("receiving", "mairie", "InvalidMessage", None)
    assert base64.b64decode(letter.value or "") == "Un été sans date".encode()
    assert "the first line must be" in letter.reason
    assert json.loads(base64.b64decode(letters[f"{folder}/lignes.jsonl:2"].value or "")) == {"title": 3}


def test_an_article_that_is_too_large_as_a_message_is_rejected(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEX_MAX_MESSAGE_BYTES", "20000")
    settings.cache_clear()
    folder = write(tmp_path, 2)
    (folder / "long.txt").write_text(" date 2023-01 T\n\n" + '"' * 12_000)
    (folder / "longer.txt").write_text(" date 2023-01 T\n\n" + "x" * 30_000)
    fed = send(folder)
    reasons = sorted(decode(DeadLetter, record.value).reason for record in on(DEAD))
    assert (fed.sent, fed.rejected) == (2, 2)
    assert [reason.partition(";")[2] for reason in reasons] == [" the limit is 20,000 (TELEX_MAX_MESSAGE_BYTES)"] * 2
    assert "bytes as a message" in reasons[0]


def test_the_command_reports_rejects_and_returns_at_once_where_nothing_runs(line: str, tmp_path: Path) -> None:
    folder = write(tmp_path, 3)
    (folder / "bad.txt").write_text("Sans date")
    (folder / "LISEZMOI.md").write_text("x")
    started = time.monotonic()
    done = telex_feed(folder, "--wait", "300")
    assert done.stdout == "3 articles sent (1 rejected, 1 file of another kind skipped)\n"
    assert done.returncode == 1
    rejection, waiting = done.stderr.splitlines()
    assert rejection.startswith(f"rejected {folder}/bad.txt: the first line must be")
    assert waiting == "no worker and no indexer is running, so nothing is searchable until you start `telex work` and `telex index`"
    assert time.monotonic() - started < 60  # and not the five minutes it may wait

    done = telex_feed("-", "--source", "Le Fil", "--json", "--wait", "0", stdin='{"title": "Un"}\n{"title": "Deux"}\n')
    assert done.returncode == 0
    assert json.loads(done.stdout) == {
        **{"sent": 2, "rejected_count": 0, "rejected": [], "skipped": 0},
        **{"searchable": None, "why_not": None},
    }
    assert [record.headers["source"] for record in on(RAW)].count(b"Le Fil") == 2


def test_wrong_use_sends_nothing(line: str, tmp_path: Path) -> None:
    folder = write(tmp_path, 3)
    done = telex_feed(folder, tmp_path / "absent")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"telex: {tmp_path}/absent: no such file or folder\n"
    assert on(RAW) == []


def test_a_broker_that_is_not_there_is_one_sentence(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEX_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1")
    done = telex_feed(write(tmp_path, 3))
    assert done.returncode == 1
    assert done.stderr.startswith("telex: Kafka at 127.0.0.1:1 does not answer")
    assert "Traceback" not in done.stderr


def test_a_broker_that_stands_still_is_waited_for(line: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    broker = running().kafka
    assert broker
    first, second = write(tmp_path, 1, "first"), write(tmp_path, 50, "second")
    with SourcesToRaw(settings()) as stage:
        stage.send_all(open_sources([str(first)], settings()))
        os.kill(broker, signal.SIGSTOP)
        waker = Timer(7, os.kill, (broker, signal.SIGCONT))
        waker.start()
        try:
            stage.send_all(open_sources([str(second)], settings()))
        finally:
            waker.join()
    assert stage.fed.sent == len(on(RAW)) == 51
    assert "is slow to acknowledge" in caplog.text


def test_ctrl_c_keeps_what_was_handed_over(line: str, tmp_path: Path) -> None:
    articles = open_sources([str(write(tmp_path, 30))], settings())

    def interrupted() -> Iterator[object]:
        for number, article in enumerate(articles):
            if number == 20:
                raise KeyboardInterrupt
            yield article

    stage = SourcesToRaw(settings())
    with pytest.raises(KeyboardInterrupt), stage:
        stage.send_all(interrupted())  # type: ignore[arg-type]
    assert stage.fed.sent == len(on(RAW)) == 20


@contextmanager
def stage_that_commits(topic: Topic, group: str, forward: Topic | None, go: Event) -> Iterator[None]:
    """A member of a consumer group as the stages are one: takes messages once told to, sends them on, and commits."""
    over = Event()
    failures: list[BaseException] = []

    def work() -> None:
        try:
            go_on()
        except BaseException as failure:
            failures.append(failure)

    def go_on() -> None:
        consumer: KafkaConsumer = make_consumer(settings(), topic, group=group)
        producer = make_producer(settings())
        while not over.is_set():
            (consumer.resume if go.is_set() else consumer.pause)(*consumer.assignment())
            for record in chain.from_iterable(consumer.poll(timeout_ms=100).values()):
                if forward:
                    producer.send(settings().topic_name(forward), key=record.key, value=record.value).get(10)
            # A rebalance refuses the commit; the next one comes soon.
            with suppress(KafkaError):
                if go.is_set() and consumer.assignment():
                    consumer.commit()
        producer.close()
        consumer.close()

    worker = Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        over.set()
        worker.join()
        assert failures == []


def wait_for_member(topic: Topic, group: str) -> None:
    deadline = time.monotonic() + 30
    while not group_progress(settings(), topic, group).members:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_waiting_ends_when_both_groups_are_past_what_was_fed(line: str, tmp_path: Path) -> None:
    fed = send(write(tmp_path, 20))
    with pytest.raises(NotSearchable, match="start `telex work` and `telex index`"):
        wait_until_searchable(settings(), fed.ends, 5)
    working, indexing = Event(), Event()
    with stage_that_commits(RAW, "streams", ENRICHED, working):
        wait_for_member(RAW, "streams")
        with pytest.raises(NotSearchable, match="no indexer is running, so nothing is searchable until you start `telex index`"):
            wait_until_searchable(settings(), fed.ends, 5)
        with stage_that_commits(ENRICHED, "indexer", None, indexing):
            wait_for_member(ENRICHED, "indexer")
            with pytest.raises(NotSearchable, match="20 articles are still on their way"):
                wait_until_searchable(settings(), fed.ends, 1)
            working.set()
            left: list[int] = []
            with pytest.raises(NotSearchable, match="20 articles are still on their way"):
                wait_until_searchable(settings(), fed.ends, 5, on_progress=left.append)
            indexing.set()
            wait_until_searchable(settings(), fed.ends, 20)
    assert left[0] == left[-1] == 20
    # Everything is past: no stage needs to run, and what others feed later is not waited for.
    wait_until_searchable(settings(), fed.ends, 1)
    send(tmp_path / "mairie" / "0000.txt")
    wait_until_searchable(settings(), fed.ends, 1)


def test_a_worker_that_goes_away_meanwhile_is_told(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("telex.searchable.REJOIN_SECONDS", 1)
    fed = send(write(tmp_path, 1))
    with ExitStack() as stages:
        stages.enter_context(stage_that_commits(RAW, "streams", ENRICHED, Event()))
        stages.enter_context(stage_that_commits(ENRICHED, "indexer", None, Event()))
        wait_for_member(RAW, "streams")
        wait_for_member(ENRICHED, "indexer")
        with pytest.raises(NotSearchable, match="no worker is running any more; 1 articles wait for `telex work`"):
            wait_until_searchable(settings(), fed.ends, 30, on_progress=lambda left: stages.close())


def test_what_died_on_the_way_is_told(line: str, tmp_path: Path) -> None:
    folder = write(tmp_path, 2)
    (folder / "bad.txt").write_text("Sans date")
    before = topic_ends(settings(), DEAD)
    fed = send(folder)
    go = Event()
    go.set()
    with stage_that_commits(RAW, "streams", ENRICHED, go), stage_that_commits(ENRICHED, "indexer", None, go):
        wait_for_member(RAW, "streams")
        wait_for_member(ENRICHED, "indexer")
        wait_until_searchable(settings(), fed.ends, 20, dead=before)
        letter = make_dead_letter(InvalidMessage("le modèle refuse"), stage="enriching", most_bytes=10**6, position=("articles.raw", 0, 0))
        producer = make_producer(settings())
        producer.send(settings().topic_name(DEAD), value=encode(letter)).get(10)
        producer.close()
        with pytest.raises(NotSearchable, match="all went through, but 1 died on the way: `telex dead list` says why"):
            wait_until_searchable(settings(), fed.ends, 20, dead=before)
        wait_until_searchable(settings(), fed.ends, 20, dead=topic_ends(settings(), DEAD))


def test_elasticsearch_away_is_said_after_the_feed(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fed = send(write(tmp_path, 1))
    go = Event()
    go.set()
    with stage_that_commits(RAW, "streams", ENRICHED, go), stage_that_commits(ENRICHED, "indexer", None, go):
        wait_for_member(RAW, "streams")
        wait_for_member(ENRICHED, "indexer")
        monkeypatch.setenv("TELEX_ELASTICSEARCH_URL", "http://127.0.0.1:1")
        settings.cache_clear()
        with pytest.raises(TransientFailure, match=r"Elasticsearch at http://127\.0\.0\.1:1 does not answer"):
            wait_until_searchable(settings(), fed.ends, 20)
