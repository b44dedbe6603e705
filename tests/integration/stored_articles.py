"""Articles straight into the indices, by the indexer's own code: what tests of searching need instead of the whole line."""

import functools
from threading import Event

from contracts.messages import EnrichedArticle, Enrichment
from indexer.build_documents import build_documents
from indexer.index_setup import create_indices
from indexer.write_articles import write_articles
from producers.sources.opening import open_sources
from producers.sources.received import Received, Rejected, Skipped
from runtime.elasticsearch_client import make_searchable
from runtime.settings import settings
from tests.e2e.line import SEEDS


def store(*articles: EnrichedArticle) -> None:
    """Write articles and make them searchable."""
    create_indices(settings())
    outcomes = write_articles(settings(), [build_documents(one) for one in articles], Event())
    assert [outcome.kind for outcome in outcomes] == ["written"] * len(articles)
    make_searchable(settings())


@functools.cache
def seeds() -> tuple[EnrichedArticle, ...]:
    """The sample articles as they are read, with nothing found in them."""
    received: list[Received] = list(open_sources([str(SEEDS)], settings()))
    return tuple(
        EnrichedArticle(
            **{**one.model_dump(), "language": one.language or "fr"},
            enrichment=Enrichment(version=1, model="none", status="complete", duration_ms=0),
        )
        for one in received
        if not isinstance(one, Rejected | Skipped)
    )
