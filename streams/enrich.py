"""Raw article to enriched article: the one door between the moving of messages and the thinking about text."""

import time
from collections.abc import Iterator, Sequence

from contracts.messages import EnrichedArticle, Enrichment, RawArticle
from streams.nlp.pipeline import Findings, Pipeline

# Rises by one whenever the same text would be enriched otherwise; part of the Elasticsearch version (``external_version``).
ENRICHMENT_VERSION = 1


def enrich(articles: Sequence[RawArticle], pipeline: Pipeline) -> Iterator[EnrichedArticle]:
    """Enrich a batch of articles, in order; together they go through the model faster than one by one."""
    started = time.perf_counter()
    for article, findings in zip(articles, pipeline.read_all(articles), strict=True):
        duration_ms = round((time.perf_counter() - started) * 1000, 1)
        yield _merge(article, findings, model=pipeline.model_name, duration_ms=duration_ms)
        started = time.perf_counter()


def _merge(article: RawArticle, findings: Findings, *, model: str, duration_ms: float) -> EnrichedArticle:
    return EnrichedArticle(
        **article.model_dump(exclude={"language"}),
        language=findings.language,
        entities=findings.entities,
        claims=findings.claims,
        places=findings.places,
        countries=findings.countries,
        enrichment=Enrichment(version=ENRICHMENT_VERSION, model=model, status=findings.status, duration_ms=duration_ms),
    )
