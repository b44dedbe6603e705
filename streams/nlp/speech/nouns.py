"""Nouns of speech with their content: « l'annonce par la préfecture que… », « sa promesse de… », « l'accusation selon laquelle… »."""

from collections.abc import Iterator

from streams.nlp.language_folder import read_toml, word_set
from streams.nlp.small_words import ACCORDING_TO, AND, BY, HE_OR_SHE, OF, OF_THE, ONE, THAT, THEY, WHO, WHOSE
from streams.nlp.speech.grammar import COMPLEMENT, DETERMINERS, OWNERS, POSSESSIVE, infinitive_at, is_finite
from streams.nlp.speech.names import Names
from streams.nlp.speech.phrases import Phrase, phrase_from, pronoun_phrase
from streams.nlp.speech.roles import singular
from streams.nlp.speech.sentences import Sentence
from streams.nlp.speech.statements import Statement, span_of, trimmed
from streams.nlp.speech.subjects import lead_subject

_DATA = read_toml("attribution.toml")["nouns"]
_THAT, _INFINITIVE, _ACCORDING_TO = (frozenset(_DATA[frame]) for frame in ("that", "infinitive", "according_to"))
_THAT_AFTER_VERB, _VERBS = frozenset(_DATA["that_after_verb"]), tuple(_DATA["verbs"])
_INFINITIVE_AFTER_VERB = frozenset(_DATA["infinitive_after_verb"])
_ALL = _INFINITIVE_AFTER_VERB | _THAT | _INFINITIVE | _ACCORDING_TO | _THAT_AFTER_VERB
_BEFORE = DETERMINERS | word_set("before_speech_nouns")
_NO_CLAIM = word_set("before_no_claim", "grammar")
_WHICH_BEGINNINGS = tuple(word_set("which_beginnings", "grammar"))
_PASSIVE_ENDINGS = tuple(word_set("passive_endings", "grammar"))
_WAYS = COMPLEMENT | BY
_BEGINS_RELATIVE = WHO | WHOSE | THAT
# Before a finite verb these make it one of the content.
_GOES_ON = _BEGINS_RELATIVE | HE_OR_SHE | THEY | ONE | AND
_REACH = 30


def find_nouns(sentence: Sentence, names: Names) -> Iterator[Statement]:
    """Draft the claims of the nouns of speech of a sentence."""
    words = sentence.words
    for at in range(1, len(words)):
        form = singular(words[at].form) if words[at].form not in _ALL else words[at].form
        if form in _ALL and sentence.outside(at) and words[at - 1].form in _BEFORE:
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
            form in THAT
            and (noun in _THAT or (noun in _THAT_AFTER_VERB and _is_put_forward(sentence, at)))
            and words[at - 1].form not in _NO_CLAIM
            and (later == at + 1 or words[later - 1].form == "," or _complement(sentence, at, later))
        ):
            return _statement(sentence, at, later + 1, later, names)
        if (
            form in ACCORDING_TO
            and noun in _ACCORDING_TO
            and words[later + 1 : later + 2]
            and words[later + 1].form.startswith(_WHICH_BEGINNINGS)
        ):
            return _statement(sentence, at, later + 2, later, names)
        opens = noun in _INFINITIVE or (noun in _INFINITIVE_AFTER_VERB and _is_put_forward(sentence, at))
        if form in OF and opens and infinitive_at(words, later + 1):
            return _statement(sentence, at, later + 1, later, names)
    return None


def _is_put_forward(sentence: Sentence, at: int) -> bool:
    """« avançait lundi l'hypothèse que »: the noun is the object of a verb that says so."""
    words = sentence.words
    return any(word.form.startswith(_VERBS) for word in [*words[max(0, at - 5) : at], *words[at + 1 : at + 4]])


def _complement(sentence: Sentence, at: int, stop: int) -> bool:
    words = sentence.words
    passive = words[at + 1].form.endswith(_PASSIVE_ENDINGS) and any(word.form in BY for word in words[at:stop])
    return (words[at + 1].form in _WAYS or passive) and stop > at + 2


def _statement(sentence: Sentence, at: int, start: int, stop: int, names: Names) -> Statement | None:
    words = sentence.words
    end = _end(sentence, at, start, infinitive=words[stop].form in OF)
    if end <= start:
        return None
    first, last, kind = span_of(sentence, start, end)
    cue = (words[at - 1].start, words[at].end)
    source = _source(sentence, at, stop, names)
    return Statement(sentence, first, last, kind, cue, source, "phrase" if source is not None else "none")


def _end(sentence: Sentence, at: int, start: int, *, infinitive: bool) -> int:
    """End the content before the verb of the main clause where the noun is its subject: the second finite verb outside relatives.

    A content with an ``infinitive`` has no finite verb of its own: the first one is the main verb.
    """
    words = sentence.words
    semicolon = next((later for later in range(start, len(words)) if words[later].form == ";" and sentence.outside(later)), None)
    if semicolon is not None:
        return trimmed(sentence, start, semicolon)
    first_verb = next((later for later in range(start, len(words)) if is_finite(words, later)), None)
    if any(is_finite(words, earlier) for earlier in range(at)):
        return trimmed(sentence, start, len(words))
    after = start if infinitive else len(words) if first_verb is None else first_verb + 1
    for later in range(after, len(words)):
        if not sentence.outside(later) or not is_finite(words, later):
            continue
        if words[later - 1].form in _GOES_ON or words[later - 2].form in _BEGINS_RELATIVE:
            continue
        comma = next((at for at in range(start, later) if words[at].form == "," and sentence.outside(at)), later) if infinitive else later
        return trimmed(sentence, start, comma)
    return trimmed(sentence, start, len(words))


def _source(sentence: Sentence, at: int, stop: int, names: Names) -> Phrase | None:
    words = sentence.words
    ways = [later for later in range(at + 1, stop) if words[later].form in _WAYS]
    # « L'assurance, donnée au micro de la RTBF par la ministre, que »: the agent before the other complements.
    for later in sorted(ways, key=lambda later: words[later].form not in BY):
        start = later if words[later].form in OF_THE else later + 1
        phrase = phrase_from(sentence, start + (words[start].form in OF_THE), names)
        if phrase is not None:
            return phrase
    if words[at - 1].form in POSSESSIVE:
        return pronoun_phrase(sentence, at - 1, OWNERS[words[at - 1].form])
    return lead_subject(sentence, names, at)
