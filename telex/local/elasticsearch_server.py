"""One Elasticsearch node on the loopback; its data in ``elasticsearch`` of the home folder."""

import json
import os
import pwd
import shutil
import sys
from functools import cached_property
from pathlib import Path

import httpx

from runtime.settings import Settings
from telex.local import elasticsearch_software, java, processes
from telex.local.address import Address, elasticsearch_address
from telex.local.downloads import Progress

LOGGING = Path(__file__).with_name("elasticsearch-log4j2.properties")


class ElasticsearchServer:
    """The node of one home folder."""

    name = "Elasticsearch"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.folder = settings.home.resolve() / "elasticsearch"
        self.log = settings.home.resolve() / "logs" / "elasticsearch" / "elasticsearch.log"
        self.mark = processes.mark("elasticsearch", settings.home)

    @cached_property
    def address(self) -> Address:
        """Where it listens."""
        return elasticsearch_address(self._settings)

    @property
    def address_mark(self) -> str:
        """The argument that a process of this server carries beside its mark when it listens at this address."""
        return f"{self.mark}@{self.address}"

    def last_words(self) -> str:
        """Say why it may have ended: the last error line of its log, and where the log is."""
        return processes.last_words(self.log)

    def prepare(self, progress: Progress) -> None:
        """Fetch, check, unpack and complete the software."""
        self._software = elasticsearch_software.prepare(self._settings.downloads_folder.resolve(), progress)

    def start(self) -> None:
        """Start the node's launcher, which ends once the node, its child, is up."""
        for folder in (self.log.parent, self.folder / "data", self.folder / "config", self.folder / "tmp"):
            folder.mkdir(parents=True, exist_ok=True)
        self._configure(self.folder / "config")
        command = self._launcher()
        if os.geteuid() == 0:
            command = self._unprivileged(command)
        environment = {"ES_JAVA_HOME": str(java.home()), "ES_TMPDIR": str(self.folder / "tmp"), "HOME": str(self.folder)}
        processes.start(command, environment=environment, folder=self._software, output=self.log.with_name("start.log"))

    def answers(self) -> bool:
        """Tell whether a node answers at the address of the settings, this one or another, and has had the time to open its indices.

        An index that cannot be opened is no reason to wait for longer than 30 seconds.
        """
        wait = {"wait_for_status": "yellow", "timeout": "30s"}
        try:
            answer = httpx.get(f"{self._settings.elasticsearch_url}/_cluster/health", params=wait, timeout=40, verify=False)  # noqa: S501
        except httpx.HTTPError:
            return False
        return answer.status_code < 500

    def _launcher(self) -> list[str]:
        """What ``bin/elasticsearch`` would run, without its shell."""
        software = self._software
        return [
            str(java.program()),
            "-Xms4m",
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            self.mark,
            self.address_mark,
            "-Dcli.name=server",
            f"-Dcli.script={software / 'bin' / 'elasticsearch'}",
            "-Dcli.libs=lib/tools/server-cli",
            f"-Des.path.home={software}",
            f"-Des.path.conf={self.folder / 'config'}",
            "-Des.distribution.type=zip",
            "-Des.java.type=ES_JAVA_HOME",
            "-cp",
            f"{software / 'lib' / '*'}:{software / 'lib' / 'cli-launcher' / '*'}",
            "org.elasticsearch.launcher.CliToolLauncher",
            "-d",
        ]

    def _unprivileged(self, command: list[str]) -> list[str]:
        """Give the node's files to a user who is not root, whom it then runs as: it refuses root."""
        uid = pwd.getpwnam("nobody").pw_uid
        for folder in (self.folder, self.log.parent):
            for path in (folder, *folder.rglob("*")):
                if path.lstat().st_uid != uid:
                    os.chown(path, uid, uid, follow_symlinks=False)
        needed = [self.folder, self.log.parent, self._software / "lib", java.home() / "lib" / "modules"]
        return [sys.executable, "-m", "telex.local.become", str(uid), *map(str, needed), "--", *command]

    def _configure(self, folder: Path) -> None:
        # JSON is YAML, and quotes whatever a path may hold.
        (folder / "elasticsearch.yml").write_text("".join(f"{key}: {json.dumps(value)}\n" for key, value in self._options().items()))
        (folder / "jvm.options").write_text("".join(f"{option}\n" for option in self._java_options()))
        shutil.copyfile(LOGGING, folder / "log4j2.properties")

    def _options(self) -> dict[str, object]:
        return {
            "cluster.name": "telex",
            "node.name": "telex",
            "path.data": str(self.folder / "data"),
            "path.logs": str(self.log.parent),
            "network.host": self.address.host,
            "http.port": self.address.port,
            "discovery.type": "single-node",
            "xpack.security.enabled": False,
            # A missing template must fail, not make an index of guessed fields.
            "action.auto_create_index": False,
            # The defaults are percentages, which stop a node on the nearly full disk of an ordinary laptop.
            "cluster.routing.allocation.disk.watermark.low": "1gb",
            "cluster.routing.allocation.disk.watermark.high": "750mb",
            "cluster.routing.allocation.disk.watermark.flood_stage": "500mb",
        }

    def _java_options(self) -> list[str]:
        logs = self.log.parent
        return [
            self.mark,
            self.address_mark,
            *java.COMMON,
            "-Xms512m",
            "-Xmx512m",
            "-XX:+UseG1GC",
            "-XX:+ExitOnOutOfMemoryError",
            f"-Djava.io.tmpdir={self.folder / 'tmp'}",
            f"-XX:ErrorFile={logs / 'hs_err_pid%p.log'}",
            f"-Xlog:gc*:file={logs / 'gc.log'}:utctime,level,tags:filecount=2,filesize=4m",
            # Elastic's own options for Lucene on this Java.
            "-XX:CompileCommand=dontinline,java/lang/invoke/MethodHandle.setAsTypeCache",
            "-XX:CompileCommand=dontinline,java/lang/invoke/MethodHandle.asTypeUncached",
            "-Dorg.apache.lucene.store.defaultReadAdvice=normal",
            "-Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1",
        ]
