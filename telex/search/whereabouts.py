"""Where the documents of a selection are: how many in each country, and of articles how many in each small square of the map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch.dsl import Search
from elasticsearch.dsl.aggs import Agg, GeotileGrid, Terms

from runtime.settings import Settings
from telex.search.facets import read_facet
from telex.search.folding import with_texts
from telex.search.queries import Query, ask, whole_query
from telex.search.results import FacetValue
from telex.search.tiles import ZOOM

COUNTRIES, TILES = 300, 500


@dataclass(frozen=True)
class Whereabouts:
    """Documents by country (ISO code) and by square of the map (see ``tiles``), most frequent first."""

    countries: Sequence[FacetValue]
    tiles: Sequence[FacetValue]

    def as_json(self) -> dict[str, Any]:
        """The object of the JSON API."""
        return {name: [value.as_json() for value in values] for name, values in vars(self).items()}


def whereabouts(settings: Settings, wanted: Query) -> Whereabouts:
    """Where a query's documents are: an article wherever a place that it names is.

    Raises:
        QueryError: the query cannot be understood.
        OperatorNeeded: no index yet, or access refused.
        TransientFailure: Elasticsearch does not answer.
    """
    request: Search[Any] = Search().query(whole_query(wanted))
    grouped: dict[str, Agg[Any]] = {"countries": Terms(field="countries", size=COUNTRIES)}
    if wanted.index == "articles":
        grouped["tiles"] = GeotileGrid(field="locations", precision=ZOOM, size=TILES)
    for name, values in grouped.items():
        request.aggs.bucket(name, with_texts(values) if wanted.copies == "folded" else values)
    found = ask(settings, wanted.index, {**request.to_dict(), "size": 0, "track_total_hits": False})["aggregations"]
    return Whereabouts(read_facet(found["countries"]), read_facet(found["tiles"]) if "tiles" in found else [])
