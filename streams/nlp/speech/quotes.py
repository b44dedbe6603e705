"""Quotation marks of an article paired into quotations: « », “ ”, " ", nested ones, unclosed ones, ones that go on over paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from streams.nlp.document import Paragraph

# Two apostrophes are a mark in the African press; behind a number they are seconds.
_MARK = re.compile(r"<<|>>|[«»“”„‟\"‹›＂]|[‘’]{2}|(?<!\d)''")
_FAMILY = {
    "«": "«",
    "»": "«",
    "<<": "«",
    ">>": "«",
    "“": "“",
    "”": "“",
    "„": "“",
    "‟": "“",
    "‹": "‹",
    "›": "‹",
    '"': '"',
    "＂": '"',
    "''": '"',
    "’’": '"',
    "‘‘": '"',
    "‘’": '"',
    "’‘": '"',
}
_SIDE = {"«": "open", "<<": "open", "„": "open", "‹": "open", "»": "close", ">>": "close", "›": "close"}
# A quotation that a later paragraph closes may run over this many paragraphs; a mark forgotten must not swallow the article.
LONGEST_RUN = 8


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation of the outermost level. Offsets are in the field; ``start:end`` is what stands inside the marks, without white space.

    ``opening`` and ``closing`` bound the marks themselves; they equal ``start`` and ``end`` where a mark is missing.
    ``paragraph`` and ``last_paragraph`` are indices into the paragraphs of the article.
    """

    opening: int
    start: int
    end: int
    closing: int
    paragraph: int
    last_paragraph: int


class _Mark(NamedTuple):
    family: str
    side: str
    start: int
    end: int
    paragraph: int


def find_quotations(paragraphs: Sequence[Paragraph]) -> list[Quotation]:
    """Find the outermost quotations of the paragraphs of one article, in order. Linear in the length of the text.

    A quotation that its paragraph does not close goes on over the next ones if one of them closes it before a new one is opened;
    else it ends with its paragraph. A paragraph that begins with an opening mark inside an open quotation begins a new one.
    """
    marks = [_marks(paragraph, index) for index, paragraph in enumerate(paragraphs)]
    found: list[Quotation] = []
    carried: _Mark | None = None
    for index in range(len(paragraphs)):
        if carried and not _continues(carried, paragraphs, marks, index):
            found.append(_quotation(carried, None, paragraphs))
            carried = None
        carried = _pair(paragraphs, marks[index], index, carried, found)
    if carried:
        found.append(_quotation(carried, None, paragraphs))
    return found


def _marks(paragraph: Paragraph, index: int) -> list[_Mark]:
    """List every mark with its side and its offsets in the field; a straight or doubtful mark takes its side from its neighbours."""
    marks: list[_Mark] = []
    inside = False
    for match in _MARK.finditer(paragraph.text):
        side = _SIDE.get(match[0])
        if side is None:
            side = _doubtful_side(paragraph.text, match, inside=inside)
        if _FAMILY[match[0]] in {"“", '"'}:
            inside = side == "open"
        marks.append(_Mark(_FAMILY[match[0]], side, paragraph.start + match.start(), paragraph.start + match.end(), index))
    return marks


def _doubtful_side(text: str, match: re.Match[str], *, inside: bool) -> str:
    before, after = text[match.start() - 1 : match.start()] if match.start() else "", text[match.end() : match.end() + 1]
    left_free = not before or before.isspace() or before in "([{'’—–-«"
    right_free = not after or after.isspace() or after in ".,;:!?…)]}»"
    if match[0] == "“" and not inside:
        return "open"
    if match[0] in "”“" and inside and not (left_free and not right_free):
        return "close"
    if left_free != right_free:
        return "open" if left_free else "close"
    return "close" if inside else "open"


def _continues(carried: _Mark, paragraphs: Sequence[Paragraph], marks: Sequence[Sequence[_Mark]], index: int) -> bool:
    """Tell whether the open quotation goes on in this paragraph: the next mark of its family, here or soon after, closes it."""
    last = min(len(paragraphs), carried.paragraph + LONGEST_RUN)
    for later in range(index, last):
        if paragraphs[later].field != paragraphs[carried.paragraph].field or paragraphs[later].heading:
            return False
        following = next((mark for mark in marks[later] if mark.family == carried.family), None)
        if following is not None:
            return following.side == "close"
    return False


def _pair(
    paragraphs: Sequence[Paragraph], marks: Sequence[_Mark], index: int, carried: _Mark | None, found: list[Quotation]
) -> _Mark | None:
    """Pair the marks of one paragraph; return the quotation that it leaves open."""
    stack: list[_Mark] = [carried] if carried else []
    missing = sum(1 if mark.side == "open" else -1 for mark in marks if mark.family == "«") + len(stack)
    for at, mark in enumerate(marks):
        if mark.side == "open":
            if stack and missing > 0 and mark.family == stack[-1].family == "«" and _ends_sentence(paragraphs[index], mark):
                found.append(_quotation(stack[0], None, paragraphs, before=mark))
                stack, missing = [], missing - 1
            stack.append(mark)
        elif (
            carried
            and stack == [carried]
            and not paragraphs[index].text[: mark.start - paragraphs[index].start].strip()
            and at + 1 < len(marks)
        ):
            continue  # old style: a closing mark at the head of each paragraph that goes on
        else:
            _close(stack, mark, paragraphs, found, last=at == len(marks) - 1 and _is_end(paragraphs[index], mark))
    return stack[0] if stack else None


def _close(stack: list[_Mark], mark: _Mark, paragraphs: Sequence[Paragraph], found: list[Quotation], *, last: bool) -> None:
    position = next((at for at in range(len(stack) - 1, max(-1, len(stack) - 4), -1) if stack[at].family == mark.family), None)
    if position is None:
        return
    outermost = stack[0]
    del stack[position:]
    if not stack or (last and outermost.family == mark.family and outermost.paragraph == mark.paragraph):
        stack.clear()  # French sets one closing mark where an inner and an outer quotation end together
        found.append(_quotation(outermost, mark, paragraphs))


def _ends_sentence(paragraph: Paragraph, mark: _Mark) -> bool:
    return paragraph.text[max(0, mark.start - paragraph.start - 4) : mark.start - paragraph.start].rstrip().endswith((".", "!", "?", "…"))


def _is_end(paragraph: Paragraph, mark: _Mark) -> bool:
    return not re.search(r"\w", paragraph.text[mark.end - paragraph.start :][:40])


def _quotation(opened: _Mark, closed: _Mark | None, paragraphs: Sequence[Paragraph], *, before: _Mark | None = None) -> Quotation:
    """Make a quotation that ends at its closing mark, before another mark, or with its paragraph."""
    paragraph = paragraphs[(closed or opened).paragraph]
    limit = (closed or before).start if (closed or before) else paragraph.start + len(paragraph.text)  # type: ignore[union-attr]
    first = paragraphs[opened.paragraph]
    start = opened.end
    while start < limit and (start - first.start) < len(first.text) and first.text[start - first.start].isspace():
        start += 1
    end = limit
    while end > max(start, paragraph.start) and paragraph.text[end - paragraph.start - 1].isspace():
        end -= 1
    return Quotation(opened.start, start, end, closed.end if closed else end, opened.paragraph, piece_index(closed, opened))


def piece_index(closed: _Mark | None, opened: _Mark) -> int:
    """Give the paragraph where a quotation ends."""
    return (closed or opened).paragraph
