"""Titles, nicknames and names of operations in quotation marks: what they hold is no entity of its own."""

import re
from collections.abc import Iterator

from streams.nlp.vocabulary import Vocabulary
from streams.nlp.words import fold

_PAIRS = tuple(
    re.compile(f"{opening}([^{opening}{closing}]{{2,80}}){closing}")
    for opening, closing in (("«", "»"), ("“", "”"), ('"', '"'), ("„", "“"))
)
_WORDS = re.compile(r"[\w'’-]+")
# A title after « le film », « intitulé »… may be long; without such a word only a short phrase without verb is one. In words.
LONGEST_TITLE, LONGEST_PHRASE = 9, 4


def quoted_titles(text: str, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """Spans inside quotation marks that are titles rather than speech."""
    for pair in _PAIRS:
        for found in pair.finditer(text):
            before = _WORDS.findall(text[max(0, found.start() - 60) : found.start()].replace("à titre ", ""))[-3:]
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


# « Les Illusions perdues » says nothing.
_PARTICIPLES = ("ée", "ées", "és", "ue", "ues", "us")


def _is_speech(words: list[str], vocabulary: Vocabulary) -> bool:
    if fold(words[0]) in ("le", "la", "les", "l'"):
        words = words[1:]
    words = [word for word in words if not word.lower().endswith(_PARTICIPLES)]
    return any(
        fold(word) in vocabulary.of_speech or (vocabulary.classes.is_verb(word.lower()) and not vocabulary.classes.is_noun(word.lower()))
        for word in words
    )
