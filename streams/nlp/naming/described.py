"""Organizations that a noun describes: « le groupe Cordelle », « l'association “Sioule vivante” », « un rival, Ruote Bellandi »."""

import re

from streams.nlp.naming.bodies import complement
from streams.nlp.naming.name import Name
from streams.nlp.naming.runs import run_end
from streams.nlp.naming.tails import LONGEST_NAME, phrase_end, slogan_end, tail_end
from streams.nlp.naming.view import COMPLEMENT, UNCONTRACTED, View
from streams.nlp.small_words import OF

_OPENING = re.compile(r"\s*[«“\"‘]\s*")
_CLOSING = re.compile(r"\s*[»”\"’]")


def read_described(view: View, at: int) -> Name | None:
    """Read the name that follows a describing noun, its adjectives and its complement (« une chaîne de magasins… »)."""
    head = view.vocabulary.descriptors.match(view.words, at)
    if not head or (view.words[at].upper and not view.words[at].initial and not view.words[at].acronym):
        return None
    if view.vocabulary.institutions.match(view.words, at) > head:
        return None  # « le centre hospitalier Jeanne-Declerck »
    if numbered := view.body(at + head) if view.follows(at + head) and view.words[at + head].text.isdigit() else 0:
        return view.name(at + head, at + head + numbered, "organization", 5.0, strong=True)  # « le quotidien 24 heures »
    start = _name_start(view, at + head)
    if not start or _is_stop(view, at, start):
        return None
    gap = view.words[start].gap
    if _OPENING.fullmatch(gap):
        return _quoted(view, start)
    comma = gap.strip() == ","
    if comma and _completes_a_role(view, at):
        return None
    if (gap.strip() and not comma) or not _may_be_body(view, start, comma):
        return None
    if not comma and _is_former_site(view, at) and not view.body(start):
        return view.name(at, run_end(view, start), "place", 6.0, strong=True)
    end = _run_end(view, start)
    if view.places(start, end) if comma else _is_trade(view, at, start, end):
        return None
    if view.words[at].upper and view.words[at].key in view.marks.broadcasters and start == at + 1:
        return view.name(at, end, "organization", 5.0, strong=True)
    return view.name(start, _end(view, at, start, end), "organization", 5.0, strong=not comma)


def _is_former_site(view: View, at: int) -> bool:
    """« l'ancienne filature Motte-Delcroix »: of what no longer works the walls are left."""
    return at > 0 and view.words[at].key in view.marks.works and view.words[at - 1].key in view.marks.former


def _is_stop(view: View, at: int, start: int) -> bool:
    """« la station Molière », « la station de métro Jean-Talon » are of a line, « la station Europe 1 » a broadcaster."""
    known = view.body(start) or view.words[start].acronym
    return view.words[at].key in view.marks.stops and view.words[start].joined and not known


def _completes_a_role(view: View, at: int) -> bool:
    """« son chef de groupe, Paul Morel », « la secrétaire exécutive de l'organisation, Anne Morel »."""
    of = at - 1
    if of > 0 and view.words[of].key in UNCONTRACTED:
        of -= 1
    if of < 1 or view.words[of].key not in COMPLEMENT:
        return False
    role = of - 1
    while role > 0 and view.words[role].key not in view.vocabulary.roles and view.adjective(role):
        role -= 1
    return view.words[role].key in view.vocabulary.roles


def _run_end(view: View, start: int) -> int:
    """End of the capitals, over a foreign word and to the number of a channel."""
    end = run_end(view, start)
    if view.upper(end + 1) and view.follows(end) and _is_foreign(view, end):
        end = run_end(view, end + 1)  # « la mutuelle Bana ya Mai »
    if view.follows(end) and view.words[end].text.isdigit() and len(view.words[end].text) <= 3:
        end += 1  # « la chaîne Kanal 7 »
    return end


def _end(view: View, head: int, start: int, end: int) -> int:
    """End of the whole name, with what belongs to it in lower case."""
    if phrase := phrase_end(view, head, start, end):
        return phrase
    if view.words[start].text in view.marks.title_articles and end > start + 1:
        end = max(end, complement(view, end, proper=True).end)
    return _between_commas(view, head, end) or slogan_end(view, start, end) or tail_end(view, start, end)


def _is_foreign(view: View, at: int) -> bool:
    text = view.words[at].text
    small = len(text) <= 3 and text.isalpha() and text.islower() and text not in view.marks.phrase_links
    return small and not view.function(at) and not view.common(at)


def _is_trade(view: View, at: int, start: int, end: int) -> bool:
    """« l'horloger Numa Lambelet » is a person, « l'horloger Swatch » a company."""
    if view.words[at].key not in view.vocabulary.roles or start != at + 1 or end - start < 2:
        return False
    return not any(
        word.text in view.vocabulary.company_words or word.text == "&" or view.classes.is_noun(word.text.lower())
        for word in view.words[start:end]
    )


def _name_start(view: View, at: int) -> int:
    """Position of the capitalised word after adjectives and « de + noun »; 0 where something else stands between."""
    while at < len(view.words) and not view.words[at].upper:
        of = view.words[at].key in OF and view.follows(at + 1) and view.noun(at + 1)
        if not view.words[at].joined or not (of or view.adjective(at)):
            return 0
        at += 2 if of else 1
    return at if at < len(view.words) else 0


def _may_be_body(view: View, at: int, comma: bool) -> bool:
    word = view.words[at]
    if word.key in view.vocabulary.civilities or word.key in view.vocabulary.days:
        return False
    # « le spécialiste Marc Dupont » is a person, « la fondation Abbé Pierre » a foundation.
    if comma and at > 1 and view.words[at - 2].key in view.marks.possessives and view.words[at - 1].key not in view.vocabulary.roles:
        return True  # « Sa coopérative, Tantely Mainty, exige… »
    return not view.person(at) or (not comma and view.words[at - 1].key in view.vocabulary.named_after_people)


def _quoted(view: View, at: int) -> Name | None:
    for end in range(at + 1, min(at + LONGEST_NAME, len(view.words) + 1)):
        if _CLOSING.match(view.text, view.words[end - 1].end):
            return view.name(at, end, "organization", 5.0, strong=True)
        if end < len(view.words) and re.search(r"[.!?;:]", view.words[end].gap):
            break
    return None


def _between_commas(view: View, head: int, end: int) -> int:
    """« …, du collectif Agareb respire, prévient… »: between the commas nothing but the name can follow; 0 where it is not so."""
    of = next((k for k in (head - 1, head - 2) if k >= 0 and view.words[k].key in COMPLEMENT), None)
    if of is None or view.words[of].gap.strip() != ",":
        return 0
    for last in range(end, min(end + 4, len(view.words))):
        if view.words[last].gap.strip():
            return last if view.words[last].gap.strip() == "," else 0
        if view.function(last):
            return 0
    return 0
