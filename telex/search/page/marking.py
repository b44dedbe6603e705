"""A text cut into pieces, each with the marks that cover it: entities and claims shown in place, wherever they overlap. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from telex.search.articles import StoredArticle


@dataclass(frozen=True)
class Mark:
    """A stretch of one field, in code points: a person, organization, place, claim or speaker, with its name for the reader.

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
    """The marks of a field of an article: mentions of its entities, its claims, and the words that name their speakers."""
    marks = [
        Mark(mention["start"], mention["end"], entity["type"], entity["name"])
        for entity in article.fields.get("entities", [])
        for mention in entity["mentions"]
        if mention["field"] == field
    ]
    for number, claim in enumerate(article.claims, start=1):
        speaker = claim.get("speaker") or ""
        if claim["field"] == field:
            marks.append(Mark(claim["start"], claim["end"], "claim", speaker, f"claim-{number}"))
        mention = claim.get("speaker_mention")
        if mention and mention["field"] == field:
            marks.append(Mark(mention["start"], mention["end"], "speaker", speaker))
    return marks
