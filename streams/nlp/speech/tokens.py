"""Text to words: offsets, elisions and inverted pronouns told apart, abbreviations kept whole. All the claim rules see a text this way."""

import re
from typing import NamedTuple

from streams.nlp.language_folder import word_set

# One match is one word or mark. An elided article or pronoun (« l’ », « qu’ ») and an inverted pronoun (« -t-il ») are words of their own.
_TOKEN = re.compile(
    r"""
    (?P<elided>\b(?!(?-i:[NM])['’ʼ](?-i:[A-Z]))(?:jusqu|lorsqu|puisqu|quoiqu|presqu|qu|[ldnsjmtc])['’ʼ](?=[\w«“"‘\[(]|\s[«“"]))
  | (?P<abbreviation>\b(?-i:M|MM|Mme|Mmes|Mlle|Mgr|Dr|Pr|St|Ste|av|janv|févr|sept|oct|nov|déc|(?<!°)[A-ZÉÈ])\.)
  | (?P<inverted>-(?:t-)?(?:ils?|elles?|on|je|tu|nous|vous|ce)\b)
  | (?P<number>\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?)
  | (?P<word>[^\W\d_]+(?:(?:['’ʼ]|-(?!(?:t-)?(?:ils?|elles?|on|je|tu|nous|vous|ce)\b))[\w]+)*)
  | (?P<ellipsis>\.{2,}|…)
  | (?P<mark>[^\w\s]|_)
  | (?P<rest>\w+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'"})


_ABBREVIATED = word_set("abbreviated")


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
    if written == "A" and match.string[match.end() : match.end() + 1] == " ":
        return "à"  # agencies set no accent on capitals: « A Ottawa », « A l'en croire »
    return written.lower() if written.isalnum() else written.lower().translate(_APOSTROPHES)
