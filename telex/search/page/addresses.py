"""From the address of a page to the query it asks for, and from a query to the addresses of the pages around it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast, get_args
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from telex.search.fields import FIELDS, Index
from telex.search.queries import Query, Sort
from telex.search.query_language import QueryError

HITS = 10
MOST_HITS = 1000
Parameters = list[tuple[str, str]]


@dataclass(frozen=True)
class Search:
    """What an address asks for, as it stands there: all its parameters but the page number, and the page (from 1)."""

    index: Index
    parameters: Parameters
    page: int

    @classmethod
    def read(cls, index: Index, parameters: QueryParams) -> "Search":
        """Read the parameters of an address; unknown ones are left out.

        Raises:
            QueryError: a number is none.
        """
        known = {"q", "from", "to", "sort", "lang", *FIELDS}
        kept = [(name, value.strip()) for name, value in parameters.multi_items() if name in known and value.strip()]
        return cls(index, kept, max(1, number(parameters, "page", 1)))

    def value(self, name: str) -> str | None:
        """The first value of a parameter."""
        return next((value for known, value in self.parameters if known == name), None)

    @property
    def filters(self) -> Parameters:
        """The filters that this index has, as pairs of name and value."""
        return [(name, value) for name, value in self.parameters if name in FIELDS and getattr(FIELDS[name], self.index)]

    def query(self, *, limit: int = HITS, offset: int | None = None) -> Query:
        """The query that this address asks for: one page of it, or the hits that are named.

        Raises:
            QueryError: no such order.
        """
        sort = self.value("sort") or "relevance"
        if sort not in get_args(Sort):
            raise QueryError(f"sort is one of {', '.join(get_args(Sort))}, not {sort}")
        filters: dict[str, list[str]] = {}
        for name, value in self.filters:
            filters.setdefault(name, []).append(value)
        return Query(
            text=self.value("q") or "*",
            index=self.index,
            filters=filters,
            since=self.value("from"),
            until=self.value("to"),
            sort=cast(Sort, sort),
            limit=limit,
            offset=(self.page - 1) * HITS if offset is None else offset,
        )

    def page_address(self, page: int) -> str:
        """The same search on another page."""
        return self._address(self.index, [*self.parameters, ("page", str(page))])

    def with_filter(self, name: str, value: str) -> str:
        """The same search, narrowed by one more filter."""
        return self._address(self.index, [*self.parameters, (name, value)])

    def without(self, *pairs: tuple[str, str]) -> str:
        """The same search without some parameters."""
        return self._address(self.index, [pair for pair in self.parameters if pair not in pairs])

    def in_month(self, month: str) -> str:
        """The same search in one month, given as 2023-01."""
        others = [(name, value) for name, value in self.parameters if name not in ("from", "to")]
        return self._address(self.index, [*others, ("from", month), ("to", month)])

    def in_order(self, sort: str) -> str:
        """The same search in another order."""
        return self._address(self.index, [*(pair for pair in self.parameters if pair[0] != "sort"), ("sort", sort)])

    def in_index(self, index: Index) -> str:
        """The same search of articles or of claims."""
        return self._address(index, self.parameters)

    @staticmethod
    def _address(index: Index, parameters: Iterable[tuple[str, str]]) -> str:
        path = "/claims" if index == "claims" else "/"
        text = urlencode(list(dict.fromkeys(parameters)))
        return f"{path}?{text}" if text else path


def number(parameters: QueryParams, name: str, default: int) -> int:
    """Read a parameter that is a whole number.

    Raises:
        QueryError: it is none.
    """
    text = parameters.get(name, str(default))
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise QueryError(f"{name} is a whole number, not {text[:20]!r}")
    return int(text)
