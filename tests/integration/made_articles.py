"""Enriched articles made for tests: seeded, so that a test can count by itself what the indices must say."""

import random
from datetime import UTC, datetime

from contracts.messages import Claim, EnrichedArticle, Enrichment, Entity, Place, Published, Speaker

PEOPLE = ("Jens Stoltenberg", "Élisabeth Dupré", "Paul Dupré", "Anaïs Le Gall", "Noël d’Arcy")
ORGANIZATIONS = ("Otan", "Union maritime du Ponant", "État-major")
PLACES = (("Ukraine", "UA", 49.0, 32.0), ("Kiev", "UA", 50.45, 30.52), ("Lyon", "FR", 45.76, 4.84), ("Ramstein", None, None, None))
SOURCES = ("Le Courrier", "La Dépêche du Port", "Agence Ponant")
PAPERS = (*SOURCES, "Le Soir", "La Libre", "Lagon Info", "Oran Matin")
KINDS = ("direct", "indirect", "mixed")
MODALITIES = ("asserted", "conditional", "negated")


def make_article(number: int, *, revision: int = 1, claims: int | None = None) -> EnrichedArticle:
    """Make an article: names and claims drawn by its number, its text the names and numbered sentences."""
    draw = random.Random(number)
    people, organizations = draw.sample(PEOPLE, draw.randint(1, 3)), draw.sample(ORGANIZATIONS, draw.randint(0, 2))
    places = draw.sample(PLACES, draw.randint(0, 3))
    names = [*people, *organizations, *(place[0] for place in places)]
    wanted = draw.randint(0, 4) if claims is None else claims
    sentences = [f"la décision {position} de la révision {revision} sera tenue" for position in range(wanted)]
    title = f"Article {number} : les chantiers"
    body = " ; ".join(names) + ".\n\n" + ". ".join(sentences)
    return EnrichedArticle(
        article_id=f"made-{number:05d}",
        revision=revision,
        source=draw.choice(SOURCES),
        title=title,
        body=body,
        published=Published(value=f"2023-{draw.randint(1, 12):02d}", precision="month"),
        collected_at=datetime(2023, 1, 1, tzinfo=UTC),
        origin=f"made/{number}",
        language="fr",
        entities=(
            *(_entity("person", name, body) for name in people),
            *(_entity("organization", name, body) for name in organizations),
            *(_entity("place", place[0], body) for place in places),
        ),
        claims=tuple(_claim(draw, number, position, sentence, body, people, names) for position, sentence in enumerate(sentences)),
        places=tuple(Place(name=name, country=country, latitude=lat, longitude=lon) for name, country, lat, lon in places),
        countries=tuple(dict.fromkeys(place[1] for place in places if place[1])),
        enrichment=Enrichment(version=1, model="none", status="complete", duration_ms=1.0),
    )


def make_copies(number: int) -> list[EnrichedArticle]:
    """A long text as 1 to 7 papers print it, each with its own title; its claims say its number, so that no other text shares them."""
    one = make_article(number, claims=3)
    padding = " ".join(f"Le chantier numéro {number} occupe le quai {place}." for place in range(15))
    return [
        one.model_copy(
            update={
                "article_id": f"copy-{number}-{paper}",
                "source": PAPERS[(number + paper) % len(PAPERS)],
                "title": f"Les chantiers vus par {PAPERS[(number + paper) % len(PAPERS)]}",
                "body": f"{one.body} {padding}" + ("\n\nAFP" if paper % 2 else ""),
                "claims": tuple(
                    claim.model_copy(update={"claim_id": f"{number}-{paper}-{place}"}) for place, claim in enumerate(one.claims)
                ),
            }
        )
        for paper in range(1 + number % len(PAPERS))
    ]


def poisoned(number: int, *, revision: int = 1, claims: int = 2) -> EnrichedArticle:
    """An article that the contract allows and Elasticsearch rejects: an empty claim that starts past what an integer field holds."""
    article = make_article(number, revision=revision, claims=claims)
    nowhere = 2**40
    empty = article.claims[-1].model_copy(update={"start": nowhere, "end": nowhere, "text": ""})
    return EnrichedArticle.model_validate({**article.model_dump(), "claims": [*article.claims, empty]})


def _entity(kind: str, name: str, body: str) -> Entity:
    start = body.index(name)
    return Entity.model_validate(
        {"type": kind, "name": name, "mentions": [{"field": "body", "start": start, "end": start + len(name), "text": name}]}
    )


def _claim(draw: random.Random, number: int, position: int, sentence: str, body: str, people: list[str], names: list[str]) -> Claim:
    start = body.index(sentence)
    return Claim.model_validate(
        {
            "claim_id": f"made-{number:05d}-{position}",
            "field": "body",
            "start": start,
            "end": start + len(sentence),
            "text": sentence,
            "kind": draw.choice(KINDS),
            "cue": "a dit",
            "modality": draw.choice(MODALITIES),
            "speaker": Speaker(name=draw.choice([*people, None]), entity_type="person", resolved_by="name"),
            "about": tuple(draw.sample(names, draw.randint(0, len(names)))),
        }
    )
