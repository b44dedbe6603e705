"""The indices as ``mappings/`` describes them: created behind their aliases, and refused where an existing one differs.

Each alias has an index template too, so that a version which somebody else makes (by hand, by a rollover) is like those that telex makes.
"""

import logging
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import orjson
from elasticsearch import AuthorizationException, BadRequestError, NotFoundError

from contracts.errors import OperatorNeeded
from runtime.elasticsearch_client import ARTICLES, CLAIMS, elasticsearch_client, error_body, reaching_elasticsearch
from runtime.settings import Settings

log = logging.getLogger(__name__)

# Above that of a template for all indices, as operators have one for shards and replicas.
TEMPLATE_PRIORITY = 200


def create_indices(settings: Settings) -> list[str]:
    """Create what is missing (``articles-v1`` behind ``articles``, ``claims-v1`` behind ``claims``); return the names of those created.

    The templates of their further versions are written anew, if this user may write templates.

    Safe to call at every start and from several processes at once: an index and its alias appear together or not at all.

    Raises:
        OperatorNeeded: an existing index has another mapping or analysis; the text names the field.
        TransientFailure: Elasticsearch does not answer.
    """
    with reaching_elasticsearch(settings):
        return [name for alias in (ARTICLES, CLAIMS) if (name := _create_if_missing(settings, alias))]


def create_index(settings: Settings, alias: str, name: str, *, behind_alias: bool) -> bool:
    """Create one index by its mapping file, after its template; false if an index of that name is there already."""
    put_template(settings, alias)
    try:
        elasticsearch_client(settings).indices.create(
            index=name, **_definition(settings, alias), aliases={settings.index_alias(alias): {}} if behind_alias else {}
        )
    except BadRequestError as error:
        if error_body(error).get("type") == "resource_already_exists_exception":
            return False
        raise
    return True


def put_template(settings: Settings, alias: str) -> bool:
    """Write the template of all versions of an index (``articles`` for ``articles-v*``); false if this user may not.

    It makes no alias: that stands for one version at a time, and ``telex reindex`` or a rollover moves it.
    """
    name = settings.index_alias(alias)
    try:
        elasticsearch_client(settings).indices.put_index_template(
            name=name,
            index_patterns=[f"{name}-v*"],
            template=_definition(settings, alias),
            priority=TEMPLATE_PRIORITY,
            meta={"telex": version("telex")},
        )
    except AuthorizationException:
        # The right to write templates is one to shape indices of others: telex asks nobody for it, and creates its own indices without.
        log.debug("no index template %s: this user may not write any", name)
        return False
    return True


def index_behind(settings: Settings, alias: str) -> str | None:
    """The one index that an alias stands for, or None before it is created.

    Raises:
        OperatorNeeded: the alias stands for several, or an index took its name.
    """
    name = settings.index_alias(alias)
    try:
        found = sorted(elasticsearch_client(settings).indices.get_alias(index=name))
    except NotFoundError:
        return None
    if len(found) != 1 or found == [name]:
        raise OperatorNeeded(f"{name} must be an alias of one index, it is {', '.join(found)}: remove what telex did not create")
    return found[0]


def versioned_name(settings: Settings, alias: str, version: int) -> str:
    """Name the index of a version: ``articles-v2``."""
    return f"{settings.index_alias(alias)}-v{version}"


def version_of(index: str) -> int:
    """The version in the name of an index; 0 if it has none."""
    match = re.search(r"-v(\d+)$", index)
    return int(match[1]) if match else 0


@cache
def mapping_file(name: str) -> dict[str, Any]:
    """Read a file of ``mappings/``: ``articles``, ``claims``, or the ``analysis`` that both share."""
    content: dict[str, Any] = orjson.loads(files("indexer").joinpath("mappings", f"{name}.json").read_bytes())
    return content


def check_index(settings: Settings, alias: str, index: str) -> None:
    """Compare an index with its mapping file, field by field.

    Raises:
        OperatorNeeded: they differ; the text names the first field and ``telex reindex``.
    """
    client = elasticsearch_client(settings)
    mappings = client.indices.get_mapping(index=index)[index]["mappings"]
    analysis = client.indices.get_settings(index=index)[index]["settings"]["index"].get("analysis", {})
    difference = first_difference(mapping_file(alias), mappings) or first_difference(mapping_file("analysis"), analysis)
    if difference:
        raise OperatorNeeded(f"the index {index} was made by another version of telex ({difference}): run `telex reindex`")


def first_difference(wanted: dict[str, Any], found: dict[str, Any]) -> str | None:
    """Name the first field whose definition differs between two mappings (or analyses), and how; None if none does."""
    here, there = dict(_leaves(wanted)), dict(_leaves(found))
    for path in sorted(here.keys() | there.keys()):
        if here.get(path) != there.get(path):
            return f"{path} is {there.get(path, 'missing')}, not {here.get(path, 'there')}"
    return None


def _definition(settings: Settings, alias: str) -> dict[str, Any]:
    return {
        "settings": {"number_of_shards": settings.shards, "number_of_replicas": settings.replicas, "analysis": mapping_file("analysis")},
        "mappings": mapping_file(alias),
    }


def _create_if_missing(settings: Settings, alias: str) -> str | None:
    index = index_behind(settings, alias)
    name = versioned_name(settings, alias, 1)
    if index is not None:
        put_template(settings, alias)
    if index is None and create_index(settings, alias, name, behind_alias=True):
        return name
    # Another process may have created it between the two calls.
    index = index or index_behind(settings, alias)
    if index is None:
        raise OperatorNeeded(f"the index {name} is there without its alias {settings.index_alias(alias)}: run `telex reindex`")
    check_index(settings, alias, index)
    return None


def _leaves(definition: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if not isinstance(definition, dict):
        yield path, definition
        return
    for name, part in definition.items():
        # « properties » and « fields » are structure, not part of a field's name.
        step = "" if name in ("properties", "fields") else name
        yield from _leaves(part, f"{path}.{step}".strip(".") if step else path)
