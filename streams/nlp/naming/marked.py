"""Names that the model marks longer than the rules read them: « hôpital Pasteur de Colmar », « Nouvelle Étape ».

Of where a name ends the rules know the usual; the model has seen more. It is believed where a capital letter speaks for it, and never
about where a name is shorter: there the rules are right far more often (ten of thirteen spans in articles that nobody had tuned on).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from contracts.messages import EntityType
from streams.nlp.naming.name import Name
from streams.nlp.naming.view import View
from streams.nlp.small_words import AND, TO_THE
from streams.nlp.words import Word

_SMALL = AND | TO_THE
# How many small words may stand inside a name: « canal du Rhône au Rhin ».
MOST_SMALL_WORDS = 3


class ModelSpan(NamedTuple):
    """A name as the model sees it: offsets in its paragraph, and its type."""

    start: int
    end: int
    kind: EntityType


def may_be_longer(view: View, name: Name) -> bool:
    """Whether a capitalised word stands beside a name, so that it can be longer than the rules read it."""
    return _capital_from(view, range(name.first, 0, -1), -1) or _capital_from(view, range(name.last, len(view.words)), 0)


def _capital_from(view: View, positions: range, side: int) -> bool:
    for at in positions[: MOST_SMALL_WORDS + 1]:
        word = view.words[at + side]
        if not view.words[at].joined:
            return False
        if word.upper:
            return not (word.initial and view.function(at + side)) and word.key not in view.vocabulary.civilities
        if word.key not in view.vocabulary.particles and word.key not in _SMALL:
            return False
    return False


def longer_names(view: View, names: Sequence[Name], spans: Sequence[ModelSpan]) -> Iterator[tuple[str, EntityType]]:
    """Give the names that the model's spans make of the names inside them, and their types; both are of one paragraph, in order."""
    for span in spans:
        # A paragraph can be a whole article of a million characters: each span looks at its own words alone.
        first, last = bisect_right(names, span.start, key=lambda name: name.end), bisect_left(names, span.end, key=lambda name: name.start)
        inside = names[first:last]
        if not inside or inside[0].start < span.start or inside[-1].end > span.end or all(name.nothing for name in inside):
            continue
        first, last = (
            bisect_left(view.words, span.start, key=lambda word: word.start),
            bisect_right(view.words, span.end, key=lambda word: word.end),
        )
        words = list(view.words[first:last])
        if not all(word.joined for word in words[1:]) or any(_is_predicate(view, word) for word in words):
            continue
        while len(words) > 1 and _trails(view, words[-1]):
            words.pop()
        before = [word for word in words if word.end <= inside[0].start]
        added = next((word for word in before if _adds(view, word)), None)
        if added is None and len(inside) == 1 and not any(_adds(view, word) for word in words if word.start >= inside[0].end):
            continue
        # « le groupe des Verts Autonomes », but « le canal du Rhône au Rhin ».
        site = span.kind == "place" and before and view.vocabulary.sites.match(words, 0)
        start = added.start if added else span.start if site else inside[0].start
        yield view.text[start : words[-1].end], span.kind


def _is_predicate(view: View, word: Word) -> bool:
    """« le Bureau de la concurrence enquête sur Couche-Tard »: behind a verb another name stands."""
    text, classes = word.text, view.classes
    verb = not word.upper and classes.is_verb(text) and not text.endswith(view.marks.infinitives)
    return verb and not (classes.is_noun(text) or classes.is_adjective(text) or text.endswith(view.marks.participles))


def _trails(view: View, word: Word) -> bool:
    """« la Première Nation innue de Pessamit aussi », but « Pierre debout »."""
    return not word.upper and word.key in view.vocabulary.function and word.text not in view.marks.phrase_ends


def _adds(view: View, word: Word) -> bool:
    """Whether a word can be part of a name by its capital letter."""
    if not word.upper or len(word.text) == 1 or word.key in view.vocabulary.civilities or view.vocabulary.is_demonym(word.text):
        return False
    return not word.initial or not (word.key in view.vocabulary.function or view.classes.is_common(word.text.lower()))
