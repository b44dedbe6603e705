"""The documents of an article: what they say, and that the strict mappings know every field of them."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from contracts.codec import decode
from contracts.messages import EnrichedArticle, Published
from indexer.build_documents import article_of_claim, build_documents, claim_document_id
from indexer.index_setup import mapping_file
from tests.contracts.strategies import enriched_articles

EXAMPLES = Path(__file__).parents[3] / "contracts" / "examples" / "articles.enriched"


def example(name: str) -> EnrichedArticle:
    return decode(EnrichedArticle, (EXAMPLES / f"{name}.json").read_bytes())


def test_article_document_of_the_full_example() -> None:
    article = example("full")
    documents = build_documents(article)
    document = documents.article
    assert documents.version == article.revision * 1000 + article.enrichment.version * 2 + 1
    assert document["title"] == article.title
    assert document["people"] == [entity.name for entity in article.entities if entity.type == "person"]
    assert document["organizations"] == [entity.name for entity in article.entities if entity.type == "organization"]
    assert document["places"] == [entity.name for entity in article.entities if entity.type == "place"]
    assert document["countries"] == list(article.countries)
    assert document["speakers"] == list(dict.fromkeys(claim.speaker.name for claim in article.claims if claim.speaker.name))
    assert document["claim_count"] == len(article.claims) == len(documents.claims)
    assert document["enrichment"]["version"] == article.enrichment.version
    assert article.published is not None
    assert document["published_precision"] == article.published.precision


def test_claim_documents_of_the_full_example() -> None:
    article = example("full")
    for claim, document in zip(article.claims, build_documents(article).claims, strict=True):
        assert document["text"] == claim.text == getattr(article, document["field"])[document["start"] : document["end"]]
        assert (document["kind"], document["article_id"], document["source"]) == (claim.kind, article.article_id, article.source)
        assert document.get("speaker") == claim.speaker.name
        assert document["title"] == article.title
        codes = [place.country for place in article.places if place.name in claim.about and place.country]
        assert document["countries"] == list(dict.fromkeys(codes))


def test_what_is_not_known_is_left_out() -> None:
    document = build_documents(example("minimal")).article
    assert "published" not in document
    assert "url" not in document
    assert None not in document.values()
    assert (document["people"], document["speakers"], document["locations"], document["claim_count"]) == ([], [], [], 0)


def test_words_are_counted_with_their_apostrophes_and_hyphens() -> None:
    article = example("minimal").model_copy(update={"body": "L’après-guerre n’a pas eu lieu : « jamais », dit-elle, 3 fois."})
    assert build_documents(article).article["word_count"] == 9


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("2023-W02-4T10:00+01:00", "2023-01-12T10:00:00+01:00"),
        ("20230112T100000+0100", "2023-01-12T10:00:00+01:00"),
        ("2023-01-12T10:00:00Z", "2023-01-12T10:00:00+00:00"),
    ],
)
def test_times_are_written_in_the_form_that_elasticsearch_reads(value: str, stored: str) -> None:
    article = example("minimal").model_copy(update={"published": Published(value=value, precision="time")})
    assert build_documents(article).article["published"] == stored


@given(enriched_articles())
def test_the_strict_mappings_know_every_field(article: EnrichedArticle) -> None:
    documents = build_documents(article)
    assert unknown_fields(documents.article, mapping_file("articles")) == []
    for claim in documents.claims:
        assert unknown_fields(claim, mapping_file("claims")) == []


@given(enriched_articles())
def test_the_same_article_gives_the_same_documents(article: EnrichedArticle) -> None:
    assert build_documents(article) == build_documents(EnrichedArticle.model_validate_json(article.model_dump_json()))


def test_a_claim_names_its_article_even_with_hyphens_in_the_id() -> None:
    assert article_of_claim(claim_document_id("le-monde-2023-01", 12)) == "le-monde-2023-01"


def unknown_fields(document: dict[str, Any], mapping: dict[str, Any], path: str = "") -> list[str]:
    """The fields that a strict mapping would refuse; what is stored and not indexed may hold anything."""
    unknown = []
    for name, value in document.items():
        definition = mapping["properties"].get(name)
        if definition is None:
            unknown.append(path + name)
        elif "properties" in definition:
            unknown += unknown_fields(value, definition, f"{path}{name}.")
    return unknown
