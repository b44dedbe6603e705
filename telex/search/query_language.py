"""The query language: words, « phrases », AND, OR, NOT, -word, (groups), prefix*, fuzzy~, field:value. Text to a tree, no server.

Words beside each other must all be there. AND binds stronger than OR; the French ET, OU, SAUF mean the same. ``*`` matches everything.
A phrase may have a distance (``"armes Ukraine"~5``: so many words may stand between), a word a ``~`` (also words spelled almost so).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST_CHARACTERS = 2000
DEEPEST = 20

_OPENING = {'"': '"', "«": "»", "“": "”"}
_OPERATORS = {"AND": "and", "ET": "and", "OR": "or", "OU": "or", "NOT": "not", "SAUF": "not"}
_TOKEN = re.compile(
    r"""\s*(?:(?P<minus>-(?=[^\s-]))|(?P<open>\()|(?P<close>\))|(?P<field>[^\W\d_]+):(?=[^\s/])|(?P<quote>["«“])|(?P<word>[^\s()"«“]+))"""
)
_DISTANCE = re.compile(r"~(\d{1,2})(?!\d)")
_FUZZY = re.compile(r"[^\W\d_][\w’'-]*~")


class QueryError(ValueError):
    """A query that cannot be understood; the text says where and what to do. ``position`` counts characters from 1, 0 where it has none.

    ``template`` is the sentence with names in braces and ``values`` what stands for them, so that a page can say it in another language.
    """

    def __init__(self, template: str, position: int = 0, **values: object) -> None:
        message = template.format(**values)
        super().__init__(f"{message} (at character {position})" if position else message)
        self.template, self.values = template, values
        self.position = position

    def at(self, position: int) -> "QueryError":
        """The same error at a place of the query."""
        return QueryError(self.template, position, **self.values)


@dataclass(frozen=True)
class Everything:
    """Matches every document."""


@dataclass(frozen=True)
class Words:
    """All these words, anywhere and in any form."""

    text: str


@dataclass(frozen=True)
class Phrase:
    """These words in this form and this order, with at most ``distance`` moves of a word between them and the text."""

    text: str
    distance: int = 0


@dataclass(frozen=True)
class Prefix:
    """A word that begins so."""

    text: str


@dataclass(frozen=True)
class Fuzzy:
    """A word spelled so or almost so: names come in many spellings."""

    text: str


@dataclass(frozen=True)
class Field:
    """A field has a value; ``position`` is where the query says it, for messages."""

    name: str
    value: str
    position: int = 0


@dataclass(frozen=True)
class Not:
    """What the part does not match."""

    part: "Node"


@dataclass(frozen=True)
class AllOf:
    """Every part matches."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part matches."""

    parts: tuple["Node", ...]


Node = Everything | Words | Phrase | Prefix | Fuzzy | Field | Not | AllOf | AnyOf


@dataclass(frozen=True)
class _Token:
    kind: str  # and, or, not, open, close, or leaf
    position: int
    leaf: Node | None = None


def parse(text: str) -> Node:
    """Read a query.

    Raises:
        QueryError: it is empty, too long, or something is open, missing or out of place in it.
    """
    if not text.strip():
        raise QueryError("the query is empty: write what to search for, or * for everything")
    if len(text) > MOST_CHARACTERS:
        raise QueryError("the query has {length} characters, more than {most}: shorten it", length=len(text), most=MOST_CHARACTERS)
    return _Parser(_tokens(text), len(text.rstrip()) + 1).parse()


class _Parser:
    """Recursive descent: either = both (OR both)*, both = part ((AND) part)*, part = NOT part | ( either ) | leaf."""

    def __init__(self, tokens: Sequence[_Token], end: int) -> None:
        self._tokens, self._end = tokens, end
        self._next = 0
        self._depth = 0

    def parse(self) -> Node:
        node = self._either()
        if self._next < len(self._tokens):
            raise QueryError("this ) closes nothing: remove it, or open a ( before it", self._tokens[self._next].position)
        return node

    def _kind(self) -> str:
        return self._tokens[self._next].kind if self._next < len(self._tokens) else "end"

    def _take(self) -> _Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def _either(self) -> Node:
        parts = [self._both()]
        while self._kind() == "or":
            self._take()
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _both(self) -> Node:
        parts = [self._part()]
        while self._kind() in ("and", "not", "open", "leaf"):
            if self._kind() == "and":
                self._take()
            parts.append(self._part())
        parts = _join_words(parts)
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _part(self) -> Node:
        if self._kind() in ("end", "close", "and", "or"):
            self._complain_of_nothing()
        token = self._take()
        if token.leaf:
            return token.leaf
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError("more than {most} groups within each other: simplify the query", token.position, most=DEEPEST)
        node = self._group(token) if token.kind == "open" else Not(self._part())
        self._depth -= 1
        return node

    def _group(self, opening: _Token) -> Node:
        node = self._either()
        if self._kind() != "close":
            raise QueryError("this ( is never closed: add a )", opening.position)
        self._take()
        return node

    def _complain_of_nothing(self) -> None:
        position = self._end if self._kind() == "end" else self._tokens[self._next].position
        before = self._tokens[self._next - 1].kind if self._next else "beginning"
        operator = {"not": "NOT (-)", "and": "AND", "or": "OR", "open": "("}.get(before)
        if not operator:
            raise QueryError("something to search for is missing before this: add a word, or put an operator's name in quotes", position)
        raise QueryError(
            "something to search for is missing after {operator}: add a word, or put its name in quotes", position, operator=operator
        )


def _join_words(parts: list[Node]) -> list[Node]:
    """Words beside each other are searched together, so that a stop word among them asks for nothing."""
    joined: list[Node] = []
    for part in parts:
        if isinstance(part, Words) and joined and isinstance(joined[-1], Words):
            joined[-1] = Words(f"{joined[-1].text} {part.text}")
        else:
            joined.append(part)
    return joined


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while match := _TOKEN.match(text, at):
        kind = str(match.lastgroup)
        position = match.start(kind) + 1
        at = match.end()
        if kind == "quote":
            phrase, at = _quoted(text, at - 1)
            distance = _DISTANCE.match(text, at)
            at = distance.end() if distance else at
            tokens.append(_Token("leaf", position, Phrase(phrase, int(distance[1]) if distance else 0)))
        elif kind == "field":
            value, at = _value(text, at)
            tokens.append(_Token("leaf", position, Field(match["field"].lower(), value, position)))
        elif kind == "word":
            tokens.append(_word(match["word"], position))
        else:
            tokens.append(_Token({"minus": "not"}.get(kind, kind), position))
    return tokens


def _word(word: str, position: int) -> _Token:
    if word in _OPERATORS:
        return _Token(_OPERATORS[word], position)
    if not word.strip("*"):
        return _Token("leaf", position, Everything())
    if word.endswith("*"):
        return _Token("leaf", position, Prefix(word.rstrip("*")))
    if _FUZZY.fullmatch(word):
        return _Token("leaf", position, Fuzzy(word.rstrip("~")))
    return _Token("leaf", position, Words(word))


def _value(text: str, at: int) -> tuple[str, int]:
    """The value after ``field:``, quoted or up to the next space, and where it ends."""
    if text[at] in _OPENING:
        return _quoted(text, at)
    match = re.compile(r"[^\s()]+").match(text, at)
    if not match:
        raise QueryError("a value is missing after the colon: write field:value", at + 1)
    return match[0], match.end()


def _quoted(text: str, at: int) -> tuple[str, int]:
    """The text within the quotes that open at an index, and the index after them."""
    closing = _OPENING[text[at]]
    end = text.find(closing, at + 1)
    if end < 0:
        raise QueryError("the quote {quote} is never closed: add {closing}, or remove it", at + 1, quote=text[at], closing=closing)
    phrase = text[at + 1 : end].strip()
    if not phrase:
        raise QueryError("nothing stands between the quotes: write the phrase there, or remove them", at + 1)
    return phrase, end + 1
