"""The line under a supervisor, as in production: workers and indexers that are started again whenever they end."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from contracts.errors import TransientFailure
from contracts.topics import ENRICHED, RAW
from runtime.kafka_clients import group_progress
from runtime.settings import settings
from telex.children import Child, children
from tests.faults.proxy import Proxy, proxied

# The least that the broker takes; a paused or killed stage is given up after it.
SESSION_SECONDS = 6
# How long the line may take to settle on a machine that is busy with other things.
PATIENCE_SECONDS = 240

STAND_IN = {"TELEX_SPACY_MODELS": "tests.faults.stand_in:StandIn"}


class Line:
    """The running stages, and the proxy between the indexers and Elasticsearch; ``draw`` decides by the seed of a schedule."""

    def __init__(self, family: Sequence[Child], proxy: Proxy, draw: random.Random) -> None:
        self.family, self.proxy, self.draw = list(family), proxy, draw
        self.ends: Counter[str] = Counter()
        self.most_memory: Counter[str] = Counter()

    def some(self, verb: str) -> Child:
        """Draw one of the stages of a verb that lives."""
        self.supervise()
        return self.draw.choice([child for child in self.family if child.verb == verb])

    def supervise(self) -> None:
        """Start again what ended, and note how; note the memory of the others."""
        for child in self.family:
            code = child.process.poll()
            if code is not None:
                self.ends[f"{child.verb} {code}"] += 1
                child.start()
            else:
                self.most_memory[child.verb] = max(self.most_memory[child.verb], resident_bytes(child))

    def wait(self, seconds: float) -> None:
        """Let time pass under supervision."""
        self.wait_until(lambda: False, "", seconds, or_fail=False)

    def wait_until(self, condition: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS, *, or_fail: bool = True) -> None:
        """Wait for a condition under supervision."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert not or_fail or time.monotonic() < deadline, f"after {seconds:g} seconds still not: {what}; ends so far: {self.ends}"
            if time.monotonic() >= deadline:
                return
            self.supervise()
            time.sleep(0.1)

    def wait_for_members(self) -> None:
        """Wait until every stage has joined its group."""
        wanted = Counter(child.verb for child in self.family)
        self.wait_until(
            lambda: (
                group_progress(settings(), RAW, "streams").members >= wanted["work"]
                and group_progress(settings(), ENRICHED, "indexer").members >= wanted["index"]
            ),
            "all stages in their groups",
        )

    def is_settled(self) -> bool:
        """Whether the workers and the indexers have committed everything; not while a broker is lost whose place none has taken yet."""
        try:
            # In this order: what the workers have committed is on the indexers' topic by then.
            return not group_progress(settings(), RAW, "streams").total and not group_progress(settings(), ENRICHED, "indexer").total
        except TransientFailure:
            return False

    def wait_until_settled(self) -> None:
        """Wait until nothing is on its way."""
        self.wait_until(self.is_settled, "nothing is on its way")


@contextmanager
def running_line(folder: Path, draw: random.Random, *, workers: int = 2, indexers: int = 2) -> Iterator[Line]:
    """Run stages with the stand-in for the model, Elasticsearch behind a proxy, in the servers and the namespace of the settings."""
    with proxied(settings().elasticsearch_url) as proxy:
        environment = {**STAND_IN, "TELEX_SESSION_TIMEOUT": str(SESSION_SECONDS), "TELEX_ELASTICSEARCH_URL": proxy.url}
        with children(["work"] * workers + ["index"] * indexers, folder, environment) as family:
            yield Line(family, proxy, draw)


def resident_bytes(child: Child) -> int:
    """Memory of a stage's own process; 0 once it ended."""
    try:
        return int(psutil.Process(child.process.pid).memory_info().rss)
    except psutil.Error:
        return 0


def kill_server(pid: int | None) -> None:
    """Kill a server's processes without warning; `servers.start` starts it again on its data."""
    assert pid
    doomed = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    for process in doomed:
        process.kill()
    psutil.wait_procs(doomed, timeout=30)
