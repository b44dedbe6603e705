"""New indices from today's mapping files, filled from the old ones while searches and writes go on; then the aliases change over.

Nothing is lost: everything is copied with its external version, then writes to the old indices are blocked (indexers wait, as for any busy
Elasticsearch), what came meanwhile is copied too, both sides are compared by ids and versions, and the aliases change in one step.
Searches go through the aliases and always find one whole index. Killed at any point, it can simply be run again.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from threading import Event
from typing import Any

from elasticsearch.helpers import scan

from contracts.errors import OperatorNeeded
from indexer.build_documents import Document, with_text_hash
from indexer.index_setup import create_index, index_behind, mapping_file, version_of, versioned_name
from indexer.write_bulk import Operation, write_bulk
from runtime.elasticsearch_client import ARTICLES, CLAIMS, elasticsearch_client, reaching_elasticsearch
from runtime.settings import Settings

BATCH = 500
# A search that began on an old index may finish before the index goes.
GRACE_SECONDS = 5.0
# Copying goes on unblocked until a pass finds no more than this to copy, or this often.
FEW, MOST_PASSES = 1000, 5

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Move:
    """One index on its way: the alias, the index behind it, and the one that will be, with the documents it got."""

    alias: str
    old: str
    new: str


def reindex(settings: Settings, progress: Progress) -> list[tuple[Move, int]]:
    """Make new indices, fill them, change the aliases over, remove the old; return each move with its number of documents.

    ``progress`` is called with an index's name, the documents compared so far, and all there are.

    Raises:
        OperatorNeeded: there is no index yet, or a document does not fit the new mapping; then all is as it was.
        TransientFailure: Elasticsearch does not answer; run it again.
    """
    with reaching_elasticsearch(settings):
        # Claims first, as in every write: an article never comes before its claims.
        moves = [_prepare(settings, alias) for alias in (CLAIMS, ARTICLES)]
        for _ in range(MOST_PASSES):
            if sum(_copy(settings, move, progress) for move in moves) <= FEW:
                break
        try:
            _block_writes(settings, moves, blocked=True)
            for move in moves:
                _copy(settings, move, progress)
                _remove_surplus(settings, move)
            counts = [_count(settings, move) for move in moves]
            _change_over(settings, moves)
        except BaseException:
            _block_writes(settings, moves, blocked=False)
            raise
        time.sleep(GRACE_SECONDS)
        elasticsearch_client(settings).indices.delete(index=[move.old for move in moves])
    return list(zip(moves, counts, strict=True))


def _prepare(settings: Settings, alias: str) -> Move:
    """Create the new index; what an earlier run left behind when it was killed goes first."""
    client = elasticsearch_client(settings)
    old = index_behind(settings, alias)
    if old is None:
        raise OperatorNeeded(f"there is no index behind {settings.index_alias(alias)} yet: `telex index` creates it")
    move = Move(settings.index_alias(alias), old, versioned_name(settings, alias, version_of(old) + 1))
    _block_writes(settings, [move], blocked=False)
    left = set(client.indices.get(index=f"{move.alias}-v*", expand_wildcards="all")) - {old}
    if left:
        client.indices.delete(index=sorted(left))
    create_index(settings, alias, move.new, behind_alias=False)
    return move


def _copy(settings: Settings, move: Move, progress: Progress) -> int:
    """Copy what the new index lacks or has in an older version; return how many documents that were."""
    client = elasticsearch_client(settings)
    client.indices.refresh(index=move.old)
    total = int(client.count(index=move.old)["count"])
    copied = seen = 0
    for versions in _versions(settings, move.old):
        there = _read(settings, move.new, list(versions), with_source=False)
        changed = [name for name, version in versions.items() if name not in there or there[name]["_version"] < version]
        documents = _read(settings, move.old, changed, with_source=True)
        puts = [
            Operation.put(move.new, name, found["_version"], _fitting(settings, move, found["_source"]))
            for name, found in documents.items()
        ]
        _write(settings, puts)
        copied, seen = copied + len(puts), seen + len(versions)
        progress(move.new, seen, max(seen, total))
    return copied


def _remove_surplus(settings: Settings, move: Move) -> None:
    """Remove from the new index what was deleted from the old one after it was copied."""
    elasticsearch_client(settings).indices.refresh(index=move.new)
    for versions in _versions(settings, move.new):
        there = _read(settings, move.old, list(versions), with_source=False)
        _write(settings, [Operation.remove(move.new, name, version) for name, version in versions.items() if name not in there])


def _count(settings: Settings, move: Move) -> int:
    client = elasticsearch_client(settings)
    client.indices.refresh(index=[move.old, move.new])
    old, new = (int(client.count(index=index)["count"]) for index in (move.old, move.new))
    if old != new:
        raise OperatorNeeded(f"{move.new} has {new} documents and {move.old} has {old}: the aliases stay; run `telex reindex` again")
    return new


def _change_over(settings: Settings, moves: Sequence[Move]) -> None:
    actions: list[dict[str, Any]] = []
    for move in moves:
        actions.append({"remove": {"index": move.old, "alias": move.alias, "must_exist": True}})
        actions.append({"add": {"index": move.new, "alias": move.alias}})
    elasticsearch_client(settings).indices.update_aliases(actions=actions)


def _block_writes(settings: Settings, moves: Sequence[Move], *, blocked: bool) -> None:
    indices = elasticsearch_client(settings).indices
    for move in moves:
        if blocked:
            # Unlike the setting, this waits for the writes under way.
            indices.add_block(index=move.old, block="write")
        else:
            indices.put_settings(index=move.old, settings={"index.blocks.write": None})


def _versions(settings: Settings, index: str) -> Iterator[dict[str, int]]:
    """The ids and versions of an index, in batches."""
    query = {"query": {"match_all": {}}, "version": True, "_source": False}
    hits = scan(elasticsearch_client(settings), index=index, query=query, size=BATCH, scroll="10m")
    while batch := {hit["_id"]: hit["_version"] for hit in islice(hits, BATCH)}:
        yield batch


def _read(settings: Settings, index: str, names: list[str], *, with_source: bool) -> dict[str, Any]:
    if not names:
        return {}
    answer = elasticsearch_client(settings).mget(index=index, ids=names, source=with_source)
    return {document["_id"]: document for document in answer["docs"] if document.get("found")}


def _fitting(settings: Settings, move: Move, document: Document) -> Document:
    """Leave out the fields that today's mapping has no more, and hash the text again: the index may be older than the hash or its rules."""
    known = mapping_file(CLAIMS if move.alias == settings.index_alias(CLAIMS) else ARTICLES)["properties"]
    return with_text_hash({field: value for field, value in document.items() if field in known})


def _write(settings: Settings, operations: Sequence[Operation]) -> None:
    if rejections := write_bulk(settings, operations, Event(), require_alias=False):
        first = rejections[0]
        raise OperatorNeeded(f"{first.operation.id} does not fit {first.operation.index} ({first.reason}): the old index stays in use")
