"""One Kafka broker in KRaft mode, its own controller, on the loopback; its data in ``kafka`` of the home folder."""

import shutil
from functools import cached_property
from pathlib import Path
from uuid import uuid4

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from telex.local import java, kafka_configuration, processes
from telex.local.address import Address, kafka_address
from telex.local.downloads import Progress, fetch, pinned
from telex.local.server import Server

LOGGING = Path(__file__).with_name("kafka-log4j2.properties")


class KafkaServer(Server):
    """The broker of one home folder."""

    name = "Kafka"

    @cached_property
    def address(self) -> Address:
        """Where it listens."""
        return kafka_address(self._settings)

    def prepare(self, progress: Progress) -> None:
        """Fetch and check the class path."""
        jars = fetch(self.name, pinned("kafka"), self._settings.downloads_folder.resolve() / "kafka", progress)
        self._class_path = java.class_path(jars)

    def start(self) -> None:
        """Format the data folder where it is new, then start the broker.

        Raises:
            LocalServerError: the folder cannot be formatted.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        kafka_configuration.write(self.folder, self.address, self._settings)
        self._format()
        configuration = self.folder / kafka_configuration.BROKER
        options = self._options(self.mark, self.address_mark, "-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "kafka.Kafka", str(configuration))
        processes.start([str(java.program()), *options], environment={}, folder=self.folder, output=self.log.with_name("start.log"))

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

    def _options(self, *arguments: str) -> list[str]:
        logging = [f"-Dlog4j2.configurationFile={LOGGING}", f"-Dtelex.logs={self.log.parent}"]
        return [*java.COMMON, *logging, "-cp", self._class_path, *arguments]

    def _format(self) -> None:
        """Make the data folder, once and whole: it gets its name only when the tool is done."""
        data, fresh = self.folder / kafka_configuration.DATA, self.folder / kafka_configuration.NEW_DATA
        if data.exists():
            return
        mark = processes.mark("kafka-format", self._settings.home)
        # Of a command that was killed while it formatted.
        processes.end([mark], patience=0)
        shutil.rmtree(fresh, ignore_errors=True)
        settings, cluster = self.folder / kafka_configuration.FORMAT, uuid4().hex[:22]
        tool = self._options(mark, "-Xmx128m", "kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(settings))
        java.run(f"making Kafka's data folder {data}", tool)
        fresh.rename(data)
