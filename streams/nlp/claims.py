"""The claims of an article: who says what, with the words that prove it."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from contracts.messages import Claim, Entity, Modality, Published, RawArticle, SaidDate, Speaker, TextField
from streams.nlp.check_worthy import check_worthiness, features_of
from streams.nlp.dates import find_dates
from streams.nlp.document import Paragraph
from streams.nlp.speakers import Conversation
from streams.nlp.speech.cast import Cast
from streams.nlp.speech.drafting import find_statements
from streams.nlp.speech.grammar import FIRST_PRONOUNS
from streams.nlp.speech.modality import modality_of
from streams.nlp.speech.names import Names
from streams.nlp.speech.quotes import find_quotations
from streams.nlp.speech.sentences import Sentence, split_sentences
from streams.nlp.speech.statements import Statement

_FIELDS: tuple[TextField, ...] = ("body", "title")


class _Found(NamedTuple):
    statement: Statement
    speaker: Speaker
    meant: tuple[str, ...]


def find_claims(article: RawArticle, paragraphs: Sequence[Paragraph], entities: Sequence[Entity]) -> list[Claim]:
    """Find the claims of one article, title first, in the order of the text. Linear in its length; never raises on any text."""
    read = {text_field: _read(text_field, paragraphs, entities) for text_field in _FIELDS}
    in_title = frozenset(entity.name for entity in entities if any(span.field == "title" for span in entity.mentions))
    conversation = Conversation(Cast(entities, [(sentences, names) for sentences, _, names in read.values()]), in_title)
    texts = {"title": article.title, "body": article.body}
    found: dict[str, list[_Found]] = {}
    for text_field, (sentences, statements, names) in read.items():
        resolved = conversation.resolve(sentences, statements, names, texts[text_field])
        found[text_field] = [_Found(*entry) for entry in resolved]
    ordered = [*sorted(found["title"], key=_order), *sorted(found["body"], key=_order)]
    return list(_claims(article, texts, ordered, entities))


def _order(entry: _Found) -> int:
    return entry.statement.start


def _read(
    text_field: TextField, paragraphs: Sequence[Paragraph], entities: Sequence[Entity]
) -> tuple[list[Sentence], list[Statement], Names]:
    own = [paragraph for paragraph in paragraphs if paragraph.field == text_field]
    names = Names(entities, text_field)
    sentences = split_sentences(own, find_quotations(own))
    return sentences, find_statements(sentences, names), names


def _claims(article: RawArticle, texts: dict[str, str], found: Sequence[_Found], entities: Sequence[Entity]) -> Iterator[Claim]:
    named = {text_field: Names(entities, text_field) for text_field in _FIELDS}
    for number, (statement, speaker, meant) in enumerate(found):
        text_field = statement.sentence.text_field
        text = texts[text_field]
        words = [word.form for word in statement.sentence.words if statement.start <= word.start < statement.end]
        modality = modality_of(statement)
        about = _about(statement, words, speaker, meant, named[text_field], entities)
        dates = _dates(text_field, text, statement, modality, article.published)
        yield Claim(
            field=text_field,
            start=statement.start,
            end=statement.end,
            text=text[statement.start : statement.end],
            claim_id=f"{article.article_id}-{number}",
            kind=statement.kind,
            cue=re.sub(r"\s+", " ", text[statement.cue[0] : statement.cue[1]]) if statement.cue else None,
            speaker=speaker,
            modality=modality,
            about=about,
            dates=dates,
            check_worthy=check_worthiness(features_of(words, modality, names=about, dates=dates)),
        )


def _about(
    statement: Statement, words: Sequence[str], speaker: Speaker, meant: Sequence[str], names: Names, entities: Sequence[Entity]
) -> tuple[str, ...]:
    """Name the entities that the claim speaks of: those its words name or mean, and a speaker who says « je » or « nous »."""
    named = [entities[mention.entity].name for mention in names.between(statement.start, statement.end) if mention.end <= statement.end]
    if speaker.name is not None and speaker.entity_type is not None and not FIRST_PRONOUNS.isdisjoint(words):
        named.append(speaker.name)
    return tuple(dict.fromkeys([*named, *meant]))


def _dates(text_field: TextField, text: str, statement: Statement, modality: Modality, published: Published | None) -> tuple[SaidDate, ...]:
    found = find_dates(text[statement.start : statement.end], published, "future" if modality == "future" else None)
    spans = ((date, statement.start + date.start, statement.start + date.end) for date in found)
    return tuple(
        SaidDate(field=text_field, start=start, end=end, text=text[start:end], value=date.value, precision=date.precision)
        for date, start, end in spans
    )
