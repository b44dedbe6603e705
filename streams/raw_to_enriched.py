"""The enriching stage: take raw articles, have them enriched, send the result or a dead letter, and only then acknowledge.

Delivery: at least once. An event is acknowledged, in offset order, after the broker has acknowledged its enriched article or its dead
letter; offsets are committed after each batch. A crash at any point repeats at most the batches in flight, and the deterministic ids
make the repetition invisible. Whatever is not foreseen ends the process: Faust would restart the actor on the same stream and skip
(214 of 500 lost in the measurement), a fresh process does not.
"""

import asyncio
import logging
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import faust

from contracts.codec import encode
from contracts.errors import OperatorNeeded
from runtime.dead_letter_limit import DeadLetterLimit
from runtime.dead_letters import Fault, make_dead_letter
from runtime.health import Health
from runtime.kafka_clients import largest_request
from runtime.logs import of_article, of_message
from runtime.metrics import BATCH_SECONDS, of_stage
from runtime.settings import Settings
from streams.language_models import LanguageModels
from streams.model_processes import Answer, Enriched

log = logging.getLogger(__name__)

# Exit codes of sysexits.h, for the supervisor: a defect (start again), a stream that nearly always fails (look first).
SOFTWARE, CONFIGURATION = 70, 78

ROOM_FOR_HEADERS = 2**16

Batch = Sequence[Any]  # of faust events: noack_take is typed as if it gave their values


@dataclass(frozen=True)
class _InFlight:
    """A batch on its way through the model, since when (monotonic seconds)."""

    batch: Batch
    answers: asyncio.Task[list[Answer]]
    taken_at: float


class RawToEnriched:
    """The agent's work. Batches in flight are one more than there are model processes: each is busy while one more batch waits."""

    def __init__(
        self,
        app: faust.App,
        settings: Settings,
        models: LanguageModels,
        health: Health,
        *,
        enriched: faust.TopicT,
        dead: faust.TopicT,
        limit: DeadLetterLimit,
    ) -> None:
        self._app, self._settings, self._models, self._health = app, settings, models, health
        self._enriched, self._dead, self._limit = enriched, dead, limit
        self._metrics, self._batch_seconds = of_stage("enriching"), BATCH_SECONDS.labels("enriching")

    async def run(self, stream: Any) -> None:
        """Work through the stream until the worker stops; never returns on an error."""
        window = asyncio.Semaphore(self._models.count + 1)
        in_order: asyncio.Queue[_InFlight] = asyncio.Queue()
        completer = asyncio.create_task(self._complete(in_order, window))
        try:
            async for batch in stream.noack_take(self._settings.batch, within=0.1):
                await window.acquire()
                self._metrics.took(len(batch))
                values = [event.message.value for event in batch]
                in_order.put_nowait(
                    _InFlight(batch, asyncio.create_task(self._models.enrich(values, self._health.progressed)), time.monotonic())
                )
        except asyncio.CancelledError:
            raise
        except BaseException:
            _end("the worker's stream failed")
        finally:
            completer.cancel()

    async def _complete(self, in_order: "asyncio.Queue[_InFlight]", window: asyncio.Semaphore) -> None:
        # The oldest batch first: acknowledgements stay in offset order.
        try:
            while True:
                oldest = await in_order.get()
                answers = await self._send_all(oldest.batch, await oldest.answers)
                for event in oldest.batch:
                    event.ack()
                await self._app.consumer.commit()
                self._health.progressed()
                self._tell(oldest, answers)
                window.release()
        except asyncio.CancelledError:
            raise
        except OperatorNeeded as error:
            _end(str(error), CONFIGURATION)
        except BaseException:
            _end("a batch failed")

    async def _send_all(self, batch: Batch, answers: list[Answer]) -> list[Answer]:
        answers = [self._checked(event.message, answer) for event, answer in zip(batch, answers, strict=True)]
        self._limit.count(answer.reason if isinstance(answer, Fault) else None for answer in answers)
        await asyncio.gather(*(self._send(event, answer) for event, answer in zip(batch, answers, strict=True)))
        return answers

    def _tell(self, done: "_InFlight", answers: list[Answer]) -> None:
        """Count and log what was acknowledged."""
        dead = 0
        for event, answer in zip(done.batch, answers, strict=True):
            if isinstance(answer, Enriched):
                self._metrics.passed_on(event.message.timestamp)
                if log.isEnabledFor(logging.DEBUG):
                    log.debug("enriched", extra=of_message(event.message, answer.article_id, answer.source))
            else:
                dead += 1
        self._metrics.buried(dead)
        self._batch_seconds.observe(time.monotonic() - done.taken_at)
        log.info("%d articles enriched, %d dead letters", len(answers) - dead, dead)

    def _checked(self, message: Any, answer: Answer) -> Answer:
        if isinstance(answer, Fault):
            return answer
        if message.key is not None and message.key != answer.article_id.encode():
            return Fault("InvalidMessage", f"the key of the message is not its article_id {answer.article_id}")
        # The ledger goes by the header, the index by the article.
        if dict(message.headers or {}).get("source", answer.source.encode()) != answer.source.encode():
            return Fault("InvalidMessage", f"the header « source » of the message is not its source {answer.source}")
        largest = largest_request(self._settings) - ROOM_FOR_HEADERS
        if len(answer.value) > largest:
            return Fault(
                "InvalidMessage", f"the enriched article has {len(answer.value)} bytes, more than the {largest} that a topic takes"
            )
        return answer

    async def _send(self, event: faust.types.EventT[bytes], answer: Answer) -> None:
        message = event.message
        headers = dict(message.headers or {})
        if isinstance(answer, Enriched):
            # Where the raw article stands: the ledger follows each one by it.
            headers["raw"] = f"{message.partition}/{message.offset}".encode()
            await self._deliver(self._enriched, answer.article_id.encode(), answer.value, headers)
            return
        key = message.key if isinstance(message.key, bytes) else None
        log.warning("dead letter: %s", answer.reason, extra=of_message(message, key, headers.get("source")))
        letter = make_dead_letter(
            answer,
            stage="enriching",
            most_bytes=self._settings.max_message_bytes,
            key=key,
            value=message.value,
            headers=headers,
            position=(message.topic, message.partition, message.offset),
        )
        await self._deliver(self._dead, key, encode(letter), {})

    async def _deliver(self, topic: faust.TopicT, key: bytes | None, value: bytes, headers: dict[str, bytes]) -> None:
        delay = 0.5
        while True:
            try:
                await (await topic.send(key=key, value=value, headers=headers))
                return
            except asyncio.CancelledError:
                raise
            except Exception as error:
                self._metrics.retried()
                log.warning("sending to %s failed, next try in %g s: %r", topic, delay, error, extra=of_article(key))
                await asyncio.sleep(delay)
                delay = min(delay * 2, 30)


def _end(reason: str, code: int = SOFTWARE) -> NoReturn:
    log.error("the worker ends (exit code %d): %s", code, reason, exc_info=code == SOFTWARE)
    logging.shutdown()
    os._exit(code)
