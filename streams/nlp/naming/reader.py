"""The reader of one paragraph: at each word the rules are tried, the surest first."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from contracts.messages import EntityType
from streams.nlp.gazetteer import Gazetteer
from streams.nlp.naming.acronyms import pair_acronyms, read_spelled
from streams.nlp.naming.bodies import read_body
from streams.nlp.naming.described import read_described
from streams.nlp.naming.listed import Shown, read_listed, read_seat
from streams.nlp.naming.marked import ModelSpan, longer_names, may_be_longer
from streams.nlp.naming.name import Name
from streams.nlp.naming.offices import office_end
from streams.nlp.naming.quoted import quoted_titles
from streams.nlp.naming.runs import read_run
from streams.nlp.naming.sites import read_site
from streams.nlp.naming.view import View
from streams.nlp.vocabulary import Vocabulary
from streams.nlp.words import fold, split_words

_RULES = (read_seat, read_described, read_site, read_body, read_listed, read_run)


class Reader:
    """Reads the names of one paragraph, again whenever the article has shown more of them; each rule reads each word once."""

    def __init__(self, text: str, vocabulary: Vocabulary, gazetteer: Gazetteer) -> None:
        self._view = View(text, split_words(text), vocabulary, gazetteer)
        self._titles = sorted(quoted_titles(text, vocabulary))
        self._spelled: dict[int, Name | None] = {}
        self._found: dict[int, Name | None] = {}

    def read(self, shown: Shown) -> list[Name]:
        """All names of the paragraph, in order, none overlapping another; they are the caller's, to vote on."""
        view, starts = self._view, [start for start, _ in self._titles]
        names: list[Name] = []
        at = 0
        while at < len(view.words):
            start = view.words[at].start
            within = bisect_right(starts, start) - 1
            name = None if within >= 0 and start < self._titles[within][1] else self._at(at, shown)
            if name:
                names.append(name)
            at = name.last if name else max(office_end(view, at), at + 1)
        pair_acronyms(view, names)
        return names

    def may_be_longer(self, name: Name) -> bool:
        """Whether a capitalised word stands beside a name, so that the model may know better where it ends."""
        return may_be_longer(self._view, name)

    def longer(self, names: Sequence[Name], spans: Sequence[ModelSpan]) -> dict[str, EntityType]:
        """The names that the model marks longer than these, folded, and their types."""
        return {fold(text): kind for text, kind in longer_names(self._view, names, spans)}

    def _at(self, at: int, shown: Shown) -> Name | None:
        word = self._view.words[at]
        # Most words are neither capitalised nor the head of a name.
        if not word.upper and word.head not in self._view.vocabulary.heads and word.head not in shown.heads:
            return None
        return self._once(self._spelled, at, read_spelled) or shown.read(self._view, at) or self._once(self._found, at, *_RULES)

    def _once(self, found: dict[int, Name | None], at: int, *rules: Callable[[View, int], Name | None]) -> Name | None:
        if at not in found:
            found[at] = next((name for rule in rules if (name := rule(self._view, at))), None)
        name = found[at]
        return name and replace(name, votes=dict(name.votes), model={})
