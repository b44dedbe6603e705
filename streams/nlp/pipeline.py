"""The language pipeline: raw articles in, findings out. The one place that runs the model, and only the part of it that is needed."""

import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# With two threads in OpenBLAS the model takes twice as long; numpy reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from spacy.language import Language
from spacy.lookups import Lookups

from contracts.messages import Claim, Entity, Place, RawArticle, Status
from streams.nlp.claims import find_claims
from streams.nlp.document import Paragraph, split_paragraphs
from streams.nlp.entities import ArticleNames, to_entities
from streams.nlp.gazetteer import Gazetteer, load_gazetteer
from streams.nlp.grouping import Mention
from streams.nlp.language import READ, detect_language
from streams.nlp.language_folder import read_everything
from streams.nlp.model_votes import spans_of
from streams.nlp.naming.marked import ModelSpan
from streams.nlp.places import countries_of, locate
from streams.nlp.recognizer import load_recognizer
from streams.nlp.vocabulary import Vocabulary, load_vocabulary
from streams.nlp.word_classes import WordClasses

log = logging.getLogger(__name__)

# How much is read together, in code points: the worth of some 16 articles. More is no faster and needs more memory.
BATCH = 40_000


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

    def __init__(self, nlp: Language, model_name: str, vocabulary: Vocabulary, gazetteer: Gazetteer) -> None:
        self._nlp, self._vocabulary, self._gazetteer = nlp, vocabulary, gazetteer
        self.model_name = model_name

    @classmethod
    def load(cls, model_name: str) -> "Pipeline":
        """Load a spaCy model by its package name, of the language of the rules (``streams.enrich.load_pipeline`` chooses it).

        Raises:
            OSError: the model is not installed.
            LanguageError: the language's folder lacks something.
        """
        nlp, identity = load_recognizer(model_name)
        # The rules look words up in the lemma tables that the model package carries.
        classes = WordClasses.of(Lookups().from_disk(nlp.path / "lemmatizer" / "lookups"))
        read_everything()
        return cls(nlp, identity, load_vocabulary(classes), load_gazetteer())

    def read_all(self, articles: Sequence[RawArticle]) -> Iterator[Findings]:
        """Read articles, in order; together they go through the model faster than one by one."""
        languages = [detect_language(article.title, article.body, article.language) for article in articles]
        split = [split_paragraphs(article) if language == READ else [] for article, language in zip(articles, languages, strict=True)]
        names = [ArticleNames(paragraphs, self._vocabulary, self._gazetteer) for paragraphs in split]
        self._ask_model(names)
        for article, language, paragraphs, own in zip(articles, languages, split, names, strict=True):
            yield self._find(article, language, paragraphs, own.mentions)

    def _ask_model(self, names: Sequence[ArticleNames]) -> None:
        """Let the model read the paragraphs where its word counts, those of all articles together."""
        questions = [one.questions() for one in names]
        answers = self._read([text for asked in questions for text in asked.values()])
        for one, asked in zip(names, questions, strict=True):
            one.hear({number: next(answers) for number in asked})

    def _read(self, texts: Sequence[str]) -> Iterator[list[ModelSpan]]:
        for batch in _batches(texts):
            # Without it the model's vocabulary keeps each new word for ever.
            with self._nlp.memory_zone():
                spans = [spans_of(doc) for doc in self._nlp.pipe(batch, batch_size=len(batch))]
            yield from spans

    def _find(self, article: RawArticle, language: str, paragraphs: Sequence[Paragraph], mentions: Sequence[Mention]) -> Findings:
        if language != READ:
            return Findings(language, status="unsupported_language")
        entities = to_entities(mentions, self._vocabulary, self._gazetteer)
        try:
            places = locate(entities, self._gazetteer, self._vocabulary, f"{article.title}\n{article.body}")
            claims = find_claims(article, paragraphs, entities)
        except Exception:
            # A defect of a rule: who is named in the article is worth finding all the same.
            log.exception("the claims of article %s could not be looked for", article.article_id)
            return Findings(language, tuple(entities), status="partial")
        return Findings(language, tuple(entities), tuple(claims), tuple(places), tuple(countries_of(places)))


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and size + len(text) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch
