"""The scripts that run once in docker-compose.yml refuse what they cannot do, in a sentence, before they do anything."""

import shutil
import subprocess
from pathlib import Path

import pytest

OPS = Path(__file__).parents[3] / "ops"
SCRIPTS = sorted(OPS.glob("*/*.sh"))
PASSWORDS = dict.fromkeys(("ELASTIC_PASSWORD", "KIBANA_PASSWORD", "INDEXER_PASSWORD", "READER_PASSWORD"), "Abcdefgh1")
# Nothing listens on port 1 of this machine.
NOBODY = "http://127.0.0.1:1"

needs_curl = pytest.mark.skipif(
    not shutil.which("curl") or not shutil.which("bash"), reason="the images have bash and curl, this machine does not"
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_bash_can_read_it(script: Path) -> None:
    assert script.read_text().startswith("#!/usr/bin/env bash\n# ")
    assert "set -euo pipefail" in script.read_text()
    subprocess.run(["bash", "-n", script], check=True)


@needs_curl
@pytest.mark.parametrize("bad", ["", "short", 'quote"in-it', "back\\slash1", "line\nbreak12"])
def test_a_password_that_would_break_the_request_is_refused(bad: str) -> None:
    ended = _run("elasticsearch/create_users.sh", {**PASSWORDS, "INDEXER_PASSWORD": bad, "ELASTICSEARCH_URL": NOBODY})
    assert ended.returncode == 2
    assert ended.stderr.startswith("INDEXER_PASSWORD needs 8 or more")
    assert not bad or bad not in ended.stderr


@needs_curl
@pytest.mark.parametrize(
    ("script", "variables", "sentence"),
    [
        (
            "elasticsearch/create_users.sh",
            {**PASSWORDS, "ELASTICSEARCH_URL": NOBODY},
            "Elasticsearch at http://127.0.0.1:1 refused user/kibana_system",
        ),
        (
            "kibana/import_saved_objects.sh",
            {**PASSWORDS, "KIBANA_URL": NOBODY},
            "Kibana at http://127.0.0.1:1 did not take its saved objects",
        ),
    ],
)
def test_a_server_that_does_not_answer_is_named(script: str, variables: dict[str, str], sentence: str, tmp_path: Path) -> None:
    (tmp_path / ".curlrc").write_text("retry-max-time = 1\n")
    ended = _run(script, {**variables, "HOME": str(tmp_path)})
    assert ended.returncode == 1
    assert sentence in ended.stderr
    assert PASSWORDS["ELASTIC_PASSWORD"] not in ended.stderr


def _run(script: str, variables: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    path = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
    return subprocess.run(["bash", OPS / script], env={**path, **variables}, capture_output=True, text=True, timeout=60)
