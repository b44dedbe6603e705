"""What can be searched, filtered and counted: one table for articles and claims, for the command, the page and the API."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from babel import Locale

from contracts.messages import ClaimKind, Modality
from telex.search.query_language import QueryError

Index = Literal["articles", "claims"]
COUNTRY_CODE = 2


@dataclass(frozen=True)
class SearchField:
    """A field as a query names it (``speaker:``), the field of each index that holds it, and how its values are compared."""

    articles: str | None
    claims: str | None
    match: Literal["name", "code", "period", "tile"] = "name"
    read_value: Callable[[str], str] = str


def _one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.lower() not in choices:
            raise QueryError("{value!r} is not one of {choices}", value=value, choices=", ".join(choices))
        return value.lower()

    return read


def country_code(value: str) -> str:
    """The ISO code of a country given by code or by its French or English name.

    Raises:
        QueryError: no such country.
    """
    if len(value) == COUNTRY_CODE:
        return value.upper()
    code = _country_names().get(value.casefold())
    if not code:
        raise QueryError("{value!r} is no country: write its name in French or English, or its ISO code", value=value)
    return code


@cache
def _country_names() -> dict[str, str]:
    locales = [Locale(language).territories for language in ("en", "fr")]
    return {name.casefold(): code for names in locales for code, name in names.items() if len(code) == COUNTRY_CODE and code.isalpha()}


# The field that copies of one text share.
TEXT = "text_hash"

# What a query can name: the names of people and things, their codes, ``date`` of publication and
# ``said`` in a claim (see ``dates.period``), ``tile``, a square of the map, and ``text``, all copies of one text by its hash.
FIELDS: dict[str, SearchField] = {
    "speaker": SearchField("speakers", "speaker"),
    "person": SearchField("people", "about"),
    "organization": SearchField("organizations", "about"),
    "place": SearchField("places", "about"),
    "about": SearchField(None, "about"),
    "country": SearchField("countries", "countries", match="code", read_value=country_code),
    "source": SearchField("source", "source"),
    "language": SearchField("language", "language", match="code", read_value=str.lower),
    "cue": SearchField(None, "cue"),
    "kind": SearchField(None, "kind", match="code", read_value=_one_of(get_args(ClaimKind))),
    "modality": SearchField(None, "modality", match="code", read_value=_one_of(get_args(Modality))),
    "date": SearchField("published", "published", match="period"),
    "said": SearchField(None, "dates", match="period"),
    "tile": SearchField("locations", None, match="tile"),
    "text": SearchField(TEXT, TEXT, match="code", read_value=str.lower),
}

# The fields of free text with their weights: analysed as French, and beside them the same words as they are written.
STEMMED = {"articles": ("title^3", "body"), "claims": ("text^3", "speaker.french^2", "title")}
EXACT = {"articles": ("title.exact^3", "body.exact"), "claims": ("text.exact^3", "speaker.text^2", "title.exact")}
HIGHLIGHTED = {"articles": ("title", "body"), "claims": ("text", "title")}

# The facets of each index, by the field they count, and the query's name of that field.
FACETS = {
    "articles": {
        "people": "person", "organizations": "organization", "places": "place", "countries": "country", "speakers": "speaker",
        "source": "source", "language": "language",
    },
    "claims": {
        "speaker": "speaker", "about": "about", "cue": "cue", "kind": "kind", "modality": "modality", "countries": "country",
        "source": "source", "language": "language",
    },
}  # fmt: skip
# The time chart, which every index has beside its facets.
TIME = "published"


def facet_field(name: str, index: Index) -> str:
    """The field that a facet counts, by the query's name of it (``person``) or its own (``people``).

    Raises:
        QueryError: this index has no such facet.
    """
    fields = {query_name: field for field, query_name in FACETS[index].items()}
    field = fields.get(name, name)
    if field not in FACETS[index]:
        raise QueryError("{name} is no facet of {index}; the facets are {known}", name=name, index=index, known=", ".join(FACETS[index]))
    return field


def index_field(name: str, index: Index, position: int = 0) -> tuple[str, SearchField]:
    """Find the field of an index by the name that a query uses.

    Raises:
        QueryError: no such field, or not in this index.
    """
    field = FIELDS.get(name)
    if field is None:
        known = ", ".join(known for known, field in FIELDS.items() if getattr(field, index))
        raise QueryError("{name} is no field (there are {known}): quote it to search for the words", position, name=name, known=known)
    held_by = field.articles if index == "articles" else field.claims
    if held_by is None:
        there, how = ("claims", " (--claims)") if index == "articles" else ("articles", "")
        says = "{name} is a field of {there}, not of {index}: search the {there}{how}"
        raise QueryError(says, position, name=name, there=there, index=index, how=how)
    return held_by, field
