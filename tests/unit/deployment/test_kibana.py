"""What Kibana starts with follows the mappings, field by field, and has the shape of Kibana's own exports; so do the documented queries."""

import json
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.index_setup import mapping_file
from runtime.settings import Settings

ROOT = Path(__file__).parents[3]
BUILDER = runpy.run_path(str(ROOT / "ops" / "kibana" / "build_saved_objects.py"))
LINES = (ROOT / "ops" / "kibana" / "saved_objects.ndjson").read_text(encoding="utf-8")
OBJECTS: list[dict[str, Any]] = [json.loads(line) for line in LINES.splitlines()]
VIEWS = {one["attributes"]["title"]: one for one in OBJECTS if one["type"] == "index-pattern"}
BY_ID = {(one["type"], one["id"]): one for one in OBJECTS}
PAGE = (ROOT / "docs" / "kibana.md").read_text(encoding="utf-8")


def only(kind: str) -> dict[str, Any]:
    (one,) = (one for one in OBJECTS if one["type"] == kind)
    return one


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(only("dashboard")["attributes"]["panelsJSON"])
    return found


def index_of(reference: dict[str, Any]) -> str:
    title: str = BY_ID[reference["type"], reference["id"]]["attributes"]["title"]
    return title


def named_fields() -> Iterator[tuple[str, str]]:
    """Every index and field that any object names."""
    for index, view in VIEWS.items():
        attributes = view["attributes"]
        yield index, attributes["timeFieldName"]
        for name in (*json.loads(attributes["fieldAttrs"]), *json.loads(attributes["fieldFormatMap"])):
            yield index, name
    table = only("search")
    for name in (*table["attributes"]["columns"], *(name for name, _ in table["attributes"]["sort"])):
        yield index_of(table["references"][0]), name
    for layer in json.loads(only("map")["attributes"]["layerListJSON"]):
        if "geoField" in layer["sourceDescriptor"]:
            yield index_of(only("map")["references"][0]), layer["sourceDescriptor"]["geoField"]
    for lens in (panel["embeddableConfig"]["attributes"] for panel in panels() if panel["type"] == "lens"):
        (layer,) = lens["state"]["datasourceStates"]["formBased"]["layers"].values()
        for column in layer["columns"].values():
            if column["sourceField"] != "___records___":
                yield index_of(lens["references"][0]), column["sourceField"]


def test_the_objects_are_as_the_mappings_say() -> None:
    assert BUILDER["saved_objects"]() == LINES, "run `make docs`"


def test_each_index_has_a_view_by_its_alias() -> None:
    settings = Settings.model_construct(namespace="")
    assert set(VIEWS) == {settings.index_alias("articles"), settings.index_alias("claims")}


def test_every_field_that_is_named_is_in_the_mapping() -> None:
    named = set(named_fields())
    assert len(named) >= 25
    for index, name in named:
        assert name in mapping_file(index)["properties"], f"{index} has no field {name}"


@pytest.mark.parametrize(
    ("index", "name", "types"), [("articles", "gone", ()), ("claims", "text", ()), ("articles", "people", ("geo_point",))]
)
def test_a_field_that_was_renamed_or_changed_stops_the_build(index: str, name: str, types: tuple[str, ...]) -> None:
    with pytest.raises(KeyError, match=name):
        BUILDER["field"](index, name, *types)


def test_the_facets_of_a_reader_come_first() -> None:
    popular = {index: set(json.loads(view["attributes"]["fieldAttrs"])) for index, view in VIEWS.items()}
    assert {"people", "organizations", "places", "countries", "speakers", "source", "language"} <= popular["articles"]
    assert {"speaker", "kind", "source"} <= popular["claims"]


def test_a_claim_leads_to_its_article() -> None:
    formats = json.loads(VIEWS["claims"]["attributes"]["fieldFormatMap"])
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    port = re.search(r"PAGE_PORT:-(\d+)", compose)
    assert port
    assert formats["article_id"]["params"]["urlTemplate"] == f"http://127.0.0.1:{port[1]}/articles/{{{{value}}}}"
    assert "article_id" in only("search")["attributes"]["columns"]


# Kibana's shape, as its own sample dashboards have it (saved_objects.ts of its plugin `home`).


def test_every_object_has_the_outer_shape_of_an_export() -> None:
    outer = {"type", "id", "attributes", "references", "managed", "coreMigrationVersion", "typeMigrationVersion"}
    for one in OBJECTS:
        assert set(one) == outer, one["id"]
        assert all(set(reference) == {"type", "id", "name"} for reference in one["references"])
        assert one["attributes"]["title"]


def test_every_reference_leads_to_an_object_before_it() -> None:
    known: set[tuple[str, str]] = set()
    for one in OBJECTS:
        assert {(reference["type"], reference["id"]) for reference in one["references"]} <= known
        known.add((one["type"], one["id"]))


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("search", ["kibanaSavedObjectMeta.searchSourceJSON"]),
        ("map", ["layerListJSON", "mapStateJSON", "uiStateJSON"]),
        ("dashboard", ["panelsJSON", "optionsJSON", "kibanaSavedObjectMeta.searchSourceJSON"]),
    ],
)
def test_what_kibana_keeps_as_text_is_json_in_a_text(kind: str, texts: list[str]) -> None:
    for path in texts:
        value: Any = only(kind)["attributes"]
        for name in path.split("."):
            value = value[name]
        assert isinstance(value, str)
        json.loads(value)


@pytest.mark.parametrize("kind", ["search", "map"])
def test_the_references_by_name_are_there(kind: str) -> None:
    one = only(kind)
    used = set(re.findall(r'RefName\\?": \\?"([\w.]+)', json.dumps(one["attributes"])))
    assert used == {reference["name"] for reference in one["references"]}


def test_every_panel_has_its_references_and_its_place() -> None:
    references = {reference["name"] for reference in only("dashboard")["references"]}
    needed = set()
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        assert {"type", "gridData", "panelIndex", "embeddableConfig"} <= set(panel)
        grid = panel["gridData"]
        assert grid["i"] == panel["panelIndex"]
        assert grid["x"] + grid["w"] <= 48
        cells = {(x, y) for x in range(grid["x"], grid["x"] + grid["w"]) for y in range(grid["y"], grid["y"] + grid["h"])}
        assert not cells & taken
        taken |= cells
        names = [panel["panelRefName"]] if "panelRefName" in panel else [
            reference["name"] for reference in panel["embeddableConfig"]["attributes"]["references"]
        ]  # fmt: skip
        needed |= {f"{panel['panelIndex']}:{name}" for name in names}
    assert references == needed
    assert {panel["type"] for panel in panels()} == {"lens", "map", "search"}


def test_every_chart_draws_columns_that_it_reads() -> None:
    charts = [panel["embeddableConfig"]["attributes"] for panel in panels() if panel["type"] == "lens"]
    assert len(charts) == 8
    for chart in charts:
        layers = chart["state"]["datasourceStates"]["formBased"]["layers"]
        for drawn in chart["state"]["visualization"]["layers"]:
            columns = layers[drawn["layerId"]]["columns"]
            used = {*drawn["accessors"], drawn["xAccessor"], *([drawn["splitAccessor"]] if "splitAccessor" in drawn else [])}
            assert used == set(columns) == set(layers[drawn["layerId"]]["columnOrder"])
        (reference,) = chart["references"]
        assert reference["name"] == f"indexpattern-datasource-layer-{next(iter(layers))}"
        assert chart["visualizationType"] == "lnsXY"


# The queries of docs/kibana.md


def fields() -> set[str]:
    found: set[str] = set()
    for index in ("articles", "claims"):
        for name, definition in mapping_file(index)["properties"].items():
            found |= {name, *(f"{name}.{part}" for part in (*definition.get("fields", {}), *definition.get("properties", {})))}
    return found


def test_the_documented_kql_names_fields_that_there_are() -> None:
    blocks = re.findall(r"```kql\n(.*?)```", PAGE, re.DOTALL)
    named = {name for block in blocks for name in re.findall(r"(?<![\"\w])([a-z_.]+)\s*(?::|[<>]=?)", block)}
    assert len(named) > 8
    assert named <= fields()


def test_the_documented_esql_names_fields_that_there_are() -> None:
    blocks = re.findall(r"```esql\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) >= 5
    for block in blocks:
        said = re.sub(r'"[^"]*"|//.*', "", block)
        new = set(re.findall(r"\b([a-z_]+)\s*=(?!=)", said))
        # Keywords and functions are written in capitals there; a number may have a unit.
        words = set(re.findall(r"(?<![\w.])[a-z_][a-z_.]*", said)) - new - {"articles", "claims", "_score"}
        assert words - {"month", "year", "years", "months", "days"} <= fields(), block
