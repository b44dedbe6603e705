"""Security of the local Elasticsearch: TLS, and its one user, who makes the API keys of the stages (``elasticsearch_access``).

The user stands in files of the node, not in its index: it is there before the node's first start.
"""

import json
import shutil
from base64 import b64encode
from hashlib import pbkdf2_hmac
from pathlib import Path
from secrets import token_bytes

from runtime.elasticsearch_client import ARTICLES, CLAIMS
from runtime.settings import Settings
from telex.local import security

ITERATIONS = 10_000
"""Elasticsearch's own default; the password is random and long, so that more would protect nothing."""


def role(settings: Settings) -> dict[str, object]:
    """What the administrator may: make and end his own API keys, whose rights are never more than his, and all with the two indices."""
    names = [f"{settings.index_alias(alias)}*" for alias in (ARTICLES, CLAIMS)]
    return {"cluster": ["manage_own_api_key", "monitor"], "indices": [{"names": names, "privileges": ["manage", "read", "write"]}]}


def write(configuration: Path, settings: Settings) -> dict[str, object]:
    """Write the administrator, his role and the certificate into the ``config`` folder; return the options that turn security on."""
    user = security.ADMINISTRATOR
    security.write_private(configuration / "users", f"{user}:{_hash(security.password(settings, 'elasticsearch', user))}\n")
    (configuration / "users_roles").write_text(f"{user}:{user}\n")
    # JSON is YAML.
    (configuration / "roles.yml").write_text(f"{user}: {json.dumps(role(settings))}\n")
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
        # Its default, with TLS as here: said because everything hangs on it.
        "xpack.security.authc.api_key.enabled": True,
        **shown,
    }


def _hash(password: str) -> str:
    salt = token_bytes(32)
    derived = pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS, 32)
    return f"{{PBKDF2}}{ITERATIONS}${b64encode(salt).decode()}${b64encode(derived).decode()}"
