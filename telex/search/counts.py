"""How many articles each source has in the index."""

from typing import Any

from runtime.elasticsearch_client import ARTICLES, elasticsearch_client, make_searchable, reaching_elasticsearch
from runtime.settings import Settings

PAGE = 1000


def count_by_source(settings: Settings) -> dict[str, int]:
    """Count the articles of every source; everything acknowledged counts, and an index that does not exist yet holds none.

    Raises:
        TransientFailure: Elasticsearch does not answer.
    """
    make_searchable(settings)
    counts: dict[str, int] = {}
    sources: dict[str, Any] = {"size": PAGE, "sources": [{"source": {"terms": {"field": "source"}}}]}
    while True:
        with reaching_elasticsearch(settings):
            answer = elasticsearch_client(settings).search(
                index=settings.index_alias(ARTICLES), size=0, aggs={"sources": {"composite": sources}}, ignore_unavailable=True
            )
        found = answer.get("aggregations", {}).get("sources", {})
        counts |= {bucket["key"]["source"]: bucket["doc_count"] for bucket in found.get("buckets", [])}
        if "after_key" not in found:
            return counts
        sources["after"] = found["after_key"]
