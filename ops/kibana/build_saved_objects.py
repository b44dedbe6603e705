"""Build saved_objects.ndjson, what Kibana starts with, from the mappings: ``python ops/kibana/build_saved_objects.py``.

The lines are saved objects as Kibana exports and imports them: a data view of each index, a table of the claims, a map of the places, and
a dashboard of all of it. Each field that they name is looked up in the mapping, so that one renamed there fails here. The data views hold
no list of fields (Kibana asks Elasticsearch for it), only what Kibana cannot know: which field is the time, which are facets, how to show
them.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from indexer.index_setup import mapping_file
from runtime.elasticsearch_client import ARTICLES, CLAIMS

SAVED_OBJECTS = Path(__file__).with_name("saved_objects.ndjson")
TIME = "published"
NAMES = {ARTICLES: "Telex articles", CLAIMS: "Telex claims: who said what"}
# Kibana lists fields with a count as popular, before the others.
POPULAR = 1
# Where the page of docker-compose.yml shows an article.
ARTICLE_PAGE = "http://127.0.0.1:8500/articles/{{value}}"
DAY = {"id": "date", "params": {"pattern": "YYYY-MM-DD"}}
COUNT = {"id": "number", "params": {"pattern": "0,0"}}
FORMATS: dict[str, dict[str, Any]] = {
    "url": {"id": "url"},
    "article_id": {"id": "url", "params": {"urlTemplate": ARTICLE_PAGE, "labelTemplate": "{{value}}"}},
    "published": DAY,
    "dates": DAY,
    "check_worthy": {"id": "percent", "params": {"pattern": "0%"}},
    "claim_count": COUNT,
    "word_count": COUNT,
}
CLAIMS_TABLE, PLACES_MAP, DASHBOARD = "telex-claims-table", "telex-places-map", "telex-dashboard"
TABLE_COLUMNS = ("speaker", "cue", "text", "about", "kind", "modality", "source", "article_id")
# The dashboard: the index and field of each panel of most frequent values, its title and its place on a grid of 48 columns.
TOP_VALUES = (
    (ARTICLES, "people", "People", (0, 12, 12, 14)),
    (ARTICLES, "organizations", "Organizations", (12, 12, 12, 14)),
    (ARTICLES, "places", "Places", (24, 12, 12, 14)),
    (CLAIMS, "speaker", "Speakers, by claims", (36, 12, 12, 14)),
    (CLAIMS, "about", "Whom and what claims are about", (24, 26, 12, 18)),
    (CLAIMS, "cue", "How it is said", (36, 26, 12, 18)),
)
Object = dict[str, Any]
Place = tuple[int, int, int, int]


def saved_objects() -> str:
    """Make the saved objects, one JSON object a line; what others refer to comes first.

    Raises:
        KeyError: an index has no field that an object names.
    """
    objects = [*(_data_view(index) for index in (ARTICLES, CLAIMS)), _claims_table(), _places_map(), _dashboard()]
    return "".join(json.dumps(one, sort_keys=True, ensure_ascii=False) + "\n" for one in objects)


def field(index: str, name: str, *types: str) -> str:
    """The name of a field that the mapping has with one of these types (keyword, if none is given).

    Raises:
        KeyError: it has not.
    """
    kind = mapping_file(index)["properties"].get(name, {}).get("type")
    if kind not in (types or ("keyword",)):
        raise KeyError(f"{index} has no {' or '.join(types or ('keyword',))} field {name}, but {kind}")
    return name


def _saved(kind: str, name: str, version: str, attributes: Object, references: Sequence[Object] = ()) -> Object:
    return {
        "type": kind,
        "id": name,
        "attributes": attributes,
        "references": list(references),
        "managed": False,
        # Of the saved object's own format; later versions of Kibana bring it up to date when they import it.
        "coreMigrationVersion": "8.8.0",
        "typeMigrationVersion": version,
    }


def _view_id(index: str) -> str:
    return f"telex-{index}"


def _refers_to_view(index: str, name: str) -> Object:
    return {"type": "index-pattern", "id": _view_id(index), "name": name}


def _data_view(index: str) -> Object:
    fields = mapping_file(index)["properties"]
    # The mapping loads the facets eagerly: that is how it tells them from other keywords.
    facets = {name: {"count": POPULAR} for name, definition in fields.items() if definition.get("eager_global_ordinals")}
    attributes = {
        "title": index,
        "name": NAMES[index],
        "timeFieldName": field(index, TIME, "date"),
        "allowNoIndex": True,
        "fieldAttrs": json.dumps(facets),
        "fieldFormatMap": json.dumps({name: how for name, how in FORMATS.items() if name in fields}),
        "fields": "[]",
        "runtimeFieldMap": "{}",
        "sourceFilters": "[]",
    }
    return _saved("index-pattern", _view_id(index), "8.0.0", attributes)


def _claims_table() -> Object:
    reference = "kibanaSavedObjectMeta.searchSourceJSON.index"
    source = {"query": {"language": "kuery", "query": ""}, "filter": [], "highlightAll": True, "version": True, "indexRefName": reference}
    attributes = {
        "title": "Telex: claims",
        "description": "Who said what, newest first; a click on a value narrows the dashboard, the article's id leads to its text.",
        "columns": [field(CLAIMS, name, "keyword", "text") for name in TABLE_COLUMNS],
        "sort": [[field(CLAIMS, TIME, "date"), "desc"]],
        "kibanaSavedObjectMeta": {"searchSourceJSON": json.dumps(source)},
    }
    return _saved("search", CLAIMS_TABLE, "7.9.3", attributes, [_refers_to_view(CLAIMS, reference)])


def _places_map() -> Object:
    reference = "layer_1_source_index_pattern"
    ground = {
        "id": "ground",
        "type": "EMS_VECTOR_TILE",
        "sourceDescriptor": {"type": "EMS_TMS", "isAutoSelect": True, "lightModeDefault": "road_map_desaturated"},
        "style": {"type": "EMS_VECTOR_TILE", "color": ""},
        "visible": True,
        "alpha": 1,
        "minZoom": 0,
        "maxZoom": 24,
    }
    count = {"name": "doc_count", "origin": "source"}
    size = {"type": "DYNAMIC", "options": {"field": count, "minSize": 4, "maxSize": 28, "fieldMetaOptions": {"isEnabled": False}}}
    places = {
        "id": "places",
        "label": "Places that articles name",
        "type": "GEOJSON_VECTOR",
        "sourceDescriptor": {
            "id": "places-source",
            "type": "ES_GEO_GRID",
            "geoField": field(ARTICLES, "locations", "geo_point"),
            "requestType": "point",
            "resolution": "FINE",
            "metrics": [{"type": "count"}],
            "applyGlobalQuery": True,
            "applyGlobalTime": True,
            "indexPatternRefName": reference,
        },
        "style": {"type": "VECTOR", "isTimeAware": True, "properties": {"iconSize": size}},
        "visible": True,
        "alpha": 0.75,
        "minZoom": 0,
        "maxZoom": 24,
        "joins": [],
    }
    state = {"zoom": 1.5, "center": {"lon": 10, "lat": 25}, "timeFilters": {"from": "now-10y", "to": "now"}}
    attributes = {
        "title": "Telex: places",
        "description": "Where the articles are.",
        "layerListJSON": json.dumps([ground, places]),
        "mapStateJSON": json.dumps(state),
        "uiStateJSON": "{}",
    }
    return _saved("map", PLACES_MAP, "8.4.0", attributes, [_refers_to_view(ARTICLES, reference)])


def _dashboard() -> Object:
    panels: list[Object] = []
    references: list[Object] = []
    for number, (panel, named) in enumerate(_panels(), start=1):
        name = str(number)
        panels.append({**panel, "panelIndex": name, "gridData": {**panel["gridData"], "i": name}})
        references += [{**reference, "name": f"{name}:{reference['name']}"} for reference in named]
    attributes = {
        "title": "Telex: who said what",
        "description": "Articles over time, whom and what they name, who says what, and where.",
        "panelsJSON": json.dumps(panels),
        "optionsJSON": json.dumps({"useMargins": True, "syncColors": False, "syncCursor": True, "hidePanelTitles": False}),
        "kibanaSavedObjectMeta": {"searchSourceJSON": json.dumps({"query": {"language": "kuery", "query": ""}, "filter": []})},
        # Articles are of any year, so the usual last fifteen minutes would show none.
        "timeRestore": True,
        "timeFrom": "now-10y",
        "timeTo": "now",
        "version": 1,
    }
    return _saved("dashboard", DASHBOARD, "8.7.0", attributes, references)


def _panels() -> Iterator[tuple[Object, list[Object]]]:
    """Each panel of the dashboard with the objects that it refers to."""
    yield _over_time(ARTICLES, "source", "Articles over time, by source", (0, 0, 24, 12))
    yield _over_time(CLAIMS, "modality", "Claims over time, by modality", (24, 0, 24, 12))
    for index, name, title, place in TOP_VALUES:
        yield _top_values(index, name, title, place)
    yield _by_reference("map", PLACES_MAP, (0, 26, 24, 18))
    yield _by_reference("search", CLAIMS_TABLE, (0, 44, 48, 22))


def _by_reference(kind: str, name: str, place: Place) -> tuple[Object, list[Object]]:
    panel = {"type": kind, "gridData": _grid(place), "panelRefName": f"panel_{kind}", "embeddableConfig": {"enhancements": {}}}
    return panel, [{"type": kind, "id": name, "name": f"panel_{kind}"}]


def _over_time(index: str, split: str, title: str, place: Place) -> tuple[Object, list[Object]]:
    month = {
        "label": TIME, "dataType": "date", "operationType": "date_histogram", "sourceField": field(index, TIME, "date"),
        "isBucketed": True, "scale": "interval", "params": {"interval": "auto", "includeEmptyRows": True},
    }  # fmt: skip
    columns = {"split": _terms(index, split, 8), "x": month, "y": _count()}
    layer = {"seriesType": "bar_stacked", "xAccessor": "x", "splitAccessor": "split"}
    return _lens(index, title, place, columns, layer)


def _top_values(index: str, name: str, title: str, place: Place) -> tuple[Object, list[Object]]:
    return _lens(index, title, place, {"x": _terms(index, name, 12), "y": _count()}, {"seriesType": "bar_horizontal", "xAccessor": "x"})


def _lens(index: str, title: str, place: Place, columns: Object, layer: Object) -> tuple[Object, list[Object]]:
    reference = _refers_to_view(index, "indexpattern-datasource-layer-data")
    drawn = {"layerId": "data", "layerType": "data", "accessors": ["y"], **layer}
    visualization = {
        "legend": {"isVisible": "splitAccessor" in layer, "position": "right"},
        "preferredSeriesType": layer["seriesType"],
        "axisTitlesVisibilitySettings": {"x": False, "yLeft": False, "yRight": False},
        "valueLabels": "hide",
        "layers": [drawn],
    }
    read = {"columns": columns, "columnOrder": list(columns), "incompleteColumns": {}}
    attributes = {
        "title": title,
        "type": "lens",
        "visualizationType": "lnsXY",
        "references": [reference],
        "state": {
            "datasourceStates": {"formBased": {"layers": {"data": read}}},
            "visualization": visualization,
            "query": {"query": "", "language": "kuery"},
            "filters": [],
            "internalReferences": [],
            "adHocDataViews": {},
        },
    }
    panel = {"type": "lens", "title": title, "gridData": _grid(place), "embeddableConfig": {"attributes": attributes, "enhancements": {}}}
    return panel, [reference]


def _terms(index: str, name: str, size: int) -> Object:
    params = {"size": size, "orderBy": {"type": "column", "columnId": "y"}, "orderDirection": "desc", "otherBucket": False}
    return {
        "label": name, "dataType": "string", "operationType": "terms", "sourceField": field(index, name), "isBucketed": True,
        "scale": "ordinal", "params": {**params, "missingBucket": False, "parentFormat": {"id": "terms"}},
    }  # fmt: skip


def _count() -> Object:
    return {
        "label": "Documents", "dataType": "number", "operationType": "count", "sourceField": "___records___", "isBucketed": False,
        "scale": "ratio", "params": {"emptyAsNull": True},
    }  # fmt: skip


def _grid(place: Place) -> Object:
    return dict(zip(("x", "y", "w", "h"), place, strict=True))


if __name__ == "__main__":
    SAVED_OBJECTS.write_text(saved_objects(), encoding="utf-8")
