"""Names that a list holds: those the article has shown, seats of power, bodies, places, and things that are no entity."""

from contracts.messages import EntityType
from streams.nlp.naming.context import lists_places, vote_by_context
from streams.nlp.naming.form import is_feast
from streams.nlp.naming.name import Name
from streams.nlp.naming.runs import run_end
from streams.nlp.naming.view import COMPLEMENT, LARGE, View
from streams.nlp.phrases import Phrases
from streams.nlp.small_words import CONTRACTED, THE, TO


class Shown:
    """Names that the article has shown in a certain form, and their types. ``heads``: their first words, folded."""

    def __init__(self, kinds: dict[str, EntityType]) -> None:
        self._kinds = kinds
        self._phrases = Phrases(kinds)
        self.heads = frozenset(key.split(" ")[0] for key in kinds)

    def read(self, view: View, at: int) -> Name | None:
        """Read such a name; a longer run of capitals is another name (« Paris » is known, « Paris Match » begins)."""
        count = self._phrases.match(view.words, at)
        capitals = [word for word in view.words[at : at + count] if word.upper and not (word.initial and word.key in THE)]
        if not capitals or (view.words[at].upper and run_end(view, at) > at + count):
            return None
        name = view.name(at, at + count)
        name.vote(self._kinds[name.key], 4.0)
        name.strong = True
        return name


def read_seat(view: View, at: int) -> Name | None:
    """Read a building or address that stands for its occupant: « l'Élysée », « Bercy »."""
    count = view.vocabulary.seats.match(view.words, at)
    if not count or not view.words[at + count - 1].upper or (count == 1 and run_end(view, at) > at + 1):
        return None
    if _is_building(view, at):
        return view.name(at, at + count, "place", 6.0, strong=True)
    return view.name(at, at + count, "organization", 6.0, strong=True)


def _is_building(view: View, at: int) -> bool:
    """« devant le palais du Luxembourg », « sur les marches du palais Chigi »: the house and not who sits in it."""
    if not view.vocabulary.sites.match(view.words, at):
        return False
    before = [word.key for word in view.words[max(0, at - 3) : at]]
    of = next((k for k in range(len(before)) if before[k] in COMPLEMENT), None)
    if of is not None:
        return of > 0 and before[of - 1] in view.marks.building_parts
    return any(key in view.marks.in_front for key in before[-2:])


def read_listed(view: View, at: int) -> Name | None:
    """Read the longest name of the lists that stands here alone, not as the beginning of a longer run."""
    if at and view.words[at].joined and view.words[at - 1].key in view.vocabulary.civilities:
        return None  # « M. Toussaint » is no feast
    if _is_paper(view, at):
        return view.name(at, at + 1, "organization", 4.0, strong=True)
    bodies, places = view.body(at), view.gazetteer.match(view.words, at)
    things = view.thing(at)
    count = max(bodies, places, things)
    if view.words[at].key in THE and count > 1 and _longest(view, at + 1) >= count:
        return None  # « La Côte d'Ivoire » is not on La Côte
    if not any(word.upper for word in view.words[at : at + count]) or (count == places and _is_chance(view, at, count)):
        return None
    if view.words[at].upper and run_end(view, at) > at + count:
        return None
    if count == bodies and _stands_as_place(view, at, count):
        return _place(view, at, count)
    if count > 1 and view.words[at].key in THE:
        return _with_article(view, at, count, body=count == bodies)
    if count == bodies and view.words[at].upper:
        # « Parti communiste marocain », « Croix-Rouge malienne »
        longer = count > 1 and view.follows(at + count) and not view.words[at + count].upper and view.inhabitant(at + count)
        count += longer
        return None if count == 1 and _is_word(view, at) else view.name(at, at + count, "organization", 5.0, strong=True)
    if count == things:
        name = view.name(at, at + count)
        name.nothing = True
        return name
    return _place(view, at, count)


def _stands_as_place(view: View, at: int, count: int) -> bool:
    """« née à Suva », « pédale d'Anderlecht à Uccle », where a body has that name too."""
    if not at or not view.words[at].joined or not view.places(at, at + count):
        return False
    return view.words[at - 1].key in TO or lists_places(view, at, at + count)


def _is_chance(view: View, at: int, count: int) -> bool:
    """« Trois ponts sur huit », at the start of a sentence, are not Trois-Ponts."""
    if count < 2 or not view.words[at].initial or any(word.upper for word in view.words[at + 1 : at + count]):
        return False
    return all(place.name.title() == place.name for place in view.places(at, at + count))


def _longest(view: View, at: int) -> int:
    return max(view.body(at), view.gazetteer.match(view.words, at), view.thing(at))


def _is_paper(view: View, at: int) -> bool:
    """« du Parisien », « au Monde »: the article of the title is in the preposition; but « la Coupe du Monde »."""
    if at < 2 or not view.upper(at) or view.words[at].key not in view.vocabulary.papers:
        return False
    if run_end(view, at) > at + 1 and not view.person(at + 1):
        return False  # « au Monde diplomatique »; but « confie au Parisien Anne Morel »
    return CONTRACTED.get(view.words[at - 1].key) in view.marks.singular_articles and view.words[at - 2].key not in view.vocabulary.events


def _is_word(view: View, at: int) -> bool:
    # « Total », « Orange », « Free » at the start of a sentence are words.
    word = view.words[at]
    return word.initial and (view.function(at) or (not word.acronym and view.common(at)))


def _with_article(view: View, at: int, count: int, *, body: bool) -> Name | None:
    """« Le Havre », « La Poste »; and « le Monde », « du Parisien », where the article of the title is left to the sentence."""
    article, noun = view.words[at], view.words[at + 1]
    if not noun.upper:
        return None
    if not article.upper:
        known = noun.key in view.vocabulary.papers or not view.common(at + 1)
        return (
            view.name(at + 1, at + count, "organization", 4.0, strong=True)
            if body and known and not view.places(at + 1, at + count)
            else None
        )
    if body:
        return view.name(at, at + count, "organization", 5.0, strong=True)
    small = all(place.kind == "town" and place.inhabitants < LARGE for place in view.places(at, at + count))
    return None if article.initial and small and view.common(at + 1) else _place(view, at, count)


def _place(view: View, at: int, count: int) -> Name | None:
    if is_feast(view, at):
        return None
    if not view.words[at].upper and view.words[at].key not in view.vocabulary.geographic:
        return None
    name = view.name(at, at + count, "place", 5.0, strong=True)
    vote_by_context(view, name)
    return name
