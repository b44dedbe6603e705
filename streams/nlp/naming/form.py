"""Votes from the form of a name itself: first names, legal forms, acronyms, known names."""

import re

from streams.nlp.language_folder import pattern
from streams.nlp.naming.name import Name
from streams.nlp.naming.view import LARGE, View
from streams.nlp.small_words import OF

# Roads, school classes, leagues: « A36 », « CM2 », « N1 ».
_NUMBERED = re.compile(r"[A-Z]{1,3}[ -]?\d+\w?")
# « CarPostal », « Canal+ », « Groupama-FDJ », « Castelnau & Filles »
_MIXED_CASE = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]|[&+]|-[A-Z]{2,}\b")
_ROMAN, _ORDINAL, _ROAD = pattern("roman_number"), pattern("roman_ordinal"), pattern("road_number")
LONGEST_ACRONYM = 8


def vote_by_form(view: View, name: Name) -> None:
    """Add the votes of the name's own form."""
    if name.size == 1:
        _single(view, name)
    else:
        _several(view, name)
    first, _, second = name.text.partition("-")
    if second and name.size == 1 and first.upper() in view.marks.unions and not view.gazetteer.find(name.text):
        name.vote("organization", 5.0)
        name.votes["person"] = 0.0
    if name.size == 1 and _is_toponym(view, name):
        name.vote("place", 3.0)
    if _MIXED_CASE.search(name.text):
        name.vote("organization", 2.0)
    if "&" in name.text:
        name.votes["person"] = 0.0
    _gazetteer(view, name)
    _known_body(view, name)
    if name.size == 1 and (view.inhabitant(name.first) or _is_people(view, name)):
        name.nothing = True


def _single(view: View, name: Name) -> None:
    word = view.words[name.first]
    name.doubt = word.initial or (view.common(name.first) and not _follows_of(view, name))
    road = _ROAD.fullmatch(word.text) and name.first > 0 and word.joined and view.words[name.first - 1].key in view.marks.road_articles
    if road:
        name.vote("place", 5.0)  # « sur l'A75 »
        name.strong = True
    elif (
        is_feast(view, name.first)
        or len(word.text) == 1
        or _ROMAN.fullmatch(word.text)
        or (_NUMBERED.fullmatch(word.text) and not view.gazetteer.find(word.text))
        or _fixture(view, word.text)
    ):
        name.nothing = True
    if view.first_name(name.first):
        name.vote("person", 1.0)
        name.gender = view.vocabulary.gender_of(word.text)
    if word.acronym and not road and len(word.text) <= LONGEST_ACRONYM:
        thing = word.text in view.vocabulary.acronyms_of_things or any(character.isdigit() for character in word.text)
        name.vote("organization", -5.0 if thing else 3.0)
        name.nothing = name.nothing or (word.text in view.vocabulary.acronyms_of_things and not view.body(name.first))


def _is_toponym(view: View, name: Name) -> bool:
    """« Anse-à-l'Orme », « Zorg-sur-Loire »: hyphens join small words in the names of places only."""
    return any(part in view.marks.inside_toponyms for part in name.text.split("-")[1:-1])


def _follows_of(view: View, name: Name) -> bool:
    """« les trains de Lourdes »: without an article a capital behind « de » is no common noun's, where a place has that name."""
    at = name.first
    return at > 0 and view.words[at].joined and view.words[at - 1].key in OF and bool(view.gazetteer.find(name.text))


def is_feast(view: View, at: int) -> bool:
    """« avant la Saint-Martin »: a saint's day; a town or a man has no feminine article."""
    word = view.words[at]
    return word.text.startswith(view.marks.feasts) and at > 0 and word.joined and view.words[at - 1].text in view.marks.feast_articles


def _is_people(view: View, name: Name) -> bool:
    """« les Baka », « les Inuit »: a people, where the plural article is not the name's own plural (« les Hauts-Sarts »)."""
    word = view.words[name.first]
    plural = name.first > 0 and word.joined and view.words[name.first - 1].text in view.marks.people_articles
    return plural and not word.acronym and not word.text.endswith(view.marks.plural_names) and not view.gazetteer.find(word.text)


def _fixture(view: View, text: str) -> bool:
    """« Nice-Marseille », « Paris-Nice »: a match, a race or a line between two towns."""
    towns = text.split("-")
    return len(towns) == 2 and not view.gazetteer.find(text) and all(_large(view, town) for town in towns)


def _large(view: View, town: str) -> bool:
    return any(place.inhabitants > LARGE for place in view.gazetteer.find(town))


def _several(view: View, name: Name) -> None:
    head, tail = view.words[name.first], view.words[name.last - 1]
    if tail.text.title() in view.marks.family:
        name.vote("organization", 6.0)
        name.votes["person"] = 0.0
        return
    if _ORDINAL.fullmatch(head.text) or (head.key in view.marks.no_bodies and not view.body(name.first)):
        name.nothing = True  # « la Ve République », « le Plan Colibri »
    if head.text in view.vocabulary.acronyms_of_things and len(tail.text) == 1:
        name.nothing = True  # « le RER C »
    if head.initial and head.key in view.vocabulary.things and name.size == 2 and not view.body(name.first):
        name.nothing = True  # « Cyclone Malandy : … »
    if (head.text in view.vocabulary.company_words and not view.first_name(name.first)) or tail.text in view.vocabulary.company_words:
        name.vote("organization", 4.0)
    if "-" in tail.text and name.size == 2 and not view.common(name.first) and not view.gazetteer.find(head.text):
        name.vote("person", 1.0)  # « Nedra Trabelsi-Fontaine »
    if head.key in view.vocabulary.numbered and any(word.text.isdigit() for word in view.words[name.first : name.last]):
        name.vote("organization", 5.0)
    if head.text in view.vocabulary.club_words or tail.text in view.vocabulary.club_words:
        name.vote("organization", 5.0)
    if tail.text in view.marks.venue_tails:
        name.vote("place", 6.0)
    if (
        tail.text in view.marks.body_tails
        and not head.initial
        and view.classes.is_noun(head.text.lower())
        and not view.gazetteer.find(name.text)
    ):
        name.vote("organization", 4.0)
    if any(word.key in view.marks.of_people for word in view.words[name.first + 1 : name.last - 1]):
        name.vote("person", 3.0)  # « Zorgh van Dormael »
    if view.first_name(name.first):
        name.gender = view.vocabulary.gender_of(head.text)
        name.vote("person", 1.0 if head.acronym else 4.0)
    elif head.acronym:
        # « POST Luxembourg »
        name.vote("organization", 4.0 if view.places(name.first + 1, name.last) else 2.0)
    elif view.classes.is_noun(head.text.lower()) and not view.gazetteer.find(name.text):
        lower = tail.text.lower()
        described = view.classes.is_adjective(lower) and not view.classes.is_noun(lower)  # « Arrimage Boréal »
        name.vote("organization", 2.5 if head.initial or described else 1.5)
    elif not view.first_name(name.last - 1) and view.classes.is_noun(tail.text.lower()) and not view.gazetteer.find(name.text):
        name.vote("organization", 1.5 if view.common(name.first) else 2.0)


def _gazetteer(view: View, name: Name) -> None:
    places = view.places(name.first, name.last)
    if not places:
        return
    if view.places_with_article(name.first, name.last):
        name.doubt = False
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
