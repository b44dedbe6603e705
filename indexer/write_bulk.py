"""Bulk requests that lose nothing: bounded in size, repeated while the failure is transient, split where one item spoils the request.

Delivery: when ``write_bulk`` returns, every operation is acknowledged by Elasticsearch or named as one that it will never accept.
Elasticsearch fsyncs before it acknowledges (translog durability ``request``), so what is acknowledged survives a kill.
"""

import logging
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Any, TypeVar

import orjson
from elasticsearch import ApiError

from contracts.errors import OperatorNeeded, TransientFailure
from indexer.build_documents import Document
from runtime.elasticsearch_client import TRANSIENT_STATUSES, elasticsearch_client, error_body, is_write_block, reaching_elasticsearch
from runtime.metrics import of_stage
from runtime.settings import Settings

log = logging.getLogger(__name__)
Result = TypeVar("Result")

FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0
# A whole request is refused with these where one of its items cannot be read, or where it is too large for a proxy.
_SPOILED = frozenset({400, 413})


class Stopped(Exception):
    """The process was asked to end while Elasticsearch could not be reached: nothing of the batch may be committed."""


@dataclass(frozen=True)
class Operation:
    """One write: the document ``id`` of an index (or alias) at an external version; without a source, its deletion."""

    index: str
    id: str
    version: int
    source: bytes | None

    @classmethod
    def put(cls, index: str, document_id: str, version: int, document: Document) -> "Operation":
        """Write a document unless a newer version of it is there."""
        return cls(index, document_id, version, orjson.dumps(document))

    @classmethod
    def remove(cls, index: str, document_id: str, version: int) -> "Operation":
        """Delete a document unless a newer version of it is there."""
        return cls(index, document_id, version, None)

    def lines(self) -> Iterator[bytes]:
        """The lines of this operation in the body of a bulk request."""
        action = {"_index": self.index, "_id": self.id, "version": self.version, "version_type": "external_gte"}
        yield orjson.dumps({"delete" if self.source is None else "index": action})
        if self.source is not None:
            yield self.source


@dataclass(frozen=True)
class Rejection:
    """An operation that Elasticsearch will never accept, and why."""

    operation: Operation
    reason: str


def write_bulk(settings: Settings, operations: Sequence[Operation], stop: Event, *, require_alias: bool = True) -> list[Rejection]:
    """Write all operations; return those that can never succeed. The requests run beside each other, so the order is free.

    A version conflict counts as success (something newer is there), and so does deleting what is not there.

    Raises:
        OperatorNeeded: access refused, or an index is missing or closed.
        Stopped: ``stop`` was set while waiting for Elasticsearch.
    """
    chunks = list(_chunks(operations, settings))
    if len(chunks) <= 1:
        return _write_chunk(settings, chunks[0], stop, require_alias) if chunks else []
    with ThreadPoolExecutor(settings.bulk_writers) as pool:
        written = pool.map(lambda chunk: _write_chunk(settings, chunk, stop, require_alias), chunks)
        return [rejection for rejections in written for rejection in rejections]


def patiently(attempt: Callable[[], Result], stop: Event) -> Result:
    """Repeat an attempt, with growing delays, until it fails no more for transient reasons.

    Raises:
        Stopped: ``stop`` was set meanwhile.
    """
    delay = FIRST_DELAY
    while True:
        try:
            return attempt()
        except TransientFailure as failure:
            delay = wait_after(failure, delay, stop)


def wait_after(failure: TransientFailure, delay: float, stop: Event) -> float:
    """Log a transient failure, wait, and return the next delay in seconds: twice as long, with a quarter of chance in it.

    Raises:
        Stopped: ``stop`` is set.
    """
    log.warning("%s; trying again in %.1f s", failure, delay)
    if stop.wait(delay):
        raise Stopped
    of_stage("indexing").retried()
    return min(LONGEST_DELAY, delay * random.uniform(1.75, 2.25))  # noqa: S311 - spreads the retries, keeps no secret


def _chunks(operations: Sequence[Operation], settings: Settings) -> Iterator[list[Operation]]:
    chunk: list[Operation] = []
    size = 0
    for operation in operations:
        grown = size + len(operation.source or b"") + 200
        if chunk and (len(chunk) >= settings.bulk_actions or grown > settings.bulk_bytes):
            yield chunk
            chunk, grown = [], grown - size
        chunk.append(operation)
        size = grown
    if chunk:
        yield chunk


def _write_chunk(settings: Settings, operations: list[Operation], stop: Event, require_alias: bool) -> list[Rejection]:
    rejections: list[Rejection] = []
    delay = FIRST_DELAY
    while operations:
        try:
            answers = _request(settings, operations, require_alias)
        except _SpoiledRequest as spoiled:
            return rejections + _split(settings, operations, stop, require_alias, spoiled)
        except TransientFailure as failure:
            delay = wait_after(failure, delay, stop)
            continue
        rejections += [Rejection(answer.operation, _why(answer)) for answer in answers if not (answer.is_success or answer.is_transient)]
        busy = [answer for answer in answers if answer.is_transient]
        if busy:
            delay = wait_after(TransientFailure(f"Elasticsearch cannot write now ({busy[0].text})"), delay, stop)
        operations = [answer.operation for answer in busy]
    return rejections


@dataclass(frozen=True)
class _Answer:
    """What Elasticsearch says of one operation of a request: its HTTP status, and the error, empty if there is none."""

    operation: Operation
    status: int
    error: dict[str, Any]

    @property
    def is_success(self) -> bool:
        return self.status < 300 or self.status == 409 or (self.status == 404 and self.operation.source is None and not self.error)

    @property
    def is_transient(self) -> bool:
        return self.status in TRANSIENT_STATUSES or is_write_block(self.error)

    @property
    def text(self) -> str:
        cause = (self.error.get("caused_by") or {}).get("reason")
        return f"{self.status} {self.error.get('type')}: {self.error.get('reason')}" + (f" ({cause})" if cause else "")


class _SpoiledRequest(Exception):
    """Elasticsearch refused a request as a whole for what one of its items may be."""


def _request(settings: Settings, operations: list[Operation], require_alias: bool) -> list[_Answer]:
    body: Any = [line for operation in operations for line in operation.lines()]
    with reaching_elasticsearch(settings):
        try:
            answer = elasticsearch_client(settings).bulk(
                operations=body, require_alias=require_alias, filter_path="items.*.status,items.*.error"
            )
        except ApiError as error:
            if error.status_code in _SPOILED:
                raise _SpoiledRequest(f"{error.status_code}: {error_body(error).get('reason', error.message)}") from error
            raise
    items = (next(iter(item.values())) for item in answer["items"])
    return [_Answer(operation, item["status"], item.get("error") or {}) for operation, item in zip(operations, items, strict=True)]


def _split(settings: Settings, operations: list[Operation], stop: Event, require_alias: bool, spoiled: _SpoiledRequest) -> list[Rejection]:
    if len(operations) == 1:
        return [Rejection(operations[0], str(spoiled))]
    middle = len(operations) // 2
    halves = (operations[:middle], operations[middle:])
    return [rejection for half in halves for rejection in _write_chunk(settings, half, stop, require_alias)]


def _why(answer: _Answer) -> str:
    """The reason of a rejection; what an operator must mend is no rejection."""
    index = answer.operation.index
    if answer.status in (401, 403):
        raise OperatorNeeded(f"Elasticsearch refuses to write to {index} ({answer.text}): check the user or the API key")
    if answer.status == 404 or answer.error.get("type") == "index_closed_exception":
        raise OperatorNeeded(f"there is no open index behind {index} ({answer.text}): `telex index` creates it")
    return answer.text
