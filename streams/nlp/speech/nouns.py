"""Nouns of speech with their content: « l'annonce par la préfecture que… », « sa promesse de… », « l'accusation selon laquelle… »."""

from collections.abc import Iterator

from streams.nlp.speech.files import read_toml
from streams.nlp.speech.grammar import DETERMINERS, POSSESSIVE, infinitive_at, is_finite
from streams.nlp.speech.names import Names
from streams.nlp.speech.phrases import Phrase, phrase_from, pronoun_phrase
from streams.nlp.speech.sentences import Sentence
from streams.nlp.speech.statements import Statement, span_of, trimmed
from streams.nlp.speech.subjects import lead_subject

_DATA = read_toml("attribution.toml")["nouns"]
_QUE, _DE, _LEQUEL = (frozenset(_DATA[frame]) for frame in ("que", "de", "lequel"))
_ALL = _QUE | _DE | _LEQUEL
_REACH = 16


def find_nouns(sentence: Sentence, names: Names) -> Iterator[Statement]:
    """Draft the claims of the nouns of speech of a sentence."""
    words = sentence.words
    for at in range(1, len(words)):
        form = words[at].form.removesuffix("s") if words[at].form not in _ALL else words[at].form
        if form in _ALL and sentence.outside(at) and words[at - 1].form in DETERMINERS | {"nouvelle", "première"}:
            statement = _read(sentence, at, form, names)
            if statement:
                yield statement


def _read(sentence: Sentence, at: int, noun: str, names: Names) -> Statement | None:
    words = sentence.words
    for later in range(at + 1, min(len(words), at + _REACH)):
        form = words[later].form
        if form in {".", ";", ":"} or is_finite(words, later) or not sentence.outside(later):
            return None
        if (
            form in {"que", "qu'"}
            and noun in _QUE
            and words[at - 1].form not in {"un", "une", "des", "aucune"}
            and (later == at + 1 or words[later - 1].form == "," or _complement(sentence, at, later))
        ):
            return _statement(sentence, at, later + 1, later, names)
        if (
            form == "selon"
            and noun in _LEQUEL
            and words[later + 1 : later + 2]
            and words[later + 1].form.startswith("le") | words[later + 1].form.startswith("la")
        ):
            return _statement(sentence, at, later + 2, later, names)
        if form in {"de", "d'"} and noun in _DE and infinitive_at(words, later + 1):
            return _statement(sentence, at, later + 1, later, names)
    return None


def _complement(sentence: Sentence, at: int, stop: int) -> bool:
    return sentence.words[at + 1].form in {"par", "de", "du", "des", "d'"} and stop > at + 2


def _statement(sentence: Sentence, at: int, start: int, stop: int, names: Names) -> Statement | None:
    words = sentence.words
    end = _end(sentence, at, start)
    if end <= start:
        return None
    first, last, kind = span_of(sentence, start, end)
    cue = (words[at - 1].start, words[at].end)
    source = _source(sentence, at, stop, names)
    return Statement(sentence, first, last, kind, cue, source, "phrase" if source is not None else "none")


def _end(sentence: Sentence, at: int, start: int) -> int:
    """End the content before the verb of the main clause where the noun is its subject: the second verb outside relatives."""
    words = sentence.words
    first_verb = next((later for later in range(start, len(words)) if is_finite(words, later)), None)
    if any(is_finite(words, earlier) for earlier in range(at)):
        return trimmed(sentence, start, len(words))
    after = len(words) if first_verb is None else first_verb + 1
    for later in range(after, len(words)):
        if not sentence.outside(later) or not is_finite(words, later):
            continue
        if words[later - 1].form in {"qui", "dont", "que", "qu'", "il", "elle", "ils", "elles", "on", "et"} or words[later - 2].form in {
            "qui",
            "que",
            "qu'",
            "dont",
        }:
            continue
        return trimmed(sentence, start, later)
    return trimmed(sentence, start, len(words))


def _source(sentence: Sentence, at: int, stop: int, names: Names) -> Phrase | None:
    words = sentence.words
    for later in range(at + 1, stop):
        if words[later].form in {"par", "de", "du", "des", "d'"}:
            start = later if words[later].form in {"du", "des"} else later + 1
            phrase = phrase_from(sentence, start + (words[start].form in {"du", "des"}), names)
            if phrase is not None:
                return phrase
    if words[at - 1].form in POSSESSIVE:
        return pronoun_phrase(sentence, at - 1, "son" if words[at - 1].form in {"son", "sa", "ses"} else "leur")
    return lead_subject(sentence, names, at)
