"""Pin the servers again: ``python -m telex.local.pin`` resolves their versions and writes size and SHA-256 of every file.

For the maintainer who raises a version; running telex never resolves anything, it fetches what ``artifacts.json`` lists.
"""

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

from jgo.maven import MavenContext

from telex.local.downloads import PINS

KAFKA = "org.apache.kafka:kafka_2.13:4.1.1"
KAFKA_LOGGING = "org.apache.logging.log4j:log4j-slf4j-impl:2.24.3"
ELASTICSEARCH = "org.elasticsearch.distribution.integ-test-zip:elasticsearch:9.2.0"
COMPILER = "org.eclipse.jdt:ecj:3.43.0"


def main() -> None:
    """Write ``artifacts.json``."""
    with tempfile.TemporaryDirectory() as folder:
        context = MavenContext(repo_cache=Path(folder))
        kafka = [artifact for root in (KAFKA, KAFKA_LOGGING) for artifact in _with_dependencies(context, root)]
        pins = {"elasticsearch": [_pin(_artifact(context, ELASTICSEARCH, "zip"))], "compiler": [_pin(_artifact(context, COMPILER))]}
        pins["kafka"] = sorted({pin["artifact"]: pin for pin in map(_pin, kafka)}.values(), key=lambda pin: str(pin["artifact"]))
    PINS.write_text(json.dumps(pins, indent=1) + "\n")


def _artifact(context: Any, coordinate: str, packaging: str = "jar") -> Any:
    group, name, version = coordinate.split(":")
    return context.project(group, name).at_version(version).artifact(packaging=packaging)


def _with_dependencies(context: Any, coordinate: str) -> list[Any]:
    roots, others = context.resolver.resolve([context.create_dependency(coordinate)])
    return [dependency.artifact for dependency in [*roots, *others]]


def _pin(artifact: Any) -> dict[str, str | int]:
    data = artifact.resolve().read_bytes()
    name = f"{artifact.groupId}:{artifact.artifactId}:{artifact.version}:{artifact.packaging}"
    return {"artifact": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


if __name__ == "__main__":
    main()
