"""What is unusual in a selection: names that stand far more often in its documents than in all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from elasticsearch.dsl import Search
from elasticsearch.dsl.aggs import SignificantTerms

from runtime.settings import Settings
from telex.search.fields import Index
from telex.search.queries import Query, ask, whole_query

VALUES = 8
# A name must stand in so many documents of the selection: in one alone everything is unusual.
LEAST_DOCUMENTS = 2
NAMES: Mapping[Index, tuple[str, ...]] = {
    "articles": ("people", "organizations", "places", "speakers"),
    "claims": ("speaker", "about"),
}


@dataclass(frozen=True)
class Unusual:
    """A name with its documents in the selection and in the whole index, and how much more frequent it is here (2.0: twice)."""

    value: str
    count: int
    background: int
    times: float

    def as_json(self) -> dict[str, Any]:
        """The object of the JSON API."""
        return asdict(self)


def unusual_names(settings: Settings, wanted: Query) -> dict[str, Sequence[Unusual]]:
    """The unusual names of a query's documents in each field of NAMES, most telling first; fields without any are left out.

    Raises:
        QueryError: the query cannot be understood.
        OperatorNeeded: no index yet, or access refused.
        TransientFailure: Elasticsearch does not answer.
    """
    request: Search[Any] = Search().query(whole_query(wanted))
    for name in NAMES[wanted.index]:
        request.aggs.bucket(name, SignificantTerms(field=name, size=VALUES, min_doc_count=LEAST_DOCUMENTS))
    answer = ask(settings, wanted.index, {**request.to_dict(), "size": 0, "track_total_hits": False})
    found = {name: _read(facet) for name, facet in answer["aggregations"].items()}
    return {name: values for name, values in found.items() if values}


def _read(facet: Mapping[str, Any]) -> list[Unusual]:
    here, everywhere = facet["doc_count"], facet["bg_count"]
    found = []
    for bucket in facet["buckets"]:
        times = (bucket["doc_count"] / here) / (bucket["bg_count"] / everywhere)
        # In a selection of everything nothing is unusual.
        if times > 1:
            found.append(Unusual(bucket["key"], bucket["doc_count"], bucket["bg_count"], round(times, 2)))
    return found
