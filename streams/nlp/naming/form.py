"""Votes from the form of a name itself: first names, legal forms, acronyms, known names."""

import re

from streams.nlp.naming.name import Name
from streams.nlp.naming.view import View

# Roads, school classes, leagues: « A36 », « CM2 », « N1 ».
_NUMBERED = re.compile(r"[A-Z]{1,3}[ -]?\d+\w?")
# « CarPostal », « Canal+ », « Groupama-FDJ », « Castelnau & Filles »
_MIXED_CASE = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]|[&+]|-[A-Z]{2,}\b")
# A town is large enough to be known by its name alone. In inhabitants.
LARGE = 50_000
LONGEST_ACRONYM = 8


def vote_by_form(view: View, name: Name) -> None:
    """Add the votes of the name's own form."""
    if name.size == 1:
        _single(view, name)
    else:
        _several(view, name)
    if _MIXED_CASE.search(name.text):
        name.vote("organization", 2.0)
    if "&" in name.text:
        name.votes["person"] = 0.0
    _gazetteer(view, name)
    _known_body(view, name)
    if name.size == 1 and view.inhabitant(name.first):
        name.nothing = True


def _single(view: View, name: Name) -> None:
    word = view.words[name.first]
    name.doubt = word.initial or view.common(name.first)
    if len(word.text) == 1 or _NUMBERED.fullmatch(word.text) or _fixture(view, word.text):
        name.nothing = True
    if view.first_name(name.first):
        name.vote("person", 1.0)
        name.gender = view.vocabulary.gender_of(word.text)
    if word.acronym and len(word.text) <= LONGEST_ACRONYM:
        thing = word.text in view.vocabulary.acronyms_of_things or any(character.isdigit() for character in word.text)
        name.vote("organization", -5.0 if thing else 3.0)


def _fixture(view: View, text: str) -> bool:
    """« Nice-Marseille », « Paris-Nice »: a match, a race or a line between two towns."""
    towns = text.split("-")
    return len(towns) == 2 and not view.gazetteer.find(text) and all(_large(view, town) for town in towns)


def _large(view: View, town: str) -> bool:
    return any(place.inhabitants > LARGE for place in view.gazetteer.find(town))


def _several(view: View, name: Name) -> None:
    head, tail = view.words[name.first], view.words[name.last - 1]
    ends = {head.text, tail.text}
    if ends & view.vocabulary.company_words:
        name.vote("organization", 4.0)
    if ends & view.vocabulary.club_words:
        name.vote("organization", 5.0)
    if view.first_name(name.first):
        name.gender = view.vocabulary.gender_of(head.text)
        name.vote("person", 1.0 if head.acronym else 4.0)
    elif head.acronym:
        name.vote("organization", 2.0)
    elif view.classes.is_noun(head.text.lower()) and not view.gazetteer.find(name.text):
        name.vote("organization", 2.5 if head.initial else 1.5)
    elif not view.first_name(name.last - 1) and view.classes.is_noun(tail.text.lower()) and not view.gazetteer.find(name.text):
        name.vote("organization", 1.5)


def _gazetteer(view: View, name: Name) -> None:
    places = view.gazetteer.find(name.text)
    if not places:
        return
    best = places[0]
    if best.kind != "town":
        name.vote("place", 4.0 if best.kind == "country" else 3.0)
    elif best.inhabitants > LARGE:
        name.vote("place", 2.5)
    else:
        name.vote("place", 1.5 if name.size == 1 and view.common(name.first) else 2.0)


def _known_body(view: View, name: Name) -> None:
    body = view.body(name.first)
    if body:
        # « Enedis Manche » is Enedis too; « Orange Dupont » hardly.
        name.vote("organization", 5.0 if body > 1 or body == name.size else 2.5)
    if body > 1:
        name.votes["person"] = 0.0
