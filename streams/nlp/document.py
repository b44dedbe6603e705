"""An article as the language functions see it: paragraphs, each of which knows where it stands in the article."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contracts.messages import RawArticle, Span, TextField

# The model needs memory in proportion to its longest text: a longer paragraph is read in pieces. In code points.
LONGEST_PIECE = 4_000
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BREAK = re.compile(r"[.!?…»”\"]\s+|\s+")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the title or the body. ``start`` is its offset in that field, in code points, as in ``contracts.messages``."""

    field: TextField
    start: int
    text: str
    heading: bool = False

    def span(self, start: int, end: int) -> Span:
        """Make a span of the article from offsets within this paragraph."""
        return Span(field=self.field, start=self.start + start, end=self.start + end, text=self.text[start:end])


def split_paragraphs(article: RawArticle) -> list[Paragraph]:
    """Split the title and the body into paragraphs without the white space around them; empty ones are left out."""
    headings = {(span.field, span.start) for span in article.headings}
    fields: tuple[tuple[TextField, str], ...] = (("title", article.title), ("body", article.body))
    return [Paragraph(field, start, text, heading=(field, start) in headings) for field, whole in fields for start, text in _lines(whole)]


def _lines(whole: str) -> Iterator[tuple[int, str]]:
    for line in _LINE.finditer(whole):
        for start, end in _pieces(whole, line.start(), line.end()):
            text = whole[start:end]
            stripped = text.strip()
            if stripped:
                yield start + text.index(stripped), stripped


def _pieces(whole: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a line that is too long for the model, after a sentence or at least between two words."""
    while end - start > LONGEST_PIECE:
        window = whole[start : start + LONGEST_PIECE]
        breaks = [found.end() for found in _BREAK.finditer(window, LONGEST_PIECE * 9 // 10)]
        sentences = [at for at in breaks if window[at - 2 : at - 1] in '.!?…»”"']
        cut = start + ((sentences or breaks or [LONGEST_PIECE])[-1])
        yield start, cut
        start = cut
    yield start, end
