"""The reader of one paragraph: at each word the rules are tried, the surest first."""

from bisect import bisect_right
from collections.abc import Sequence

from contracts.messages import EntityType
from streams.nlp.gazetteer import Gazetteer
from streams.nlp.naming.acronyms import pair_acronyms, read_spelled
from streams.nlp.naming.bodies import read_body
from streams.nlp.naming.described import read_described
from streams.nlp.naming.listed import Shown, read_listed, read_seat
from streams.nlp.naming.name import Name
from streams.nlp.naming.offices import office_end
from streams.nlp.naming.quoted import quoted_titles
from streams.nlp.naming.runs import read_run
from streams.nlp.naming.sites import read_site
from streams.nlp.naming.view import View
from streams.nlp.vocabulary import Vocabulary
from streams.nlp.words import Word


class Reader:
    """Reads the names of the paragraphs of one article; ``shown`` are names that the article has already shown, with their types."""

    def __init__(self, vocabulary: Vocabulary, gazetteer: Gazetteer, shown: dict[str, EntityType]) -> None:
        self._vocabulary, self._gazetteer = vocabulary, gazetteer
        self._heads = vocabulary.heads | {key.split(" ")[0] for key in shown}
        self._rules = (read_spelled, Shown(shown).read, read_seat, read_described, read_site, read_body, read_listed, read_run)

    def read(self, text: str, words: Sequence[Word]) -> list[Name]:
        """All names of a paragraph, in order, none overlapping another."""
        view = View(text, words, self._vocabulary, self._gazetteer)
        titles = sorted(quoted_titles(text, self._vocabulary))
        starts = [start for start, _ in titles]
        names: list[Name] = []
        at = 0
        while at < len(words):
            within = bisect_right(starts, words[at].start) - 1
            name = None if within >= 0 and words[at].start < titles[within][1] else self._at(view, at)
            if name:
                names.append(name)
            at = name.last if name else max(office_end(view, at), at + 1)
        pair_acronyms(view, names)
        return names

    def _at(self, view: View, at: int) -> Name | None:
        word = view.words[at]
        # Most words are neither capitalised nor the head of a name.
        if not word.upper and word.head not in self._heads:
            return None
        return next((name for rule in self._rules if (name := rule(view, at))), None)
