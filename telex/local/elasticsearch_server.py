"""One Elasticsearch node on the loopback; its data in ``elasticsearch`` of the home folder."""

import os
import pwd
import ssl
import sys
from functools import cached_property
from typing import Any

import httpx

from telex.local import elasticsearch_access, elasticsearch_configuration, elasticsearch_software, java, processes, security
from telex.local.address import Address, elasticsearch_address
from telex.local.downloads import Progress
from telex.local.server import Server


class ElasticsearchServer(Server):
    """The node of one home folder."""

    name = "Elasticsearch"

    @cached_property
    def address(self) -> Address:
        """Where it listens."""
        return elasticsearch_address(self._settings)

    def prepare(self, progress: Progress) -> None:
        """Fetch, check, unpack and complete the software."""
        self._software = elasticsearch_software.prepare(self._settings.downloads_folder.resolve(), progress)

    def start(self) -> None:
        """Start the node's launcher, which ends once the node, its child, is up."""
        elasticsearch_configuration.write(self.folder, self.log.parent, self.address, (self.mark, self.address_mark), self._settings)
        command = self._launcher()
        if os.geteuid() == 0:
            command = self._unprivileged(command)
        environment = {"ES_JAVA_HOME": str(java.home()), "ES_TMPDIR": str(self.folder / "tmp"), "HOME": str(self.folder)}
        processes.start(command, environment=environment, folder=self._software, output=self.log.with_name("start.log"))

    def complete(self) -> None:
        """With security on, make the API keys of the stages."""
        if security.is_secure(self._settings):
            elasticsearch_access.give_access(self._settings)

    def answers(self) -> bool:
        """Tell whether a node answers at the address of the settings, this one or another, and has had the time to open its indices.

        An index that cannot be opened is no reason to wait for longer than 30 seconds.
        """
        wait = {"wait_for_status": "yellow", "timeout": "30s"}
        url = f"{self._settings.elasticsearch_url}/_cluster/health"
        try:
            answer = httpx.get(url, params=wait, timeout=40, **self._signing_in())
        except httpx.HTTPError:
            return False
        return answer.status_code < 500

    def _signing_in(self) -> dict[str, Any]:
        if not security.is_secure(self._settings):
            return {}
        user = security.ADMINISTRATOR
        secret = security.password(self._settings, "elasticsearch", user)
        return {"verify": ssl.create_default_context(cafile=security.authority(self._settings)), "auth": (user, secret)}

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
