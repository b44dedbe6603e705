"""What a person does after a fault: read the dead letters, send them again, compare topic and index, mend, enrich anew."""

import json
import random
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from kafka.structs import OffsetAndMetadata, TopicPartition

from contracts.codec import encode
from contracts.messages import EnrichedArticle, Enrichment, RawArticle
from contracts.topics import RAW
from indexer.build_documents import build_documents
from indexer.index_setup import create_indices
from indexer.write_articles import write_articles
from indexer.write_bulk import Operation, write_bulk
from runtime.dead_letter_limit import DeadLetterLimit
from runtime.elasticsearch_client import ARTICLES, CLAIMS, elasticsearch_client
from runtime.kafka_clients import create_topics, make_consumer, make_producer, topic_ends
from runtime.settings import settings
from streams.raw_to_enriched import CONFIGURATION
from telex.replay import replay
from tests.e2e.line import ledger, telex, telex_here, telex_json_here
from tests.faults.articles import Made, write_lines
from tests.faults.line import STAND_IN, Line, running_line
from tests.integration.made_articles import make_article

pytestmark = pytest.mark.servers

RAISES, UNINDEXABLE = Made(107), Made(207)
GOOD = [Made(number) for number in range(20, 40)]


def test_after_a_fault(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = _index_by_an_older_telex(6)
    fed = len(old) + len(GOOD) + 2
    with running_line(tmp_path, random.Random(1), workers=1, indexers=1) as running:
        running.wait_for_members()
        telex("feed", str(write_lines(tmp_path / "articles.jsonl", [*GOOD, RAISES, UNINDEXABLE])), "--wait", "0")
        running.wait_until_settled()
        assert (ledger()["indexed"], ledger()["dead"], ledger()["adds_up"]) == (fed - 2, 2, True)
        _read_and_replay_dead_letters(running, tmp_path)
        # What was sent twice from one letter, as asked, was fed twice.
        fed += 1
        assert (ledger()["fed"], ledger()["dead"], ledger()["adds_up"]) == (fed, 3, True)
        _compare_and_mend(running)
        _enrich_again(running, old)
        assert (ledger()["fed"], ledger()["indexed"], ledger()["adds_up"]) == (fed, fed - 3, True)
        assert telex_json_here("verify")["differences"] == []
        _watch(fed)
        telex_here("dead", "replay", "--reason", "stand-in", "--again")
        running.wait_until_settled()
    _stay_stopped(monkeypatch)


def _read_and_replay_dead_letters(running: Line, folder: Path) -> None:
    letters = telex_json_here("dead", "list")
    assert {letter["article_id"]: letter["stage"] for letter in letters} == {made.article_id: made.fate for made in (RAISES, UNINDEXABLE)}
    arguments = (
        "--stage",
        "enriching",
        "--source",
        RAISES.source,
        "--article",
        RAISES.article_id,
        "--reason",
        "STAND-IN",
        "--from",
        "2020-01",
    )
    assert {letter["article_id"] for letter in telex_json_here("dead", "list", *arguments)} == {RAISES.article_id}
    assert telex_json_here("dead", "list", "--to", "2020") == []
    assert len(telex_json_here("dead", "list", "--limit", "1")) == 1
    number = next(str(letter["number"]) for letter in letters if letter["article_id"] == RAISES.article_id)
    assert "stand_in.py" not in telex_here("dead", "show", number).stdout
    assert "stand_in.py" in telex_here("dead", "show", number, "--detail").stdout
    assert json.loads(telex_json_here("dead", "show", number)["text"])["title"] == RAISES.title

    telex_here("dead", "export", str(folder / "letters.jsonl"))
    exported = [json.loads(text) for text in (folder / "letters.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [letter["article_id"] for letter in exported] == [letter["article_id"] for letter in letters]
    (original,) = telex_here("dead", "export", "-", "--originals", "--stage", "enriching").stdout.splitlines()
    assert json.loads(original)["body"] == RAISES.body

    # Not mended, it dies again: one attempt more, and the same letter is not sent twice by mistake.
    assert telex_here("dead", "replay", "--reason", "stand-in").stdout == "1 replayed\n"
    running.wait_until_settled()
    again = telex_here("dead", "replay", number)
    assert (again.stdout, "--again" in again.stderr) == ("0 replayed\n", True)
    assert telex_here("dead", "replay", number, "--again").stdout == "1 replayed\n"
    running.wait_until_settled()
    attempts = [letter["attempts"] for letter in telex_json_here("dead", "list", "--all") if letter["article_id"] == RAISES.article_id]
    assert attempts == [1, 2, 2]
    assert "say which" in telex_here("dead", "replay", code=2).stderr


def _compare_and_mend(running: Line) -> None:
    missing, without_claim = GOOD[0], next(made for made in GOOD[1:] if made.claims)
    articles, claims = settings().index_alias(ARTICLES), settings().index_alias(CLAIMS)
    found = elasticsearch_client(settings()).get(index=articles, id=missing.article_id)
    version = elasticsearch_client(settings()).get(index=claims, id=f"{without_claim.article_id}-0")["_version"]
    _write(
        Operation.remove(articles, missing.article_id, found["_version"]),
        Operation.remove(claims, f"{without_claim.article_id}-0", version),
        Operation.put(articles, "stranger", 1, {**found["_source"], "article_id": "stranger", "claim_count": 0}),
    )
    differences = {found["article_id"]: found["kind"] for found in telex_json_here("verify", code=1)["differences"]}
    expected = {missing.article_id: "missing", without_claim.article_id: "claims", "stranger": "unknown"}
    # The claims of the article that was removed are still there.
    assert differences == expected
    assert f"{missing.article_id}  missing" in telex_here("verify", code=1).stdout

    assert telex_here("replay", "--missing", "--dry-run").stdout == "2 articles would be sent again\n"
    assert telex_here("replay", "--missing").stdout == "2 articles sent again\n"
    running.wait_until_settled()
    assert [found["article_id"] for found in telex_json_here("verify", code=1)["differences"]] == ["stranger"]
    _write(Operation.remove(articles, "stranger", 2))


def _enrich_again(running: Line, old: Sequence[EnrichedArticle]) -> None:
    assert telex_here("replay", code=2).stderr.startswith("telex: say which articles")
    assert "before you update it" in telex_here("replay", "--below", "999", code=2).stderr
    assert "(1 of them enriched in part: `telex replay --partial`)" in telex_here("status").stdout
    assert telex_here("replay", "--partial").stdout == "1 articles sent again\n"
    running.wait_until_settled()
    assert _enrichments(old) == [(1, "complete")] + [(0, "complete")] * (len(old) - 1)
    assert telex_here("replay", "--below", "1").stdout == f"{len(old) - 1} articles sent again\n"
    running.wait_until_settled()
    assert _enrichments(old) == [(1, "complete")] * len(old)
    # What an older telex made does not come back, nor is anything sent where nothing is to do.
    outcomes = write_articles(settings(), [build_documents(article) for article in old[1:]], Event())
    assert {outcome.kind for outcome in outcomes} == {"older"}
    assert telex_here("replay", "--below", "1").stdout == "0 articles sent again\n"
    assert replay(settings(), {"made-00000": 99}) == 0


def _watch(fed: int) -> None:
    command = [sys.executable, "-m", "telex", "status", "--watch", "--json", "--every", "0.1"]
    watch = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert watch.stdout
    states = [json.loads(watch.stdout.readline()) for _ in range(2)]
    watch.send_signal(signal.SIGINT)
    watch.communicate(timeout=30)
    assert [state["ledger"]["fed"] for state in states] == [fed] * 2
    assert watch.returncode == 0


def _stay_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of dead letters holds though the worker is started anew: it remembers what died before, and sends no letter more."""
    before = DeadLetterLimit.remembered(settings(), RAW, "streams").rejected
    assert before >= 2, "the replays that died were the last articles of their partition"
    dead = ledger()["dead"]
    _send([(b"x", b"no article")])
    monkeypatch.setenv("TELEX_DEAD_LETTER_LIMIT", str(before + 1))
    for name, value in STAND_IN.items():
        monkeypatch.setenv(name, value)
    worker = subprocess.run([sys.executable, "-m", "telex", "work"], capture_output=True, text=True, timeout=120, check=False)
    assert worker.returncode == CONFIGURATION
    assert re.search(rf"{before + 1} of the last \d+ messages are rejected, the last one because: not a valid RawArticle", worker.stderr)
    assert "TELEX_DEAD_LETTER_LIMIT" in worker.stderr
    assert ledger()["dead"] == dead


def _index_by_an_older_telex(count: int) -> list[EnrichedArticle]:
    """Articles on the topic, done with and indexed as version 0 of the enrichment; the first one only in part, by the version of today."""
    create_topics(settings())
    create_indices(settings())
    first = make_article(0).model_copy(update={"enrichment": Enrichment(version=1, model="old", status="partial", duration_ms=1)})
    before = Enrichment(version=0, model="old", status="complete", duration_ms=1)
    articles = [first, *(make_article(number).model_copy(update={"enrichment": before}) for number in range(1, count))]
    _send([(article.article_id.encode(), encode(RawArticle(**article.model_dump()))) for article in articles])
    consumer = make_consumer(settings(), RAW, group="streams")
    consumer.unsubscribe()
    topic = settings().topic_name(RAW)
    ends = {TopicPartition(topic, partition): OffsetAndMetadata(end, "", -1) for partition, end in topic_ends(settings(), RAW).items()}
    consumer.assign(list(ends))
    consumer.commit(ends)
    consumer.close(autocommit=False)
    write_articles(settings(), [build_documents(article) for article in articles], Event())
    return articles


def _send(messages: Sequence[tuple[bytes, bytes]]) -> None:
    producer = make_producer(settings())
    for key, value in messages:
        producer.send(settings().topic_name(RAW), key=key, value=value).get(30)
    producer.close()


def _enrichments(articles: Sequence[EnrichedArticle]) -> list[Any]:
    found = elasticsearch_client(settings()).mget(index=settings().index_alias(ARTICLES), ids=[one.article_id for one in articles])["docs"]
    return [(document["_source"]["enrichment"]["version"], document["_source"]["enrichment"]["status"]) for document in found]


def _write(*operations: Operation) -> None:
    assert write_bulk(settings(), operations, Event()) == []
