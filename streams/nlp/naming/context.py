"""Votes from what stands around a name: titles, offices, prepositions, ages, parentheses."""

import re
from collections.abc import Sequence

from streams.nlp.language_folder import pattern
from streams.nlp.naming.name import Name
from streams.nlp.naming.view import COMPLEMENT, LARGE, View
from streams.nlp.small_words import AND, BY, IN, INSIDE, OR, THE, TO
from streams.nlp.words import Word

_AGE = pattern("age_behind")
_WHERE = pattern("place_behind")
_AND_OR = AND | OR
_PAIRING = AND | OR | TO
_PARENTHESES = re.compile(r"\s*\(([^()]{2,30})\)")
_SPEAKS = re.compile(r"\s*:\s*[«“\"]")
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
    if name.first == 0 and view.text[name.end :].lstrip("\u00a0\u202f ").startswith(":") and _is_dateline(view, name):
        name.located = True  # « Carouge : le maire jure que… »
        name.vote("place", 2.0)
    if name.first == 0 and name.size > 1 and _SPEAKS.match(view.text, name.end):
        name.vote("person", 2.0)  # « Pasang Dolma : « Au sommet… » »
    if _is_founded(view, name):
        name.vote("organization", 3.0)


def _is_dateline(view: View, name: Name) -> bool:
    """« Carouge : … », but « Forêt : le collectif… » speaks of a forest, though a town has that name."""
    return bool(view.gazetteer.find(name.text)) and name.text not in view.vocabulary.sites


def _is_founded(view: View, name: Name) -> bool:
    """« Créée en 2018 à La Ciotat, Levazur n'emploie que… »: what was founded is a body."""
    if not name.first or view.words[name.first].gap.strip() != ",":
        return False
    lead = next((word for word in reversed(view.words[max(0, name.first - 14) : name.first]) if word.initial), None)
    return lead is not None and lead.key in view.marks.founded


def _agent(view: View, name: Name) -> None:
    """« Iamgold dément », « la Sacem s'est constituée »: a single unknown word that acts is rather a body than a place."""
    if name.size > 1 or view.first_name(name.first) or view.common(name.first) or view.gazetteer.find(name.text):
        return
    at = name.last
    while view.follows(at) and view.words[at].key in view.marks.before_agent_verb:
        at += 1
    if view.follows(at) and view.words[at].key in view.vocabulary.agent_verbs:
        name.vote("organization", 1.5)


def _before(view: View, name: Name, before: Sequence[Word]) -> None:
    vocabulary, previous = view.vocabulary, before[-1]
    if not view.words[name.first].joined:
        _in_parentheses(view, name)
        if view.words[name.first].gap.strip() == "," and any(word.key in vocabulary.roles for word in before):
            name.vote("person", 2.5)
        elif view.words[name.first].gap.strip() == "," and _is_described(view, name):
            name.vote("organization", 2.5)
        return
    gender = vocabulary.civilities.get(previous.key)
    if gender:
        name.civility, name.nothing = True, False
        name.gender = gender if gender != "u" else name.gender
        name.vote("person", 8.0)
        return
    if previous.key in view.marks.place_nouns and not previous.upper and not view.first_name(name.first):
        name.located = True
        name.vote("place", 3.0)
    if previous.key in vocabulary.things and not view.gazetteer.find(name.text):
        name.nothing = True
    if name.size == 1 and view.first_name(name.first) and _leads_to_person(view, name.first):
        name.vote("person", 2.0)  # « nous demande Anaïs », « a-t-elle dit à l'AFP Anaïs »
    if previous.key in vocabulary.roles:
        name.vote("person", 4.0)
    elif name.size > 1 and view.inhabitant(name.first - 1):
        listed = view.words[name.first - 1].key in vocabulary.demonyms and not view.common(name.first)
        if listed and not view.words[name.first - 1].upper and len(before) > 1 and (before[-2].key in THE or before[-2].key in COMPLEMENT):
            name.vote("organization", 3.0)
        else:
            name.vote("person", 3.0 if listed else 1.5)
    _prepositions(view, name, before)
    _genitive(view, name, [word.key for word in before])


def _leads_to_person(view: View, at: int) -> bool:
    """Whether a verb or a body stands before a first name that is no large town's too."""
    before = view.words[at - 1]
    known = any(place.inhabitants > LARGE for place in view.gazetteer.find(view.words[at].text))
    return before.key in view.vocabulary.agent_verbs or (not known and (before.acronym or view.classes.is_verb(before.text)))


def _is_described(view: View, name: Name) -> bool:
    """« Un groupe de Brno, Moravské Vozy, lorgnerait… »: a noun for a body before the comma, and a comma behind the name."""
    closed = view.text[name.end :].lstrip().startswith(",")
    start = max(0, name.first - BEFORE)
    return closed and any(view.vocabulary.descriptors.match(view.words, at) for at in range(start, name.first) if not view.words[at].upper)


def _in_parentheses(view: View, name: Name) -> None:
    """« Elke Van den Brandt (Groen) »: what stands alone in parentheses after a name is a party, if it is no place."""
    alone = view.text[max(0, name.start - 1) : name.start] == "(" and view.text[name.end : name.end + 1] in (")", ",")
    if alone and name.size == 1 and view.words[name.first - 1].upper and not view.gazetteer.find(name.text):
        name.vote("organization", 3.0)


def _prepositions(view: View, name: Name, before: Sequence[Word]) -> None:
    last, earlier = before[-1], before[-2].key if len(before) > 1 else ""
    if last.text in TO or (last.text in view.marks.capital_to and last.initial):
        # « dit à Emmanuel Macron »
        person = name.size > 1 and view.first_name(name.first)
        if earlier in view.marks.employed and not view.gazetteer.find(name.text) and not person:
            name.vote("organization", 2.0)  # « infectiologue à Unisanté »
            return
        if name.size > 1 and not view.gazetteer.find(name.text) and earlier.startswith(view.marks.dative):
            return  # « appartenait à Folly Lawson »
        name.located = not person
        name.vote("place", 0.5 if person else 2.5 if last.initial else 2.0)
    elif last.key in IN:
        name.located = True
        name.vote("place", 3.0)
    elif last.key in view.marks.towards:
        name.vote("place", 3.0 if earlier in view.marks.settled else 1.0)
    elif last.key in view.marks.in_front:
        name.vote("place", 1.5)
    elif last.key in BY:
        name.vote("place", 0.5)
    elif last.key in view.marks.at_home:
        name.vote("organization", 3.0 if name.size == 1 and not view.first_name(name.first) else 1.0)
    elif last.key in THE and earlier in INSIDE:
        name.located = True
        name.vote("place", 2.0)
    elif last.key in THE and earlier.startswith(view.marks.crosses):
        name.vote("place", 2.5)
    elif last.key in THE:
        near = earlier in view.marks.near
        whole = last.key in view.marks.singular_articles and not (last.elided or last.upper)
        if name.size > 1 and whole and view.first_name(name.first):
            name.vote("person", -3.0)  # « la Lia Rumantscha »: people have no article
        name.vote("place" if near else "organization", 1.0 if near else 0.3)


def _genitive(view: View, name: Name, keys: list[str]) -> None:
    """« les habitants de Magog », « le directeur de Transdev »: the noun before « de » says what follows."""
    of = 1 if keys[-1] in COMPLEMENT else 2 if len(keys) > 1 and keys[-1] in THE and keys[-2] in COMPLEMENT else 0
    if not of or len(keys) <= of or not all(word.joined for word in view.words[name.first - of : name.first]):
        return
    vocabulary, head = view.vocabulary, keys[-of - 1]
    if len(keys) > of + 1 and view.adjective(name.first - of - 1) and keys[-of - 2] in vocabulary.of_place:
        head = keys[-of - 2]  # « élu socialiste de Travers »
    if head in vocabulary.of_place or head in vocabulary.plain_sites or head in vocabulary.sites:
        name.located = True
        name.vote("place", 2.5)
    elif vocabulary.place_kinds.match(view.words, name.first - of - 1):
        name.located = True
        name.vote("place", 3.0 if name.size == 1 else 6.0)  # « le quartier de Yacoub El Mansour »
    elif head in vocabulary.trades and not view.first_name(name.first) and keys[-1] not in THE:
        name.vote("place", 2.5)  # « l'horloger de Bourj Hammoud »
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
    if lists_places(view, name.first, name.last):
        name.vote("place", 2.0)
    inside = _PARENTHESES.match(tail)
    if inside and view.gazetteer.find(inside[1]):
        name.vote("place", 3.0)
    elif inside and inside[1] in view.vocabulary.parties:
        name.vote("person", 3.0)


def lists_places(view: View, first: int, last: int) -> bool:
    """« entre Les Bayards et La Brévine », « venus de Lorient et de Killybegs »: the other one of the pair is a known place."""
    at = first - 1
    preposition = view.words[at].text if at >= 0 and view.words[first].joined else ""
    if preposition in view.marks.pair_prepositions and not view.words[at].upper:
        after = last + 1
        while view.follows(after) and view.words[after].text in view.marks.pair_repeats:
            after += 1
        if view.follows(last) and view.words[last].key in _PAIRING and view.upper(after):
            return bool(view.places(after, after + max(view.gazetteer.match(view.words, after), 1)))
        if at >= 2 and view.words[at - 1].key in _AND_OR and view.words[at].joined and view.words[at - 2].upper:
            return bool(view.gazetteer.find(view.words[at - 2].text))
    return False


def _apposition(view: View, name: Name) -> None:
    """« …, maire de Lyon », « …, un ancien ministre »; « …, le principal syndicat de médecins »."""
    at = name.last
    while at < len(view.words) and at - name.last < MOST_BEFORE_NOUN and not view.vocabulary.descriptors.match(view.words, at):
        if not (view.words[at].key in THE or view.words[at].key in view.marks.before_noun or view.adjective(at)):
            break
        at += 1
    if at > name.last and (at >= len(view.words) or not view.words[at].joined):
        at -= 1  # « Anne Morel, enseignante, … », which may be an adjective too
    if at >= len(view.words):
        return
    if view.words[at].key in view.vocabulary.roles:
        name.vote("person", 2.5)
    elif at == name.last and view.words[at].text in view.marks.born:
        name.vote("person", 3.0)  # « Xu Lanying, née à Suzhou »
    elif view.vocabulary.descriptors.match(view.words, at):
        name.vote("organization", 3.5 if name.size == 1 and not view.gazetteer.find(name.text) else 2.5)
    elif view.vocabulary.place_kinds.match(view.words, at) and not view.words[at].upper:
        name.located = True
        name.vote("place", 2.5)  # « Zorg, le chef-lieu, … »


def _place_follows(view: View, at: int) -> bool:
    capital = next((k for k in range(at, min(at + 3, len(view.words))) if view.words[k].upper), None)
    return capital is not None and bool(view.places(capital, capital + max(view.gazetteer.match(view.words, capital), 1)))
