"""Titles, nicknames and names of operations in quotation marks: what they hold is no entity of its own."""

import re
from collections.abc import Iterator

from streams.nlp.language_folder import pattern
from streams.nlp.small_words import THE
from streams.nlp.vocabulary import Vocabulary
from streams.nlp.words import fold

_PAIRS = tuple(
    re.compile(f"{opening}([^{opening}{closing}]{{2,80}}){closing}")
    for opening, closing in (("«", "»"), ("“", "”"), ('"', '"'), ("„", "“"))
)
_WORDS = re.compile(r"[\w'’-]+")
_NO_TITLE = pattern("no_title")
# A title after « le film », « intitulé »… may be long; without such a word only a short phrase without verb is one. In words.
LONGEST_TITLE, LONGEST_PHRASE = 9, 4


def quoted_titles(text: str, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """Spans inside quotation marks that are titles rather than speech."""
    for pair in _PAIRS:
        for found in pair.finditer(text):
            before = _WORDS.findall(_NO_TITLE.sub("", text[max(0, found.start() - 60) : found.start()]))[-3:]
            announced = any(fold(word) in vocabulary.before_titles for word in before)
            if _is_title(found[1].strip(), vocabulary, announced=announced):
                yield found.start(1), found.end(1)


def _is_title(inner: str, vocabulary: Vocabulary, *, announced: bool) -> bool:
    words = _WORDS.findall(inner)
    if not words or len(words) > (LONGEST_TITLE if announced else LONGEST_PHRASE):
        return False
    if announced:
        return True
    return inner[0].isupper() and inner[-1] not in ".!?…," and not _is_speech(words, vocabulary)


def _is_speech(words: list[str], vocabulary: Vocabulary) -> bool:
    if fold(words[0]) in THE:
        words = words[1:]
    # « Les Illusions perdues » says nothing.
    words = [word for word in words if not word.lower().endswith(vocabulary.marks.title_participles)]
    return any(
        fold(word) in vocabulary.of_speech or (vocabulary.classes.is_verb(word.lower()) and not vocabulary.classes.is_noun(word.lower()))
        for word in words
    )
