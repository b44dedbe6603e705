"""Sites that a head noun begins: « stade des Embruns », « rue King », « massif de la Chartreuse »."""

import re

from streams.nlp.language_folder import pattern
from streams.nlp.naming.bodies import complement
from streams.nlp.naming.name import Name
from streams.nlp.naming.runs import run_end
from streams.nlp.naming.view import COMPLEMENT, UNCONTRACTED, View
from streams.nlp.small_words import AND, CONTRACTED, IN, OF, OF_THE, THE, TO, TO_THE
from streams.nlp.words import fold

# Kinds of places of the gazetteer that are wider than any site.
_WIDE = frozenset({"country", "region", "wide", "water"})
# « le Mans » of « du Mans »
_HELD_ARTICLES = tuple(f"{article} " for article in set(CONTRACTED.values()))
_DAY = pattern("day_number")
_TO = TO | TO_THE
# « 50-Otages », « 5-Martyrs-du-Lycée-Buffon »
_COUNTED = re.compile(r"\d+-[A-ZÀ-Þ][\w-]+")


def read_site(view: View, at: int) -> Name | None:
    """Read the site whose head noun stands here; none where the words only say where something is (« la gare de Rennes »)."""
    if view.words[at].key in view.marks.sided and view.upper(at + 1) and view.words[at + 1].key in view.marks.compass:
        return view.name(at, at + 2, "place", 6.0, strong=True)  # « la côte Est »
    head = view.vocabulary.sites.match(view.words, at)
    if not head:
        return _kind_of_thing(view, at)
    if view.words[at].upper and not view.words[at].initial:
        return _capital_site(view, at, head)
    if (
        view.words[at].key in view.marks.regional_sites
        and view.follows(at + 1)
        and not view.words[at + 1].upper
        and view.vocabulary.is_demonym(view.words[at + 1].text)
    ):
        return view.name(at, at + 2, "place", 4.0, strong=True)  # « le marais breton »
    numbered = at + head + (view.follows(at + head) and view.words[at + head].text in view.marks.road_kinds)
    if view.words[at].key in view.marks.numbered_roads and view.follows(numbered) and view.words[numbered].text.isdigit():
        return view.name(at, numbered + 1, "place", 6.0, strong=True)
    if view.words[at].key in view.marks.ways and (day := _day_end(view, at + head)):
        return view.name(at, day, "place", 6.0, strong=True)
    target = _target(view, at + head)
    if not target and view.follows(at + head) and view.adjective(at + head) and view.upper(at + head + 1):
        return _named_site(view, at, at + head + 1)  # « le stade municipal Marcel-Picot »
    if target and view.words[at].key in view.marks.squares and at and view.words[at - 1].key in view.marks.before_verb:
        return None  # « … et place Urs Waeber dans une posture délicate »
    if not target:
        return None
    if target == at + head:
        return _named_site(view, at, target)
    end = run_end(view, target)
    if view.words[at].key in view.marks.canals and (mouth := _mouth(view, at, end)):
        return view.name(at, mouth, "place", 6.0, strong=True)
    if view.vocabulary.seats.match(view.words, target) or view.words[at].key in view.marks.undivided_sites or _are_several(view, at, end):
        return None
    of = view.words[at + head].key in COMPLEMENT
    if of and at and view.words[at].joined and view.words[at - 1].key in view.marks.before_any:
        return None  # « sur un quai d'Ostende »
    if of and _speaks_of_target(view, at, head, target, end):
        return None
    return view.name(at, end, "place", 6.0, strong=True)


def _mouth(view: View, at: int, end: int) -> int:
    """End of where a canal leads: « le canal du Rhône au Rhin », « … de la Meuse à l'Escaut »; 0 where a known canal ends before."""
    if view.gazetteer.match(view.words, at) or not view.follows(end) or view.words[end].key not in _TO:
        return 0
    other = end + 1 + (view.follows(end + 1) and view.words[end + 1].key in THE)
    return run_end(view, other) if view.upper(other) else 0


def _named_site(view: View, at: int, target: int) -> Name | None:
    """« le gymnase Lucie-Aubrac » of Rive-de-Gier; but not « des jouets en bois Martelet », nor « la raffinerie TotalEnergies »."""
    if at and view.words[at].key in view.marks.materials and view.words[at - 1].text in IN:
        return None
    if view.words[at].key in view.marks.company_sites and view.body(target):
        return None
    return view.name(at, _end_before_town(view, target), "place", 6.0, strong=True)


def _are_several(view: View, at: int, end: int) -> bool:
    """« les îles de Houat et d'Hœdic » are two places."""
    several = view.words[at].text.endswith(view.marks.plural_heads) and view.follows(end + 1) and view.words[end].key in AND
    return several and view.words[end + 1].key in COMPLEMENT


def _kind_of_thing(view: View, at: int) -> Name | None:
    """« le comté des Saules », « la zone des Galets »: with a common noun behind it the kind of a place belongs to its name."""
    head = view.vocabulary.place_kinds.match(view.words, at)
    if not head or view.words[at].upper or not view.follows(at + head) or view.words[at + head].key not in OF_THE:
        return None
    target = at + head + 1
    if not view.upper(target) or not view.common(target) or view.places(target, run_end(view, target)) or view.institution(target):
        return None
    return view.name(at, run_end(view, target), "place", 4.0, strong=True)


def _capital_site(view: View, at: int, head: int) -> Name | None:
    """« la Côte d'Opale », « la Cité des sciences »; but « le Stade rennais » is a club, and « Port Louis » only capitals."""
    if view.words[at].key in view.marks.races and view.follows(at + 1) and view.words[at + 1].key in COMPLEMENT:
        name = view.name(at, max(complement(view, at + head, proper=True).end, at + 1))
        name.nothing = True  # « le Tour des Hauts-Plateaux » is a race
        return name
    if view.words[at].key in view.marks.venues and view.upper(at + head):
        return _named_site(view, at, at + head)  # « le Colisée Financière Bas-Fleuve »
    body = view.vocabulary.capital_institutions.match(view.words, at) >= head > 1  # « le Parc naturel régional du Morvan »
    if body or not view.follows(at + head) or view.words[at + head].upper or view.adjective(at + head):
        return None
    end = complement(view, at + head, proper=True).end
    return view.name(at, end, "place", 4.0, strong=True) if end > at + head else None


def _target(view: View, at: int) -> int:
    """Position of the capitalised word that completes the head: directly, after « de », or after an article; 0 for none."""
    if not view.follows(at):
        return 0
    target = at
    if view.words[at].key in COMPLEMENT:
        target = view.after_of(at)
    elif view.words[at].key in TO_THE:
        target = at + 1
    if not target or not view.upper(target):
        return 0
    return 0 if view.function(target) and not view.words[target].text.startswith(view.marks.leading_words) else target


def _end_before_town(view: View, at: int) -> int:
    """End of what a site is named after, before its town: « gymnase Lucie-Aubrac de Rive-de-Gier », « palais Anne-Morel de Bamako »."""
    end = run_end(view, at)
    for of in range(at + 1, end - 1):
        if view.words[of].key in OF and view.gazetteer.find(view.slice(of + 1, end)):
            return of
    return end


def _day_end(view: View, at: int) -> int:
    """End of the day or number that a street is named after: « du 23-Juin », « du 11 Novembre 1918 », « des 50-Otages »; 0 for none."""
    if not view.follows(at + 1) or view.words[at].key not in view.marks.before_dates or not view.words[at + 1].text[0].isdigit():
        return 0
    day, _, month = view.words[at + 1].key.partition(" ")
    end = at + 2
    if _COUNTED.fullmatch(view.words[at + 1].text):
        return end
    if not month and view.upper(end):
        month, end = view.words[end].key, end + 1
        end += view.follows(end) and view.words[end].text.isdigit()
    return end if month.split(" ")[0] in view.vocabulary.days and _DAY.fullmatch(day) is not None else 0


def _speaks_of_target(view: View, at: int, head: int, target: int, end: int) -> bool:
    """Whether « HEAD de X » speaks of X: a wide area, a body, or a town of which the head is only a part."""
    places, key = view.places(target, end), view.words[at].key
    # « le barrage du Nil », « la vallée de la Loire »; but « la rue de la Loire » is a street, and « l'île du Levant » an island.
    if key not in view.vocabulary.streets and key not in view.marks.islands and any(place.kind in _WIDE for place in places):
        return True
    if key in view.marks.ways and key not in view.marks.squares:
        return False  # « le boulevard des Forges »
    if view.institution(target):
        return True
    direct = view.words[at + head].key in OF and target == at + head + 1
    if view.words[at].key in view.marks.squares and direct and all(place.kind == "town" for place in places):
        return True  # « la place de Bajina Bašta », but « la place de Sardaigne », « la place de la Gare »
    if key in view.marks.ways or (key in view.marks.roads and not places):
        return False  # « la place de Sardaigne », « la route de Gremda »
    if view.words[at + head].key in OF_THE and not any(fold(place.name).startswith(_HELD_ARTICLES) for place in places):
        places = ()  # « la passerelle des Forges » has nothing to do with the town of Forges
    if view.words[at + head].key in OF and view.words[at + head + 1].key in UNCONTRACTED and not places:
        return False  # « la patinoire de la Blancherie », but « la gare de Rennes »
    plain = view.name(at, at + head).key in view.vocabulary.plain_sites
    return plain and (bool(places) or view.words[at + head].key in OF)
