"""An enriched article to its Elasticsearch documents: one article and its claims. Pure: what ``mappings/`` says, built here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.messages import Claim, EnrichedArticle, EntityType, Published, Span
from indexer.copies import article_text_hash, claim_text_hash

Document = dict[str, Any]

# A word with its inner apostrophes and hyphens: « l’après-guerre » counts as one.
_WORD = re.compile(r"\w[\w’'-]*")


@dataclass(frozen=True)
class Documents:
    """What one revision of an article becomes. Claim number ``k`` has the id ``{article_id}-{k}``; all share one external version."""

    article_id: str
    version: int
    article: Document
    claims: tuple[Document, ...]


def build_documents(article: EnrichedArticle) -> Documents:
    """Build the article document and its claim documents; the same article always gives the same documents."""
    return Documents(
        article_id=article.article_id,
        version=article.external_version,
        article=with_text_hash(_article_document(article)),
        claims=tuple(with_text_hash(_claim_document(article, claim)) for claim in article.claims),
    )


def with_text_hash(document: Document) -> Document:
    """The document of an article or a claim with the hash that it shares with its copies, in place of any that it has."""
    hashed = claim_text_hash if "claim_id" in document else article_text_hash
    return {**document, "text_hash": hashed(document)}


def claim_document_id(article_id: str, number: int) -> str:
    """Name the claim document of a number (from 0) within its article."""
    return f"{article_id}-{number}"


def article_of_claim(document_id: str) -> str:
    """The id of the article that a claim document belongs to."""
    return document_id.rpartition("-")[0]


def _article_document(article: EnrichedArticle) -> Document:
    return _without_none(
        {
            "article_id": article.article_id,
            "revision": article.revision,
            "source": article.source,
            "url": article.url,
            "title": article.title,
            "body": article.body,
            "headings": [_span(heading) for heading in article.headings],
            **_when(article.published),
            "language": article.language,
            "collected_at": article.collected_at.isoformat(),
            "origin": article.origin,
            "people": _names(article, "person"),
            "organizations": _names(article, "organization"),
            "places": _names(article, "place"),
            "countries": list(article.countries),
            "locations": _locations(article),
            "speakers": _once(claim.speaker.name for claim in article.claims if claim.speaker.name),
            "entities": [entity.model_dump(mode="json") for entity in article.entities],
            "claim_count": len(article.claims),
            "word_count": len(_WORD.findall(article.body)),
            "enrichment": article.enrichment.model_dump(mode="json"),
        }
    )


def _claim_document(article: EnrichedArticle, claim: Claim) -> Document:
    speaker = claim.speaker
    return _without_none(
        {
            "claim_id": claim.claim_id,
            "article_id": article.article_id,
            "title": article.title,
            "source": article.source,
            "url": article.url,
            **_when(article.published),
            "language": article.language,
            **_span(claim),
            "kind": claim.kind,
            "cue": claim.cue,
            "modality": claim.modality,
            "speaker": speaker.name,
            "speaker_type": speaker.entity_type,
            "speaker_mention": _span(speaker.mention) if speaker.mention else None,
            "resolved_by": speaker.resolved_by,
            "about": list(claim.about),
            "dates": _once(date.value for date in claim.dates),
            "check_worthy": claim.check_worthy,
            "countries": _once(place.country for place in article.places if place.country and place.name in claim.about),
        }
    )


def _when(published: Published | None) -> Document:
    if published is None:
        return {}
    # ISO 8601 has forms that Python reads and Elasticsearch does not (week dates, no hyphens): write the common one.
    value = datetime.fromisoformat(published.value).isoformat() if published.precision == "time" else published.value
    return {"published": value, "published_precision": published.precision}


def _names(article: EnrichedArticle, entity_type: EntityType) -> list[str]:
    return _once(entity.name for entity in article.entities if entity.type == entity_type)


def _locations(article: EnrichedArticle) -> list[Document]:
    return [
        {"lat": place.latitude, "lon": place.longitude}
        for place in article.places
        if place.latitude is not None and place.longitude is not None
    ]


def _span(span: Span) -> Document:
    return {"field": span.field, "start": span.start, "end": span.end, "text": span.text}


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _without_none(document: Document) -> Document:
    return {field: value for field, value in document.items() if value is not None}
