"""Organizations that a head noun begins: « tribunal correctionnel de Béthune », « ministère grec de la Marine marchande »."""

from dataclasses import dataclass

from streams.nlp.naming.name import Name
from streams.nlp.naming.runs import run_end
from streams.nlp.naming.view import OF, View

LONGEST_COMPLEMENT = 14


@dataclass(slots=True)
class Complement:
    """What belongs to a head: where it ends, and whether it holds a proper name."""

    end: int = 0
    named: bool = False


def read_body(view: View, at: int) -> Name | None:
    """Read the organization whose head noun stands here, or a body that a capital letter alone makes a name (« le Sénat »)."""
    word, vocabulary = view.words[at], view.vocabulary
    bare = _bare(view, at)
    proper = word.upper and (not word.initial or word.acronym)
    if word.key in vocabulary.national and not proper:
        return _national(view, at)
    head = max(vocabulary.institutions.match(view.words, at), vocabulary.capital_institutions.match(view.words, at) if proper else 0)
    found = complement(view, at + head, proper=proper) if head else Complement()
    end = max(found.end if found.named or proper else 0, at + bare if bare else 0)
    if end:
        return view.name(at, end, "organization", 6.0, strong=True)
    return _capital_noun(view, at) if proper and not head else None


def _capital_noun(view: View, at: int) -> Name | None:
    """« Force ouvrière », « les Restos du cœur »: a common noun with a capital that no sentence start explains, and its complement.

    Feasts, laws, prizes and the like have such names too, and are no entity.
    """
    word = view.words[at]
    if word.acronym or view.function(at) or view.first_name(at) or view.upper(at + 1) or not view.classes.is_noun(word.text.lower()):
        return None
    if view.gazetteer.match(view.words, at) or view.body(at) or view.gazetteer.find(word.text):
        return None
    found = complement(view, at + 1, proper=True)
    if found.end <= at + 1:
        return None
    name = view.name(at, found.end, "organization", 3.0)
    name.nothing = word.key in view.vocabulary.events
    return name


def _bare(view: View, at: int) -> int:
    count = view.vocabulary.bare.match(view.words, at)
    if count == 1 and view.words[at].initial and view.common(at):
        return 0
    return count if any(word.upper for word in view.words[at : at + count]) else 0


def _national(view: View, at: int) -> Name | None:
    """« le gouvernement wallon »."""
    named = view.follows(at + 1) and view.words[at + 1].key in view.vocabulary.demonyms
    return view.name(at, at + 2, "organization", 6.0, strong=True) if named else None


def complement(view: View, at: int, *, proper: bool) -> Complement:
    """Read adjectives, complements with « de » and proper names. A head in lower case takes words up to its first proper name only."""
    found, start = Complement(), at
    while at - start < LONGEST_COMPLEMENT and view.follows(at):
        word = view.words[at]
        if (word.upper and not word.elided and not view.function(at)) or (view.words[at].upper and view.upper(at + 1)):
            at = found.end = run_end(view, at if not view.function(at) else at + 1)
            found.named = True
        elif view.adjective(at):
            at += 1
            # « ministère de la Transition écologique », but « préfecture du Gard inquiète ».
            if proper or (found.named and found.end == at - 1 and view.common(at - 2)):
                found.end = at
        elif proper and at == found.end and _pair(view, at):
            at = found.end = at + 2
        elif proper and at == found.end and _activity(view, at):
            at = found.end = at + 3
        else:
            after = view.after_of(at)
            if not after or (found.named and not proper):
                break
            if not proper and (view.institution(after) or view.person(after)):
                # « le conseil d'administration de la SNCF »: the other body is the one named.
                return Complement()
            if view.words[after].upper:
                at = found.end = run_end(view, after)
                found.named = True
            elif view.noun(after) and (proper or word.key in OF):
                at = after + 1
                found.end = at if proper else found.end
            else:
                break
    return found


def _pair(view: View, at: int) -> bool:
    """« Direction des eaux et forêts », but not « Université de Lausanne et vedette… »."""
    if view.words[at].key != "et" or not view.follows(at + 1) or view.words[at - 1].upper:
        return False
    return view.classes.is_noun(view.words[at + 1].text) and not view.words[at + 1].upper


def _activity(view: View, at: int) -> bool:
    """« Union locale des pêcheurs à la ligne »."""
    if view.words[at].text != "à" or not view.follows(at + 2) or view.words[at - 1].upper:
        return False
    return view.words[at + 1].key in ("la", "l'") and view.noun(at + 2)
