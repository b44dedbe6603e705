"""The language pipeline: raw articles in, findings out. The one place that runs the model, each component only where it can matter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc

from contracts.messages import Claim, Entity, Place, RawArticle, Status
from streams.nlp import gazetteer
from streams.nlp.document import Paragraph, Piece, split_paragraphs
from streams.nlp.entities import find_entities
from streams.nlp.gazetteer import Gazetteer
from streams.nlp.vocabulary import Vocabulary, WordClasses, load_vocabulary

# Paragraphs read together: 16 to 32 articles' worth brings no more.
BATCH = 64
FRENCH = Path(__file__).parent / "french"


@dataclass(frozen=True)
class Findings:
    """What was found in one article. ``status`` is ``unsupported_language`` where nothing was looked for."""

    language: str
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    places: tuple[Place, ...] = ()
    countries: tuple[str, ...] = ()
    status: Status = "complete"


class Pipeline:
    """A loaded model with the rules and data of its language. Not safe for several threads at once."""

    def __init__(self, nlp: Language, vocabulary: Vocabulary, gazetteer: Gazetteer) -> None:
        self._nlp, self._lexicon, self._gazetteer = nlp, vocabulary, gazetteer
        self.model_name = f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}"

    @classmethod
    def load(cls, model_name: str) -> "Pipeline":
        """Load a spaCy model by its package name.

        Raises:
            OSError: the model is not installed.
        """
        nlp = spacy.load(model_name, exclude=["lemmatizer", "senter"])
        classes = WordClasses.of(Lookups().from_disk(nlp.path / "lemmatizer" / "lookups"))
        return cls(nlp, load_vocabulary(FRENCH, classes), gazetteer.load(FRENCH, "fr"))

    def read_all(self, articles: Sequence[RawArticle]) -> Iterator[Findings]:
        """Read articles, in order; together they go through the model faster than one by one."""
        split = [split_paragraphs(article) for article in articles]
        docs = self._read([piece for pieces in split for piece in pieces])
        for article, pieces in zip(articles, split, strict=True):
            paragraphs = [
                Paragraph(piece.field, piece.start, doc, piece.heading)
                for piece, doc in zip(pieces, islice(docs, len(pieces)), strict=True)
            ]
            yield self._find(article, paragraphs)

    def _read(self, pieces: Sequence[Piece]) -> Iterator[Doc]:
        return self._nlp.pipe((piece.text for piece in pieces), batch_size=BATCH)

    def _find(self, article: RawArticle, paragraphs: Sequence[Paragraph]) -> Findings:
        entities = find_entities(paragraphs, self._lexicon, self._gazetteer)
        return Findings("fr", tuple(entities))
