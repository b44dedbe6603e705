"""Turns of a dialogue set with dashes: « – Où est l'argent ? demande la présidente. », and whose they are."""

from collections.abc import Iterator, Sequence

from streams.nlp.speech.cues import find_cues
from streams.nlp.speech.grammar import DASHES, TERMINAL
from streams.nlp.speech.names import Names
from streams.nlp.speech.phrases import Phrase, pronoun_phrase
from streams.nlp.speech.postposed import postposed_subject
from streams.nlp.speech.sentences import Sentence
from streams.nlp.speech.statements import Statement, lead_in_end


def find_turns(sentences: Sequence[Sentence], names: Names) -> Iterator[tuple[set[int], list[Statement]]]:
    """Find runs of paragraphs that begin with a dash and are speech; give the indices of their sentences and their claims.

    A run is a dialogue where one of its turns has an incise (« demande la présidente »); a list with dashes has none.
    """
    for run in _runs(sentences):
        turns = [_turn(sentences, first, last, names) for first, last in run]
        if any(turn is not None and turn.phrase is not None for turn in turns):
            covered = {at for first, last in run for at in range(first, last)}
            yield covered, [turn for turn in turns if turn is not None]


def _runs(sentences: Sequence[Sentence]) -> Iterator[list[tuple[int, int]]]:
    """Give the runs of paragraphs with a dash at their head, each paragraph as a range of sentences."""
    run: list[tuple[int, int]] = []
    first = 0
    for at in range(len(sentences) + 1):
        if at < len(sentences) and sentences[at].paragraph == sentences[first].paragraph:
            continue
        if sentences[first:at] and _begins_turn(sentences[first]):
            run.append((first, at))
        elif run:
            yield run
            run = []
        first = at
    if run:
        yield run


def _begins_turn(sentence: Sentence) -> bool:
    words = sentence.words
    return len(words) > 2 and words[0].form in DASHES and sentence.outside(0) and lead_in_end(sentence, 2) == 1


def _turn(sentences: Sequence[Sentence], first: int, last: int, names: Names) -> Statement | None:
    """Read one turn: what is said, up to its incise; the incise names the speaker, else the turn-taking does."""
    start = sentences[first].words[1].start
    for sentence in sentences[first:last]:
        found = _incise(sentence, names)
        if found is not None:
            left, cue, phrase = found
            end = _before(sentence, left)
            if end > start:
                return Statement(sentences[first], start, end, "direct", cue, phrase, "phrase")
    final = sentences[last - 1]
    return Statement(sentences[first], start, final.end, "direct", None, None, "turn") if final.end > start else None


def _incise(sentence: Sentence, names: Names) -> tuple[int, tuple[int, int], Phrase] | None:
    words = sentence.words
    for cue in find_cues(sentence):
        if cue.left == 0 or words[cue.left - 1].form not in TERMINAL | {","}:
            continue
        phrase = (
            pronoun_phrase(sentence, cue.end - 1, cue.pronoun) if cue.pronoun else postposed_subject(sentence, cue.end, names, strict=True)
        )
        if phrase is not None:
            return cue.left, (words[cue.start].start, words[cue.end - 1].end), phrase
    return None


def _before(sentence: Sentence, left: int) -> int:
    words = sentence.words
    at = left - 1
    while at > 0 and words[at].form == ",":
        at -= 1
    return words[at].end
