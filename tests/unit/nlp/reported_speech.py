"""Reading of invented texts by the claim rules, without a model: the names are given."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from contracts.messages import Claim, Entity, RawArticle, Span, TextField
from streams.nlp.claims import find_claims
from streams.nlp.document import split_paragraphs


def article(body: str, title: str = "Titre.") -> RawArticle:
    """Make an article; its paragraphs are separated by blank lines."""
    return RawArticle(
        article_id="a", revision=1, source="test", title=title, body=body, collected_at=datetime(2024, 1, 1, tzinfo=UTC), origin="test"
    )


def entities(raw: RawArticle, people: Sequence[str] = (), bodies: Sequence[str] = (), places: Sequence[str] = ()) -> list[Entity]:
    """Make the entities of an article from their names; « Anne Morel/Morel » is one person with two forms."""
    found = []
    for kind, names in (("person", people), ("organization", bodies), ("place", places)):
        for forms in names:
            mentions = _mentions(raw, forms.split("/"))
            found.append(Entity.model_validate({"type": kind, "name": forms.split("/")[0], "mentions": mentions}))
    return found


def _mentions(raw: RawArticle, forms: Sequence[str]) -> list[Span]:
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(form)}(?!\w)" for form in sorted(forms, key=len, reverse=True)))
    fields: tuple[tuple[TextField, str], ...] = (("title", raw.title), ("body", raw.body))
    return [Span(field=name, start=hit.start(), end=hit.end(), text=hit[0]) for name, text in fields for hit in pattern.finditer(text)]


def claims(
    body: str, title: str = "Titre.", *, people: Sequence[str] = (), bodies: Sequence[str] = (), places: Sequence[str] = ()
) -> list[Claim]:
    """Read the claims of an article with these names."""
    raw = article(body, title)
    return find_claims(raw, split_paragraphs(raw), entities(raw, people, bodies, places))


def said(body: str, title: str = "Titre.", **names: Sequence[str]) -> list[tuple[str, str | None, str]]:
    """Read the claims as (kind, speaker, text)."""
    return [(claim.kind, claim.speaker.name, claim.text) for claim in claims(body, title, **names)]
