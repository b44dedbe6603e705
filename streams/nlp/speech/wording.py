"""What the wording of a noun phrase says about its speaker: the name in it, the noun at its head, the phrase without its article."""

from collections.abc import Sequence
from dataclasses import dataclass

from streams.nlp.language_folder import word_set
from streams.nlp.small_words import GENITIVE, A
from streams.nlp.speech.cast import Referent, complement_of
from streams.nlp.speech.grammar import CIVILITIES, COMPLEMENT, DETERMINERS, NUMBERS, PLURAL, PREPOSITIONS
from streams.nlp.speech.names import Mention, Names
from streams.nlp.speech.phrases import Phrase, is_some
from streams.nlp.speech.roles import ARTICLE_GENDER, Gender, Role, inhabitant, role_at, role_of
from streams.nlp.speech.sentences import Sentence
from streams.nlp.speech.tokens import Token

_ADJECTIVES = word_set("head_adjectives")
# Words that only say where a politician stands: « l'élue divers gauche ».
_LABELS = word_set("political_labels")
_ENDINGS = tuple(word_set("adjective_endings"))
# Nouns whose complement tells nothing of them.
_UNQUALIFIED = word_set("unqualified")
_FORMER = word_set("former")
_PLURAL = PLURAL | NUMBERS


@dataclass(frozen=True, slots=True)
class Description:
    """How a noun phrase describes its speaker: the noun, its complement (« de la Culture »), the gender it shows, its determiner.

    ``former`` for « l'ancien maire », who is nobody's mayor now.
    """

    role: Role
    gender: Gender | None
    complement: frozenset[str]
    determiner: str
    former: bool = False

    @property
    def qualified(self) -> bool:
        """Whether a complement tells more than an adjective: « le maire de Lyon », not « le maire centriste »."""
        if self.role.lemma in _UNQUALIFIED:
            return False  # « le natif de Thoune »
        return not all(word.endswith(_ENDINGS) or word in _LABELS or inhabitant(word, capital=True) for word in self.complement)


def describe(phrase: Phrase, names: Names) -> Description | None:
    """Read a noun phrase as a description; none where its head is no noun for a speaker."""
    at, role = head_role(phrase, names)
    if role is None:
        return None
    first = phrase.tokens[0].form
    complement = complement_of(phrase.sentence.words[phrase.start : phrase.end], at)
    former = any(token.form in _FORMER for token in phrase.tokens)
    return Description(role, role.gender or ARTICLE_GENDER.get(first), complement, first, former)


def named(sentence: Sentence, start: int, end: int, names: Names) -> Mention | None:
    """Give the entity that a phrase names by itself, not in a complement: « le maire Paul Morel », not « le maire de Lyon ».

    A person's name wins over the party or club before it: « le N-VA Joris Peetermans ».
    """
    found = _first_named(sentence, start, end, names)
    if found is not None and found.entity_type != "person":
        after = next((at for at in range(start, end) if sentence.words[at].start >= found.end), end)
        person = _first_named(sentence, after, end, names) if after < end else None
        if person is not None and person.entity_type == "person" and sentence.words[after].start == person.start:
            return person
    return found


def _first_named(sentence: Sentence, start: int, end: int, names: Names) -> Mention | None:
    words = sentence.words
    for at in range(start, end):
        mention = names.mention_at(words[at].start)
        if mention is None or (at > start and mention.start < words[at].start):
            continue
        before = role_of(words[at - 1].form) if at > start else None
        branch = mention.entity_type == "organization" and before is not None and before.kind == "person"  # « la déléguée FGTB »
        if not branch and not in_complement(sentence, at, start):
            return mention
        if not _person_follows(sentence, at, mention, names):
            return None
    return None


def _person_follows(sentence: Sentence, at: int, mention: Mention, names: Names) -> bool:
    """« la députée de la Loire Nour Ferrand »: a person right behind the name of a complement."""
    words = sentence.words
    after = next((later for later in range(at, len(words)) if words[later].start >= mention.end), len(words))
    person = names.mention_at(words[after].start) if after < len(words) else None
    return person is not None and person.entity_type == "person"


def in_complement(sentence: Sentence, at: int, start: int = 0) -> bool:
    """Tell whether the name at a word only completes a noun before it: « l'entourage de M. Morel », « une publication Facebook »."""
    words = sentence.words
    if _is_owner(words, next((later for later in range(at, len(words)) if not words[later].capital), len(words))):
        return True
    role = role_of(words[at - 1].form) if at > start else None
    if role is not None and role.kind == "document" and not words[at - 1].capital:
        return True
    before = at - 1
    while before > start and (words[before].form in DETERMINERS - COMPLEMENT or words[before].form in CIVILITIES):
        before -= 1
    if before == at - 1 or words[before + 1].form not in CIVILITIES:
        before = _over_noun(sentence, before, start)
    return start < before < at and words[before].form in PREPOSITIONS | COMPLEMENT


def _is_owner(words: Sequence[Token], end: int) -> bool:
    """« The minister's spokesman », « Doe's deputy »: what ends at a word is whose the following is."""
    return end < len(words) and words[end].form in GENITIVE


def _over_noun(sentence: Sentence, before: int, start: int) -> int:
    """« les leaders de la coalition Yewwi », « l'avocat du joueur Morel »: go over the noun that the name explains."""
    words = sentence.words
    if before <= start or words[before].capital or role_of(words[before].form) is None:
        return before
    before -= 1
    while before > start and words[before].form in DETERMINERS - COMPLEMENT:
        before -= 1
    return before


def head_role(phrase: Phrase, names: Names) -> tuple[int, Role | None]:
    """Give the speaker noun at the head of a phrase: the first one that is no complement; « jeune » of « le jeune homme » is none."""
    tokens = phrase.tokens
    for at, token in enumerate(tokens):
        if _is_owner(tokens, at + 1):
            continue
        if token.form in _ADJECTIVES and at + 1 < len(tokens) and names.role(tokens[at + 1].form) is not None:
            continue
        if at > 1 and tokens[at - 1].form in COMPLEMENT | PREPOSITIONS:
            break
        role = role_at(tokens, at)
        if role is not None:
            return at, role
        if (
            at
            and (found := inhabitant(token.form, capital=token.capital))
            and tokens[at - 1].form in DETERMINERS
            and names.mention_at(token.start) is None
        ):
            return at, found
    return 0, None


def as_written(phrase: Phrase, names: Names, text: str) -> Referent | None:
    """Make a referent of a noun phrase that stays unresolved: its words without the article."""
    words = phrase.sentence.words
    start = phrase.start
    while start < phrase.end - 1 and (
        (words[start].form in DETERMINERS and words[start].form not in NUMBERS)
        or (words[start].form in CIVILITIES and (words[start + 1].capital or words[start + 1].form in DETERMINERS))
    ):
        start += 1
    if start > phrase.start and (words[start].form in COMPLEMENT or words[start].form in A):
        start = phrase.start  # « un de ses voisins », « l'un d'eux », « l'un »
    if start == phrase.start and is_some(words, start) and start + 2 < phrase.end:
        start += 1  # « de nombreux élus »
    name = " ".join(text[words[start].start : words[phrase.end - 1].end].split())[:512]
    if not any(character.isalnum() for character in name):
        return None
    _, role = head_role(phrase, names)
    first = words[phrase.start].form
    referent = Referent(name, gender=(role.gender if role else None) or ARTICLE_GENDER.get(first))
    referent.plural = role.plural if role else first in _PLURAL
    referent.kind = role.kind if role else "person"
    if role is not None and role.kind in {"person", "voice"}:
        referent.describe(role)
    return referent
