"""The people, organizations and places of an article: one entity each, with its fullest name and all its mentions.

Names found by form (``streams.nlp.naming``) and the model's spans vote together (``streams.nlp.model_votes``); the type is decided once
for the whole article (``streams.nlp.grouping``).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from contracts.messages import Entity, EntityType
from streams.nlp.document import Paragraph
from streams.nlp.gazetteer import Gazetteer
from streams.nlp.grouping import Group, Mention, group_mentions
from streams.nlp.model_votes import add_votes, undecided
from streams.nlp.naming.listed import Shown
from streams.nlp.naming.marked import ModelSpan
from streams.nlp.naming.name import Name
from streams.nlp.naming.reader import Reader
from streams.nlp.vocabulary import Vocabulary
from streams.nlp.words import fold

# A longer run of capitals is no name. In code points.
LONGEST_NAME = 200


class ArticleNames:
    """The names of one article as the rules read them, and once more with what the model marks; ``mentions`` are theirs, in order.

    The rules read twice, since a name shown once is one wherever it stands again.
    """

    def __init__(self, paragraphs: Sequence[Paragraph], vocabulary: Vocabulary, gazetteer: Gazetteer) -> None:
        self._paragraphs, self._vocabulary = paragraphs, vocabulary
        self._readers = [Reader(paragraph.text, vocabulary, gazetteer) for paragraph in paragraphs]
        first = self._read({})
        self._shown = _shown((mention.name for mention in first), vocabulary, gazetteer)
        self.mentions = self._read(self._shown)

    def questions(self) -> dict[int, str]:
        """The paragraphs, by number and in order, in which the model's word counts: on what a name is, or on where it ends."""
        asked = undecided(self.mentions, self._vocabulary.classes)
        for mention in self.mentions:
            number, name = mention.paragraph, mention.name
            if number not in asked and not name.nothing and self._readers[number].may_be_longer(name):
                asked.add(number)
        return {number: self._paragraphs[number].text for number in sorted(asked)}

    def hear(self, answers: Mapping[int, Sequence[ModelSpan]]) -> None:
        """Take what the model has marked in these paragraphs: longer names first, then its votes."""
        names = self._by_paragraph()
        longer: dict[str, EntityType] = {}
        for number, spans in answers.items():
            longer |= self._readers[number].longer(names[number], spans)
        if longer:
            self.mentions = self._read(self._shown | longer)
            names = self._by_paragraph()
        for number, spans in answers.items():
            add_votes(names[number], spans)

    def _by_paragraph(self) -> dict[int, list[Name]]:
        names: dict[int, list[Name]] = defaultdict(list)
        for mention in self.mentions:
            names[mention.paragraph].append(mention.name)
        return names

    def _read(self, shown: dict[str, EntityType]) -> list[Mention]:
        known = Shown(shown)
        return [
            Mention(number, name, paragraph.span(name.start, name.end))
            for number, (paragraph, reader) in enumerate(zip(self._paragraphs, self._readers, strict=True))
            for name in reader.read(known)
            if len(name.text) <= LONGEST_NAME
        ]


def to_entities(mentions: Sequence[Mention], vocabulary: Vocabulary, gazetteer: Gazetteer) -> list[Entity]:
    """Make the entities of one article from its mentions, in the order of their first mention."""
    return [_entity(group) for group in group_mentions(mentions, vocabulary, gazetteer)]


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
