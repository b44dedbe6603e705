"""Acronyms beside their long forms: « Office français de la biodiversité (OFB) », « CFDT (Confédération…) »."""

from collections.abc import Sequence
from itertools import pairwise

from streams.nlp.naming.name import Name
from streams.nlp.naming.view import COMPLEMENT, View
from streams.nlp.small_words import THE
from streams.nlp.words import fold

LONGEST_FORM = 18


def read_spelled(view: View, at: int) -> Name | None:
    """Read the long form that begins here, where the acronym in parentheses after it spells its words."""
    word = view.words[at]
    if view.function(at) or not (word.upper or view.vocabulary.institutions.match(view.words, at)):
        return None
    end = _end_before_acronym(view, at)
    if not end:
        return None
    acronym = view.words[end].text
    if acronym in view.vocabulary.parties and view.person(at):
        return None  # « Pierre-Yves Morel (PS) » is of that party
    keys = [word.key for word in view.words[at:end]]
    nearer = any(view.words[p].upper and spells(acronym, keys[p - at :]) for p in range(at + 1, end - 1))
    if nearer or not spells(acronym, keys):
        return None
    name = view.name(at, end, "organization", 8.0, strong=True)
    name.acronym = acronym
    return name


def pair_acronyms(view: View, names: Sequence[Name]) -> None:
    """Mark the long forms in parentheses or apposed after their acronym, and any body right before an acronym in parentheses."""
    for one, other in pairwise(names):
        if _is_apposed(view, one, other):
            other.acronym = one.text
        if view.text[one.end : other.start].strip() != "(" or view.text[other.end : other.end + 1] not in (")", ","):
            continue
        if one.size == 1 and other.size > 2 and spells(one.text, [word.key for word in view.words[other.first : other.last]]):
            other.acronym = one.text
            one.vote("organization", 4.0)
            other.vote("organization", 4.0)
        elif (
            other.size == 1
            and one.size > 1
            and (one.strong or one.size > 2)
            and one.best == "organization"
            and _begins_like(view, one, other)
        ):
            one.acronym = other.text
            other.vote("organization", 3.0)


def _is_apposed(view: View, one: Name, other: Name) -> bool:
    """« l'UQAR, l'Université du Québec à Rimouski »."""
    if one.size > 1 or other.size < 3 or not view.words[one.first].acronym or other.best != "organization":
        return False
    gap = view.text[one.end : other.start].replace("’", "'").split()
    apposed = len(gap) == 2 and gap[0] == "," and gap[1] in view.marks.singular_articles
    return apposed and spells(one.text, [word.key for word in view.words[other.first : other.last]])


def _begins_like(view: View, one: Name, acronym: Name) -> bool:
    """Whether the acronym begins like the name, or spells it behind the noun at its head: « l'office Provence Logis Habitat (PLH) »."""
    if one.strong and one.size > 2 and _is_own(view, one, acronym):
        return True  # « la Fédération internationale de biathlon (IBU) », in the letters of another language
    keys = [word.key for word in view.words[one.first : one.last]]
    initials = sorted(key[0] for key in keys if key not in COMPLEMENT and key not in THE)
    if sorted(fold(acronym.text)) == initials:
        return True  # « Agence spatiale européenne (ESA) »: the letters of another language's order
    return acronym.key[0] == one.key[0] or any(spells(acronym.text, keys[at:]) for at in range(1, len(keys) - 1))


def _is_own(view: View, one: Name, acronym: Name) -> bool:
    """Whether it may be the name's own: « la Fédération des cheminots (CGT) », « le Laboratoire d'écologie (CNRS) » are part of it."""
    text, word, long = acronym.text, view.words[acronym.first], view.vocabulary.long_forms.get(acronym.key)
    if acronym.size > 1 or text in view.vocabulary.parties or text in view.marks.unions:
        return False
    if long:
        return long.split(" ")[0] == one.key.split(" ")[0]
    known = view.gazetteer.find(text) or view.body(acronym.first) or view.first_name(acronym.first) or view.common(acronym.first)
    return word.acronym or not known


def spells(acronym: str, keys: Sequence[str]) -> bool:
    """Whether the letters of an acronym come from these words in order, its first from the first word."""
    letters = [character for character in fold(acronym) if character.isalnum()]
    if len(letters) < 2 or not acronym[0].isupper() or keys[0][:1] != letters[0]:
        return False
    text = iter(fold("".join(keys)))
    return all(letter in text for letter in letters)


def _end_before_acronym(view: View, at: int) -> int:
    """Position of the single word in parentheses that follows without other punctuation; 0 for none."""
    for end in range(at + 1, min(at + LONGEST_FORM, len(view.words))):
        gap = view.words[end].gap.strip()
        if gap == "(" and view.text[view.words[end].end : view.words[end].end + 1] == ")":
            return end if end > at + 1 else 0
        if gap and not (gap == "," and (view.words[end].key in COMPLEMENT or view.words[end].key in THE)):
            return 0  # « Haute école du paysage, d'ingénierie et d'architecture (HEPIA) », « Institut pour l'agriculture, l'alimentation… »
    return 0
