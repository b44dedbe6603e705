"""The systems that are scored: the extraction of this project, and the entities of the bare spaCy model beside it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import spacy

from contracts.messages import RawArticle
from evaluation.scoring import PredictedClaim, Prediction
from streams.enrich import load_pipeline
from streams.nlp.model_labels import LABELS

if TYPE_CHECKING:
    from streams.nlp.pipeline import Findings


def read_with_telex(articles: Sequence[RawArticle], model: str) -> Iterator[Prediction]:
    """Read articles with this project's pipeline."""
    yield from map(prediction_of, load_pipeline(model).read_all(articles))


def prediction_of(findings: "Findings") -> Prediction:
    """Take from the findings what is scored."""
    return Prediction(
        tuple((entity.type, entity.name) for entity in findings.entities),
        tuple(PredictedClaim(claim.text, claim.speaker.name, claim.kind) for claim in findings.claims),
    )


def read_with_spacy(articles: Sequence[RawArticle], model: str) -> Iterator[Prediction]:
    """Read articles with the bare model: each name that it marks is an entity; it knows no claims."""
    nlp = spacy.load(model)
    for doc in nlp.pipe(f"{article.title}\n\n{article.body}" for article in articles):
        found = dict.fromkeys((LABELS[ent.label_], ent.text) for ent in doc.ents if ent.label_ in LABELS)
        yield Prediction(tuple(found))
