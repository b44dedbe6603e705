"""Text to words: offsets, elisions and inverted pronouns told apart, abbreviations kept whole. All the claim rules see a text this way."""

import re
from typing import NamedTuple

from streams.nlp.language_folder import pattern, read_toml, word_set

_TOKEN = pattern("speech_token")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'"})
_ABBREVIATED = word_set("abbreviated")
# Agencies set no accent on capitals: « A Ottawa », « A l'en croire ».
_UNACCENTED = read_toml("grammar.toml")["unaccented"]


class Token(NamedTuple):
    """A word or mark of a text: its lower-case form with plain apostrophes, its offsets, whether it begins with a capital."""

    form: str
    start: int
    end: int
    capital: bool


def split_words(text: str, offset: int = 0) -> list[Token]:
    """Split a text into words and marks, in order; ``offset`` is added to their offsets. Linear in its length; never raises."""
    return [Token(_form(match), offset + match.start(), offset + match.end(), match[0][0].isupper()) for match in _TOKEN.finditer(text)]


def _form(match: re.Match[str]) -> str:
    written = match[0]
    if written in _ABBREVIATED:
        return written
    if written in _UNACCENTED and match.string[match.end() : match.end() + 1] == " ":
        return str(_UNACCENTED[written])
    return written.lower() if written.isalnum() else written.lower().translate(_APOSTROPHES)
