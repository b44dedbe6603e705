"""Folding copies: a list shows each text once, the best of its copies, and says where else it stands. Knows no server.

Copies are documents with the same ``text_hash`` (``indexer.copies``). Counts of documents stay what they are; beside each stands how many
different texts these are, which is what a folded list shows. A search that finds no copies costs nothing more; one that does is followed
by a second request, for the shown hits and the shown values of facets alone: to count the texts of every value would take ten times as
long.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from elasticsearch.dsl import Search, query
from elasticsearch.dsl.aggs import Agg, Cardinality, DateHistogram, Filter, Terms

from telex.search.facets import counted, read_facet
from telex.search.fields import FACETS, TEXT, TIME, Index
from telex.search.matching import Selections
from telex.search.results import FacetValue, Hit, Result

Copies = Literal["folded", "all"]

TEXTS, UNHASHED = "texts", "unhashed"
# Counts of different texts are exact (up to a very rare clash) up to here, and near it beyond: what Elasticsearch allows at most for a
# search, and for each value of a facet what keeps its memory small.
EXACT_TEXTS, EXACT_TEXTS_OF_A_VALUE = 40_000, 1000
# The copies that a hit names, and the fields that tell them apart.
NAMED = 5
NAMED_FIELDS = ("article_id", "claim_id", "source", "published", "published_precision", "url", "title", "field", "start", "end")


def count_texts(request: Search[Any], chosen: Selections) -> None:
    """Count the different texts of what was searched and selected, and the documents that were indexed before there were hashes."""
    texts: Agg[Any] = Cardinality(field=TEXT, precision_threshold=EXACT_TEXTS)
    request.aggs.bucket(TEXTS, counted(texts, "", chosen))
    request.aggs.bucket(UNHASHED, Filter(query.Bool(filter=list(chosen.values()), must_not=[query.Exists(field=TEXT)])))


def read_texts(answer: Mapping[str, Any], documents: int) -> int:
    """How many different texts ``count_texts`` found among so many documents; what has no hash is a text of its own."""
    texts = answer[TEXTS]
    return min(documents, int(texts.get("values", texts)["value"]) + int(answer[UNHASHED]["doc_count"]))


def with_texts(values: "Agg[Any]") -> "Agg[Any]":
    """An aggregation that counts the different texts of each of its values too, for ``read_facet``."""
    values.metric(TEXTS, Cardinality(field=TEXT, precision_threshold=EXACT_TEXTS_OF_A_VALUE))
    return values


def count_copies(request: Search[Any], index: Index, chosen: Selections, found: Result) -> None:
    """Ask for the copies of the hits found, and for the different texts of every value of their facets and of their time chart."""
    for field, name in FACETS[index].items():
        values = [value.value for value in found.facets[field]]
        if values:
            request.aggs.bucket(field, counted(with_texts(Terms(field=field, size=len(values), include=values)), name, chosen))
    months: Agg[Any] = DateHistogram(field=TIME, calendar_interval="month", format="yyyy-MM", min_doc_count=1)
    request.aggs.bucket(TIME, counted(with_texts(months), "date", chosen))
    hashes = [hit.fields[TEXT] for hit in found.hits]
    if hashes:
        groups: Agg[Any] = Terms(field=TEXT, size=len(hashes), include=hashes)
        # One more than is named: the shown one is among them.
        order = [{TIME: {"order": "asc", "missing": "_last"}}, "article_id"]
        groups.metric("named", "top_hits", size=NAMED + 1, _source=list(NAMED_FIELDS), sort=order)
        request.aggs.bucket("copies", Filter(query.Bool(filter=list(chosen.values())), aggs={"values": groups}))


def folded(found: Result, answer: Mapping[str, Any]) -> Result:
    """The result with what ``count_copies`` was answered: the copies of each hit, and facets by their different texts, most first."""
    counts = answer["aggregations"]
    groups = {group["key"]: group for group in counts["copies"]["values"]["buckets"]} if "copies" in counts else {}
    facets = {name: _by_texts(read_facet(counts[name]), name) if name in counts else values for name, values in found.facets.items()}
    return replace(found, hits=[_with_copies(hit, groups.get(hit.fields[TEXT])) for hit in found.hits], facets=facets)


def first_of_each_text(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Leave out the hits whose text was there before."""
    seen = set[str]()
    for hit in hits:
        text = hit.fields.get(TEXT, hit.id)
        if text not in seen:
            seen.add(text)
            yield hit


def _by_texts(values: Sequence[FacetValue], name: str) -> list[FacetValue]:
    return list(values) if name == TIME else sorted(values, key=lambda value: (-value.listed, -value.count))


def _with_copies(hit: Hit, group: Mapping[str, Any] | None) -> Hit:
    if group is None or group["doc_count"] == 1:
        return hit
    others = [{**other["_source"], "id": other["_id"]} for other in group["named"]["hits"]["hits"] if other["_id"] != hit.id]
    return replace(hit, copy_count=group["doc_count"] - 1, copies=others[:NAMED])
