"""Who may do what in the secured Elasticsearch: an API key for each right, and nothing beyond the two indices.

A key stays as long as it lets its owner in. One whose file was removed, that was invalidated, or whose node was made anew is replaced.
"""

from collections.abc import Mapping
from typing import Any

from elasticsearch import AuthenticationException, Elasticsearch

from indexer.index_setup import create_index, index_behind, versioned_name
from runtime.elasticsearch_client import ARTICLES, CLAIMS, elasticsearch_client, reaching_elasticsearch
from runtime.settings import Settings
from telex.local import security

PRIVILEGES: Mapping[str, list[str]] = {
    security.INDEXER: ["read", "write", "view_index_metadata"],
    security.READER: ["read", "view_index_metadata", "maintenance"],
}
"""Of each key, on the two indices; none on the cluster."""


def roles(settings: Settings) -> dict[str, dict[str, Any]]:
    """The role of each key, as Elasticsearch wants it: it bears the key's name."""
    names = [f"{settings.index_alias(alias)}*" for alias in (ARTICLES, CLAIMS)]
    return {name: {"cluster": [], "indices": [{"names": names, "privileges": own}]} for name, own in PRIVILEGES.items()}


def give_access(settings: Settings) -> None:
    """Create the indices, make the API keys that are missing, and write the stages' files; repeating it changes nothing.

    Raises:
        OperatorNeeded: Elasticsearch refuses one of it.
        TransientFailure: Elasticsearch does not answer.
    """
    settings = security.as_administrator(settings)
    with reaching_elasticsearch(settings):
        # The indexer may write them, not make them. Those of an older telex stay as they are: `telex index` tells what to do.
        for alias in (ARTICLES, CLAIMS):
            if index_behind(settings, alias) is None:
                create_index(settings, alias, versioned_name(settings, alias, 1), behind_alias=True)
        for name, role in roles(settings).items():
            _give_key(elasticsearch_client(settings), settings, name, role)
    security.write_variables(settings)


def _give_key(client: Elasticsearch, settings: Settings, name: str, role: dict[str, Any]) -> None:
    keys, file = client.security, security.key_file(settings, name)
    there = {key["id"] for key in keys.get_api_key(name=name, owner=True, active_only=True)["api_keys"]}
    own = _id_of(client, file.read_text()) if file.exists() else ""
    if own in there:
        # The namespace may be another one now.
        keys.update_api_key(id=own, role_descriptors={name: role})
    else:
        made = keys.create_api_key(name=name, role_descriptors={name: role})
        security.write_private(file, made["encoded"])
        own = made["id"]
    if others := sorted(there - {own}):
        keys.invalidate_api_key(ids=others, owner=True)


def _id_of(client: Elasticsearch, key: str) -> str:
    """The id of a key; empty where Elasticsearch does not let it in."""
    try:
        who = client.options(api_key=key).security.authenticate()
    except AuthenticationException:
        return ""
    # An empty file lets the administrator in, who has none.
    return str(who.get("api_key", {}).get("id", ""))
