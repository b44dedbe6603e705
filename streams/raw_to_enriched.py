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
import traceback
from collections.abc import Sequence
from typing import Any, NoReturn

import faust

from contracts.codec import encode
from contracts.errors import TransientFailure
from contracts.topics import RAW
from runtime.dead_letters import Fault, make_dead_letter
from runtime.kafka_clients import group_progress, largest_request
from runtime.settings import Settings
from streams.model_processes import Answer, Enriched, ModelProcesses

log = logging.getLogger(__name__)

# Exit codes of sysexits.h, for the supervisor: a defect, a stall (start again), a stream that nearly always fails (look first).
SOFTWARE, TEMPORARY, CONFIGURATION = 70, 75, 78

ROOM_FOR_HEADERS = 2**16

Batch = Sequence[Any]  # of faust events: noack_take is typed as if it gave their values


class RawToEnriched:
    """The agent's work. Batches in flight are one more than there are model processes: each is busy while one more batch waits."""

    def __init__(
        self,
        app: faust.App,
        settings: Settings,
        models: ModelProcesses,
        *,
        enriched: faust.TopicT,
        dead: faust.TopicT,
        rejected_in_a_row: int = 0,
    ) -> None:
        self._app, self._settings, self._models = app, settings, models
        self._enriched, self._dead = enriched, dead
        self._rejected_in_a_row = rejected_in_a_row
        self._last_progress = time.monotonic()

    async def run(self, stream: Any) -> None:
        """Work through the stream until the worker stops; never returns on an error."""
        window = asyncio.Semaphore(self._models.count + 1)
        in_order: asyncio.Queue[tuple[Batch, asyncio.Task[list[Answer]]]] = asyncio.Queue()
        completer = asyncio.create_task(self._complete(in_order, window))
        try:
            async for batch in stream.noack_take(self._settings.batch, within=0.1):
                await window.acquire()
                values = [event.message.value for event in batch]
                in_order.put_nowait((batch, asyncio.create_task(self._models.enrich(values))))
        except asyncio.CancelledError:
            raise
        except BaseException:
            _end("the worker's stream failed")
        finally:
            completer.cancel()

    async def end_if_stalled(self) -> None:
        """End the process when its partitions have lag and nothing was committed for ``stall_seconds``.

        Known stalls of the client never heal by themselves (faust issues 175, 523, 629, 640); a new process does.
        """
        if time.monotonic() - self._last_progress < self._settings.stall_seconds:
            return
        try:
            progress = await asyncio.to_thread(group_progress, self._settings, RAW, "streams")
        except TransientFailure:
            return  # no broker, no progress: waiting is right
        mine = {tp.partition for tp in self._app.consumer.assignment()}
        if any(lag > 0 for partition, lag in progress.lag.items() if partition in mine):
            _end(f"no progress for {self._settings.stall_seconds:g} seconds with articles waiting", TEMPORARY)
        self._last_progress = time.monotonic()

    async def _complete(self, in_order: "asyncio.Queue[tuple[Batch, asyncio.Task[list[Answer]]]]", window: asyncio.Semaphore) -> None:
        # The oldest batch first: acknowledgements stay in offset order.
        try:
            while True:
                batch, answers = await in_order.get()
                await self._send_all(batch, await answers)
                for event in batch:
                    event.ack()
                await self._app.consumer.commit()
                self._last_progress = time.monotonic()
                window.release()
        except asyncio.CancelledError:
            raise
        except BaseException:
            _end("a batch failed")

    async def _send_all(self, batch: Batch, answers: list[Answer]) -> None:
        answers = [self._checked(event.message, answer) for event, answer in zip(batch, answers, strict=True)]
        for answer in answers:
            self._check_limit(answer)
        await asyncio.gather(*(self._send(event, answer) for event, answer in zip(batch, answers, strict=True)))

    def _check_limit(self, answer: Answer) -> None:
        self._rejected_in_a_row = self._rejected_in_a_row + 1 if isinstance(answer, Fault) else 0
        if isinstance(answer, Fault) and self._rejected_in_a_row >= self._settings.dead_letter_limit:
            what_to_do = "mend the cause and start it again, or raise TELEX_DEAD_LETTER_LIMIT to let them die"
            _end(f"{self._rejected_in_a_row} articles in a row cannot be enriched: {answer.reason}; {what_to_do}", CONFIGURATION)

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
        log.warning("dead letter: %s/%s/%s %s", message.topic, message.partition, message.offset, answer.reason)
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
                log.warning("sending to %s failed, next try in %g s: %r", topic, delay, error)
                await asyncio.sleep(delay)
                delay = min(delay * 2, 30)


def _end(reason: str, code: int = SOFTWARE) -> NoReturn:
    log.error("the worker ends (exit code %d): %s", code, reason)
    if code == SOFTWARE:
        traceback.print_exc()
    logging.shutdown()
    os._exit(code)
