"""The short schedule of faults; the long one is ``make chaos``."""

import random
import threading
import time
from pathlib import Path
from threading import Event

import pytest

from indexer.write_bulk import Operation, write_bulk
from runtime.elasticsearch_client import ARTICLES, CLAIMS, elasticsearch_client
from runtime.settings import settings
from telex.local import servers
from tests.faults.articles import Made
from tests.faults.chaos import Report, inspect, run, schedule
from tests.faults.faults import (
    FAULTS,
    PAUSE_SECONDS,
    come_and_go,
    fill_the_disk,
    kill_a_model_process,
    kill_a_worker,
    kill_an_indexer,
    kill_the_broker,
    paused,
    wait_for_a_bulk,
)
from tests.faults.line import Line, kill_server

pytestmark = pytest.mark.servers

COUNT = 500


def kill_elasticsearch_among_paused_stages_and_guests(line: Line) -> None:
    """Four faults of the long schedule at once: while Elasticsearch starts again, some stages stand still, others join and leave."""
    wait_for_a_bulk(line)
    kill_server(servers.running().elasticsearch)
    began, start = time.monotonic(), threading.Thread(target=servers.start)
    start.start()
    with paused(line.some("work").process.pid), paused(line.some("index").process.pid):
        come_and_go(line, guests=2)
        line.wait(PAUSE_SECONDS - (time.monotonic() - began))
    start.join()


# One of each place where the line can break, what takes long at the same time, and in an order in which the sessions of the killed run out
# beside other faults.
SHORT = (
    kill_a_worker,
    kill_an_indexer,
    kill_the_broker,
    kill_a_model_process,
    kill_elasticsearch_among_paused_stages_and_guests,
    fill_the_disk,
)


@pytest.mark.timeout(600)
def test_nothing_is_lost_doubled_or_wrong_whatever_dies(line: str, tmp_path: Path) -> None:
    report = run(1, articles=COUNT, faults=SHORT, folder=tmp_path)
    assert report.is_good, report
    assert sum(report.faults.values()) == len(SHORT)
    assert report.feeds_killed == 1
    assert report.dead == sum(Made(number).fate != "indexed" for number in range(COUNT))
    print(report)

    # The inspection is no formality: it finds what is missing, added and changed.
    client = elasticsearch_client(settings())
    lost, changed, other = Made(20), Made(21), Made(22)
    articles, claims = settings().index_alias(ARTICLES), settings().index_alias(CLAIMS)
    client.delete(index=articles, id=lost.article_id)
    client.update(index=articles, id=changed.article_id, doc={"body": "autre chose"})
    client.delete(index=claims, id=f"{other.article_id}-0")
    source = client.get(index=articles, id=Made(24).article_id)["_source"]
    write_bulk(settings(), [Operation.put(articles, "stranger", 1, {**source, "article_id": "stranger"})], Event())
    spoiled = Report(1, COUNT)
    inspect(spoiled)
    assert [len(spoiled.lost), len(spoiled.duplicated), len(spoiled.wrong), spoiled.adds_up] == [1, 1, 2, False]


def test_a_schedule_is_drawn_by_its_seed_and_leaves_no_fault_out() -> None:
    assert schedule(random.Random(7), 34) == schedule(random.Random(7), 34) != schedule(random.Random(8), 34)
    assert set(schedule(random.Random(7), len(FAULTS))) == set(FAULTS)
