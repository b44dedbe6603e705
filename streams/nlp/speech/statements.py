"""What the rules draft before speakers are resolved: a stretch of text, its cue, and the words that name its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from contracts.messages import ClaimKind
from streams.nlp.language_folder import word_set
from streams.nlp.speech.grammar import BE, DASHES, DETERMINERS, HAVE, RELATIVE, TERMINAL, infinitive_at, is_finite
from streams.nlp.speech.phrases import Phrase
from streams.nlp.speech.quotes import Quotation
from streams.nlp.speech.sentences import Sentence
from streams.nlp.speech.tokens import Token

Link = Literal["phrase", "incise", "continuation", "before", "answer", "turn", "next", "title", "echo", "none"]
# A little longer than « — oui, »: such a stretch before a quotation is no clause of its own.
_CONNECTIVES = word_set("connectives")
# What a dash stands behind at the head of a paragraph, besides a number.
_BEFORE_DASH = {")"} | word_set("hour")


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim without its speaker's name. Offsets are in the field of its sentence; ``cue`` is a pair of offsets.

    ``phrase`` names the source beside the cue; ``link`` says where to look for it: there (``phrase``, ``incise``), in what was said before
    (``continuation``), in the sentence ``before`` or the ``next`` one, with the guest of an interview (``answer``), two turns before in a
    dialogue (``turn``), or in the same words of the body (``title``; with ``echo`` it is a claim only if the body quotes them).
    """

    sentence: Sentence
    start: int
    end: int
    kind: ClaimKind
    cue: tuple[int, int] | None
    phrase: Phrase | None
    link: Link
    negated: bool = False
    mood: str | None = None

    @property
    def position(self) -> int:
        """Where the attribution stands: the order in which speakers are resolved."""
        return self.cue[0] if self.cue else self.start


def span_of(sentence: Sentence, start: int, end: int) -> tuple[int, int, ClaimKind]:
    """Turn the words ``start:end`` of a sentence into offsets and kind; a stretch that is one quotation loses its marks."""
    words, quoted = sentence.words, sentence.quoted
    inside = [quoted[at] is not None for at in range(start, end)]
    quotation = quoted[start]
    if quotation is not None and all(quoted[at] is quotation for at in range(start, end)) and words[end - 1].end >= quotation.end:
        return quotation.start, quotation.end, "direct"
    if quotation is not None and words[start].start == quotation.opening and words[end - 1].end == quotation.closing and all(inside):
        return words[start].start, words[end - 1].end, "mixed"
    return words[start].start, words[end - 1].end, "mixed" if any(inside) else "indirect"


def clause_start(sentence: Sentence, at: int) -> int:
    """Find the first word of the clause that stands before word ``at``: behind the last semicolon or colon outside quotations."""
    for earlier in range(at - 1, -1, -1):
        if sentence.outside(earlier) and sentence.words[earlier].form in {";", ":"} and not _in_clock(sentence, earlier):
            return earlier + 1
    return lead_in_end(sentence, at)


def _in_clock(sentence: Sentence, at: int) -> bool:
    """« 14:32 » is a time, no clause."""
    words = sentence.words
    return (
        0 < at < len(words) - 1
        and words[at - 1].form[0].isdigit()
        and words[at + 1].form[0].isdigit()
        and words[at].end == words[at + 1].start
    )


def lead_in_end(sentence: Sentence, limit: int) -> int:
    """Skip what stands before the first clause of a paragraph: a dash, a time (« 22 h 20 – »), a dateline (« ATHÈNES (AFP) – »)."""
    words = sentence.words
    for at in range(min(limit, 14)):
        if words[at].form in DASHES and sentence.outside(at) and (at == 0 or words[at].start > words[at - 1].end):
            before = words[:at]
            if (
                at == 0
                or before[-1].form in _BEFORE_DASH
                or before[-1].form[0].isdigit()
                or (at <= 3 and all(word.capital or not word.form.isalpha() for word in before))
            ):
                return at + 1
    return 0


def clause_limit(sentence: Sentence, at: int) -> int:
    """Find the end of the clause around word ``at``: before the next semicolon outside quotations or the final mark."""
    words = sentence.words
    limit = next((later for later in range(at, len(words)) if sentence.outside(later) and words[later].form == ";"), len(words))
    return trimmed(sentence, at, limit)


def is_broken_off(sentence: Sentence, end: int, behind: int, limit: int) -> bool:
    """Tell whether the clause before word ``end`` goes on at ``behind``, after what interrupts it: its verb has its object there.

    « Lui-même défendra, promet-il, une loi qui… », « Mieux vaudrait, selon elle, « compter les filets » », « Il est, dit-il, malade ».
    """
    words = sentence.words
    if words[end - 1].form in HAVE or words[end - 1].form in BE:
        return True
    if behind + 1 >= limit or words[behind].form != "," or not is_finite(words, end - 1):
        return False
    first = behind + 1
    clause = next((at for at in range(first, limit) if words[at].form in RELATIVE), limit)
    object_follows = words[first].form in DETERMINERS or not sentence.outside(first) or infinitive_at(words, first)
    return object_follows and not any(sentence.outside(at) and is_finite(words, at) for at in range(first, clause))


def trimmed(sentence: Sentence, start: int, end: int) -> int:
    """Move an end to the left over marks outside quotations."""
    while end > start + 1 and sentence.outside(end - 1) and sentence.words[end - 1].form in TERMINAL | {",", ";", ":", "—", "–", "("}:
        end -= 1
    return end


def skip_connectives(words: Sequence[Token], start: int, end: int) -> int:
    """Skip « Mais », « Et », a comma at the head of a clause."""
    while start < end and words[start].form in _CONNECTIVES:
        start += 1
    return start


def quotation_words(sentence: Sentence, quotation: Quotation) -> tuple[int, int]:
    """Give the words of a quotation in this sentence, its marks included."""
    inside = [at for at, found in enumerate(sentence.quoted) if found is quotation]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)
