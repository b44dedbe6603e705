"""The properties of a broker: its own controller or one of several, everything acknowledged is kept."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from runtime.kafka_clients import largest_request
from runtime.settings import Settings
from telex.local import security
from telex.local.address import Address, free_port, is_free

BROKER, FORMAT = "server.properties", "format.properties"
DATA, NEW_DATA = "data", "data.new"


def write(folders: Sequence[Path], node: int, address: Address, settings: Settings) -> None:
    """Write the properties of a broker, and those for making its data folder, which differ in that folder's name only.

    Args:
        folders: of all brokers, in the order of their numbers.
        node: the number of this one, from 1.
        address: where it listens.
        settings: of this process.
    """
    for needed in folders:
        needed.mkdir(parents=True, exist_ok=True)
    # Where there are several, those that run count on the ports of the others.
    ports = [controller_port(folder, is_known=len(folders) > 1) for folder in folders]
    folder = folders[node - 1]
    for name, data in ((BROKER, DATA), (FORMAT, NEW_DATA)):
        properties = _properties(folder / data, node, address, ports, largest_request(settings))
        if security.is_secure(settings):
            properties |= _security(properties, settings)
        lines = [f"{key}={escaped(str(value))}\n" for key, value in properties.items()]
        security.write_private(folder / name, "".join(lines))


def controller_port(folder: Path, *, is_known: bool = False) -> int:
    """Choose the controller's port once and keep it, unless something else took it, and no other broker knows it already."""
    path = folder / "controller.port"
    kept = path.read_text() if path.exists() else ""
    port = int(kept) if kept.isdigit() and (is_known or is_free(int(kept))) else free_port()
    path.write_text(str(port))
    return port


def escaped(value: str) -> str:
    """Write a value as Java's properties files want it: ASCII, the rest as escapes of UTF-16."""
    units = value.replace("\\", "\\\\").encode("utf-16-be")
    codes = [int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2)]
    return "".join(chr(code) if code < 128 else f"\\u{code:04x}" for code in codes)


def _properties(data: Path, node: int, address: Address, ports: Sequence[int], largest: int) -> dict[str, object]:
    replicas = min(3, len(ports))
    return {
        "process.roles": "broker,controller",
        "node.id": node,
        "controller.quorum.voters": ",".join(f"{voter}@127.0.0.1:{port}" for voter, port in enumerate(ports, start=1)),
        "controller.listener.names": "CONTROLLER",
        "listeners": f"PLAINTEXT://{address},CONTROLLER://127.0.0.1:{ports[node - 1]}",
        "advertised.listeners": f"PLAINTEXT://{address}",
        "log.dirs": data,
        "auto.create.topics.enable": "false",
        "message.max.bytes": largest,
        "replica.fetch.max.bytes": largest,
        # The internal topics; one broker holds their only copy.
        "offsets.topic.replication.factor": replicas,
        "transaction.state.log.replication.factor": replicas,
        "transaction.state.log.min.isr": max(1, replicas - 1),
        "share.coordinator.state.topic.replication.factor": replicas,
        "share.coordinator.state.topic.min.isr": max(1, replicas - 1),
        "offsets.topic.num.partitions": 10,
        "group.initial.rebalance.delay.ms": 0,
        # The default of 128 MiB is a quarter of the heap.
        "log.cleaner.dedupe.buffer.size": 16 * 2**20,
    }


def _security(plain: Mapping[str, object], settings: Settings) -> dict[str, object]:
    """The properties that differ, and come beside the plain ones, with security on."""
    name = security.ADMINISTRATOR
    secret = security.password(settings, "kafka", name)
    keystore_secret = security.keystore_password(settings)
    return {
        **{key: str(plain[key]).replace("PLAINTEXT", "SASL_SSL") for key in ("listeners", "advertised.listeners")},
        # Among themselves controllers know each other by their certificate: they have no users before they have each other.
        "listener.security.protocol.map": "SASL_SSL:SASL_SSL,CONTROLLER:SSL",
        "listener.name.controller.ssl.client.auth": "required",
        "ssl.keystore.type": "PKCS12",
        "ssl.keystore.location": security.keystore(settings),
        "ssl.keystore.password": keystore_secret,
        "ssl.key.password": keystore_secret,
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": security.authority(settings),
        # The administrator stands here, so that the broker lets him in before it knows any user; the others are in its metadata.
        "sasl.enabled.mechanisms": "SCRAM-SHA-512,PLAIN",
        "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config": "org.apache.kafka.common.security.scram.ScramLoginModule required;",
        "listener.name.sasl_ssl.plain.sasl.jaas.config": (
            "org.apache.kafka.common.security.plain.PlainLoginModule required "
            f'username="{name}" password="{secret}" user_{name}="{secret}";'
        ),
        "inter.broker.listener.name": "SASL_SSL",
        "sasl.mechanism.inter.broker.protocol": "PLAIN",
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": f"User:CN=telex;User:{name}",
    }
