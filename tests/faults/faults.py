"""What can go wrong, each fault a function of the running line; its name is what the report says."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

import psutil
from kafka import KafkaAdminClient

from contracts.topics import ENRICHED, RAW
from runtime.elasticsearch_client import ARTICLES, CLAIMS, elasticsearch_client
from runtime.kafka_clients import connection, topic_ends
from runtime.settings import settings
from telex.children import Child
from telex.local import servers
from tests.faults.line import SESSION_SECONDS, Line, kill_server

Fault = Callable[[Line], None]
# A fault of the surroundings lasts from and to so many seconds.
LASTING = (2.0, 5.0)
# Longer than the session of a stage: its group goes on without it.
PAUSE_SECONDS = SESSION_SECONDS + 3


def kill_a_worker(line: Line) -> None:
    """kill -9 of a worker."""
    line.some("work").process.kill()


def stop_a_worker(line: Line) -> None:
    """SIGTERM of a worker."""
    line.some("work").process.terminate()


def kill_a_model_process(line: Line) -> None:
    """kill -9 of a model process, as the kernel does when memory is short."""
    models: list[psutil.Process] = []

    def there_are_models() -> bool:
        with suppress(psutil.NoSuchProcess):
            children = psutil.Process(line.some("work").process.pid).children()
            models.extend(child for child in children if "spawn_main" in " ".join(child.cmdline()))
        return bool(models)

    line.wait_until(there_are_models, "a worker with a model process")
    with suppress(psutil.NoSuchProcess):
        line.draw.choice(models).kill()


def pause_a_worker(line: Line) -> None:
    """SIGSTOP of a worker for longer than its session: it wakes up as one that was given up."""
    with paused(line.some("work").process.pid):
        line.wait(PAUSE_SECONDS)


def kill_an_indexer(line: Line) -> None:
    """kill -9 of an indexer."""
    line.some("index").process.kill()


def stop_an_indexer(line: Line) -> None:
    """SIGTERM of an indexer."""
    line.some("index").process.terminate()


def pause_an_indexer(line: Line) -> None:
    """SIGSTOP of an indexer for longer than its session."""
    with paused(line.some("index").process.pid):
        line.wait(PAUSE_SECONDS)


def storm_of_rebalances(line: Line) -> None:
    """Workers and indexers that join and leave every other second."""
    come_and_go(line, guests=3)


def come_and_go(line: Line, *, guests: int) -> None:
    """Have so many more workers or indexers, one after the other, for a few seconds each."""
    for _ in range(guests):
        verb = line.draw.choice(["work", "index"])
        guest = Child(verb, line.family[0].log.with_name(f"{verb}-guest.log"), line.some(verb).environment)
        guest.start()
        line.wait(line.draw.uniform(2, 5))
        guest.process.send_signal(line.draw.choice([signal.SIGTERM, signal.SIGKILL]))
        guest.wait(time.monotonic() + 30)


def add_partitions(line: Line) -> None:
    """More partitions for the topics of the running line: all stages share them out anew."""
    with closing(KafkaAdminClient(**connection(settings()))) as admin:
        counts = {settings().topic_name(topic): len(topic_ends(settings(), topic)) for topic in (RAW, ENRICHED)}
        admin.create_partitions({name: count + 2 for name, count in counts.items()})


def kill_the_broker(line: Line) -> None:
    """kill -9 of Kafka, and its start on what it left behind."""
    kill_server(line.draw.choice(servers.running().brokers))
    servers.start()


def lose_a_broker(line: Line) -> None:
    """kill -9 of one broker of three: the line goes on without it."""
    kill_server(line.draw.choice(servers.running().brokers))
    line.wait_until_settled()
    servers.start()


def pause_the_broker(line: Line) -> None:
    """SIGSTOP of Kafka."""
    with paused(servers.running().kafka or 0):
        line.wait(line.draw.uniform(*LASTING))


def kill_elasticsearch_in_a_bulk(line: Line) -> None:
    """kill -9 of Elasticsearch while it writes, and its start on what it left behind."""
    wait_for_a_bulk(line)
    kill_server(servers.running().elasticsearch)
    servers.start()


def pause_elasticsearch(line: Line) -> None:
    """SIGSTOP of Elasticsearch."""
    with paused(servers.running().elasticsearch or 0):
        line.wait(line.draw.uniform(*LASTING))


def fill_the_disk(line: Line) -> None:
    """The disk of Elasticsearch is full, which it finds by itself: each item of a bulk is a 429 inside a 200."""
    with no_disk_left():
        line.wait_until(is_flooded, "Elasticsearch has blocked the indices")
        line.wait(line.draw.uniform(*LASTING))


def block_the_indices(line: Line) -> None:
    """The block of a full disk, set by hand."""
    _block(line, "read_only_allow_delete")


def block_writes(line: Line) -> None:
    """The block that ``telex reindex`` sets: each item is a 403."""
    _block(line, "write")


def answer_429(line: Line) -> None:
    """Elasticsearch has too much to do: whole requests are refused."""
    line.proxy.is_busy = True
    line.wait(line.draw.uniform(*LASTING))
    line.proxy.is_busy = False


def slow_elasticsearch(line: Line) -> None:
    """Each answer of Elasticsearch comes a second late."""
    line.proxy.delay = 1.0
    line.wait(line.draw.uniform(*LASTING))
    line.proxy.delay = 0.0


def lose_answers(line: Line) -> None:
    """Elasticsearch writes, and its answer never arrives."""
    wait_for_a_bulk(line)
    line.proxy.loses_answers = True
    line.wait(line.draw.uniform(*LASTING))
    line.proxy.loses_answers = False


# In the order of `docs/delivery.md`; a feed that is killed and clocks that are behind belong to the feeding of the schedule itself.
FAULTS: tuple[Fault, ...] = (
    kill_a_worker,
    stop_a_worker,
    kill_a_model_process,
    pause_a_worker,
    kill_an_indexer,
    stop_an_indexer,
    pause_an_indexer,
    storm_of_rebalances,
    add_partitions,
    kill_the_broker,
    pause_the_broker,
    kill_elasticsearch_in_a_bulk,
    pause_elasticsearch,
    fill_the_disk,
    block_the_indices,
    block_writes,
    answer_429,
    slow_elasticsearch,
    lose_answers,
)


# Where there are three brokers.
FAULTS_OF_THREE: tuple[Fault, ...] = (*FAULTS, lose_a_broker)


def title(fault: Fault) -> str:
    """What the report calls a fault."""
    return fault.__name__.replace("_", " ")


@contextmanager
def paused(pid: int) -> Iterator[None]:
    """SIGSTOP of a process, then SIGCONT; one that is gone is left alone."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


@contextmanager
def no_disk_left() -> Iterator[None]:
    """Elasticsearch wants more room than any disk has: by its own watch it blocks the indices, and lifts the block afterwards."""
    marks = {f"cluster.routing.allocation.disk.watermark.{mark}": "1pb" for mark in ("low", "high", "flood_stage")}
    cluster = elasticsearch_client(settings()).cluster
    cluster.put_settings(persistent=marks)
    try:
        yield
    finally:
        cluster.put_settings(persistent=dict.fromkeys(marks))


def is_flooded() -> bool:
    """Whether Elasticsearch has blocked the index of the articles because its disk is full."""
    answer = elasticsearch_client(settings()).indices.get_settings(index=settings().index_alias(ARTICLES))
    return any("read_only_allow_delete" in index["settings"]["index"].get("blocks", {}) for index in answer.values())


def wait_for_a_bulk(line: Line, seconds: float = 5) -> None:
    """Wait until the indexers write, at most for so long."""
    before = line.proxy.bulks
    line.wait_until(lambda: line.proxy.bulks > before, "a bulk", seconds, or_fail=False)


def _block(line: Line, block: str) -> None:
    client, indices = elasticsearch_client(settings()), [settings().index_alias(alias) for alias in (ARTICLES, CLAIMS)]
    client.indices.put_settings(index=indices, settings={f"index.blocks.{block}": True})
    try:
        line.wait(line.draw.uniform(*LASTING))
    finally:
        client.indices.put_settings(index=indices, settings={f"index.blocks.{block}": None})
