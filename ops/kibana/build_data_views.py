"""Build data_views.ndjson, the Kibana data view of each index, from the mappings: ``python ops/kibana/build_data_views.py``.

The lines are saved objects as Kibana exports and imports them. They hold no list of fields (Kibana asks Elasticsearch for it), only what
Kibana cannot know: which field is the time, which fields are facets, which one is a link.
"""

import json
from pathlib import Path
from typing import Any

from indexer.index_setup import mapping_file
from runtime.elasticsearch_client import ARTICLES, CLAIMS

DATA_VIEWS = Path(__file__).with_name("data_views.ndjson")
TIME = "published"
LINK = "url"
NAMES = {ARTICLES: "Telex articles", CLAIMS: "Telex claims: who said what"}
# Kibana lists fields with a count as popular, before the others.
POPULAR = 1


def data_views() -> str:
    """Make the saved objects, one JSON object a line.

    Raises:
        KeyError: an index has no field that the views name.
    """
    return "".join(json.dumps(_data_view(alias), sort_keys=True) + "\n" for alias in (ARTICLES, CLAIMS))


def _data_view(alias: str) -> dict[str, Any]:
    fields = mapping_file(alias)["properties"]
    if fields[TIME]["type"] != "date" or fields[LINK]["type"] != "keyword":
        raise KeyError(f"{alias}: {TIME} must be a date and {LINK} a keyword")
    # The mapping loads the facets eagerly: that is how it tells them from other keywords.
    facets = {name: {"count": POPULAR} for name, field in fields.items() if field.get("eager_global_ordinals")}
    return {
        "type": "index-pattern",
        "id": f"telex-{alias}",
        "attributes": {
            "title": alias,
            "name": NAMES[alias],
            "timeFieldName": TIME,
            "allowNoIndex": True,
            "fieldAttrs": json.dumps(facets),
            "fieldFormatMap": json.dumps({LINK: {"id": "url"}}),
            "fields": "[]",
            "runtimeFieldMap": "{}",
            "sourceFilters": "[]",
        },
        "references": [],
        "managed": False,
        # Of the saved object's own format; later versions of Kibana bring it up to date when they import it.
        "coreMigrationVersion": "8.8.0",
        "typeMigrationVersion": "8.0.0",
    }


if __name__ == "__main__":
    DATA_VIEWS.write_text(data_views(), encoding="utf-8")
