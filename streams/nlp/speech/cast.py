"""The cast of an article: its people and bodies with gender, number and the words that describe them (« ministre », « association »)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from contracts.messages import Entity, EntityType
from streams.nlp.language_folder import read_lines, read_once, read_toml, word_set
from streams.nlp.phrases import pairs
from streams.nlp.small_words import ACCORDING_TO, AND, BY, FOR, IN, THE, TO, TO_THE, A
from streams.nlp.speech.grammar import (
    CIVILITIES,
    COMPLEMENT,
    DEFINITE,
    DETERMINERS,
    PREPOSITIONS,
    QUOTE_MARKS,
    RELATIVE,
    TERMINAL,
    is_finite,
)
from streams.nlp.speech.names import Mention, Names
from streams.nlp.speech.roles import ARTICLE_GENDER, HEAD_OF_STATE, Gender, Role, inhabitant, role_at, role_of, roles
from streams.nlp.speech.sentences import Sentence
from streams.nlp.speech.tokens import Token, split_words
from streams.nlp.words import fold

_FEMININE, _MASCULINE = word_set("civilities_feminine", "grammar"), word_set("civilities_masculine", "grammar")
_CIVILITY_ROLES: dict[str, str] = read_toml("grammar.toml")["civility_roles"]
_BEFORE_ROLE = word_set("before_role")
_REACH = 12
_LIKE_THE_LAST = word_set("like_the_last")
# The nouns that words in the name of a body tell: « CHU de Rennes » is a hospital.
_BODY_NOUNS = {word: noun for noun, words in read_toml("attribution.toml")["body_nouns"].items() for word in words}
_PRESIDENTS = word_set("presidents")
_STATES = word_set("states")
_ARTICLES = THE | A
_ENDS_ROLE = TERMINAL | {",", ";", ":", "(", ")"} | AND
_ENDS_ROLE_AFTER = frozenset({",", ".", ";", ")"}) | AND
_ENDS_COMPLEMENT = TERMINAL | {",", ";", ":", "(", ")"} | RELATIVE | QUOTE_MARKS | (PREPOSITIONS - COMPLEMENT - TO - TO_THE)
_NOT_IN_ROLES = PREPOSITIONS - COMPLEMENT - TO - TO_THE - IN
_NOT_FUSED = word_set("not_fused", "grammar")
_COPULAS = word_set("copulas", "grammar")
_BEFORE_COMPLEMENT = _ARTICLES | word_set("before_complement")
_JOINING_TO_NOUN = COMPLEMENT | (PREPOSITIONS - ACCORDING_TO - FOR - BY)


@dataclass(slots=True, eq=False)
class Referent:
    """Somebody or something that can speak. ``roles`` maps the nouns for it to the words of their complement (« de la Culture »).

    ``families`` are those of its nouns, ``generic`` those of its generic nouns alone (see ``people.csv``).
    """

    name: str
    entity_type: EntityType | None = None
    gender: Gender | None = None
    plural: bool = False
    roles: dict[str, frozenset[str]] = field(default_factory=dict)
    families: set[str] = field(default_factory=set)
    generic: set[str] = field(default_factory=set)
    kind: str = "person"
    # Whether one of its nouns says what it does; « l'Érythréen » and « la femme » can still be the winner or the baker.
    described: bool = False

    def describe(self, role: Role, complement: frozenset[str] = frozenset()) -> None:
        """Learn that a noun names this referent."""
        self.described = self.described or "any" not in role.families
        if not self.roles.get(role.lemma):
            self.roles[role.lemma] = complement
        self.families |= role.families - {"any", "generic"}
        if role.lemma in _PRESIDENTS and (not complement.isdisjoint(_STATES) or any(inhabitant(word, capital=True) for word in complement)):
            self.families |= HEAD_OF_STATE
        if "generic" in role.families:
            self.generic |= role.families - {"generic"}
        if self.gender is None and role.gender is not None and not role.plural:
            self.gender = role.gender


class Cast:
    """The referents of one article, one for each entity, described by all the sentences that name them."""

    def __init__(self, entities: Sequence[Entity], fields: Sequence[tuple[Sequence[Sentence], Names]]) -> None:
        self.referents = [_referent(entity) for entity in entities]
        self._latest: Referent | None = None
        for sentences, names in fields:
            for sentence in sentences:
                for at, mention in mentions_of(sentence, names):
                    self._describe(self.referents[mention.entity], sentence, at, mention, names)

    @property
    def people(self) -> list[Referent]:
        """The people of the article."""
        return [referent for referent in self.referents if referent.entity_type == "person"]

    @property
    def bodies(self) -> list[Referent]:
        """The organizations of the article."""
        return [referent for referent in self.referents if referent.entity_type == "organization"]

    def _describe(self, referent: Referent, sentence: Sentence, at: int, mention: Mention, names: Names) -> None:
        words = sentence.words
        stop = at
        while stop < len(words) and words[stop].start < mention.end:
            stop += 1
        before = words[at - 1].form if at else ""
        if referent.entity_type == "person":
            if before in CIVILITIES:
                referent.gender = "f" if before in _FEMININE else "m" if before in _MASCULINE else referent.gender
                if before in _CIVILITY_ROLES:
                    referent.describe(roles()[_CIVILITY_ROLES[before]])
            for role, place in (*_roles_before(sentence, at, names), *_roles_after(sentence, stop)):
                _learn(referent, role, words, place, beside=place == at - 1 or stop < place <= stop + 2)
                if role.lemma in _LIKE_THE_LAST and self._latest is not None and self._latest is not referent:
                    referent.roles = {**self._latest.roles, **referent.roles}
                    referent.families |= self._latest.families
                    referent.generic |= self._latest.generic
            self._latest = referent
        elif referent.entity_type == "organization":
            if before in THE and referent.gender is None:
                referent.gender = ARTICLE_GENDER.get(before)
            after = [role for role, _ in _roles_after(sentence, stop, "organization")]
            for body in (_body_before(words, at), *after):
                if body is not None:
                    referent.describe(body)


def _referent(entity: Entity) -> Referent:
    referent = Referent(entity.name, entity.type, kind=entity.type)
    tokens = split_words(entity.name)
    if entity.type == "person" and tokens:
        referent.gender = first_name_gender(entity.name.split()[0])
    elif entity.type == "organization" and tokens:
        noun = next((_BODY_NOUNS[token.form] for token in tokens if token.form in _BODY_NOUNS), None)
        if noun is not None:
            referent.describe(roles()[noun])
        referent.families |= _known_families().get(fold(entity.name), frozenset())
        role = next((role for token in tokens[:2] if (role := role_of(token.form)) and role.kind not in {"person", "voice"}), None)
        if role is not None:
            referent.describe(role)
            referent.gender = role.gender
    return referent


@read_once
def _known_families() -> dict[str, frozenset[str]]:
    """Map the known organizations, folded, to the families of their sort: « le quotidien » can mean Le Soir."""
    families = read_toml("attribution.toml")["sorts"]
    return {
        fold(name): frozenset(families[sort])
        for sort, text in read_toml("organizations.toml")["known"].items()
        if sort in families
        for pair in pairs(text)
        for name in pair
        if name
    }


def mentions_of(sentence: Sentence, names: Names) -> Iterator[tuple[int, Mention]]:
    """Give the entity mentions of a sentence with their first words."""
    mentions = names.between(sentence.start, sentence.end)
    at = 0
    for mention in mentions:
        while at < len(sentence.words) and sentence.words[at].end <= mention.start:
            at += 1
        if at < len(sentence.words):
            yield at, mention


def _roles_before(sentence: Sentence, at: int, names: Names) -> list[tuple[Role, int]]:
    """« le ministre roumain, Mircea Dobranu »: speaker nouns before a name, in its own phrase or the one before its comma."""
    words, found = sentence.words, []
    start = at - 1
    while start >= 0 and words[start].form in CIVILITIES:
        start -= 1
    if start >= 0 and words[start].form == ",":
        start -= 1
    for place in range(start, max(-1, start - _REACH), -1):
        form = words[place].form
        if form in _ENDS_ROLE or form in QUOTE_MARKS or form in RELATIVE or (not sentence.outside(place) and sentence.outside(at)):
            break
        mention = names.mention_at(words[place].start)
        if mention is not None and place == start and words[start + 1].form != "," and not _is_in_complement(words, place, mention):
            break
        if is_finite(words, place) and role_of(form) is None:
            break
        role = role_at(words, place) or (
            inhabitant(form, capital=words[place].capital) if place and names.mention_at(words[place].start) is None else None
        )
        if role is not None and role.kind == "person" and not role.plural and not _is_complement(words, place):
            found.append((role, place))
        if form in _NOT_IN_ROLES:
            break
    return found


def _body_before(words: Sequence[Token], at: int) -> Role | None:
    """« le groupe belge Delvaux », « L'exploitant, Saryarka »: the noun for a body before its name, over adjectives or a comma."""
    for place in range(at - 1, max(-1, at - 4), -1):
        role = role_of(words[place].form)
        if role is not None:
            return role if role.kind == "organization" else None
        if words[place].form in DETERMINERS | PREPOSITIONS or not (
            words[place].form.isalpha() or (words[place].form == "," and place == at - 1)
        ):
            return None
    return None


def _is_in_complement(words: Sequence[Token], at: int, mention: Mention) -> bool:
    """« la députée de la Loire Nour Ferrand »: the name before the person's completes her title."""
    while at and words[at].start > mention.start:
        at -= 1
    before = at - 1
    while before > 0 and words[before].form in _NOT_FUSED:
        before -= 1
    return before >= 0 and words[before].form in COMPLEMENT


def _is_complement(words: Sequence[Token], at: int) -> bool:
    """Tell whether a noun is a complement of another: « la fille du maire » is not the mayor."""
    before = words[at - 1].form if at else ""
    if before in _BEFORE_COMPLEMENT:
        before = words[at - 2].form if at > 1 else ""
    return before in _JOINING_TO_NOUN


def _roles_after(sentence: Sentence, at: int, kind: str = "person") -> list[tuple[Role, int]]:
    """« Corentin Lavergnat, président de… », « Paul Morel est le maire »: speaker nouns behind a name."""
    words, found = sentence.words, []
    for _ in range(3):
        if (at < len(words) and words[at].form == "(") or (at < len(words) and (words[at].form == "," or words[at].form in _COPULAS)):
            at += 1
        else:
            break
        if kind != "person" and at < len(words) and words[at].form in DEFINITE:
            break  # « Selon l'AFP, la compagnie nie… »: another body
        while at < len(words) and (words[at].form in DETERMINERS or words[at].form in _BEFORE_ROLE):
            at += 1
        role = role_at(words, at) if at < len(words) else None
        if role is not None and role.kind == kind:
            found.append((role, at))
        at = next((later for later in range(at, min(len(words), at + _REACH)) if words[later].form in _ENDS_ROLE_AFTER), len(words))
        if at < len(words) and words[at].form in AND and at + 2 < len(words):
            role = next((role for word in words[at + 1 : at + 3] if (role := role_of(word.form))), None)
            if role is not None and role.kind == kind and found:
                found.append((role, at + 1))
    return found


def _learn(referent: Referent, role: Role, words: Sequence[Token], at: int, *, beside: bool = False) -> None:
    if role.gender is not None and referent.gender is not None and role.gender != referent.gender:
        if role.gender != "f" or not beside or referent.described:
            return
        referent.gender = role.gender  # « Nino Kapanadzé, infirmière »: a first name can be a man's elsewhere
    referent.describe(role, complement_of(words, at))
    before = words[at - 1].form if at else ""
    if referent.gender is None and before in _ARTICLES:
        referent.gender = ARTICLE_GENDER.get(before)


def complement_of(words: Sequence[Token], at: int) -> frozenset[str]:
    """Give the telling words of the complement of a noun: « ministre de la Culture » gives « culture »."""
    found: set[str] = set()
    for word in words[at + 1 : at + 9]:
        if word.form in _ENDS_COMPLEMENT:
            break
        if len(word.form) > 3 and word.form not in DETERMINERS:
            found.add(word.form)
    return frozenset(found)


@read_once
def _first_names() -> dict[str, str]:
    return {name.lower(): gender for line in read_lines("first_names.tsv") for name, _, gender in [line.partition("\t")]}


def first_name_gender(first: str) -> Gender | None:
    """Give the gender of a first name; of « Anne-Lise » that of its first part where the whole is not known."""
    known = _first_names()
    gender = known.get(first.lower()) or known.get(first.lower().split("-")[0])
    return gender if gender in {"m", "f"} else None  # type: ignore[return-value]
