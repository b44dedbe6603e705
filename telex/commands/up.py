"""``telex up``: start the local Kafka and Elasticsearch."""

import os
import shlex
from typing import Annotated

import typer

from runtime.settings import PREFIX, settings
from telex.console import fail, out
from telex.local import security, servers
from telex.local.address import MOST_BROKERS, kafka_addresses
from telex.local.progress import shown


def command(
    brokers: Annotated[int | None, typer.Option(help="Kafka brokers, at successive ports.", min=1, max=MOST_BROKERS)] = None,
    secure: Annotated[
        bool, typer.Option("--secure", help="With TLS, and for each stage a user and a key with no more rights than it needs.")
    ] = False,
) -> None:
    """Start a real Kafka and a real Elasticsearch on this machine, without Docker; they run until `telex down`."""
    advice = _choose_brokers(brokers) if brokers else None
    if secure:
        _choose_security()
    was_up = bool(servers.running())
    with shown() as progress:
        state = servers.start(progress)
    for address, process in zip(kafka_addresses(settings()), state.brokers, strict=True):
        out.print(f"Kafka          {address}  (process {process})", highlight=False)
    out.print(f"Elasticsearch  {settings().elasticsearch_url}  (process {state.elasticsearch})", highlight=False)
    out.print(f"{'Already up' if was_up else 'Up'}: data and logs are in {settings().home}", soft_wrap=True, highlight=False)
    if advice:
        out.print(f"for the other commands: export {advice}", soft_wrap=True, highlight=False)
    if secure:
        secrets = security.folder(settings())
        out.print(
            f"The secrets lie in {secrets}, a file of variables for each stage; a worker then starts with", soft_wrap=True, highlight=False
        )
        out.print(f"  (set -a; . {shlex.quote(str(secrets / 'worker.env'))}; telex work)", soft_wrap=True, highlight=False)


def _choose_security() -> None:
    """Have security on, and the administrator's passwords, in this process's settings."""
    security.make_secrets(settings())
    os.environ.update(security.variables(settings(), "administrator"))
    settings.cache_clear()


def _choose_brokers(count: int) -> str | None:
    """Have so many brokers in this process's settings; return what the other commands need where they have other settings."""
    addresses = kafka_addresses(settings())
    if len(addresses) == count:
        return None
    if len(addresses) > 1:
        fail(f"TELEX_KAFKA_BOOTSTRAP_SERVERS names {len(addresses)} brokers, --brokers {count}: leave one of the two out", 2)
    first = addresses[0]
    chosen = {
        f"{PREFIX}KAFKA_BOOTSTRAP_SERVERS": ",".join(f"{first.host}:{first.port + number}" for number in range(count)),
        f"{PREFIX}REPLICATION_FACTOR": str(min(3, count)),
    }
    os.environ.update(chosen)
    settings.cache_clear()
    return " ".join(f"{name}={value}" for name, value in chosen.items())
