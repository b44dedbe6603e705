"""The write protocol of one article: its claims first, the article last, so that no reader sees an article whose claims are missing.

All documents of one revision carry the same external version. What is older than the stored article is left alone; a repetition writes
the same documents again and changes nothing. A revision that Elasticsearch rejects leaves the one before it as it was.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any, Literal, NoReturn

from contracts.errors import OperatorNeeded, TransientFailure
from indexer.build_documents import Document, Documents, article_of_claim, claim_document_id
from indexer.write_bulk import Operation, patiently, write_bulk
from runtime.elasticsearch_client import ARTICLES, CLAIMS, elasticsearch_client, reaching_elasticsearch
from runtime.settings import Settings

# Documents of one request that reads by id.
READ_AT_ONCE = 1000


@dataclass(frozen=True)
class Outcome:
    """What became of one revision; the reason is there where Elasticsearch rejected it."""

    kind: Literal["written", "older", "rejected"]
    reason: str = ""


@dataclass(frozen=True)
class _Revision:
    """One revision to write, beside what is stored of its article: version (-1 if nothing is) and number of claims."""

    documents: Documents
    stored_version: int
    stored_claims: int

    @property
    def is_older(self) -> bool:
        return self.documents.version < self.stored_version

    @property
    def is_repetition(self) -> bool:
        return self.documents.version == self.stored_version

    def claim_id(self, number: int) -> str:
        return claim_document_id(self.documents.article_id, number)

    def write_claims(self, index: str) -> Iterator[Operation]:
        """Put the claims, and remove those that the stored revision has more of."""
        for number, claim in enumerate(self.documents.claims):
            yield Operation.put(index, self.claim_id(number), self.documents.version, claim)
        for number in range(len(self.documents.claims), self.stored_claims):
            yield Operation.remove(index, self.claim_id(number), self.documents.version)

    def write_article(self, index: str) -> Operation:
        """Put the article itself."""
        return Operation.put(index, self.documents.article_id, self.documents.version, self.documents.article)

    def restore_claims(self, index: str, before: dict[str, Document]) -> Iterator[Operation]:
        """Undo ``write_claims``: the claims of the stored revision come back, the others go."""
        for number in range(max(len(self.documents.claims), self.stored_claims)):
            name, version = self.claim_id(number), self.documents.version
            yield Operation.put(index, name, version, before[name]) if name in before else Operation.remove(index, name, version)

    def outcome(self, reasons: dict[str, str]) -> Outcome:
        """Say what became of this revision; ``reasons`` has those that were rejected."""
        if self.is_older:
            return Outcome("older")
        reason = reasons.get(self.documents.article_id)
        return Outcome("rejected", reason) if reason else Outcome("written")


def write_articles(settings: Settings, batch: Sequence[Documents], stop: Event) -> list[Outcome]:
    """Write the documents of a batch and say what became of each, in the same order.

    On return each article is acknowledged by Elasticsearch, older than what is there, or rejected.

    Raises:
        OperatorNeeded: access refused, or an index is missing.
        Stopped: ``stop`` was set while Elasticsearch could not be reached; the batch must be written again.
    """
    outcomes: dict[int, Outcome] = {}
    for part in one_revision_each(batch):
        outcomes |= zip(part, _write_part(settings, [batch[position] for position in part], stop), strict=True)
    return [outcomes[position] for position in range(len(batch))]


def one_revision_each(batch: Sequence[Documents]) -> list[list[int]]:
    """Part the positions of a batch so that each article stands at most once in a part and its revisions keep their order."""
    parts: list[list[int]] = []
    seen: Counter[str] = Counter()
    for position, documents in enumerate(batch):
        if seen[documents.article_id] == len(parts):
            parts.append([])
        parts[seen[documents.article_id]].append(position)
        seen[documents.article_id] += 1
    return parts


def _write_part(settings: Settings, part: Sequence[Documents], stop: Event) -> Iterator[Outcome]:
    revisions = patiently(lambda: _read_stored(settings, part), stop)
    current = [revision for revision in revisions if not revision.is_older]
    before = patiently(lambda: _read_replaced_claims(settings, current), stop)

    articles, claims = settings.index_alias(ARTICLES), settings.index_alias(CLAIMS)
    rejections = write_bulk(settings, [write for revision in current for write in revision.write_claims(claims)], stop)
    reasons = {article_of_claim(rejection.operation.id): rejection.reason for rejection in reversed(rejections)}
    whole = [revision for revision in current if revision.documents.article_id not in reasons]
    rejections = write_bulk(settings, [revision.write_article(articles) for revision in whole], stop)
    reasons |= {rejection.operation.id: rejection.reason for rejection in rejections}

    undone = [revision for revision in current if revision.documents.article_id in reasons and not revision.is_repetition]
    write_bulk(settings, [write for revision in undone for write in revision.restore_claims(claims, before)], stop)
    return (revision.outcome(reasons) for revision in revisions)


def _read_stored(settings: Settings, part: Sequence[Documents]) -> list[_Revision]:
    found = _read(settings, ARTICLES, [documents.article_id for documents in part], ["claim_count"])
    stored = {name: (document["_version"], document["_source"]["claim_count"]) for name, document in found.items()}
    return [_Revision(documents, *stored.get(documents.article_id, (-1, 0))) for documents in part]


def _read_replaced_claims(settings: Settings, revisions: Sequence[_Revision]) -> dict[str, Document]:
    replacing = [revision for revision in revisions if not revision.is_repetition]
    names = [revision.claim_id(number) for revision in replacing for number in range(revision.stored_claims)]
    return {name: document["_source"] for name, document in _read(settings, CLAIMS, names, None).items()}


def _read(settings: Settings, alias: str, names: Sequence[str], fields: list[str] | None) -> dict[str, Any]:
    """Read documents by id as they are now, refreshed or not."""
    index, found = settings.index_alias(alias), dict[str, Any]()
    for at in range(0, len(names), READ_AT_ONCE):
        with reaching_elasticsearch(settings):
            answer = elasticsearch_client(settings).mget(index=index, ids=names[at : at + READ_AT_ONCE], source_includes=fields)
        for document in answer["docs"]:
            if "error" in document:
                _fail_to_read(index, document["error"])
            if document["found"]:
                found[document["_id"]] = document
    return found


def _fail_to_read(index: str, error: dict[str, Any]) -> NoReturn:
    if error.get("type") in ("index_not_found_exception", "index_closed_exception"):
        raise OperatorNeeded(f"there is no open index {index} ({error.get('reason')}): `telex index` creates it when it starts")
    raise TransientFailure(f"Elasticsearch cannot read {index} now: {error.get('reason')}")
