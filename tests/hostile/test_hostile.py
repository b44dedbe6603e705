"""Nothing hostile kills a process or blocks a partition; each rejection says why, and the neighbours get through."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from contracts.codec import encode
from contracts.messages import RawArticle
from contracts.topics import ENRICHED, RAW, Topic
from producers.sources.opening import open_sources
from producers.sources.received import Rejected
from runtime.dead_letters import original_bytes
from runtime.elasticsearch_client import ARTICLES, elasticsearch_client, make_searchable
from runtime.kafka_clients import create_topics, make_producer
from runtime.settings import Settings, settings
from telex.ledger import read_dead_letters
from tests.e2e.line import ledger, running, telex, wait_until
from tests.hostile import corpus
from tests.hostile.corpus import ENRICHED_MESSAGES, FEEDS, FILES, MOST_BYTES, RAW_MESSAGES, Case
from tests.integration.made_articles import make_article


@pytest.mark.parametrize("case", [*FILES, *FEEDS], ids=lambda case: case.name)
def test_a_file_gives_what_it_holds_and_spares_its_neighbours(case: Case, tmp_path: Path) -> None:
    for name in ("000.txt", "~~~.txt"):
        (tmp_path / name).write_text(" date 2024-01 Un voisin\n\nRien à signaler.\n", encoding="utf-8")
    path = tmp_path / case.name
    path.write_bytes(case.data or b"")
    received = list(open_sources([str(tmp_path)], Settings(max_message_bytes=MOST_BYTES)))
    mine = [one for one in received if getattr(one, "origin", "").startswith(str(path))]
    rejected = [one for one in mine if isinstance(one, Rejected)]
    assert sum(isinstance(one, RawArticle) for one in received) == case.accepted + 2
    assert bool(rejected) == bool(case.reason)
    for one in rejected:
        assert case.reason in str(one.error)
        assert "\n" not in str(one.error)
    for one in received:
        if isinstance(one, RawArticle):
            encode(one)


def test_the_table_is_as_the_corpus_is() -> None:
    assert corpus.README.read_text(encoding="utf-8") == corpus.page(), "run `python -m tests.hostile.corpus`"
    assert {name for name, count in Counter((case.kind, case.name) for case in corpus.CASES).items() if count > 1} == set()


@pytest.mark.servers
def test_no_message_stops_the_line_and_each_rejection_names_its_reason(line: str, tmp_path: Path) -> None:
    create_topics(settings())
    neighbours = [make_article(number) for number in range(len(RAW_MESSAGES) + len(ENRICHED_MESSAGES))]
    to_enrich, to_index = neighbours[: len(RAW_MESSAGES)], neighbours[len(RAW_MESSAGES) :]
    _send(RAW, RAW_MESSAGES, [(one.article_id, encode(RawArticle(**one.model_dump()))) for one in to_enrich])
    _send(ENRICHED, ENRICHED_MESSAGES, [(one.article_id, encode(one)) for one in to_index])
    dead = [case for case in (*RAW_MESSAGES, *ENRICHED_MESSAGES) if case.reason]
    with running("work", "index", log=tmp_path / "stages.log") as processes:
        wait_until(lambda: ledger()["in_flight"] == 0 and len(read_dead_letters(settings())) >= len(dead), "all messages done with")
        assert [process.poll() for process in processes] == [None, None]
    letters = {(letter.stage, *original_bytes(letter)): letter.reason for letter in read_dead_letters(settings())}
    stages = {"raw message": "enriching", "enriched message": "indexing"}
    for case in dead:
        assert case.reason in letters[stages[case.kind], case.key, case.data], case
        assert "\n" not in letters[stages[case.kind], case.key, case.data]
    assert len(letters) == len(dead)
    make_searchable(settings())
    found = elasticsearch_client(settings()).search(index=settings().index_alias(ARTICLES), size=1000, source=["revision"])["hits"]["hits"]
    assert {hit["_id"] for hit in found} == {"hostile", *(one.article_id for one in neighbours)}
    # Of the accepted ones, all revisions of one article, the newest is there.
    assert {hit["_source"]["revision"] for hit in found if hit["_id"] == "hostile"} == {22}
    assert len(telex("dead", "list").stdout.splitlines()) > len(dead)


def _send(topic: Topic, cases: Sequence[Case], neighbours: Sequence[tuple[str, bytes]]) -> None:
    """Put each case and a good article after it on one partition."""
    producer = make_producer(settings())
    name = settings().topic_name(topic)
    for case, (key, value) in zip(cases, neighbours, strict=True):
        producer.send(name, key=case.key, value=case.data, headers=list(case.headers.items()), partition=0).get(30)
        producer.send(name, key=key.encode(), value=value, partition=0).get(30)
    producer.close()
