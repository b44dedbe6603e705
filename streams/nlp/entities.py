"""The people, organizations and places of an article: one entity each, with its fullest name and all its mentions.

Names found by form (``streams.nlp.naming``) and the model's spans vote together; the type is decided once for the whole article
(``streams.nlp.grouping``).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from spacy.tokens import Doc

from contracts.messages import Entity, EntityType
from streams.nlp.document import Paragraph
from streams.nlp.gazetteer import Gazetteer
from streams.nlp.grouping import Group, Mention, group_mentions
from streams.nlp.naming.name import Name
from streams.nlp.naming.reader import Reader
from streams.nlp.vocabulary import Vocabulary
from streams.nlp.words import Word, fold, split_words

LABELS: dict[str, EntityType] = {"PER": "person", "ORG": "organization", "LOC": "place"}
# What the model's word counts, where its span is the name's and where they only overlap.
SAME_SPAN, OVERLAP = 2.0, 0.7
# A longer run of capitals is no name. In code points.
LONGEST_NAME = 200


def find_entities(paragraphs: Sequence[Paragraph], vocabulary: Vocabulary, gazetteer: Gazetteer) -> list[Entity]:
    """Find the entities of one article, in the order of their first mention."""
    words = [split_words(paragraph.text) for paragraph in paragraphs]
    first = _read(paragraphs, words, Reader(vocabulary, gazetteer, {}))
    shown = _shown((mention.name for mention in first), vocabulary, gazetteer)
    mentions = list(_read(paragraphs, words, Reader(vocabulary, gazetteer, shown)))
    for number, own in groupby(mentions, key=lambda mention: mention.paragraph):
        _ask_model([mention.name for mention in own], paragraphs[number].doc)
    return [_entity(group) for group in group_mentions(mentions, vocabulary, gazetteer)]


def _read(paragraphs: Sequence[Paragraph], words: Sequence[list[Word]], reader: Reader) -> Iterator[Mention]:
    for number, paragraph in enumerate(paragraphs):
        for name in reader.read(paragraph.text, words[number]):
            if len(name.text) <= LONGEST_NAME:
                yield Mention(number, name, paragraph.span(name.start, name.end))


def _shown(names: Iterable[Name], vocabulary: Vocabulary, gazetteer: Gazetteer) -> dict[str, EntityType]:
    """Names whose form alone is certain: wherever they stand again, they are the same."""
    shown: dict[str, EntityType] = {}
    for name in names:
        kind = name.best
        certain = name.strong or (kind == "person" and name.size > 1 and name.votes["person"] >= 4)
        if not kind or not certain or (name.size == 1 and gazetteer.find(name.text)):
            continue
        shown[name.key] = kind
        if name.acronym and fold(name.acronym) not in vocabulary.function:
            shown[fold(name.acronym)] = "organization"
    return shown


def _ask_model(names: Sequence[Name], doc: Doc) -> None:
    """Add the votes of the model's spans to the names they overlap; both are in the order of the text."""
    at = 0
    for ent in doc.ents:
        kind = LABELS.get(ent.label_)
        while at < len(names) and names[at].end <= ent.start_char:
            at += 1
        for name in names[at:]:
            if name.start >= ent.end_char:
                break
            same = abs(name.start - ent.start_char) <= 3 and name.end == ent.end_char
            if kind:
                name.model[kind] = name.model.get(kind, 0.0) + (SAME_SPAN if same else OVERLAP)


def _entity(group: Group) -> Entity:
    return Entity(type=group.kind, name=_canonical(group), mentions=tuple(mention.span for mention in group.mentions))


def _canonical(group: Group) -> str:
    """The fullest form (of a person by words, else by letters); of equally full ones the first that is not in capitals."""
    texts = list(dict.fromkeys(" ".join(mention.name.text.split()) for mention in group.mentions))
    return max(texts, key=lambda text: (len(text.split()) if group.kind == "person" else len(text), not text.isupper(), -texts.index(text)))
