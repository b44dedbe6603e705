"""Articles straight into the indices, by the indexer's own code: what tests of searching need instead of the whole line."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event

import pytest

from contracts.messages import Claim, EnrichedArticle, Enrichment, Entity, Published, Span, Speaker
from indexer.build_documents import build_documents
from indexer.index_setup import create_indices
from indexer.write_articles import write_articles
from producers.sources.opening import open_sources
from producers.sources.received import Received, Rejected, Skipped
from runtime.elasticsearch_client import make_searchable
from runtime.settings import settings
from tests.e2e.line import SEEDS

TEXTS = {
    "otan": ("Sommet de l’Otan", "Le secrétaire général de l’Otan, Jens Stoltenberg, a promis des livraisons d’armes lourdes aux alliés."),
    "elysee": ("Réunion à l’Élysée", "L’État a prévu un plan. Le chef de l’État recevra les élus demain, dans l’après-midi."),
    "ecole": ("Une école rouverte", "Les œuvres de l’été seront montrées aujourd’hui à l’école de Saint-Étienne, selon la mairie."),
}


def french_article(name: str) -> EnrichedArticle:
    """One of TEXTS as an enriched article; the one of the Otan has a person, a claim and a date."""
    title, body = TEXTS[name]
    quote = body.split(", ")[-1]
    start = body.index(quote)
    span = Span(field="body", start=start, end=start + len(quote), text=quote)
    speaker = Speaker(name="Jens Stoltenberg", entity_type="person", resolved_by="pronoun")
    return EnrichedArticle(
        article_id=name,
        revision=1,
        source="Essai",
        title=title,
        body=body,
        published=Published(value="2023-01-31", precision="day") if name == "otan" else None,
        collected_at=datetime(2023, 2, 1, tzinfo=UTC),
        origin="test",
        language="fr",
        entities=(Entity(type="person", name="Jens Stoltenberg", mentions=()),) if name == "otan" else (),
        claims=(Claim(**span.model_dump(), claim_id=f"{name}-0", kind="direct", speaker=speaker),) if name == "otan" else (),
        enrichment=Enrichment(version=1, model="none", status="complete", duration_ms=0),
    )


@contextmanager
def namespace(name: str) -> Iterator[None]:
    """Settings of a namespace that the tests of one module share, while the block runs."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TELEX_NAMESPACE", name)
        settings.cache_clear()
        yield
    settings.cache_clear()


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
