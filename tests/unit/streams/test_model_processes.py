"""Real processes, with a stand-in for the model that dies, hangs or raises on demand."""

import asyncio
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress

import psutil
import pytest
from prometheus_client import REGISTRY

from runtime.dead_letters import Fault
from streams.model_processes import TRIES, Answer, Enriched, ModelProcesses


def stand_in(model: str, values: Sequence[bytes | None]) -> list[Answer]:
    for value in values:
        if value == b"kill":
            os._exit(1)
        if value == b"work":
            time.sleep(0.2)
        if value == b"hang":
            time.sleep(60)
    return [Enriched(str(os.getpid()), "s", "fr", value or b"") for value in values]


@pytest.fixture(scope="module")
def models() -> Iterator[ModelProcesses]:
    processes = ModelProcesses(count=2, model="none", article_seconds=2, work=stand_in)
    processes.start()
    yield processes
    processes.stop()


def values(answers: list[Answer]) -> list[object]:
    return [answer.value if isinstance(answer, Enriched) else answer.error_type for answer in answers]


def test_answers_come_in_order(models: ModelProcesses) -> None:
    batch = [str(n).encode() for n in range(20)]
    assert values(asyncio.run(models.enrich(batch))) == batch


def test_batches_run_in_several_processes(models: ModelProcesses) -> None:
    async def two() -> list[list[Answer]]:
        return list(await asyncio.gather(*(models.enrich([b"work"]) for _ in range(6))))

    pids = {answer.article_id for answers in asyncio.run(two()) for answer in answers if isinstance(answer, Enriched)}
    assert len(pids) == 2
    assert str(os.getpid()) not in pids


def test_an_article_that_kills_the_process_is_the_only_one_lost(models: ModelProcesses) -> None:
    answers = asyncio.run(models.enrich([b"before", b"kill", b"after"]))
    assert values(answers) == [b"before", "ProcessExpired", b"after"]
    assert isinstance(answers[1], Fault)
    assert f"{TRIES} times" in answers[1].reason


def test_each_attempt_is_told_and_each_repetition_counted(models: ModelProcesses) -> None:
    def repeated() -> float:
        return REGISTRY.get_sample_value("telex_retries_total", {"stage": "enriching"}) or 0.0

    attempts, before = list[None](), repeated()
    asyncio.run(models.enrich([b"before", b"kill", b"after"], lambda: attempts.append(None)))
    # The batch; then each article alone, of which one ends its process each time.
    assert len(attempts) == 1 + 1 + TRIES + 1
    assert repeated() - before == 1 + (TRIES - 1)


def test_a_clock_that_jumps_takes_no_articles_time(models: ModelProcesses, monkeypatch: pytest.MonkeyPatch) -> None:
    now, ahead = time.time, 0.0
    monkeypatch.setattr(time, "time", lambda: now() + ahead)

    async def jump() -> list[Answer]:
        nonlocal ahead
        answers = asyncio.create_task(models.enrich([b"work"]))
        await asyncio.sleep(0.15)
        ahead = 3600.0
        return await answers

    for _ in range(3):
        ahead = 0.0
        assert values(asyncio.run(jump())) == [b"work"]


def test_an_article_that_hangs_is_the_only_one_lost(models: ModelProcesses) -> None:
    answers = asyncio.run(models.enrich([b"before", b"hang"]))
    assert values(answers) == [b"before", "TimeoutError"]
    assert isinstance(answers[1], Fault)
    assert "2 seconds" in answers[1].reason


def test_a_large_batch_with_an_article_that_hangs_is_given_up_in_time() -> None:
    processes = ModelProcesses(count=1, model="none", article_seconds=0.5, work=stand_in)
    processes.start()
    began = time.monotonic()
    answers = asyncio.run(processes.enrich([b"before"] * 40 + [b"hang"]))
    processes.stop()
    assert values(answers) == [b"before"] * 40 + ["TimeoutError"]
    assert time.monotonic() - began < 40 * 0.5  # what the batch would have had, were each article counted


def test_a_process_that_is_killed_while_it_has_nothing_to_do_is_replaced(models: ModelProcesses) -> None:
    for process in psutil.Process().children():
        with suppress(psutil.Error):  # those that other tests left behind as zombies
            if "spawn_main" in " ".join(process.cmdline()):
                process.kill()
    batches = [[b"one", b"work"], [b"two"], [b"three"]]

    async def all_of_them() -> list[list[Answer]]:
        return list(await asyncio.gather(*(models.enrich(batch) for batch in batches)))

    assert [values(answers) for answers in asyncio.run(all_of_them())] == batches


def test_the_processes_go_on_after_losses(models: ModelProcesses) -> None:
    assert values(asyncio.run(models.enrich([b"next"]))) == [b"next"]
