"""From the address of a page to the query it asks for, and from a query to the addresses of the pages around it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from telex.search.fields import FIELDS, Index
from telex.search.folding import Copies
from telex.search.queries import Query, Sort
from telex.search.query_language import QueryError
from telex.search.results import Suggestion

HITS = 10
MOST_HITS = 1000
Parameters = list[tuple[str, str]]
View = Literal["articles", "claims", "map"]
PATHS: dict[View, str] = {"articles": "/", "claims": "/claims", "map": "/map"}


@dataclass(frozen=True)
class Search:
    """What an address asks for, as it stands there: all its parameters but the page number, and the page (from 1)."""

    view: View
    parameters: Parameters
    page: int = 1

    @classmethod
    def read(cls, view: View, parameters: QueryParams) -> "Search":
        """Read the parameters of an address; unknown ones are left out.

        Raises:
            QueryError: a number is none.
        """
        known = {"q", "from", "to", "sort", "copies", "region", *FIELDS}
        kept = [(name, value.strip()) for name, value in parameters.multi_items() if name in known and value.strip()]
        return cls(view, kept, max(1, number(parameters, "page", 1)))

    @property
    def index(self) -> Index:
        """The index that is searched; the map is one of articles."""
        return "claims" if self.view == "claims" else "articles"

    def value(self, name: str) -> str | None:
        """The first value of a parameter."""
        return next((value for known, value in self.parameters if known == name), None)

    @property
    def filters(self) -> Parameters:
        """The filters that this index has, as pairs of name and value."""
        return [(name, value) for name, value in self.parameters if name in FIELDS and getattr(FIELDS[name], self.index)]

    def query(self, *, limit: int = HITS, offset: int | None = None, copies: Copies = "folded") -> Query:
        """The query that this address asks for: one page of it, or the hits that are named. ``copies`` is for an address that does not say.

        Raises:
            QueryError: no such order, or nothing of the kind can be done with copies.
        """
        sort, copies = self._choice("sort", Sort, "relevance"), self._choice("copies", Copies, copies)
        filters: dict[str, list[str]] = {}
        for name, value in self.filters:
            filters.setdefault(name, []).append(value)
        return Query(
            text=self.value("q") or "*",
            index=self.index,
            filters=filters,
            since=self.value("from"),
            until=self.value("to"),
            sort=sort,
            copies=copies,
            limit=limit,
            offset=(self.page - 1) * HITS if offset is None else offset,
        )

    def _choice(self, name: str, choices: Any, default: Any) -> Any:
        value = self.value(name) or default
        if value not in get_args(choices):
            raise QueryError("{name} is one of {choices}, not {value}", name=name, choices=", ".join(get_args(choices)), value=value)
        return value

    def address(self, path: str | None = None, *more: tuple[str, str]) -> str:
        """This search, or the same under another path or with more parameters."""
        return address(PATHS[self.view] if path is None else path, [*self.parameters, *more])

    def respelled(self, suggestion: Suggestion) -> str:
        """The same search in another spelling."""
        filters = [(name, value) for name, values in suggestion.filters.items() for value in values]
        others = [pair for pair in self.parameters if pair[0] not in ("q", *suggestion.filters)]
        return address(PATHS[self.view], [("q", suggestion.text), *others, *filters])

    def turned_to(self, page: int) -> str:
        """The same search on another page."""
        return self.address(None, ("page", str(page)))

    def toggled(self, name: str, value: str) -> str:
        """The same search with one more value of a filter, or without it if it was there."""
        if (name, value) in self.parameters:
            return self.without((name, value))
        return self.address(None, (name, value))

    def without(self, *pairs: tuple[str, str]) -> str:
        """The same search without some parameters."""
        return replace(self, parameters=[pair for pair in self.parameters if pair not in pairs]).address()

    def clear(self) -> str:
        """The same words without any filter or period."""
        return replace(self, parameters=[pair for pair in self.parameters if pair[0] in ("q", "sort", "copies", "region")]).address()

    def in_order(self, sort: str) -> str:
        """The same search in another order."""
        return self._with("sort", sort)

    def in_region(self, region: str) -> str:
        """The same search with another part of the map."""
        return self._with("region", region)

    def with_copies(self, copies: Copies, text: str | None = None) -> str:
        """The same search with copies folded or each in the list; of one text alone if its hash is given."""
        return self._with("copies", copies, *([("text", text)] if text else []))

    def in_view(self, view: View) -> str:
        """The same search of articles, of claims or on the map; what only one of the two has stays there: an order of claims, a hash."""
        there = replace(self, view=view)
        own = {("sort", "check_worthy")} if there.index == "articles" else set[tuple[str, str]]()
        kept = [pair for pair in self.parameters if pair not in own and (pair[0] != "text" or there.index == self.index)]
        return replace(there, parameters=kept).address()

    def _with(self, name: str, value: str, *more: tuple[str, str]) -> str:
        return replace(self, parameters=[pair for pair in self.parameters if pair[0] != name]).address(None, (name, value), *more)


def address(path: str, parameters: Iterable[tuple[str, str]]) -> str:
    """An address of this page, each parameter once."""
    text = urlencode(list(dict.fromkeys(parameters)))
    return f"{path}?{text}" if text else path


def number(parameters: QueryParams, name: str, default: int) -> int:
    """Read a parameter that is a whole number.

    Raises:
        QueryError: it is none.
    """
    text = parameters.get(name, str(default))
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise QueryError("{name} is a whole number, not {value!r}", name=name, value=text[:20])
    return int(text)
