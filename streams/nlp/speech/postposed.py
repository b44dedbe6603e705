"""The subject behind a verb: « …, a dit lundi, devant la presse, la maire de Lyon »."""

from streams.nlp.small_words import THAT, WHO
from streams.nlp.speech.grammar import (
    COMPLEMENT,
    DAYS,
    DETERMINERS,
    PLURAL,
    PREPOSITIONS,
    QUOTE_MARKS,
    SUBJECT_PRONOUNS,
    TERMINAL,
    is_adverb,
    time_end,
)
from streams.nlp.speech.names import Names
from streams.nlp.speech.phrases import Phrase, is_some, phrase_from, speaks
from streams.nlp.speech.sentences import Sentence

_ENDS_CLAUSE = TERMINAL | {":", ";"} | THAT | WHO
# « des » is an article here.
_BEFORE_PHRASE = (PREPOSITIONS - PLURAL) | DAYS
_SUBJECTS = SUBJECT_PRONOUNS | DETERMINERS
_ENDS_PHRASE = TERMINAL | {",", ":", ";"} | PREPOSITIONS | QUOTE_MARKS | DETERMINERS


def postposed_subject(sentence: Sentence, at: int, names: Names, *, strict: bool) -> Phrase | None:
    """Find the subject behind a verb group, over adverbs and phrases such as « en marge des travaux » or « à l'AFP »."""
    words = sentence.words
    commas = 0
    limit = min(len(words), at + 24)
    while at < limit:
        form = words[at].form
        if form in _ENDS_CLAUSE or (sentence.quoted[at] is not None and form in QUOTE_MARKS):
            return None
        if form == ",":
            commas += 1
            if commas > 3:
                return None
            at += 1
        elif time_end(words, at) > at:
            at = time_end(words, at)  # « disait l'an dernier un élu »
        elif form in _BEFORE_PHRASE and not is_some(words, at):
            at = _after_preposition(sentence, at, names)
        elif is_adverb(form) and form not in _SUBJECTS and not names.is_speaker_noun(form):
            at += 1
        elif 0 < commas < 3 and not words[at].capital and at + 1 < limit and words[at + 1].form == "," and not names.is_speaker_noun(form):
            at += 1  # « l'a interrompu, debout, le député », « prévient, mi-sévère, mi-amusé, le commissaire »
        else:
            phrase = phrase_from(sentence, at, names)
            return phrase if phrase and (not strict or speaks(phrase, names)) and not (commas and not speaks(phrase, names)) else None
    return None


def _after_preposition(sentence: Sentence, at: int, names: Names) -> int:
    """Step over a phrase with a preposition: its determiner, one noun or name, complements with « de »."""
    words = sentence.words
    if words[at].form in DAYS:
        return at + 1
    at += 1
    while at < len(words) and (words[at].form in DETERMINERS or words[at].form in PREPOSITIONS):
        at += 1
    if at >= len(words):
        return at
    mention = names.mention_at(words[at].start)
    if mention is not None:
        while at < len(words) and words[at].start < mention.end:
            at += 1
    else:
        at += 1
    if at < len(words) and words[at].form in COMPLEMENT:
        return _after_preposition(sentence, at, names)
    while at < len(words) and not words[at].capital and words[at].form not in _ENDS_PHRASE:
        at += 1
    return at
