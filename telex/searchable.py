"""Waiting until what was fed can be found: judged by the committed offsets of the worker and the indexer, never by the clock."""

import time
from collections.abc import Callable, Mapping

from contracts.codec import decode
from contracts.messages import DeadLetter
from contracts.topics import DEAD, ENRICHED, RAW
from runtime.elasticsearch_client import make_searchable
from runtime.kafka_clients import Progress, group_progress, read_to_end, topic_ends
from runtime.settings import Settings
from telex.topology import INDEXER, STREAMS, Stage

ASK_EVERY_SECONDS = 0.5
# A rebalance after a killed worker pauses the line for up to 20 s; longer without a commit is a line that stands.
STANDSTILL_SECONDS = 30
# A group that rejoins (after a session that ran out, say) is without members for a moment.
REJOIN_SECONDS = 10

Ends = Mapping[int, int]
"""Partition to the offset after the last message that is waited for."""


class NotSearchable(Exception):
    """What was fed cannot be found yet; the text says in one sentence what is missing and what to do."""


def wait_until_searchable(
    settings: Settings, ends: Ends, seconds: float, *, dead: Ends | None = None, on_progress: Callable[[int], None] = lambda left: None
) -> None:
    """Wait until the raw articles up to ``ends`` are enriched, indexed and visible to searches.

    Args:
        settings: of this process.
        ends: where the fed articles end, for each partition of ``articles.raw``.
        seconds: the longest wait.
        dead: where ``articles.dead`` ended before the feed, to tell of articles that died since.
        on_progress: told of the articles that are still on their way.

    Raises:
        NotSearchable: a stage is not running, makes no progress, the time is over, or articles died.
        TransientFailure: Kafka or Elasticsearch does not answer.
    """
    deadline = time.monotonic() + seconds
    _require_members(settings, ends)
    _wait_for(settings, STREAMS, ends, deadline, on_progress)
    # The worker commits after the broker has its enriched articles: they all stand before what is the end now.
    _wait_for(settings, INDEXER, topic_ends(settings, ENRICHED), deadline, on_progress)
    make_searchable(settings)
    if dead is not None and (died := _count_dead(settings, dead)):
        raise NotSearchable(f"all went through, but {died} died on the way: `telex dead list` says why")


def _count_dead(settings: Settings, since: Ends) -> int:
    """Count the articles that died in the worker or the indexer since ``articles.dead`` ended there."""
    letters = (decode(DeadLetter, record.value) for record in read_to_end(settings, DEAD, start=since))
    return sum(letter.stage != "receiving" for letter in letters)


def _require_members(settings: Settings, ends: Ends) -> None:
    streams, indexer = _progress(settings, STREAMS), _progress(settings, INDEXER)
    missing = [STREAMS] if _left(streams, ends) and not streams.members else []
    missing += [INDEXER] if (missing or _left(streams, ends) or indexer.total) and not indexer.members else []
    if missing:
        names, commands = " and no ".join(_worker(stage) for stage in missing), " and ".join(f"`{stage.command}`" for stage in missing)
        raise NotSearchable(f"no {names} is running, so nothing is searchable until you start {commands}")


def _wait_for(settings: Settings, stage: Stage, ends: Ends, deadline: float, on_progress: Callable[[int], None]) -> None:
    before, moved = -1, time.monotonic()
    seen = moved
    while left := _left(progress := _progress(settings, stage), ends):
        on_progress(left)
        now = time.monotonic()
        if left != before:
            before, moved = left, now
        seen = now if progress.members else seen
        if now - seen > REJOIN_SECONDS:
            raise NotSearchable(f"no {_worker(stage)} is running any more; {left} articles wait for `{stage.command}`")
        if now >= deadline or now - moved > STANDSTILL_SECONDS:
            why = "are still on their way" if now - moved <= STANDSTILL_SECONDS else f"wait, and the {_worker(stage)} makes no progress"
            raise NotSearchable(f"{left} articles {why}; `telex status` follows them")
        time.sleep(ASK_EVERY_SECONDS)


def _progress(settings: Settings, stage: Stage) -> Progress:
    topic = {"streams": RAW, "indexer": ENRICHED}[stage.name]
    return group_progress(settings, topic, stage.name)


def _left(progress: Progress, ends: Ends) -> int:
    return sum(max(0, end - progress.position.get(partition, 0)) for partition, end in ends.items())


def _worker(stage: Stage) -> str:
    return "worker" if stage is STREAMS else "indexer"
