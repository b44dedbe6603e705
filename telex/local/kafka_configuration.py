"""The properties of the broker: one node, its own controller, everything acknowledged is kept."""

from pathlib import Path

from runtime.kafka_clients import largest_request
from runtime.settings import Settings
from telex.local.address import Address, free_port, is_free

BROKER, FORMAT = "server.properties", "format.properties"
DATA, NEW_DATA = "data", "data.new"


def write(folder: Path, address: Address, settings: Settings) -> None:
    """Write the broker's properties, and those for making its data folder, which differ in that folder's name only."""
    folder.mkdir(parents=True, exist_ok=True)
    port = controller_port(folder)
    for name, data in ((BROKER, DATA), (FORMAT, NEW_DATA)):
        properties = _properties(folder / data, address, port, largest_request(settings))
        lines = [f"{key}={escaped(str(value))}\n" for key, value in properties.items()]
        (folder / name).write_text("".join(lines), encoding="ascii")


def controller_port(folder: Path) -> int:
    """Choose the controller's port once and keep it, unless something else took it."""
    path = folder / "controller.port"
    kept = path.read_text() if path.exists() else ""
    port = int(kept) if kept.isdigit() and is_free(int(kept)) else free_port()
    path.write_text(str(port))
    return port


def escaped(value: str) -> str:
    """Write a value as Java's properties files want it: ASCII, the rest as escapes of UTF-16."""
    units = value.replace("\\", "\\\\").encode("utf-16-be")
    codes = [int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2)]
    return "".join(chr(code) if code < 128 else f"\\u{code:04x}" for code in codes)


def _properties(data: Path, address: Address, controller: int, largest: int) -> dict[str, object]:
    return {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.voters": f"1@127.0.0.1:{controller}",
        "controller.listener.names": "CONTROLLER",
        "listeners": f"PLAINTEXT://{address},CONTROLLER://127.0.0.1:{controller}",
        "advertised.listeners": f"PLAINTEXT://{address}",
        "log.dirs": data,
        "auto.create.topics.enable": "false",
        "message.max.bytes": largest,
        "replica.fetch.max.bytes": largest,
        # One broker holds the only copy of the internal topics.
        "offsets.topic.replication.factor": 1,
        "transaction.state.log.replication.factor": 1,
        "transaction.state.log.min.isr": 1,
        "share.coordinator.state.topic.replication.factor": 1,
        "share.coordinator.state.topic.min.isr": 1,
        "offsets.topic.num.partitions": 10,
        "group.initial.rebalance.delay.ms": 0,
        # The default of 128 MiB is a quarter of the heap.
        "log.cleaner.dedupe.buffer.size": 16 * 2**20,
    }
