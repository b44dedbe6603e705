"""Whether a stage lives, and whether it is ready: measured beside its work, asked by ``/healthz`` and ``/readyz``, and by itself.

A stage that could make progress and makes none for ``TELEX_STALL_SECONDS`` is unhealthy: known stalls of the clients never heal by
themselves (faust issues 175, 523, 629, 640), and a new process does. So a little later it ends, for its supervisor to start it again.
While a server is silent, waiting is right: the stage is healthy, and not ready.
"""

import logging
import os
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from threading import Thread
from typing import Any

from contracts.errors import OperatorNeeded, TransientFailure
from contracts.messages import Stage
from contracts.topics import Topic
from runtime.kafka_clients import ProgressWatch
from runtime.metrics import LAG, READY
from runtime.settings import Settings

log = logging.getLogger(__name__)

# As the heartbeats of a consumer group, so many questions go to each server within the time after which it counts as silent. The
# broker's answer takes 4 ms of processor time.
QUESTIONS = 3
# For so long an unhealthy stage still runs, so that who asks learns the reason; at most half the limit.
GRACE_SECONDS = 30


@dataclass
class _Server:
    """A server that the stage needs, and what its last answer was; ``ask`` raises while it does not serve the stage."""

    name: str
    ask: Callable[[], object]
    answered_at: float | None = None
    failure: str | None = None


class Health:
    """The facts about one process of a stage, and what they mean. Any thread may write and read them."""

    def __init__(
        self, settings: Settings, stage: Stage, *, reads: Topic, group: str, servers: Mapping[str, Callable[[], object]] | None = None
    ) -> None:
        """Describe a stage that is about to start; nobody is asked before ``watch``.

        Args:
            settings: of this process.
            stage: its name.
            reads: the topic that it reads.
            group: its consumer group.
            servers: what it needs beside Kafka: a name, and a question that raises while that server does not serve it.
        """
        self._settings, self._stage = settings, stage
        self._progress = ProgressWatch(settings, reads, group)
        self._servers = [_Server("Kafka", self._measure), *(_Server(name, ask) for name, ask in (servers or {}).items())]
        self._partitions: frozenset[int] = frozenset()
        self._lag = self._members = self._all_partitions = 0
        # Monotonic seconds: when the loop turned; and since when an article that waits could have been acknowledged.
        self._turned_at: float | None = None
        self._due_since = time.monotonic()

    def turned(self, partitions: Collection[int]) -> None:
        """The stage's loop has turned, and these partitions are its own now."""
        self._partitions = frozenset(partitions)
        self._turned_at = time.monotonic()

    def progressed(self) -> None:
        """Articles were acknowledged."""
        self._due_since = time.monotonic()

    def watch(self) -> None:
        """Ask the servers from now on, in threads that end with the process; and end the process if it stalls (exit code 75)."""
        LAG.labels(self._stage).set(0)
        READY.labels(self._stage).set_function(lambda: self.why_not_ready() is None)
        for server in self._servers:
            Thread(target=self._watch, args=(server,), name=f"watching {server.name}", daemon=True).start()

    def why_not_healthy(self) -> str | None:
        """Say why this process should be replaced by a new one; None if it should not."""
        seconds, what = self._standstill()
        return f"for {seconds:.0f} s {what}" if seconds > self._settings.stall_seconds else None

    def why_not_ready(self) -> str | None:
        """Say why this process takes no articles now; None if it does."""
        if silent := self._silent():
            return silent.failure or f"{silent.name} does not answer"
        if self._turned_at is None:
            return "it is starting"
        # Of more members than there are partitions, some stand by.
        if not self._partitions and self._members <= self._all_partitions:
            return "it has no partition yet"
        return self.why_not_healthy()

    def facts(self) -> dict[str, Any]:
        """What was measured: articles that wait, partitions, and how many seconds ago something was (None: not yet)."""
        return {
            "stage": self._stage,
            "lag": self._lag,
            "partitions": len(self._partitions),
            "seconds_without_progress": _ago(self._due_since) if self._lag else 0.0,
            "seconds_since_loop_turned": _ago(self._turned_at),
            "seconds_since_answer": {server.name: _ago(server.answered_at) for server in self._servers},
        }

    def _standstill(self) -> tuple[float, str]:
        """For how many seconds this process has stood still without an excuse, and in what way."""
        if self._silent():
            return 0.0, ""
        loop = 0.0 if self._turned_at is None else time.monotonic() - self._turned_at
        articles = time.monotonic() - self._due_since if self._lag else 0.0
        return max((loop, "its loop has not turned"), (articles, f"no progress, with {self._lag} articles waiting"))

    def _silent(self) -> _Server | None:
        # The broker gives up a member that is silent for so long: a server gets as much, an article that waits for it too.
        limit = time.monotonic() - self._settings.session_timeout
        return next((one for one in self._servers if one.failure or one.answered_at is None or one.answered_at < limit), None)

    def _measure(self) -> None:
        progress = self._progress.ask()
        self._members, self._all_partitions = progress.members, len(progress.lag)
        self._lag = sum(lag for partition, lag in progress.lag.items() if partition in self._partitions)
        LAG.labels(self._stage).set(self._lag)
        if not self._lag:
            self.progressed()

    def _watch(self, server: _Server) -> None:
        grace = min(GRACE_SECONDS, self._settings.stall_seconds / 2)
        pause = min(self._settings.session_timeout / QUESTIONS, grace)
        while True:
            self._ask(server)
            seconds, what = self._standstill()
            if seconds > self._settings.stall_seconds + grace:
                log.error("the process ends (exit code %d): for %.0f s %s", os.EX_TEMPFAIL, seconds, what)
                logging.shutdown()
                os._exit(os.EX_TEMPFAIL)
            time.sleep(pause)

    def _ask(self, server: _Server) -> None:
        try:
            server.ask()
        except Exception as error:
            # Foreseen or not: nobody would watch the stage any more if the watch ended by it.
            server.failure = str(error) if isinstance(error, TransientFailure | OperatorNeeded) else repr(error)
            return
        if self._silent() is server:
            # Whatever waited for it has its whole time again.
            self.progressed()
            self._turned_at = self._turned_at and time.monotonic()
        server.answered_at, server.failure = time.monotonic(), None


def _ago(moment: float | None) -> float | None:
    return None if moment is None else round(time.monotonic() - moment, 1)
