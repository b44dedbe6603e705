"""What a search gives back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

# Around each word found, in the fragments of ``Hit.highlights``: private characters that no text needs, so that the text can be escaped.
FOUND, END = "\ue000", "\ue001"


@dataclass(frozen=True)
class Hit:
    """One article or claim. ``highlights`` has, for each field with a match, its fragments with the found words between FOUND and END.

    In a folded list it stands for its copies among what was found: ``copy_count`` is how many there are beside it, ``copies`` names the
    oldest of them (id, source, published, url and what else tells them apart).
    """

    id: str
    score: float
    fields: Mapping[str, Any]
    highlights: Mapping[str, Sequence[str]]
    copy_count: int = 0
    copies: Sequence[Mapping[str, Any]] = ()

    def as_json(self) -> dict[str, Any]:
        """The index's fields, and beside them id, score and highlights with ``<em>`` around the found words (the text is not escaped).

        A hit that has copies names them: ``copy_count`` and ``copies``.
        """
        marked = {
            field: [fragment.replace(FOUND, "<em>").replace(END, "</em>") for fragment in parts] for field, parts in self.highlights.items()
        }
        copies = {"copy_count": self.copy_count, "copies": list(self.copies)} if self.copy_count else {}
        return {**self.fields, "id": self.id, "score": self.score, "highlights": marked, **copies}


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet, how many of the documents found have it, and how many different texts these are, where that was counted."""

    value: str
    count: int
    texts: int | None = None

    @property
    def listed(self) -> int:
        """How many hits a list shows when this value is chosen."""
        return self.count if self.texts is None else self.texts

    def as_json(self) -> dict[str, Any]:
        """The object of the JSON: value and count, and ``texts`` where copies make them fewer."""
        return {"value": self.value, "count": self.count, **({"texts": self.texts} if self.listed < self.count else {})}


@dataclass(frozen=True)
class Suggestion:
    """The same query in another spelling: its text, its filters by field name, and how many documents it finds."""

    text: str
    filters: Mapping[str, Sequence[str]]
    total: int


@dataclass(frozen=True)
class Result:
    """The documents found: how many in all (exact), how many different texts these are, how many hits there are to list (the texts, if
    copies are folded), one page of them, how they spread over the facets; and where they are few, other spellings that find more.
    """

    total: int
    texts: int
    listed: int
    hits: Sequence[Hit]
    facets: Mapping[str, Sequence[FacetValue]]
    suggestions: Sequence[Suggestion] = ()

    def as_json(self) -> dict[str, Any]:
        """The object that ``telex search --json`` prints."""
        facets = {name: [value.as_json() for value in values] for name, values in self.facets.items()}
        suggestions = [asdict(suggestion) for suggestion in self.suggestions]
        hits = [hit.as_json() for hit in self.hits]
        return {"total": self.total, "texts": self.texts, "hits": hits, "facets": facets, "suggestions": suggestions}
