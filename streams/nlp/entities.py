"""The people, organizations and places of an article: one entity each, with its fullest name and all its mentions.

Names found by form (``streams.nlp.names``) and the model's spans vote together; the type is decided once for the whole article.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from contracts.messages import Entity, EntityType, Span
from streams.nlp.document import Paragraph
from streams.nlp.gazetteer import Gazetteer
from streams.nlp.names import Name, Reader
from streams.nlp.vocabulary import Vocabulary
from streams.nlp.words import Word, fold, split_words

LABELS: dict[str, EntityType] = {"PER": "person", "ORG": "organization", "LOC": "place"}
# How much a type must gather to be believed.
ENOUGH = 2.0
LONGEST_NAME = 200


@dataclass(slots=True)
class Mention:
    """A name where it stands."""

    paragraph: int
    name: Name
    span: Span


@dataclass(slots=True)
class Group:
    """Mentions that name one thing."""

    kind: EntityType
    mentions: list[Mention] = field(default_factory=list)

    @property
    def keys(self) -> set[str]:
        """The folded forms under which it appears."""
        return {mention.name.key for mention in self.mentions}


def find_entities(paragraphs: Sequence[Paragraph], vocabulary: Vocabulary, gazetteer: Gazetteer) -> list[Entity]:
    """Find the entities of one article, in the order of their first mention."""
    words = [split_words(paragraph.doc.text) for paragraph in paragraphs]
    known: dict[str, EntityType] = {}
    mentions: list[Mention] = []
    for _ in range(2):
        mentions = list(_read(paragraphs, words, vocabulary, gazetteer, known))
        known = _learn(mentions, vocabulary, gazetteer)
    _ask_model(mentions, paragraphs)
    groups = _Article(mentions, words, vocabulary, gazetteer).groups()
    return [_entity(group) for group in sorted(groups, key=lambda group: _position(group.mentions[0], paragraphs))]


def _read(
    paragraphs: Sequence[Paragraph], words: Sequence[list[Word]], vocabulary: Vocabulary, gazetteer: Gazetteer, known: dict[str, EntityType]
) -> Iterable[Mention]:
    for number, paragraph in enumerate(paragraphs):
        for name in Reader(paragraph.doc.text, words[number], vocabulary, gazetteer, known).read():
            if len(name.text) <= LONGEST_NAME:
                yield Mention(number, name, paragraph.span(name.start, name.end))


def _learn(mentions: Iterable[Mention], vocabulary: Vocabulary, gazetteer: Gazetteer) -> dict[str, EntityType]:
    """Names whose form alone is certain: wherever they stand again, they are the same."""
    known: dict[str, EntityType] = {}
    for mention in mentions:
        name = mention.name
        kind = _best(name.votes)
        certain = name.strong or (kind == "person" and name.votes["person"] >= 4 and name.last - name.first > 1)
        if kind and certain and (name.last - name.first > 1 or not gazetteer.find(name.text)):
            known[name.key] = kind
            if name.acronym and fold(name.acronym) not in vocabulary.function:
                known[fold(name.acronym)] = "organization"
    return known


def _ask_model(mentions: Sequence[Mention], paragraphs: Sequence[Paragraph]) -> None:
    by_paragraph: dict[int, list[Name]] = defaultdict(list)
    for mention in mentions:
        by_paragraph[mention.paragraph].append(mention.name)
    for number, names in by_paragraph.items():
        for ent in paragraphs[number].doc.ents:
            kind = LABELS.get(ent.label_)
            if not kind:
                continue
            for name in names:
                if name.start < ent.end_char and ent.start_char < name.end:
                    same = abs(name.start - ent.start_char) <= 3 and name.end == ent.end_char
                    name.vote(kind, 2.0 if same else 0.7)


def _best(votes: dict[EntityType, float]) -> EntityType | None:
    return max(votes, key=lambda kind: votes[kind]) if votes and max(votes.values()) > 0 else None


class _Article:
    """Decides for the whole article what its names are."""

    def __init__(self, mentions: Sequence[Mention], words: Sequence[list[Word]], vocabulary: Vocabulary, gazetteer: Gazetteer) -> None:
        self.mentions, self.vocabulary, self.gazetteer = mentions, vocabulary, gazetteer
        self.by_key: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            self.by_key[mention.name.key].append(mention)
        self.totals = {key: self._total(group) for key, group in self.by_key.items()}

    def groups(self) -> list[Group]:
        """The entities of the article."""
        persons = self._persons()
        taken = {id(mention) for group in persons for mention in group.mentions}
        others: dict[str, Group] = {}
        for key, mentions in self.by_key.items():
            left = [mention for mention in mentions if id(mention) not in taken]
            kind = self._decide(key, left)
            if kind:
                others[key] = Group(kind, left)
        groups = self._merge_organizations(others)
        return [*persons, *groups]

    def _total(self, mentions: Iterable[Mention]) -> Counter[EntityType]:
        total: Counter[EntityType] = Counter()
        for mention in mentions:
            for kind, weight in mention.name.votes.items():
                total[kind] += weight  # type: ignore[assignment]
        return total

    # -- persons ----------------------------------------------------------------------------------------------------------------

    def _persons(self) -> list[Group]:
        full = [key for key in self.by_key if self._is_person(key) and self._parts(key) > 1]
        whole = [key for key in full if not any(other != key and other.endswith(" " + key) for other in full)]
        groups = {key: Group("person", list(self.by_key[key])) for key in whole}
        for key in list(self.by_key):
            if key in groups:
                continue
            owners = [owner for owner in whole if owner.endswith(" " + key) or owner.startswith(key + " ")]
            if owners:
                for mention in self.by_key[key]:
                    if not self._means_place(mention):
                        groups[self._owner(mention, owners, groups)].mentions.append(mention)
            elif self._is_person(key):
                alone = [mention for mention in self.by_key[key] if not self._means_place(mention)]
                if alone:
                    groups[key] = Group("person", alone)
        return list(groups.values())

    def _parts(self, key: str) -> int:
        name = self.by_key[key][0].name
        return name.last - name.first

    def _is_person(self, key: str) -> bool:
        votes = self.totals[key]
        person = votes["person"]
        others = max(votes["organization"], votes["place"])
        if person < ENOUGH or person <= others or self.by_key[key][0].name.nothing or key in self.vocabulary.civilities:
            return False
        if self._parts(key) == 1 and self._is_club(key):
            return False
        names = [mention.name for mention in self.by_key[key]]
        sure = any(name.civility for name in names) or self._parts(key) > 1
        return sure or not all(name.doubt for name in names) or person >= 4

    def _is_club(self, key: str) -> bool:
        """Whether the article has a club of that name: « Castelmoron » of « RC Castelmoron »."""
        return any(
            other.endswith(" " + key)
            and other.split(" ")[0].upper() in self.vocabulary.club_words
            and not self.by_key[other][0].name.civility
            for other in self.by_key
        )

    def _means_place(self, mention: Mention) -> bool:
        votes = mention.name.votes
        return mention.name.located and votes.get("place", 0) >= 4.0 and votes.get("place", 0) > votes.get("person", 0) + 1

    def _owner(self, mention: Mention, owners: list[str], groups: dict[str, Group]) -> str:
        """Of several people of one name, the one whose gender fits the form of address, else the one named last."""
        if len(owners) > 1 and mention.name.civility and mention.name.gender in ("m", "f"):
            fitting = [owner for owner in owners if self.vocabulary.gender_of(owner.split(" ")[0]) in (mention.name.gender, "u", None)]
            owners = fitting or owners
        if len(owners) == 1:
            return owners[0]
        place = (mention.paragraph, mention.name.start)

        def last_before(owner: str) -> tuple[int, int]:
            return max(
                ((m.paragraph, m.name.start) for m in groups[owner].mentions if (m.paragraph, m.name.start) < place), default=(-1, 0)
            )

        return max(owners, key=last_before)

    # -- organizations and places -----------------------------------------------------------------------------------------------

    def _decide(self, key: str, mentions: Sequence[Mention]) -> EntityType | None:
        if not mentions or mentions[0].name.nothing:
            return None
        votes = self._total(mentions)
        kind = _best(votes)
        if not kind or votes[kind] < ENOUGH:
            return None
        names = [mention.name for mention in mentions]
        if all(name.doubt for name in names) and not any(name.strong for name in names):
            text = names[0].text.lower()
            if self.vocabulary.classes.is_common(text) and votes[kind] < 4:
                return None
            if key in self.vocabulary.function:
                return None
        return kind

    def _merge_organizations(self, groups: dict[str, Group]) -> list[Group]:
        merged: dict[str, str] = {}
        for key in groups:
            target = self._expansion(key, groups) or self._longer(key, groups)
            if target and target != key:
                merged[key] = target
        for key, target in merged.items():
            while target in merged and merged[target] != key:
                target = merged[target]
            if key in groups and target in groups and target != key:
                groups[target].mentions.extend(groups.pop(key).mentions)
        return list(groups.values())

    def _expansion(self, key: str, groups: dict[str, Group]) -> str | None:
        """The long form that an acronym stands for in this article."""
        for other, group in groups.items():
            if other != key and any(mention.name.acronym and fold(mention.name.acronym) == key for mention in group.mentions):
                return other
        long = self.vocabulary.long_forms.get(key)
        if long in groups:
            return long
        if groups[key].mentions[0].name.text.isupper() and len(key) >= 3:
            return next((other for other, group in groups.items() if group.kind == "organization" and _initials(group) == key), None)
        return None

    def _club(self, key: str, groups: dict[str, Group]) -> str | None:
        clubs = (other for other, group in groups.items() if group.kind == "organization" and other.endswith(" " + key))
        return next((other for other in clubs if other.split(" ")[0].upper() in self.vocabulary.club_words), None)

    def _longer(self, key: str, groups: dict[str, Group]) -> str | None:
        """The longer name of which this one is the distinctive part: « Montargil » of « AS Montargil », « Aletsch » of « glacier d'Aletsch »."""
        group = groups[key]
        if self.gazetteer.find(key) and group.kind == "place":
            # « Lens » is the club where nothing speaks of the town.
            return None if any(mention.name.located for mention in group.mentions) else self._club(key, groups)
        for other, longer in groups.items():
            if other == key:
                continue
            words = [word.key for word in split_words(longer.mentions[0].name.text)]
            if (
                longer.kind == "organization"
                and group.kind != "person"
                and other.startswith(key + " ")
                and not self.vocabulary.classes.is_common(key)
            ):
                return other
            if other.endswith((" " + key, "'" + key)):
                if (
                    longer.kind == "organization"
                    and words
                    and (
                        words[0].upper() in self.vocabulary.club_words
                        or words[0] in ("union", "association", "groupe", "racing", "stade", "olympique")
                    )
                ):
                    return other
                if longer.kind == "place" and group.kind == "place":
                    return other
        return None


def _initials(group: Group) -> str:
    words = split_words(group.mentions[0].name.text)
    return "".join(
        word.key[0] for word in words if word.key not in {"de", "d'", "du", "des", "la", "le", "les", "l'", "et", "pour", "a", "en"}
    )


def _position(mention: Mention, paragraphs: Sequence[Paragraph]) -> tuple[int, int]:
    return (mention.paragraph, mention.name.start)


def _entity(group: Group) -> Entity:
    mentions = sorted(group.mentions, key=lambda mention: (mention.paragraph, mention.name.start))
    return Entity(type=group.kind, name=_canonical(group.kind, mentions), mentions=tuple(mention.span for mention in mentions))


def _canonical(kind: EntityType, mentions: Sequence[Mention]) -> str:
    """The fullest form; of equally full ones the first that is not in capitals."""
    texts = [" ".join(mention.name.text.split()) for mention in mentions]
    return max(texts, key=lambda text: (len(text.split()) if kind == "person" else len(text), not text.isupper(), -texts.index(text)))
