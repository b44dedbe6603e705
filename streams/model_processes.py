"""The language model in processes of its own, so that the worker's heartbeats never wait and no text kills the worker."""

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pkgutil import resolve_name
from typing import TYPE_CHECKING, TypeVar, cast

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from contracts.codec import decode, encode
from contracts.errors import InvalidMessage
from contracts.messages import RawArticle
from runtime.dead_letters import Fault
from runtime.metrics import MODEL_SECONDS, of_stage
from runtime.parentage import die_with_parent

if TYPE_CHECKING:
    from streams.nlp.pipeline import Pipeline

# How often an article may end its process before it is a dead letter.
TRIES = 3
# A batch has the time of this many articles at most: given up then, its articles are read one by one, each with its whole time. With 60
# seconds an article that is less than the 600 without progress that end a worker, however large its batches.
PATIENCE = 8


@dataclass(frozen=True)
class Enriched:
    """The message of an enriched article, encoded, with what its key and its headers must say and the language it was found to be in."""

    article_id: str
    source: str
    language: str
    value: bytes


Answer = Enriched | Fault
Work = Callable[[str, Sequence[bytes | None]], list[Answer]]
Done = TypeVar("Done")


class ModelProcesses:
    """A fixed number of model processes; each takes a whole batch, so that the model sees several articles at once."""

    def __init__(self, *, count: int, model: str, article_seconds: float, work: Work | None = None) -> None:
        """Describe the processes; nothing runs before ``start``.

        Args:
            count: number of processes.
            model: name of the spaCy model, or ``module:Class`` of a stand-in.
            article_seconds: how long one article may take.
            work: what a process does with the model's name and a batch; ``enrich_encoded`` if not given.
        """
        self.count = count
        self._model, self._work = model, work or enrich_encoded
        self._article_seconds = article_seconds
        self._seconds, self._metrics = MODEL_SECONDS.labels("enriching"), of_stage("enriching")
        # With two threads in OpenBLAS the model takes twice as long.
        os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
        self._pool = self._new_pool()

    def start(self) -> None:
        """Load the model in every process; returns when all are ready.

        Raises:
            Exception: what loading the model raised.
        """
        # Each holds its process for a moment, so that no process takes two of them.
        for future in [self._pool.schedule(_warm_up, args=(self._work, self._model, 0.5)) for _ in range(self.count)]:
            future.result()

    def stop(self) -> None:
        """End the processes, whatever they are doing."""
        _end(self._pool)

    async def enrich(self, values: Sequence[bytes | None], on_attempt: Callable[[], None] = lambda: None) -> list[Answer]:
        """Enrich a batch of encoded raw articles, in order: the encoded message, or why that article can never succeed.

        A batch that ends its process, or takes too long, is tried again article by article, so that only the guilty one is lost.

        Args:
            values: the encoded articles.
            on_attempt: called whenever a process has answered or is given up; each batch has only so many of these.
        """
        failure = await self._attempt(values)
        on_attempt()
        if isinstance(failure, list):
            return failure
        if len(values) > 1:
            self._metrics.retried()
            return [(await self.enrich([value], on_attempt))[0] for value in values]
        for _ in range(TRIES - 1):
            if isinstance(failure, TimeoutError):
                break
            self._metrics.retried()
            failure = await self._attempt(values)
            on_attempt()
            if isinstance(failure, list):
                return failure
        return [self._blame(failure)]

    async def _attempt(self, values: Sequence[bytes | None]) -> list[Answer] | Exception:
        seconds = self._article_seconds * min(len(values), PATIENCE)
        while True:
            pool, began = self._pool, time.monotonic()
            try:
                answers, worked = await _result(pool, pool.schedule(_timed, args=(self._work, self._model, list(values)), timeout=seconds))
                self._seconds.observe(worked)
                return answers
            except ProcessExpired as error:
                return error
            except TimeoutError as error:
                # Pebble goes by the machine's clock. Where that jumped, the article had no more time than a moment.
                if time.monotonic() - began >= seconds:
                    return error
            except RuntimeError:
                if pool.active:
                    raise
                # Pebble gives a pool up when a process is killed that has nothing to do.
                if pool is self._pool:
                    self._pool = self._new_pool()
                    await asyncio.to_thread(_end, pool)

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(max_workers=self.count, initializer=_start, context=multiprocessing.get_context("spawn"))

    def _blame(self, failure: Exception) -> Fault:
        if isinstance(failure, TimeoutError):
            return Fault("TimeoutError", f"the article keeps the model busy for more than {self._article_seconds:g} seconds")
        return Fault("ProcessExpired", f"the article ends the model process each time it is tried ({TRIES} times)")


def _timed(work: Work, model: str, values: Sequence[bytes | None]) -> tuple[list[Answer], float]:
    # In the process itself: outside, a batch also waits for its turn.
    started = time.perf_counter()
    return work(model, values), time.perf_counter() - started


async def _result(pool: ProcessPool, task: ProcessFuture[Done]) -> Done:
    """Wait for a task; one that was given to a pool in the moment in which it breaks is never answered, so ask the pool too."""
    future = asyncio.wrap_future(task)
    while not future.done():
        await asyncio.wait([future], timeout=1)
        if not pool.active and not future.done():
            raise RuntimeError("the pool is broken")
    return future.result()


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def _start() -> None:
    # Ctrl-C reaches the whole group: the worker decides when its processes end. And they never outlive it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent()


def _warm_up(work: Work, model: str, hold: float) -> None:
    if work is enrich_encoded:
        _pipeline(model)
    time.sleep(hold)


@cache
def _pipeline(model: str) -> "Pipeline":
    if ":" in model:  # a class that reads the articles in the place of a language model
        return cast("Pipeline", resolve_name(model)())
    from streams.enrich import load_pipeline

    return load_pipeline(model)


def enrich_encoded(model: str, values: Sequence[bytes | None]) -> list[Answer]:
    """Decode, enrich and encode a batch, in order; an article that cannot be enriched gets its fault and spares the others."""
    articles = [_decode(value) for value in values]
    good = [article for article in articles if isinstance(article, RawArticle)]
    try:
        answers = iter(_run(model, good))
    except Exception:
        # One of them broke the batch: alone, each answers for itself.
        answers = iter([_run_alone(model, article) for article in good])
    return [next(answers) if isinstance(article, RawArticle) else article for article in articles]


def _decode(value: bytes | None) -> RawArticle | Fault:
    try:
        return decode(RawArticle, value)
    except InvalidMessage as error:
        return Fault.of(error)


def _run(model: str, articles: Sequence[RawArticle]) -> list[Answer]:
    from streams.enrich import enrich

    enriched = enrich(articles, _pipeline(model))
    return [Enriched(article.article_id, article.source, article.language, encode(article)) for article in enriched]


def _run_alone(model: str, article: RawArticle) -> Answer:
    try:
        return _run(model, [article])[0]
    except Exception as error:
        return Fault.of(error)
