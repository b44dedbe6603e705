"""A Kafka broker in KRaft mode on the loopback, alone or one of several, each a controller too.

The data of the only broker is in ``kafka`` of the home folder, that of the second of three in ``kafka-2-of-3``.
"""

import hashlib
import shutil
from functools import cached_property
from pathlib import Path

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from runtime.kafka_clients import connection
from runtime.settings import Settings
from telex.local import java, kafka_access, kafka_configuration, processes, security
from telex.local.address import Address, kafka_addresses
from telex.local.downloads import Progress, fetch, pinned
from telex.local.server import Server

LOGGING = Path(__file__).with_name("kafka-log4j2.properties")


class KafkaServer(Server):
    """The broker of one home folder, or number ``node`` (from 1) of several."""

    def __init__(self, settings: Settings, node: int = 1, brokers: int = 1) -> None:
        self.node, self._brokers = node, brokers
        self.name = "Kafka" if brokers == 1 else f"Kafka {node} of {brokers}"
        super().__init__(settings)

    @cached_property
    def address(self) -> Address:
        """Where it listens."""
        return kafka_addresses(self._settings)[self.node - 1]

    def prepare(self, progress: Progress) -> None:
        """Fetch and check the class path."""
        jars = fetch("Kafka", pinned("kafka"), self._settings.downloads_folder.resolve() / "kafka", progress)
        self._class_path = java.class_path(jars)

    def start(self) -> None:
        """Format the data folder where it is new, then start the broker.

        Raises:
            LocalServerError: the folder cannot be formatted.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        folders = [KafkaServer(self._settings, node, self._brokers).folder for node in range(1, self._brokers + 1)]
        kafka_configuration.write(folders, self.node, self.address, self._settings)
        self._format()
        configuration = self.folder / kafka_configuration.BROKER
        options = self._options(self.mark, self.address_mark, "-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "kafka.Kafka", str(configuration))
        processes.start([str(java.program()), *options], environment={}, folder=self.folder, output=self.log.with_name("start.log"))

    def answers(self) -> bool:
        """Tell whether a broker answers at the address of the settings, this one or another."""
        try:
            here = {**connection(security.as_administrator(self._settings)), "bootstrap_servers": [str(self.address)]}
            admin = KafkaAdminClient(**here, bootstrap_timeout_ms=1000, request_timeout_ms=5000)
        except KafkaError:
            return False
        try:
            return bool(admin.describe_cluster()["brokers"])
        except KafkaError:
            return False
        finally:
            admin.close()

    def complete(self) -> None:
        """With security on, let the users in; the first broker does so for all."""
        if security.is_secure(self._settings) and self.node == 1:
            kafka_access.give_access(self._settings)

    def _options(self, *arguments: str) -> list[str]:
        logging = [f"-Dlog4j2.configurationFile={LOGGING}", f"-Dtelex.logs={self.log.parent}"]
        return [*java.COMMON, *logging, "-cp", self._class_path, *arguments]

    def _format(self) -> None:
        """Make the data folder, once and whole: it gets its name only when the tool is done."""
        data, fresh = self.folder / kafka_configuration.DATA, self.folder / kafka_configuration.NEW_DATA
        if data.exists():
            return
        mark = processes.mark(f"{self.folder.name}-format", self._settings.home)
        # Of a command that was killed while it formatted.
        processes.end([mark], patience=0)
        shutil.rmtree(fresh, ignore_errors=True)
        # All brokers of a home folder are of one cluster.
        settings, cluster = self.folder / kafka_configuration.FORMAT, hashlib.sha256(str(self.folder.parent).encode()).hexdigest()[:22]
        tool = self._options(mark, "-Xmx128m", "kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(settings))
        java.run(f"making Kafka's data folder {data}", tool)
        fresh.rename(data)
