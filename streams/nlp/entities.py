"""The people, organizations and places of an article: one entity each, with its fullest name and all its mentions.

Names found by form (``streams.nlp.naming``) and the model's spans vote together (``streams.nlp.model_votes``); the type is decided once
for the whole article (``streams.nlp.grouping``).
"""

from collections.abc import Iterable, Iterator, Sequence

from contracts.messages import Entity, EntityType
from streams.nlp.document import Paragraph
from streams.nlp.gazetteer import Gazetteer
from streams.nlp.grouping import Group, Mention, group_mentions
from streams.nlp.naming.listed import Shown
from streams.nlp.naming.name import Name
from streams.nlp.naming.reader import Reader
from streams.nlp.vocabulary import Vocabulary
from streams.nlp.words import fold

# A longer run of capitals is no name. In code points.
LONGEST_NAME = 200


def find_mentions(paragraphs: Sequence[Paragraph], vocabulary: Vocabulary, gazetteer: Gazetteer) -> list[Mention]:
    """Find the names of one article by the rules alone, in order; read twice, since a name shown once is one wherever it stands again."""
    readers = [Reader(paragraph.text, vocabulary, gazetteer) for paragraph in paragraphs]
    first = _read(paragraphs, readers, Shown({}))
    shown = _shown((mention.name for mention in first), vocabulary, gazetteer)
    return list(_read(paragraphs, readers, Shown(shown)))


def to_entities(mentions: Sequence[Mention], vocabulary: Vocabulary, gazetteer: Gazetteer) -> list[Entity]:
    """Make the entities of one article from its mentions, in the order of their first mention."""
    return [_entity(group) for group in group_mentions(mentions, vocabulary, gazetteer)]


def _read(paragraphs: Sequence[Paragraph], readers: Sequence[Reader], shown: Shown) -> Iterator[Mention]:
    for number, (paragraph, reader) in enumerate(zip(paragraphs, readers, strict=True)):
        for name in reader.read(shown):
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


def _entity(group: Group) -> Entity:
    return Entity(type=group.kind, name=_canonical(group), mentions=tuple(mention.span for mention in group.mentions))


def _canonical(group: Group) -> str:
    """The fullest form (of a person by words, else by letters); of equally full ones the first that is not in capitals."""
    texts = list(dict.fromkeys(" ".join(mention.name.text.split()) for mention in group.mentions))
    return max(texts, key=lambda text: (len(text.split()) if group.kind == "person" else len(text), not text.isupper(), -texts.index(text)))
