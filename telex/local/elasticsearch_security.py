"""Who may do what in the secured Elasticsearch: the two users of ``docker-compose.yml``, in files of the node instead of its index."""

import json
import shutil
from base64 import b64encode
from collections.abc import Mapping
from hashlib import pbkdf2_hmac
from pathlib import Path
from secrets import token_bytes

from runtime.elasticsearch_client import ARTICLES, CLAIMS
from runtime.settings import Settings
from telex.local import security

PRIVILEGES: Mapping[str, list[str]] = {
    security.INDEXER: ["manage", "read", "write"],
    security.READER: ["read", "view_index_metadata", "maintenance"],
}
"""Of each user, on the two indices; the same as in ``ops/elasticsearch/create_users.sh``."""

ITERATIONS = 10_000
"""Elasticsearch's own default; the passwords are random and long, so that more would protect nothing."""


def roles(settings: Settings) -> dict[str, object]:
    """The role of each user, as Elasticsearch wants it: it bears the user's name."""
    names = [f"{settings.index_alias(alias)}*" for alias in (ARTICLES, CLAIMS)]
    return {user: {"cluster": ["monitor"], "indices": [{"names": names, "privileges": own}]} for user, own in PRIVILEGES.items()}


def write(configuration: Path, settings: Settings) -> dict[str, object]:
    """Write the users, their roles and the certificate into the ``config`` folder; return the options that turn security on."""
    hashes = {user: _hash(security.password(settings, "elasticsearch", user)) for user in PRIVILEGES}
    security.write_private(configuration / "users", "".join(f"{user}:{hashed}\n" for user, hashed in hashes.items()))
    (configuration / "users_roles").write_text("".join(f"{user}:{user}\n" for user in PRIVILEGES))
    # JSON is YAML.
    (configuration / "roles.yml").write_text("".join(f"{user}: {json.dumps(role)}\n" for user, role in roles(settings).items()))
    for file in (security.keystore(settings), security.authority(settings)):
        shutil.copy(file, configuration)
    shown = {
        f"xpack.security.{layer}.ssl.{name}": value
        for layer in ("http", "transport")
        for name, value in (
            ("enabled", True),
            ("keystore.path", security.keystore(settings).name),
            ("keystore.password", security.keystore_password(settings)),
            ("certificate_authorities", [security.authority(settings).name]),
        )
    }
    return {
        "xpack.security.enabled": True,
        "xpack.security.enrollment.enabled": False,
        "xpack.security.autoconfiguration.enabled": False,
        **shown,
    }


def _hash(password: str) -> str:
    salt = token_bytes(32)
    derived = pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS, 32)
    return f"{{PBKDF2}}{ITERATIONS}${b64encode(salt).decode()}${b64encode(derived).decode()}"
