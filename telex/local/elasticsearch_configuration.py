"""The options of the node and of its Java: one node, on the loopback, small, and at home on a nearly full disk."""

import json
import shutil
from pathlib import Path

from runtime.settings import Settings
from telex.local import elasticsearch_security, java, security
from telex.local.address import Address

LOGGING = Path(__file__).with_name("elasticsearch-log4j2.properties")


def write(folder: Path, logs: Path, address: Address, marks: tuple[str, str], settings: Settings) -> None:
    """Write the ``config`` folder; the other folders that the options name are made too."""
    for needed in (logs, folder / "data", folder / "config", folder / "tmp", folder / "snapshots"):
        needed.mkdir(parents=True, exist_ok=True)
    options = _options(folder, logs, address)
    if security.is_secure(settings):
        options |= elasticsearch_security.write(folder / "config", settings)
    # JSON is YAML, and quotes whatever a path may hold.
    security.write_private(
        folder / "config" / "elasticsearch.yml", "".join(f"{key}: {json.dumps(value)}\n" for key, value in options.items())
    )
    (folder / "config" / "jvm.options").write_text("\n".join([*marks, *_java_options(folder, logs), ""]), encoding="utf-8")
    shutil.copyfile(LOGGING, folder / "config" / "log4j2.properties")


def _options(folder: Path, logs: Path, address: Address) -> dict[str, object]:
    return {
        "cluster.name": "telex",
        "node.name": "telex",
        "path.data": str(folder / "data"),
        "path.logs": str(logs),
        # Where repositories of snapshots may lie.
        "path.repo": [str(folder / "snapshots")],
        "network.host": address.host,
        "http.port": address.port,
        "discovery.type": "single-node",
        "xpack.security.enabled": False,
        # A missing template must fail, not make an index of guessed fields.
        "action.auto_create_index": False,
        # The defaults are percentages, which stop a node on the nearly full disk of an ordinary laptop.
        "cluster.routing.allocation.disk.watermark.low": "800mb",
        "cluster.routing.allocation.disk.watermark.high": "650mb",
        "cluster.routing.allocation.disk.watermark.flood_stage": "500mb",
        # A small disk fills, and has room again, faster than the default of 30 s sees.
        "cluster.info.update.interval": "10s",
    }


def _java_options(folder: Path, logs: Path) -> list[str]:
    return [
        *java.COMMON,
        "-Xms512m",
        "-Xmx512m",
        "-XX:+UseG1GC",
        "-XX:+ExitOnOutOfMemoryError",
        f"-Djava.io.tmpdir={folder / 'tmp'}",
        f"-XX:ErrorFile={logs / 'hs_err_pid%p.log'}",
        f"-Xlog:gc*:file={logs / 'gc.log'}:utctime,level,tags:filecount=2,filesize=4m",
        # Elastic's own options for Lucene on this Java.
        "-XX:CompileCommand=dontinline,java/lang/invoke/MethodHandle.setAsTypeCache",
        "-XX:CompileCommand=dontinline,java/lang/invoke/MethodHandle.asTypeUncached",
        "-Dorg.apache.lucene.store.defaultReadAdvice=normal",
        "-Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1",
    ]
