"""Votes from what stands around a name: titles, offices, prepositions, ages, parentheses."""

import re
from collections.abc import Sequence

from streams.nlp.naming.name import Name
from streams.nlp.naming.view import ARTICLES, OF, View
from streams.nlp.words import Word

_AGE = re.compile(r"\s*,\s*\d{1,3}\s+ans\b|\s*\(\d{1,3} ans\)")
_WHERE = re.compile(r"\s*,\s+(?:dans|en|au|aux|près|à)\s")
_PARENTHESES = re.compile(r"\s*\(([^()]{2,30})\)")
_LEADS_TO_OFFICE = ARTICLES | {"un", "une", "son", "sa", "leur", "ancien", "ancienne", "ex"}
# How many words may stand before the noun of an apposition: « le premier ».
MOST_BEFORE_NOUN = 3
# How far before a name an office may stand: « le ministre roumain de la Défense, Mircea Dobranu ». In words.
BEFORE = 6


def vote_by_context(view: View, name: Name) -> None:
    """Add the votes of the words before and after the name."""
    before = view.words[max(0, name.first - BEFORE) : name.first]
    if before:
        _before(view, name, before)
    _after(view, name)
    _agent(view, name)


def _agent(view: View, name: Name) -> None:
    """« Iamgold dément », « la Sacem s'est constituée »: a single unknown word that acts is rather a body than a place."""
    if name.size > 1 or view.first_name(name.first) or view.common(name.first) or view.gazetteer.find(name.text):
        return
    at = name.last
    while view.follows(at) and view.words[at].key in ("n'", "ne", "s'", "se", "l'", "lui", "y"):
        at += 1
    if view.follows(at) and view.words[at].key in view.vocabulary.agent_verbs:
        name.vote("organization", 1.5)


def _before(view: View, name: Name, before: Sequence[Word]) -> None:
    vocabulary, previous = view.vocabulary, before[-1]
    if not view.words[name.first].joined:
        _in_parentheses(view, name)
        if view.words[name.first].gap.strip() == "," and any(word.key in vocabulary.roles for word in before):
            name.vote("person", 2.5)
        return
    gender = vocabulary.civilities.get(previous.key)
    if gender:
        name.civility = True
        name.gender = gender if gender != "u" else name.gender
        name.vote("person", 8.0)
        return
    if previous.key in vocabulary.things and not view.gazetteer.find(name.text):
        name.nothing = True
    if previous.key in vocabulary.roles:
        name.vote("person", 4.0)
    elif name.size > 1 and view.inhabitant(name.first - 1):
        name.vote("person", 1.5)
    _prepositions(view, name, before)
    _genitive(view, name, [word.key for word in before])


def _in_parentheses(view: View, name: Name) -> None:
    """« Elke Van den Brandt (Groen) »: what stands alone in parentheses after a name is a party, if it is no place."""
    alone = view.text[max(0, name.start - 1) : name.start] == "(" and view.text[name.end : name.end + 1] in (")", ",")
    if alone and name.size == 1 and view.words[name.first - 1].upper and not view.gazetteer.find(name.text):
        name.vote("organization", 3.0)


def _prepositions(view: View, name: Name, before: Sequence[Word]) -> None:
    last, earlier = before[-1], before[-2].key if len(before) > 1 else ""
    if last.text == "à" or (last.text in ("A", "À") and last.initial):
        # « dit à Emmanuel Macron »
        person = name.size > 1 and view.first_name(name.first)
        name.located = not person
        name.vote("place", 0.5 if person else 2.5 if last.initial else 2.0)
    elif last.key == "en":
        name.located = True
        name.vote("place", 3.0)
    elif last.key in ("au", "aux", "vers", "entre", "depuis", "via"):
        name.vote("place", 1.0)
    elif last.key == "par":
        name.vote("place", 0.5)
    elif last.key == "chez":
        name.vote("organization", 3.0 if name.size == 1 and not view.first_name(name.first) else 1.0)
    elif last.key in ARTICLES and earlier == "dans":
        name.located = True
        name.vote("place", 2.0)
    elif last.key in ARTICLES:
        near = earlier in ("vers", "devant", "à", "depuis")
        name.vote("place" if near else "organization", 1.0 if near else 0.3)


def _genitive(view: View, name: Name, keys: list[str]) -> None:
    """« les habitants de Magog », « le directeur de Transdev »: the noun before « de » says what follows."""
    of = 1 if keys[-1] in OF else 2 if len(keys) > 1 and keys[-1] in ARTICLES and keys[-2] in OF else 0
    if not of or len(keys) <= of:
        return
    vocabulary, head = view.vocabulary, keys[-of - 1]
    if head in vocabulary.of_place or head in vocabulary.plain_sites or head in vocabulary.sites:
        name.located = True
        name.vote("place", 2.5)
    elif vocabulary.place_kinds.match(view.words, name.first - of - 1):
        name.located = True
        name.vote("place", 3.0)
    elif head in vocabulary.office or head in vocabulary.of_organization:
        name.vote("organization", 2.0)


def _after(view: View, name: Name) -> None:
    tail = view.text[name.end : name.end + 40]
    if _AGE.match(tail):
        name.vote("person", 5.0)
    if tail.lstrip().startswith(","):
        _apposition(view, name)
    if _WHERE.match(tail) and _place_follows(view, name.last + 1):
        name.vote("place", 2.0)
    inside = _PARENTHESES.match(tail)
    if inside and view.gazetteer.find(inside[1]):
        name.vote("place", 3.0)
    elif inside and inside[1] in view.vocabulary.parties:
        name.vote("person", 3.0)


def _apposition(view: View, name: Name) -> None:
    """« …, maire de Lyon », « …, un ancien ministre »; « …, le principal syndicat de médecins »."""
    at = name.last
    while at < len(view.words) and at - name.last < MOST_BEFORE_NOUN and (view.words[at].key in _LEADS_TO_OFFICE or view.adjective(at)):
        at += 1
    if at >= len(view.words) or (at > name.last and not view.words[at].joined):
        return
    if view.words[at].key in view.vocabulary.roles:
        name.vote("person", 2.5)
    elif at > name.last and view.vocabulary.descriptors.match(view.words, at):
        name.vote("organization", 2.5)


def _place_follows(view: View, at: int) -> bool:
    capital = next((k for k in range(at, min(at + 3, len(view.words))) if view.words[k].upper), None)
    return capital is not None and bool(view.places(capital, capital + max(view.gazetteer.match(view.words, capital), 1)))
