"""Sites that a head noun begins: « stade des Embruns », « rue King », « massif de la Chartreuse »."""

from streams.nlp.naming.bodies import complement
from streams.nlp.naming.name import Name
from streams.nlp.naming.runs import run_end
from streams.nlp.naming.view import OF, View

_WIDE = frozenset({"country", "region", "wide", "water"})


def read_site(view: View, at: int) -> Name | None:
    """Read the site whose head noun stands here; none where the words only say where something is (« la gare de Rennes »)."""
    head = view.vocabulary.sites.match(view.words, at)
    if not head:
        return None
    if view.words[at].upper and not view.words[at].initial:
        return _capital_site(view, at, head)
    target = _target(view, at + head)
    if not target or view.vocabulary.seats.match(view.words, target):
        return None
    end = run_end(view, target)
    of = view.words[at + head].key
    if of in OF and _speaks_of_target(view, at, head, target, end):
        return None
    return view.name(at, end, "place", 6.0, strong=True)


def _capital_site(view: View, at: int, head: int) -> Name | None:
    """« la Côte d'Opale », « la Cité des sciences »; but « le Stade rennais » is a club, and « Port Louis » only capitals."""
    if not view.follows(at + head) or view.words[at + head].upper or view.adjective(at + head):
        return None
    end = complement(view, at + head, proper=True).end
    return view.name(at, end, "place", 4.0, strong=True) if end > at + head else None


def _target(view: View, at: int) -> int:
    """Position of the capitalised word that completes the head: directly, after « de », or after an article; 0 for none."""
    if not view.follows(at):
        return 0
    target = at
    if view.words[at].key in OF:
        target = view.after_of(at)
    elif view.words[at].key in ("au", "aux"):
        target = at + 1
    if not target or not view.upper(target):
        return 0
    return 0 if view.function(target) and not view.words[target].text.startswith(("Le", "La")) else target


def _speaks_of_target(view: View, at: int, head: int, target: int, end: int) -> bool:
    """Whether « HEAD de X » speaks of X: a wide area, a body, or a town of which the head is only a part."""
    places = view.places(target, end)
    # « le barrage du Nil », « la vallée de la Loire »; but « la rue de la Loire » is a street.
    if any(place.kind in _WIDE for place in places) and view.words[at].key not in view.vocabulary.streets:
        return True
    if view.institution(target):
        return True
    plain = view.name(at, at + head).key in view.vocabulary.plain_sites
    return plain and (bool(places) or view.words[at + head].key in ("de", "d'"))
