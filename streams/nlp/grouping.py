"""From the names of an article to what they name: last names to full names, acronyms to long forms, one type for each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from contracts.messages import EntityType, Span
from streams.nlp.gazetteer import Gazetteer
from streams.nlp.language_folder import read_toml
from streams.nlp.naming.acronyms import spells
from streams.nlp.naming.name import Name, Votes, best_of
from streams.nlp.small_words import AND, FOR, IN, OF, OF_THE, THE, TO
from streams.nlp.vocabulary import Vocabulary
from streams.nlp.words import fold, split_words

# How much a type must gather to be believed, and where the capital letter may mean nothing.
ENOUGH, CERTAIN = 2.0, 4.0
# What the model's vote counts for a word that nothing else explains: people have first names, or a title beside them.
UNKNOWN: Votes = {"person": 0.3, "organization": 1.0, "place": 1.0}
# Small words that have no letter in an acronym.
_SMALL = frozenset(map(fold, OF | OF_THE | THE | AND | FOR | TO | IN))
_ARTICLES: tuple[str, ...] = tuple(read_toml("grammar.toml")["grammar"]["name_articles"])


@dataclass(slots=True)
class Mention:
    """A name where it stands: the number of its paragraph, the name in it, the span of the article."""

    paragraph: int
    name: Name
    span: Span

    @property
    def position(self) -> tuple[int, int]:
        """Its place in the order of the text."""
        return self.paragraph, self.name.start


@dataclass(slots=True)
class Group:
    """Mentions that name one thing, in the order of the text."""

    kind: EntityType
    mentions: list[Mention] = field(default_factory=list)

    def take(self, mentions: Iterable[Mention]) -> None:
        """Add mentions."""
        self.mentions = sorted([*self.mentions, *mentions], key=lambda mention: mention.position)


def group_mentions(mentions: Sequence[Mention], vocabulary: Vocabulary, gazetteer: Gazetteer) -> list[Group]:
    """Group the mentions of one article, in the order of their first ones; names that name nothing known are left out."""
    article = _Article(mentions, vocabulary, gazetteer)
    people = article.people()
    taken = {id(mention) for group in people for mention in group.mentions}
    others = article.others(taken)
    return sorted([*people, *others], key=lambda group: group.mentions[0].position)


class _Article:
    """The names of one article by their folded form, and by the parts they begin and end with."""

    def __init__(self, mentions: Sequence[Mention], vocabulary: Vocabulary, gazetteer: Gazetteer) -> None:
        self.vocabulary, self.gazetteer = vocabulary, gazetteer
        self.by_key: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            if not mention.name.nothing:
                self.by_key[mention.name.key].append(mention)
        self.votes = {key: self._total(group) for key, group in self.by_key.items()}
        # Acronyms that the article gives beside a long form, and those that the first letters of a long name spell.
        self.given = {fold(mention.name.acronym): mention.name.key for mention in mentions if mention.name.acronym}
        self.spelled: dict[str, list[str]] = defaultdict(list)
        for key in self.by_key:
            self.spelled[_initials(key)].append(key)
        self.ending: dict[str, list[str]] = defaultdict(list)
        self.beginning: dict[str, list[str]] = defaultdict(list)
        # « Fokou » of « Armel Fokou Tchinda »
        self.middle: dict[str, list[str]] = defaultdict(list)
        for key in self.by_key:
            for part in key.split(" ")[1:-1]:
                self.middle[part].append(key)
            for cut in _cuts(key):
                self.ending[key[cut + 1 :]].append(key)
                if key[cut] == " ":
                    self.beginning[key[:cut]].append(key)

    # -- people -----------------------------------------------------------------------------------------------------------------

    def people(self) -> list[Group]:
        """Full names first; then first names, last names and parts of them go to whom they belong, and the rest stand alone."""
        full = {key for key in self.by_key if self._size(key) > 1 and self._is_person(key)}
        # « Pasang Dolma » of « Pasang Dolma Favre »
        fullest = [key for key in full if full.isdisjoint((*self.ending[key], *self.beginning[key]))]
        groups = {key: Group("person", list(self.by_key[key])) for key in fullest}
        for key, mentions in self.by_key.items():
            if key in groups:
                continue
            parts = (*self.ending[key], *self.beginning[key], *self.middle[key])
            owners = [owner for owner in parts if owner in full and owner in groups]
            free = [mention for mention in mentions if not _means_place(mention) and not _means_body(mention)]
            if owners:
                for mention in free:
                    groups[self._owner(mention, owners, groups)].take([mention])
            elif free and self._is_person(key):
                groups[key] = Group("person", free)
        return list(groups.values())

    def _total(self, mentions: Sequence[Mention]) -> Votes:
        """All votes for the mentions of one form; of a single word that nothing else explains the model is believed less."""
        total: Votes = {}
        for mention in mentions:
            for kind, weight in mention.name.votes.items():
                total[kind] = total.get(kind, 0.0) + weight
        unknown = self._is_unknown(mentions, total)
        # A word that acts like a body and never stands where people stand is none.
        acts = unknown and total.get("organization", 0.0) >= 1.5
        for mention in mentions:
            for kind, weight in mention.name.model.items():
                doubted = 0.0 if acts and kind == "person" else UNKNOWN[kind]
                total[kind] = total.get(kind, 0.0) + weight * (doubted if unknown else 1.0)
        return total

    def _is_unknown(self, mentions: Sequence[Mention], votes: Votes) -> bool:
        """A single word, in no list and no dictionary, that stands neither where people nor where places stand."""
        if not mentions:
            return False
        name = mentions[0].name
        known = votes.get("person", 0.0) > 0 or votes.get("place", 0.0) > 0.5 or self.vocabulary.classes.is_common(name.text.lower())
        return name.size == 1 and not known

    def _size(self, key: str) -> int:
        return self.by_key[key][0].name.size

    def _is_person(self, key: str) -> bool:
        votes, names = self.votes[key], [mention.name for mention in self.by_key[key]]
        person = votes.get("person", 0.0)
        if key in self.vocabulary.civilities or person < ENOUGH:
            return False
        if person <= max(votes.get("organization", 0.0), votes.get("place", 0.0)) or (names[0].size == 1 and self._club(key)):
            return False
        return names[0].size > 1 or person >= CERTAIN or not all(name.doubt for name in names)

    def _owner(self, mention: Mention, owners: list[str], groups: dict[str, Group]) -> str:
        """Of several people of one name, the one whose gender fits the form of address, else the one named last."""
        if mention.name.civility and mention.name.gender in ("m", "f"):
            fitting = [owner for owner in owners if self.vocabulary.gender_of(owner.split(" ")[0]) in (mention.name.gender, "u", None)]
            owners = fitting or owners

        def last_before(owner: str) -> tuple[int, int]:
            return max((other.position for other in groups[owner].mentions if other.position < mention.position), default=(-1, 0))

        return owners[0] if len(owners) == 1 else max(owners, key=last_before)

    # -- organizations and places -----------------------------------------------------------------------------------------------

    def others(self, taken: set[int]) -> list[Group]:
        """The organizations and places among the mentions that no person has taken."""
        groups: dict[str, Group] = {}
        for key, mentions in self.by_key.items():
            left = [mention for mention in mentions if id(mention) not in taken]
            kind = self._kind(left)
            if kind:
                groups[key] = Group(kind, left)
        targets = {key: target for key in groups if (target := self._whole(key, groups))}
        for key in targets:
            target = _follow(key, targets)
            if target != key and target in groups:
                groups[target].take(groups.pop(key).mentions)
        return list(groups.values())

    def _kind(self, mentions: Sequence[Mention]) -> EntityType | None:
        if not mentions:
            return None
        votes = self._total(mentions)
        kind = best_of(votes)
        if not kind or votes[kind] < ENOUGH:
            return None
        names = [mention.name for mention in mentions]
        at_home = any(name.located for name in names) and bool(self.gazetteer.find(names[0].text))  # « Écrit à Percé »
        unsure = (
            not at_home
            and all(name.doubt and not name.strong for name in names)
            and self.vocabulary.classes.is_common(names[0].text.lower())
        )
        return None if unsure and votes[kind] < CERTAIN else kind

    def _whole(self, key: str, groups: dict[str, Group]) -> str | None:
        """The name of which this one is a short form: an acronym's long form, « Montargil » of « AS Montargil »."""
        group = groups[key]
        # « Lens » is the club where nothing speaks of the town.
        located = any(mention.name.located for mention in group.mentions)
        if group.kind == "place" and (same := self._hyphened(key, groups) or self._island(key, groups)):
            return same
        if group.kind == "place" and self.gazetteer.find(key) and not any(f"{word} {key}" in groups for word in _ARTICLES):
            return None if located else self._club(key, groups)
        longer = self._long_form(key, groups) or self._longer(key, groups)
        return longer or (None if located else self._club(key, groups))

    def _hyphened(self, key: str, groups: dict[str, Group]) -> str | None:
        """« Saint-Sauveur » of « Saint-Sauveur-en-Puisaye », « Chalon » of « Chalon-sur-Saône »."""
        links, size = self.vocabulary.marks.inside_toponyms, len(key.split(" "))
        for other in self.beginning[key]:
            parts = groups[other].mentions[0].name.text.split("-") if other in groups and groups[other].kind == "place" else ()
            if len(parts) > size + 1 and parts[size] in links:
                return other
        return None

    def _island(self, key: str, groups: dict[str, Group]) -> str | None:
        """« Anjouan » of « l'île d'Anjouan »."""
        heads = self.vocabulary.marks.isles
        return next((other for other in self.ending[key] if other in groups and _head_of(other, key) in heads), None)

    def _long_form(self, key: str, groups: dict[str, Group]) -> str | None:
        if " " in key and (whole := self._spelled_head(key, groups)):
            return whole
        given, known = self.given.get(key), self.vocabulary.long_forms.get(key)
        if given in groups and given != key:
            return given
        if known in groups:
            return known
        if len(key) < 3 or not groups[key].mentions[0].name.text.isupper():
            return None
        spelled = (other for other in self.spelled.get(key, ()) if other in groups and groups[other].kind == "organization")
        return next(spelled, None)

    def _spelled_head(self, key: str, groups: dict[str, Group]) -> str | None:
        """« CHU de Liège » of « Centre hospitalier universitaire de Liège »."""
        head, _, rest = key.partition(" ")
        return next((other for other in self.ending[rest] if other in groups and _abbreviates(head, other.removesuffix(rest))), None)

    def _longer(self, key: str, groups: dict[str, Group]) -> str | None:
        kind = groups[key].kind
        if kind == "organization":
            longer = [other for other in self.beginning[key] if other in groups and groups[other].kind == kind]
            if longer:
                return longer[0]
        said = any(mention.name.votes.get("place", 0.0) > 0 for mention in groups[key].mentions)
        if kind == "place" and " " not in key and not said and not self.gazetteer.find(key):
            # « Faléor » of « Faléor SA », whatever the model takes it for.
            bodies = [
                other for other in (*self.beginning[key], *self.ending[key]) if other in groups and groups[other].kind == "organization"
            ]
            if bodies:
                return bodies[0]
        articles = (f"{word} {key}" for word in _ARTICLES)
        if article := next((other for other in articles if other in groups and groups[other].kind == kind), None):
            return article  # « ses usines du Portel », « Le Portel »; « le chef des Verts », « Les Verts »
        if kind == "place":
            sites = [
                other for other in self.ending[key] if other in groups and groups[other].kind == kind and _has_word(groups[other], key)
            ]
            if sites:
                return sites[0]
        return None

    def _club(self, key: str, groups: dict[str, Group] | None = None) -> str | None:
        """The club that has this name behind its kind: « AS Montargil », « Union sportive de Brest-Kerlan »."""
        for other in self.ending[key]:
            head = other.split(" ")[0]
            if head in self.vocabulary.club_heads and (groups is None or (other in groups and groups[other].kind == "organization")):
                return other
        return None


def _means_place(mention: Mention) -> bool:
    """« Je n'ai jamais mis les pieds à Florence », says Florence."""
    votes = mention.name.votes
    place = votes.get("place", 0.0)
    return mention.name.located and place >= CERTAIN and place > votes.get("person", 0.0) + 1


def _has_word(group: Group, key: str) -> bool:
    """« Galets » of « rivière des Galets », but not « Gazeille » of « Le Monastier-sur-Gazeille »."""
    return any(fold(mention.name.text.rpartition(" ")[2]) == key or " " in key for mention in group.mentions)


def _means_body(mention: Mention) -> bool:
    """« chez Delmarcq », « la boulangerie Delmarcq », whose owner is Thibault Delmarcq."""
    votes = mention.name.votes
    return mention.name.size == 1 and votes.get("organization", 0.0) >= 2.5 and votes.get("organization", 0.0) > votes.get("person", 0.0)


def _head_of(whole: str, key: str) -> str:
    """« île » of « île d'Anjouan »; empty where more stands before the name."""
    head, _, link = whole.removesuffix(key).strip().partition(" ")
    return head if link in OF else ""


def _abbreviates(head: str, long: str) -> bool:
    """« HBC » of « Handball Club », « CHU » of « Centre hospitalier universitaire »."""
    words = [word.key for word in split_words(long)]
    return _initials(long) == head or (1 < len(words) == len(head) - 1 and spells(head.upper(), words))


def _cuts(key: str) -> Iterator[int]:
    return (at for at, character in enumerate(key) if character in " '")


def _initials(key: str) -> str:
    return "".join(word.key[0] for word in split_words(key) if word.key not in _SMALL)


def _follow(key: str, targets: dict[str, str]) -> str:
    """The end of a chain of short forms; a circle ends where it began."""
    seen = {key}
    while key in targets and targets[key] not in seen:
        key = targets[key]
        seen.add(key)
    return key
