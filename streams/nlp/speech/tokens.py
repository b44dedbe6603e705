"""Text to words: offsets, elisions and inverted pronouns told apart, abbreviations kept whole. All the claim rules see a text this way."""

import re
from typing import NamedTuple

# One match is one word or mark. An elided article or pronoun (« l’ », « qu’ ») and an inverted pronoun (« -t-il ») are words of their own.
_TOKEN = re.compile(
    r"""
    (?P<elided>\b(?:jusqu|lorsqu|puisqu|quoiqu|presqu|qu|[ldnsjmtc])['’ʼ](?=[\w«“"‘\[(]|\s[«“"]))
  | (?P<abbreviation>\b(?-i:M|MM|Mme|Mmes|Mlle|Mgr|Dr|Pr|St|Ste|av|janv|févr|sept|oct|nov|déc|[A-ZÉÈ])\.)
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


class Token(NamedTuple):
    """A word or mark of a text: its lower-case form with plain apostrophes, its offsets, whether it begins with a capital."""

    form: str
    start: int
    end: int
    capital: bool


def split_words(text: str, offset: int = 0) -> list[Token]:
    """Split a text into words and marks, in order; ``offset`` is added to their offsets. Linear in its length; never raises."""
    return [
        Token(match[0].lower().translate(_APOSTROPHES), offset + match.start(), offset + match.end(), match[0][0].isupper())
        for match in _TOKEN.finditer(text)
    ]
