"""The secrets of the secured local servers, and the rights that go with them."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from runtime.settings import Settings
from telex.local import elasticsearch_access, security
from telex.local.failure import LocalServerError

ROOT = Path(__file__).parents[3]


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    config = Settings(home=tmp_path / "it's a home")
    security.make_secrets(config)
    # Only a running Elasticsearch makes keys.
    for name in elasticsearch_access.PRIVILEGES:
        security.write_private(security.key_file(config, name), f"key of {name}")
    security.write_variables(config)
    return config


def test_a_shell_reads_the_file_of_a_stage_wherever_it_lies(config: Settings) -> None:
    file = security.folder(config) / "indexer.env"
    said = subprocess.run(["sh", "-c", 'set -a; . "$1"; env', "sh", file], capture_output=True, text=True, check=True, env={}).stdout
    assert {f"{name}={value}" for name, value in security.variables(config, "indexer").items()} <= set(said.splitlines())


def test_secrets_stay_and_one_that_was_removed_is_made_anew(config: Settings) -> None:
    before = {stage: security.variables(config, stage) for stage in security.ACCOUNTS}
    certificate = security.authority(config).read_bytes()
    (security.folder(config) / "passwords" / "kafka.telex_worker").unlink()
    security.make_secrets(config)
    after = {stage: security.variables(config, stage) for stage in security.ACCOUNTS}
    assert [stage for stage in after if after[stage] != before[stage]] == ["worker"]
    assert security.authority(config).read_bytes() == certificate


def test_no_two_users_share_a_password(config: Settings) -> None:
    passwords = [path.read_text() for path in (security.folder(config) / "passwords").iterdir()]
    assert len(set(passwords)) == len(passwords) == 6
    assert all(len(password) >= 32 for password in passwords)


def test_a_missing_secret_is_named_with_what_makes_it(tmp_path: Path) -> None:
    with pytest.raises(LocalServerError, match=r"kafka\.telex_worker: .*`telex up --secure` makes the secrets"):
        security.password(Settings(home=tmp_path), "kafka", "telex_worker")
    security.make_secrets(Settings(home=tmp_path))
    with pytest.raises(LocalServerError, match=r"keys/telex_reader: .*`telex up --secure` makes the secrets"):
        security.variables(Settings(home=tmp_path), "reader")


def test_the_rights_are_those_of_the_containers_but_that_there_the_indexer_makes_its_indices() -> None:
    script = (ROOT / "ops" / "elasticsearch" / "create_users.sh").read_text()
    there = {name: json.loads(role) for name, role in re.findall(r"^put role/(\w+) '(.*)'$", script, re.MULTILINE)}
    here = elasticsearch_access.roles(Settings())
    assert there["telex_reader"] == here["telex_reader"]
    (rights,) = there["telex_indexer"]["indices"]
    (least,) = here["telex_indexer"]["indices"]
    assert (there["telex_indexer"]["cluster"], rights["names"]) == ([], least["names"])
    assert set(rights["privileges"]) == {*least["privileges"], "manage"}
