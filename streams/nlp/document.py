"""An article as the language functions see it: paragraphs, each a spaCy ``Doc`` that knows where it stands in the article."""

from dataclasses import dataclass

from spacy.tokens import Doc

from contracts.messages import Span, TextField


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the title or the body. ``start`` is its offset in that field, in code points, as in ``contracts.messages``."""

    field: TextField
    start: int
    doc: Doc
    heading: bool = False

    def span(self, start: int, end: int) -> Span:
        """Make a span of the article from offsets within this paragraph."""
        return Span(field=self.field, start=self.start + start, end=self.start + end, text=self.doc.text[start:end])
