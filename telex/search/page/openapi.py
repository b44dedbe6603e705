"""The description of the JSON API (OpenAPI 3.1), made from what the code itself searches: its fields, facets, orders and mappings."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any, get_args

from indexer.index_setup import mapping_file
from telex.search.fields import FACETS, FIELDS, Index
from telex.search.folding import NAMED, Copies
from telex.search.page.addresses import MOST_HITS
from telex.search.queries import DEEPEST_HIT, Sort

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "integer", "minimum": 0}
_OBJECTS: Schema = {"type": "array", "items": {"type": "object"}}
# What a field of a mapping is in JSON; a keyword or date may be one or several.
_JSON_TYPES: Mapping[str, Schema] = {
    "keyword": {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]},
    "text": _TEXT,
    "date": {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]},
    "integer": {"type": "integer"},
    "long": {"type": "integer"},
    "float": {"type": "number"},
    "half_float": {"type": "number"},
    "boolean": {"type": "boolean"},
}
_COUNTED: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/FacetValue"}}


@cache
def openapi() -> Schema:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Telex", "version": version("telex"), "description": "Who said what, in the press: articles and claims."},
        "paths": {
            "/api/search": _get("Articles, with facets", _searching("articles", paged=True), _ref("Articles")),
            "/api/claims": _get("Claims, with facets", _searching("claims", paged=True), _ref("Claims")),
            "/api/articles/{article_id}": _get("An article with its claims", [_parameter("article_id", within="path")], _ref("Article")),
            "/api/places": _get("Where articles are", _searching("articles"), _ref("Places")),
            "/api/speaker": _get("The profile of a speaker", [_parameter("name", "The whole name.", required=True)], _ref("Profile")),
            "/api/voices": _get("Who speaks about a subject", [_parameter("subject", "A name or words.", required=True)], _ref("Voices")),
            **{path: operation for index in get_args(Index) for path, operation in _paths_of(index).items()},
        },
        "components": {"schemas": _schemas()},
    }


def _paths_of(index: Index) -> Schema:
    limit = _parameter("limit", f"At most {MOST_HITS}.", {**_NUMBER, "default": 10, "maximum": MOST_HITS})
    cursor = _parameter("cursor", "Of the answer before; none for the first page.")
    typed = _parameter("typed", "Only names with words that begin so.")
    facet = _parameter("facet", schema={"enum": list(FACETS[index])}, within="path")
    hits: Schema = {"type": "object", "properties": {"hits": {"type": "array"}, "cursor": {"type": ["string", "null"]}}}
    lines = {"jsonl": "application/x-ndjson", "csv": "text/csv"}
    return {
        f"/api/pages/{index}": _get("All hits, page after page", [*_searching(index), limit, cursor], hits),
        f"/api/facets/{index}/{{facet}}": _get("The values of a facet", [*_searching(index), facet, typed, limit], _COUNTED),
        f"/api/unusual/{index}": _get("What is unusual in a selection", _searching(index), {"type": "object"}),
        **{f"/api/export/{index}.{name}": _get(f"All hits as {name}", _searching(index), _TEXT, media) for name, media in lines.items()},
    }


def _searching(index: Index, *, paged: bool = False) -> list[Schema]:
    """The parameters of every search; a filter may be given several times, then any of its values may match."""
    several = {"type": "array", "items": _TEXT}
    filters = [_parameter(name, schema=several) for name, field in FIELDS.items() if getattr(field, index)]
    paging = [
        _parameter("limit", schema={**_NUMBER, "default": 10, "maximum": MOST_HITS}),
        _parameter("offset", f"The last hit is number {DEEPEST_HIT}; /api/pages goes on.", {**_NUMBER, "default": 0}),
    ]
    return [
        _parameter("q", 'Words, "phrases", AND, OR, NOT, -word, prefix*, fuzzy~, field:value; * (or nothing) for everything.'),
        *filters,
        _parameter("from", "Published from: 2023, 2023-01 or 2023-01-12."),
        _parameter("to", "Published until, that year, month or day included."),
        _parameter("sort", schema={"enum": list(get_args(Sort)), "default": "relevance"}),
        _parameter(
            "copies",
            "Of the copies of one text the best, which names the others, or each: folded in a list, all in pages and exports, unless said.",
            {"enum": list(get_args(Copies))},
        ),
        *(paging if paged else []),
    ]


def _parameter(name: str, says: str = "", schema: Schema = _TEXT, *, within: str = "query", required: bool = False) -> Schema:
    said = {"description": says} if says else {}
    return {"name": name, "in": within, "required": required or within == "path", "schema": schema, **said}


def _get(summary: str, parameters: list[Schema], answer: Schema, media: str = "application/json") -> Schema:
    failures = {"400": "The query cannot be understood.", "404": "There is no such thing.", "503": "Elasticsearch cannot be searched now."}
    problem = {"application/json": {"schema": _ref("Error")}}
    responses = {
        "200": {"description": "Found.", "content": {media: {"schema": answer}}},
        **{status: {"description": says, "content": problem} for status, says in failures.items()},
    }
    return {"get": {"summary": summary, "parameters": parameters, "responses": responses}}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _schemas() -> Schema:
    several = {"type": "array"}
    return {
        "FacetValue": {**_object(value=_TEXT, count=_NUMBER), "properties": {"value": _TEXT, "count": _NUMBER, "texts": _NUMBER}},
        "Suggestion": _object(text=_TEXT, filters={"type": "object"}, total=_NUMBER),
        "Error": {**_object(error=_TEXT), "properties": {"error": _TEXT, "position": _NUMBER}},
        "ArticleHit": _hit("articles"),
        "ClaimHit": _hit("claims"),
        "Articles": _found("articles", "ArticleHit"),
        "Claims": _found("claims", "ClaimHit"),
        "Article": {"type": "object", "properties": {**_stored("articles"), "claims": _OBJECTS, "copies": _OBJECTS}},
        "Places": _object(countries=_COUNTED, tiles=_COUNTED),
        "Profile": _object(
            name=_TEXT, total=_NUMBER, counts={"type": "object"}, newest={**several, "items": _ref("ClaimHit")}, texts=_NUMBER
        ),
        "Voices": _object(
            subject=_TEXT, total=_NUMBER, texts=_NUMBER, unnamed=_NUMBER, months=_COUNTED, speakers={**several, "items": _ref("Voice")}
        ),
        "Voice": _object(name=_TEXT, count=_NUMBER, texts=_NUMBER, modalities=_COUNTED, newest=_ref("ClaimHit")),
    }


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _found(index: Index, hit: str) -> Schema:
    facets = _object(**dict.fromkeys((*FACETS[index], "published"), _COUNTED))
    suggestions = {"type": "array", "items": _ref("Suggestion")}
    return _object(total=_NUMBER, texts=_NUMBER, hits={"type": "array", "items": _ref(hit)}, facets=facets, suggestions=suggestions)


def _hit(index: Index) -> Schema:
    marked = {"type": "object", "additionalProperties": {"type": "array", "items": _TEXT}}
    return {
        "type": "object",
        "properties": {
            **_stored(index),
            "id": _TEXT,
            "score": {"type": "number"},
            "highlights": marked,
            "copy_count": _NUMBER,
            "copies": {**_OBJECTS, "maxItems": NAMED},
        },
        "required": ["id", "score", "highlights"],
    }


def _stored(index: Index) -> Schema:
    """The fields of a document, by the mapping of its index."""
    return {name: _JSON_TYPES.get(field.get("type", ""), {}) for name, field in mapping_file(index)["properties"].items()}
