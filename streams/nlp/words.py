"""The words of a paragraph as the search for names sees them: letters, case, and what stands between them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from streams.nlp.language_folder import pattern, word_set

APOSTROPHES = "'’ʼ"
# Words whose forms are remembered: more than the press of a day uses, and a bound to the memory of a worker.
WORDS_KEPT = 50_000
# A word: letters and digits, with hyphens and apostrophes inside. An elided article or pronoun ends at its apostrophe (but « N'Guessan »),
# and an abbreviated form of address keeps its full stop.
_WORD = re.compile(
    rf"""
    {pattern("elided_word").pattern}[{APOSTROPHES}](?=\w)
    | {pattern("abbreviated_word").pattern}\.(?=[\s-]|[A-Z]\b)
    | \w+(?:(?!{pattern("clitic").pattern})(?:[{APOSTROPHES}‑–-]\w+|&\w+|\+(?!\w)))*
    | (?<=\s)&(?=\s)
    """,
    re.VERBOSE,
)
_SENTENCE_END = re.compile(r"[.!?…]|[:;]\s|^\s*[-–—•]\s|\s[-–—•]\s|\n")
# Small words that only an accent tells from another: « dès » is not « des », « à » not « a ».
ACCENTED = word_set("accented", "grammar")
_ARABIC_ARTICLE = re.compile(r"(?:al|an|ar|as|at|az|el|ed|en|er|es|ez|ul)-[A-ZÀ-Þ]")
_OPENING = re.compile(r"[«“„\"‹]\s*$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its offsets in the paragraph. ``gap`` is the text before it; ``initial``: a capital letter is due here anyway.

    ``key`` is its folded form, ``head`` the first part of it where it has hyphens.

    ``upper``: it begins with a capital letter, behind an Arabic article too (« al-Mansouri »). ``acronym``: all its letters are capitals
    (« CFDT », « N-VA »). ``elided``: it ends with an apostrophe (« l' », « qu' »). ``joined``: only white space, or nothing, separates it
    from the word before.
    """

    text: str
    start: int
    end: int
    gap: str
    initial: bool
    key: str
    head: str
    upper: bool
    acronym: bool
    elided: bool
    joined: bool


@lru_cache(maxsize=WORDS_KEPT)
def fold(text: str) -> str:
    """Make the form under which names are compared: no case, no accents, hyphens as spaces, one kind of apostrophe."""
    text = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    text = "".join(character for character in text if not unicodedata.combining(character))
    for apostrophe in APOSTROPHES[1:]:
        text = text.replace(apostrophe, "'")
    return " ".join(text.replace("-", " ").replace("‐", " ").replace("‑", " ").replace("–", " ").replace("' ", "'").split())


def key_of(word: str) -> str:
    """Give the folded form of a word, but those of a small word that only its accent tells from another."""
    lower = word.lower()
    return lower if lower in ACCENTED else fold(word)


def split_words(text: str) -> list[Word]:
    """Split a paragraph into words."""
    words: list[Word] = []
    end = 0
    for found in _WORD.finditer(text):
        gap = text[end : found.start()]
        initial = not words or bool(_SENTENCE_END.search(gap) or _OPENING.search(gap))
        words.append(Word(found[0], found.start(), found.end(), gap, initial, *_form(found[0]), joined=not gap.strip()))
        end = found.end()
    return words


@lru_cache(maxsize=WORDS_KEPT)
def _form(word: str) -> tuple[str, str, bool, bool, bool]:
    """What a word is wherever it stands: ``key``, ``head``, ``upper``, ``acronym`` and ``elided``."""
    key = key_of(word)
    upper = word[0].isupper() or ("-" in word and _ARABIC_ARTICLE.match(word) is not None)
    letters = [character for character in word if character.isalpha()]
    acronym = len(letters) >= 2 and all(character.isupper() for character in letters)
    return key, key.partition(" ")[0], upper, acronym, word[-1] in APOSTROPHES
