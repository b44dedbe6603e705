"""The secrets of the secured local servers: a certificate, passwords and API keys, in files that only their owner reads.

``secrets`` of the home folder holds them, with a file of variables for each stage, named after it: ``worker.env`` is all that a worker
needs to know.
"""

import os
import secrets
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from runtime.settings import PREFIX, Settings
from telex.local import java
from telex.local.failure import LocalServerError

ADMINISTRATOR, INDEXER, READER = "telex_administrator", "telex_indexer", "telex_reader"


@dataclass(frozen=True)
class Account:
    """Who one stage is: its user of Kafka and its API key of Elasticsearch; None where it has no business there.

    The administrator alone signs in to Elasticsearch as a user: somebody must make the keys.
    """

    kafka: str | None
    elasticsearch: str | None


ACCOUNTS: Mapping[str, Account] = {
    "producer": Account("telex_producer", READER),
    "worker": Account("telex_worker", None),
    "indexer": Account(INDEXER, INDEXER),
    "operator": Account("telex_operator", READER),
    "reader": Account(None, READER),
    "administrator": Account(ADMINISTRATOR, ADMINISTRATOR),
}
"""Of each stage; the operator looks at the line and replays, the administrator is the broker itself, `telex up` and `telex reindex`."""


def is_secure(settings: Settings) -> bool:
    """Whether the local servers shall run with security on."""
    return settings.kafka_security_protocol == "SASL_SSL"


def folder(settings: Settings) -> Path:
    """Where the secrets lie."""
    return settings.home.resolve() / "secrets"


def authority(settings: Settings) -> Path:
    """The certificate that both servers show, which is its own authority: what their clients trust."""
    return folder(settings) / "authority.pem"


def keystore(settings: Settings) -> Path:
    """The same certificate with its private key, for the servers."""
    return folder(settings) / "certificate.p12"


def keystore_password(settings: Settings) -> str:
    """The password of the keystore."""
    return (folder(settings) / "certificate.password").read_text()


def make_secrets(settings: Settings) -> None:
    """Make what is missing and what the servers need to start: passwords and the certificate.

    Raises:
        LocalServerError: the certificate cannot be made, or the folder not be written.
    """
    try:
        _make_secrets(settings, folder(settings))
    except OSError as error:
        raise LocalServerError(f"{error.filename}: {error.strerror}: set TELEX_HOME to a folder that you may write") from error


def write_variables(settings: Settings) -> None:
    """Write each stage's file of variables anew; the API keys must be there, which only a running Elasticsearch makes.

    Raises:
        LocalServerError: a secret is missing.
    """
    for stage in ACCOUNTS:
        lines = (f"{name}={shlex.quote(value)}\n" for name, value in variables(settings, stage).items())
        write_private(folder(settings) / f"{stage}.env", "".join(lines))


def password(settings: Settings, server: str, user: str) -> str:
    """The password of a user of ``kafka`` or ``elasticsearch``.

    Raises:
        LocalServerError: it is not there.
    """
    return _read(_password_file(settings, server, user))


def key_file(settings: Settings, name: str) -> Path:
    """Where an API key of Elasticsearch lies, as its clients send it (base64)."""
    return folder(settings) / "keys" / name


def variables(settings: Settings, stage: str) -> dict[str, str]:
    """The variables with which a stage signs in to the secured servers at the addresses of the settings."""
    account, chosen = ACCOUNTS[stage], dict[str, str]()
    if account.kafka:
        chosen |= {
            "KAFKA_BOOTSTRAP_SERVERS": settings.kafka_bootstrap_servers,
            "KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
            # The administrator must be able to sign in before the broker knows any other user.
            "KAFKA_SASL_MECHANISM": "PLAIN" if account.kafka == ADMINISTRATOR else "SCRAM-SHA-512",
            "KAFKA_USERNAME": account.kafka,
            "KAFKA_PASSWORD": password(settings, "kafka", account.kafka),
            "KAFKA_CA": str(authority(settings)),
        }
    if account.elasticsearch:
        chosen |= {
            "ELASTICSEARCH_URL": settings.elasticsearch_url.replace("http://", "https://", 1),
            "ELASTICSEARCH_CA": str(authority(settings)),
        }
    if account.elasticsearch == ADMINISTRATOR:
        secret = password(settings, "elasticsearch", ADMINISTRATOR)
        chosen |= {"ELASTICSEARCH_USERNAME": ADMINISTRATOR, "ELASTICSEARCH_PASSWORD": secret}
    elif account.elasticsearch:
        chosen["ELASTICSEARCH_API_KEY"] = _read(key_file(settings, account.elasticsearch))
    return {PREFIX + name: value for name, value in chosen.items()}


def as_administrator(settings: Settings) -> Settings:
    """The settings with which `telex up` itself signs in, whoever the settings are of; without security, as they are."""
    if not is_secure(settings):
        return settings
    chosen = {name.removeprefix(PREFIX).lower(): value for name, value in variables(settings, "administrator").items()}
    return Settings.model_validate({**settings.model_dump(), **chosen, "elasticsearch_api_key": None})


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads, from its first byte on."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(text)


def _read(secret: Path) -> str:
    try:
        return secret.read_text()
    except OSError as error:
        raise LocalServerError(f"{error.filename}: {error.strerror}: `telex up --secure` makes the secrets that are missing") from error


def _password_file(settings: Settings, server: str, user: str) -> Path:
    return folder(settings) / "passwords" / f"{server}.{user}"


def _make_secrets(settings: Settings, here: Path) -> None:
    for kept in ("passwords", "keys"):
        (here / kept).mkdir(parents=True, exist_ok=True)
    here.chmod(0o700)
    users = [("kafka", account.kafka) for account in ACCOUNTS.values() if account.kafka]
    with FileLock(here / ".lock"):
        for server, user in (*users, ("elasticsearch", ADMINISTRATOR)):
            if not _password_file(settings, server, user).exists():
                write_private(_password_file(settings, server, user), secrets.token_urlsafe(24))
        if not authority(settings).exists():
            _make_certificate(settings)


def _make_certificate(settings: Settings) -> None:
    """Make a key and a certificate for the names of the loopback, with the keytool of the Java that runs the servers."""
    secret = folder(settings) / "certificate.password"
    write_private(secret, secrets.token_urlsafe(24))
    keystore(settings).unlink(missing_ok=True)
    common = ["-alias", "telex", "-keystore", str(keystore(settings)), "-storepass:file", str(secret)]
    pair = ["-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=telex", "-validity", "3650", "-storetype", "PKCS12"]
    names = ["-ext", "san=ip:127.0.0.1,ip:0:0:0:0:0:0:0:1,dns:localhost"]
    # Trusted as itself: it may not sign others, and no authority's key lies about.
    usage = ["-ext", "ku:c=digitalSignature"]
    _keytool([*pair, *names, *usage, *common])
    keystore(settings).chmod(0o600)
    fresh = authority(settings).with_suffix(".new")
    _keytool(["-exportcert", "-rfc", "-file", str(fresh), *common])
    fresh.rename(authority(settings))


def _keytool(arguments: list[str]) -> None:
    java.run("making the servers' certificate", ["-m", "java.base/sun.security.tools.keytool.Main", *arguments])
