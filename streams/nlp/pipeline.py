"""The language pipeline: raw articles in, findings out. The one place that runs the model, and only the part of it that is needed."""

import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

# With two threads in OpenBLAS the model takes twice as long; numpy reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import spacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc

from contracts.messages import Claim, Entity, Place, RawArticle, Status
from streams.nlp.claims import find_claims
from streams.nlp.document import Paragraph, Piece, split_paragraphs
from streams.nlp.entities import find_entities
from streams.nlp.gazetteer import Gazetteer, load_gazetteer
from streams.nlp.language import SUPPORTED, detect_language
from streams.nlp.places import countries_of, locate
from streams.nlp.vocabulary import Vocabulary, load_vocabulary
from streams.nlp.word_classes import WordClasses

log = logging.getLogger(__name__)

# How much is read together, in code points: the worth of some 16 articles. More is no faster and needs more memory.
BATCH = 40_000
FRENCH = Path(__file__).parent / "french"
# The recognizer of names has its own encoder; claims are found by rules over words, so nothing else of the model runs.
NOT_NEEDED = ["tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter"]


@dataclass(frozen=True)
class Findings:
    """What was found in one article.

    ``status`` is ``unsupported_language`` where nothing was looked for, ``partial`` where the entities were, and the rest failed.
    """

    language: str
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    places: tuple[Place, ...] = ()
    countries: tuple[str, ...] = ()
    status: Status = "complete"


class Pipeline:
    """A loaded model with the rules and data of its language. Not safe for several threads at once."""

    def __init__(self, nlp: Language, vocabulary: Vocabulary, gazetteer: Gazetteer) -> None:
        self._nlp, self._vocabulary, self._gazetteer = nlp, vocabulary, gazetteer
        self.model_name = f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}"

    @classmethod
    def load(cls, model_name: str) -> "Pipeline":
        """Load a spaCy model by its package name.

        Raises:
            OSError: the model is not installed.
        """
        nlp = spacy.load(model_name, exclude=NOT_NEEDED)
        # The rules look words up in the lemma tables that the model package carries.
        classes = WordClasses.of(Lookups().from_disk(nlp.path / "lemmatizer" / "lookups"))
        return cls(nlp, load_vocabulary(FRENCH, classes), load_gazetteer(FRENCH, "fr"))

    def read_all(self, articles: Sequence[RawArticle]) -> Iterator[Findings]:
        """Read articles, in order; together they go through the model faster than one by one."""
        languages = [detect_language(article.title, article.body, article.language) for article in articles]
        split = [split_paragraphs(article) if language in SUPPORTED else [] for article, language in zip(articles, languages, strict=True)]
        docs = self._read([piece for pieces in split for piece in pieces])
        for article, language, pieces in zip(articles, languages, split, strict=True):
            paragraphs = [
                Paragraph(piece.field, piece.start, doc, piece.heading)
                for piece, doc in zip(pieces, islice(docs, len(pieces)), strict=True)
            ]
            yield self._find(article, language, paragraphs)

    def _read(self, pieces: Sequence[Piece]) -> Iterator[Doc]:
        for batch in _batches(pieces):
            yield from self._nlp.pipe((piece.text for piece in batch), batch_size=len(batch))

    def _find(self, article: RawArticle, language: str, paragraphs: Sequence[Paragraph]) -> Findings:
        if language not in SUPPORTED:
            return Findings(language, status="unsupported_language")
        entities = find_entities(paragraphs, self._vocabulary, self._gazetteer)
        try:
            places = locate(entities, self._gazetteer, self._vocabulary, f"{article.title}\n{article.body}")
            claims = find_claims(article, paragraphs, entities)
        except Exception:
            # A defect of a rule: who is named in the article is worth finding all the same.
            log.exception("the claims of article %s could not be looked for", article.article_id)
            return Findings(language, tuple(entities), status="partial")
        return Findings(language, tuple(entities), tuple(claims), tuple(places), tuple(countries_of(places)))


def _batches(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    batch: list[Piece] = []
    size = 0
    for piece in pieces:
        if batch and size + len(piece.text) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += len(piece.text)
    if batch:
        yield batch
