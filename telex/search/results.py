"""What a search gives back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

# Around each word found, in the fragments of ``Hit.highlights``: private characters that no text needs, so that the text can be escaped.
FOUND, END = "\ue000", "\ue001"


@dataclass(frozen=True)
class Hit:
    """One article or claim. ``highlights`` has, for each field with a match, its fragments with the found words between FOUND and END."""

    id: str
    score: float
    fields: Mapping[str, Any]
    highlights: Mapping[str, Sequence[str]]

    def as_json(self) -> dict[str, Any]:
        """The index's fields, and beside them id, score and highlights with ``<em>`` around the found words (the text is not escaped)."""
        marked = {
            field: [fragment.replace(FOUND, "<em>").replace(END, "</em>") for fragment in parts] for field, parts in self.highlights.items()
        }
        return {**self.fields, "id": self.id, "score": self.score, "highlights": marked}


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet and how many of the documents found have it."""

    value: str
    count: int


@dataclass(frozen=True)
class Result:
    """The documents found: how many in all (exact), one page of them, and how they spread over the facets."""

    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, Sequence[FacetValue]]

    def as_json(self) -> dict[str, Any]:
        """The object that ``telex search --json`` prints."""
        facets = {name: [asdict(value) for value in values] for name, values in self.facets.items()}
        return {"total": self.total, "hits": [hit.as_json() for hit in self.hits], "facets": facets}
