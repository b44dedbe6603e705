"""Kibana's data views follow the mappings: a field renamed there and not here fails."""

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from indexer.index_setup import mapping_file
from runtime.settings import Settings

FOLDER = Path(__file__).parents[3] / "ops" / "kibana"
VIEWS: dict[str, dict[str, Any]] = {
    view["attributes"]["title"]: view for view in map(json.loads, (FOLDER / "data_views.ndjson").read_text(encoding="utf-8").splitlines())
}


def test_the_views_are_as_the_mappings_say() -> None:
    built = runpy.run_path(str(FOLDER / "build_data_views.py"))["data_views"]()
    assert (FOLDER / "data_views.ndjson").read_text(encoding="utf-8") == built, "run `make docs`"


def test_each_index_has_a_view_by_its_alias() -> None:
    settings = Settings.model_construct(namespace="")
    assert set(VIEWS) == {settings.index_alias("articles"), settings.index_alias("claims")}


@pytest.mark.parametrize("index", ["articles", "claims"])
def test_a_view_names_fields_that_the_index_has(index: str) -> None:
    fields = mapping_file(index)["properties"]
    attributes = VIEWS[index]["attributes"]
    named = {attributes["timeFieldName"], *json.loads(attributes["fieldAttrs"]), *json.loads(attributes["fieldFormatMap"])}
    assert named <= set(fields)
    assert fields[attributes["timeFieldName"]]["type"] == "date"


def test_the_facets_of_a_reader_come_first() -> None:
    popular = {index: set(json.loads(view["attributes"]["fieldAttrs"])) for index, view in VIEWS.items()}
    assert {"people", "organizations", "places", "countries", "speakers", "source", "language"} <= popular["articles"]
    assert {"speaker", "kind", "source"} <= popular["claims"]
