"""Names that a list holds: those the article has shown, seats of power, bodies, places, and things that are no entity."""

from contracts.messages import EntityType
from streams.nlp.naming.context import vote_by_context
from streams.nlp.naming.form import is_feast
from streams.nlp.naming.name import Name
from streams.nlp.naming.runs import run_end
from streams.nlp.naming.view import LARGE, View
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
    return view.name(at, at + count, "organization", 6.0, strong=True)


def read_listed(view: View, at: int) -> Name | None:
    """Read the longest name of the lists that stands here alone, not as the beginning of a longer run."""
    if _is_paper(view, at):
        return view.name(at, at + 1, "organization", 4.0, strong=True)
    bodies, places = view.body(at), view.gazetteer.match(view.words, at)
    things = view.vocabulary.common_names.match(view.words, at)
    count = max(bodies, places, things)
    if not any(word.upper for word in view.words[at : at + count]):
        return None
    if view.words[at].upper and run_end(view, at) > at + count:
        return None
    if count == bodies and at and view.words[at].joined and view.words[at - 1].key in TO and view.places(at, at + count):
        return _place(view, at, count)  # « née à Suva »
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


def _is_paper(view: View, at: int) -> bool:
    """« du Parisien », « au Monde »: the article of the title is in the preposition; but « la Coupe du Monde »."""
    if at < 2 or not view.upper(at) or view.words[at].key not in view.vocabulary.papers or run_end(view, at) > at + 1:
        return False
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
