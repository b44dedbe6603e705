"""A text cut into pieces, each with the marks that cover it: entities and claims shown in place, wherever they overlap. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from telex.search.articles import StoredArticle
from telex.search.results import END, FOUND


@dataclass(frozen=True)
class Mark:
    """A stretch of one field, in code points: a person, organization, place, claim, speaker or found word, with its name for the reader.

    ``anchor`` is the id that a link can lead to.
    """

    start: int
    end: int
    kind: str
    label: str
    anchor: str | None = None


@dataclass(frozen=True)
class Piece:
    """Some text with the same marks from its first character to its last; ``anchors`` are those of the marks that begin here."""

    text: str
    marks: tuple[Mark, ...]
    anchors: tuple[str, ...] = ()

    @property
    def kinds(self) -> str:
        """The kinds of its marks, as classes of a style sheet."""
        return " ".join(dict.fromkeys(mark.kind for mark in self.marks))

    def first(self, *kinds: str) -> Mark | None:
        """The shortest mark of some kinds: where two names overlap, the more precise one."""
        return min((mark for mark in self.marks if mark.kind in kinds), key=lambda mark: mark.end - mark.start, default=None)


@dataclass(frozen=True)
class Paragraph:
    """A line of the body: its pieces, and whether it is a section heading."""

    pieces: tuple[Piece, ...]
    heading: bool


def cut(text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None) -> Iterator[Piece]:
    """Cut a text, or a stretch of it, wherever a mark begins or ends; the pieces joined are the text."""
    end = len(text) if end is None else end
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    edges = sorted({start, end, *(edge for mark in inside for edge in (mark.start, mark.end) if start < edge < end)})
    for left, right in pairwise(edges):
        here = tuple(mark for mark in inside if mark.start <= left and mark.end >= right)
        yield Piece(text[left:right], here, tuple(mark.anchor for mark in here if mark.anchor and mark.start == left))


def paragraphs(body: str, marks: Sequence[Mark], headings: Sequence[tuple[int, int]]) -> list[Paragraph]:
    """Part a body into its lines, marked."""
    found = []
    for line in re.finditer(r"[^\n]*\S[^\n]*", body):
        heading = any(line.start() <= start and end <= line.end() for start, end in headings)
        found.append(Paragraph(tuple(cut(body, marks, line.start(), line.end())), heading))
    return found


def marks_of(article: StoredArticle, field: str) -> list[Mark]:
    """The marks of a field of an article: mentions of its entities, its claims, the words that name their speakers, and the words found."""
    marks = [
        Mark(mention["start"], mention["end"], entity["type"], entity["name"])
        for entity in article.fields.get("entities", [])
        for mention in entity["mentions"]
        if mention["field"] == field
    ]
    for claim in article.claims:
        speaker = claim.get("speaker") or ""
        if claim["field"] == field:
            marks.append(Mark(claim["start"], claim["end"], "claim", speaker, claim_anchor(claim)))
        mention = claim.get("speaker_mention")
        if mention and mention["field"] == field:
            marks.append(Mark(mention["start"], mention["end"], "speaker", speaker))
    return marks + [Mark(start, end, "found", "") for start, end in _found(article.highlights.get(field, ""))]


def claim_anchor(claim: Mapping[str, Any]) -> str:
    """The id of a claim in the page of its article, from its place in the text."""
    return f"claim-{claim['field']}-{claim['start']}-{claim['end']}"


def _found(highlighted: str) -> Iterator[tuple[int, int]]:
    """Where the found words stand in the text that a highlighted text is."""
    at = 0
    for part in re.findall(f"{FOUND}[^{END}]*{END}|[^{FOUND}]+", highlighted):
        length = len(part.strip(FOUND + END))
        if part.startswith(FOUND):
            yield at, at + length
        at += length
