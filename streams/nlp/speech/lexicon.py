"""The lexicon of reporting verbs: every inflected form points at the verbs it can be and at how their content follows."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from streams.nlp.language_folder import read_once, read_rows, word_set
from streams.nlp.small_words import NOT, ONESELF
from streams.nlp.speech.conjugation import Form
from streams.nlp.speech.grammar import forms_of

_AGREEING = word_set("agreeing")
_AGREEMENT = word_set("agreement")


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb. ``rest`` are the words after its head (« savoir » of « faire savoir »); ``frames``, ``flags``: see ``cues.csv``."""

    infinitive: str
    rest: tuple[str, ...]
    pronominal: bool
    frames: frozenset[str]
    flags: frozenset[str]


@read_once
def verb_forms() -> dict[str, list[tuple[Verb, Form]]]:
    """Map every form of the head of a reporting verb to what it can be; verbs of several words come first."""
    forms: dict[str, list[tuple[Verb, Form]]] = defaultdict(list)
    for verb, head in _verbs():
        for form in forms_of(head):
            forms[form.text].append((verb, form))
    for analyses in forms.values():
        analyses.sort(key=lambda analysis: -len(analysis[0].rest))
    return dict(forms)


@lru_cache(maxsize=50_000)
def matches_rest(written: str, expected: str) -> bool:
    """Tell whether a word is the expected one of a cue of several words; « convaincu » agrees with its subject."""
    return written == expected or (expected in _AGREEING and written.startswith(expected) and written[len(expected) :] in _AGREEMENT)


def _verbs() -> list[tuple[Verb, str]]:
    return [_read(row) for row in read_rows("cues.csv")]


def _read(row: dict[str, str]) -> tuple[Verb, str]:
    words = row["verb"].replace("'", "' ").split()
    pronominal = words[0] in ONESELF
    words = words[1:] if pronominal else words
    negated = words[0] in NOT
    words = words[2:] if negated else words
    flags = frozenset(row["flags"].split()) | ({"negated", "neg"} if negated else frozenset())
    return Verb(row["verb"], tuple(words[1:]), pronominal, frozenset(row["frames"].split()), frozenset(flags)), words[0]
