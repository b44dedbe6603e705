"""Elasticsearch as it is run here: Elastic's own server unpacked, with the plugin of this package compiled into it."""

import hashlib
import shutil
import zipfile
from pathlib import Path
from tempfile import mkdtemp

from telex.local import java
from telex.local.downloads import Artifact, Progress, fetch, locked, pinned
from telex.local.failure import LocalServerError

PLUGIN = Path(__file__).with_name("plugin")
DESCRIPTOR = "plugin-descriptor.properties"


def prepare(downloads: Path, progress: Progress) -> Path:
    """Give the folder of the ready server; fetch, unpack and compile what is missing.

    The folder's name holds a digest of the server, the compiler and the plugin's sources: another version gets another folder,
    and a folder gets its name only when everything in it is done.

    Raises:
        LocalServerError: the folder is full, or the plugin does not compile.
        DownloadError: a file cannot be fetched.
    """
    server, compiler = pinned("elasticsearch")[0], pinned("compiler")[0]
    ready = downloads / f"{Path(server.file_name).stem}-{_digest(server, compiler)}"
    if ready.exists():
        return ready
    archive, ecj = fetch("Elasticsearch", (server, compiler), downloads, progress)
    with locked(downloads):
        if not ready.exists():
            try:
                _build(archive, ecj, ready, progress)
            except OSError as error:
                reason = error.strerror or str(error)
                raise LocalServerError(f"Elasticsearch cannot be unpacked in {downloads}: {reason}; free some space there") from error
    return ready


def _build(archive: Path, ecj: Path, ready: Path, progress: Progress) -> None:
    for left in ready.parent.glob("unpacking-*"):
        shutil.rmtree(left, ignore_errors=True)
    fresh = Path(mkdtemp(dir=ready.parent, prefix="unpacking-"))
    progress("unpacking Elasticsearch", 0, 0)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(fresh)
    (unpacked,) = fresh.iterdir()
    progress("compiling its plugin", 0, 0)
    _compile(ecj, unpacked)
    unpacked.rename(ready)
    fresh.rmdir()


def _compile(ecj: Path, server: Path) -> None:
    """Compile the plugin against the server's own libraries, into the server's plugin folder."""
    folder, classes = server / "plugins" / "telex", server / "plugins" / "classes"
    folder.mkdir()
    # The JRE has no javac; ECJ's --release needs files that only a JDK has.
    options = ["-jar", str(ecj), "-source", "21", "-target", "21", "-proc:none", "-nowarn", "-d", str(classes)]
    options += ["-cp", java.class_path(sorted((server / "lib").glob("*.jar"))), *map(str, sorted(PLUGIN.glob("*.java")))]
    java.run("compiling the Elasticsearch plugin", options)
    with zipfile.ZipFile(folder / "telex.jar", "w") as jar:
        for file in sorted(classes.rglob("*.class")):
            jar.write(file, file.relative_to(classes))
    shutil.rmtree(classes)
    shutil.copy(PLUGIN / DESCRIPTOR, folder)


def _digest(*artifacts: Artifact) -> str:
    digest = hashlib.sha256("".join(artifact.sha256 for artifact in artifacts).encode())
    for source in sorted([*PLUGIN.glob("*.java"), PLUGIN / DESCRIPTOR]):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]
