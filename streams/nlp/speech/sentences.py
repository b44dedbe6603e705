"""Paragraphs to sentences of words. A full stop inside quotation marks ends none: a quotation and its attribution stay together."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from contracts.messages import TextField
from streams.nlp.document import Paragraph
from streams.nlp.speech.grammar import DASHES, QUOTE_MARKS, TERMINAL
from streams.nlp.speech.quotes import Quotation
from streams.nlp.speech.tokens import Token, split_words

# A longer sentence is cut: the rules look left and right within a sentence, and their work must stay linear. In words.
LONGEST_SENTENCE = 400


@dataclass(slots=True)
class Sentence:
    """One sentence: its words, and for each word the quotation it stands in (marks included), or none. Offsets are in the field."""

    text_field: TextField
    paragraph: int
    words: list[Token]
    quoted: list[Quotation | None]
    heading: bool = False
    last_of_paragraph: bool = False
    quotations: list[Quotation] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Offset of the first word."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Offset after the last word."""
        return self.words[-1].end

    def outside(self, at: int) -> bool:
        """Tell whether the word stands outside quotation marks."""
        return self.quoted[at] is None


def split_sentences(paragraphs: Sequence[Paragraph], quotations: Sequence[Quotation]) -> list[Sentence]:
    """Split paragraphs of one field into sentences, in order."""
    openings = [quotation.opening for quotation in quotations]
    return [sentence for index, paragraph in enumerate(paragraphs) for sentence in _split(paragraph, index, quotations, openings)]


def _split(paragraph: Paragraph, index: int, quotations: Sequence[Quotation], openings: Sequence[int]) -> Iterator[Sentence]:
    words = split_words(paragraph.text, paragraph.start)
    quoted = [_quotation_at(word.start, quotations, openings) for word in words]
    start = 0
    for at in range(len(words)):
        if at + 1 == len(words) or at + 1 - start >= LONGEST_SENTENCE or _ends(words, quoted, at):
            inside = list(dict.fromkeys(quotation for quotation in quoted[start : at + 1] if quotation))
            yield Sentence(
                paragraph.field, index, words[start : at + 1], quoted[start : at + 1], paragraph.heading, at + 1 == len(words), inside
            )
            start = at + 1


def _quotation_at(offset: int, quotations: Sequence[Quotation], openings: Sequence[int]) -> Quotation | None:
    found = bisect_right(openings, offset) - 1
    if found < 0 or offset >= quotations[found].closing:
        return None
    return quotations[found]


def _ends(words: Sequence[Token], quoted: Sequence[Quotation | None], at: int) -> bool:
    """Tell whether a sentence ends with this word: a full stop outside a quotation, or a quotation that ends with one."""
    word, following = words[at], words[at + 1]
    begins = (
        following.capital
        or following.form in QUOTE_MARKS
        or following.form in DASHES
        or following.form[0].isdigit()
        or following.form in "([•"
    )
    if not begins:
        return False
    quotation = quoted[at]
    if quotation is None:
        return word.form in TERMINAL
    closes = word.end == quotation.closing and quoted[at + 1] is not quotation
    return closes and at > 0 and (words[at - 1].form in TERMINAL or word.form in TERMINAL)
