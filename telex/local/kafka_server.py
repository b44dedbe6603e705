"""One Kafka broker in KRaft mode, its own controller, on the loopback; its data in ``kafka`` of the home folder."""

import shutil
import subprocess
from functools import cached_property
from pathlib import Path
from uuid import uuid4

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from runtime.kafka_clients import largest_request
from runtime.settings import Settings
from telex.local import java, processes
from telex.local.address import Address, free_port, is_free, kafka_address
from telex.local.downloads import Progress, fetch, pinned
from telex.local.failure import LocalServerError

LOGGING = Path(__file__).with_name("kafka-log4j2.properties")


class KafkaServer:
    """The broker of one home folder."""

    name = "Kafka"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.folder = settings.home.resolve() / "kafka"
        self.log = settings.home.resolve() / "logs" / "kafka" / "kafka.log"
        self.mark = processes.mark("kafka", settings.home)

    @cached_property
    def address(self) -> Address:
        """Where it listens."""
        return kafka_address(self._settings)

    @property
    def address_mark(self) -> str:
        """The argument that a process of this server carries beside its mark when it listens at this address."""
        return f"{self.mark}@{self.address}"

    def last_words(self) -> str:
        """Say why it may have ended: the last error line of its log, and where the log is."""
        return processes.last_words(self.log)

    def prepare(self, progress: Progress) -> None:
        """Fetch and check the class path."""
        jars = fetch(self.name, pinned("kafka"), self._settings.downloads_folder / "kafka", progress)
        self._class_path = java.class_path(jars)

    def start(self) -> None:
        """Format the data folder where it is new, then start the broker.

        Raises:
            LocalServerError: the folder cannot be formatted.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        configuration = self._configure()
        self._format()
        command = self._java(self.mark, self.address_mark, "-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "kafka.Kafka", str(configuration))
        processes.start(command, environment={}, folder=self.folder, output=self.log.with_name("start.log"))

    def answers(self) -> bool:
        """Tell whether a broker answers at the address of the settings, this one or another."""
        brokers = self._settings.kafka_bootstrap_servers.split(",")
        try:
            admin = KafkaAdminClient(bootstrap_servers=brokers, bootstrap_timeout_ms=1000, request_timeout_ms=5000)
        except KafkaError:
            return False
        try:
            return bool(admin.describe_cluster()["brokers"])
        except KafkaError:
            return False
        finally:
            admin.close()

    def _java(self, *arguments: str) -> list[str]:
        logging = [f"-Dlog4j2.configurationFile={LOGGING}", f"-Dtelex.logs={self.log.parent}"]
        return [str(java.program()), *java.COMMON, *logging, "-cp", self._class_path, *arguments]

    def _configure(self) -> Path:
        """Write the broker's properties, and those that differ in the data folder for making that folder."""
        port = self._controller_port()
        for name, data in (("server.properties", "data"), ("format.properties", "data.new")):
            properties = self._properties(port, self.folder / data)
            (self.folder / name).write_text("".join(f"{key}={_escaped(str(value))}\n" for key, value in properties.items()))
        return self.folder / "server.properties"

    def _controller_port(self) -> int:
        """Keep the controller's port between starts, unless something else took it."""
        path = self.folder / "controller.port"
        kept = int(path.read_text()) if path.exists() else None
        port = kept if kept and is_free(kept) else free_port()
        path.write_text(str(port))
        return port

    def _properties(self, controller_port: int, data: Path) -> dict[str, object]:
        largest = largest_request(self._settings)
        return {
            "process.roles": "broker,controller",
            "node.id": 1,
            "controller.quorum.voters": f"1@127.0.0.1:{controller_port}",
            "controller.listener.names": "CONTROLLER",
            "listeners": f"PLAINTEXT://{self.address},CONTROLLER://127.0.0.1:{controller_port}",
            "advertised.listeners": f"PLAINTEXT://{self.address}",
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

    def _format(self) -> None:
        """Make the data folder, once and whole: it gets its name only when the tool is done."""
        data, fresh = self.folder / "data", self.folder / "data.new"
        if data.exists():
            return
        mark = processes.mark("kafka-format", self._settings.home)
        # Of a command that was killed while it formatted.
        processes.end([mark], patience=0)
        shutil.rmtree(fresh, ignore_errors=True)
        settings, cluster = self.folder / "format.properties", uuid4().hex[:22]
        command = self._java(mark, "-Xmx128m", "kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(settings))
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode != 0:
            raise LocalServerError(f"Kafka's data folder {data} cannot be made: {(done.stderr or done.stdout).strip()[-500:]}")
        fresh.rename(data)


def _escaped(value: str) -> str:
    """Write a value as Java's properties files want it: ASCII, the rest as escapes of UTF-16."""
    units = value.replace("\\", "\\\\").encode("utf-16-be")
    codes = [int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2)]
    return "".join(chr(code) if code < 128 else f"\\u{code:04x}" for code in codes)
