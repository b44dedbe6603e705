"""docker-compose.yml says what the code reads, runs what the tests ran, and gives each container no more than it needs."""

import json
import os
import re
import shutil
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
import yaml

from runtime.settings import PREFIX, Settings
from telex.cli import VERBS

ROOT = Path(__file__).parents[3]
COMPOSE = ROOT / "docker-compose.yml"
PROJECT: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = PROJECT["services"]
STAGES = {name: service for name, service in SERVICES.items() if "build" in service}
ONCE = {name for name, service in SERVICES.items() if service["restart"] != "unless-stopped"}


def test_it_follows_the_compose_specification() -> None:
    checker = Path(sys.executable).with_name("check-jsonschema")
    subprocess.run([checker, "--builtin-schema", "vendor.compose-spec", COMPOSE], check=True)


@pytest.mark.skipif(
    not shutil.which("docker") or subprocess.run(["docker", "compose", "version"], capture_output=True).returncode != 0,
    reason="this Docker client has no compose",
)
def test_compose_itself_accepts_it() -> None:
    passwords = dict.fromkeys(re.findall(r"\$\{(\w+):\?", COMPOSE.read_text()), "x" * 16)
    subprocess.run(["docker", "compose", "--file", COMPOSE, "config", "--quiet"], check=True, env={**os.environ, **passwords})


def test_the_line_is_complete() -> None:
    assert set(STAGES) == {"producer", "worker", "indexer", "page"}
    assert set(SERVICES) - set(STAGES) == {"kafka", "elasticsearch", "kibana", "users", "kibana-objects"}


@pytest.mark.parametrize("name", STAGES)
def test_every_setting_is_one_that_the_code_reads(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in list(os.environ):
        if variable.startswith(PREFIX):
            monkeypatch.delenv(variable)
    given = {name: _default(str(value)) for name, value in SERVICES[name]["environment"].items()}
    assert given, name
    assert {variable.removeprefix(PREFIX).lower() for variable in given} <= set(Settings.model_fields)
    for variable, value in given.items():
        monkeypatch.setenv(variable, value)
    settings = Settings()
    assert settings.kafka_bootstrap_servers == _listener("INTERNAL")
    if "TELEX_ELASTICSEARCH_URL" in given:
        assert settings.elasticsearch_url == "http://elasticsearch:9200"


@pytest.mark.parametrize("name", STAGES)
def test_every_stage_runs_a_verb_of_telex(name: str) -> None:
    assert SERVICES[name]["command"][0] in VERBS


@pytest.mark.parametrize(
    ("image", "package", "artifact"),
    [
        ("apache/kafka", "kafka", "org.apache.kafka:kafka_2.13"),
        ("elasticsearch", "elasticsearch", "org.elasticsearch.distribution.integ-test-zip:elasticsearch"),
    ],
)
def test_the_versions_are_those_of_the_servers_without_docker(image: str, package: str, artifact: str) -> None:
    pins = json.loads((ROOT / "telex" / "local" / "artifacts.json").read_text())[package]
    version = next(pin["artifact"].split(":")[2] for pin in pins if pin["artifact"].startswith(artifact + ":"))
    images = {service["image"] for service in SERVICES.values()}
    assert {tag for tag in images if tag.startswith(image + ":")} == {f"{image}:{version}"}
    if package == "elasticsearch":
        assert f"kibana:{version}" in images


def test_no_image_names_a_registry_and_none_floats() -> None:
    for name, service in SERVICES.items():
        image = service["image"]
        if name in STAGES:
            assert service["pull_policy"] == "build"
        else:
            assert re.fullmatch(r"([a-z]+/)?[a-z]+:\d+\.\d+\.\d+", image), image


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_gets_no_more_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "network_mode", "pid", "userns_mode"} & set(service)
    limits = service["deploy"]["resources"]["limits"]
    assert set(limits) == {"cpus", "memory", "pids"}
    for port in service.get("ports", []):
        assert port.startswith("127.0.0.1:${"), port
    for volume in service.get("volumes", []):
        assert volume.split(":")[0] in PROJECT["volumes"] or volume.endswith(":ro"), volume
    assert service["logging"]["options"]["max-size"]


@pytest.mark.parametrize("name", STAGES)
def test_a_stage_cannot_change_its_file_system(name: str) -> None:
    service = SERVICES[name]
    user = re.search(r"^USER (\d+):(\d+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert user
    assert service["read_only"] is True
    assert service["init"] is True
    assert service["tmpfs"] == ["/tmp", f"/var/lib/telex:uid={user[1]},gid={user[2]},mode=0750"]


def test_workers_can_be_as_many_as_one_likes() -> None:
    assert not {"container_name", "ports", "hostname"} & set(SERVICES["worker"])


@pytest.mark.parametrize("name", sorted(set(SERVICES) - ONCE))
def test_what_keeps_running_has_a_health_check(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] in {"CMD", "CMD-SHELL"}
    assert {"interval", "timeout", "retries", "start_period"} <= set(check)


@pytest.mark.parametrize("name", SERVICES)
def test_it_waits_for_what_it_needs(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        assert how["condition"] == ("service_completed_successfully" if other in ONCE else "service_healthy")
    needed = SERVICES[name].get("depends_on", {})
    environment = SERVICES[name]["environment"]
    assert ("kafka" in needed) or "TELEX_KAFKA_BOOTSTRAP_SERVERS" not in environment or name == "page"
    assert ("elasticsearch" in needed) or "TELEX_ELASTICSEARCH_URL" not in environment


def test_nothing_waits_in_a_circle() -> None:
    order = list(TopologicalSorter({name: service.get("depends_on", {}) for name, service in SERVICES.items()}).static_order())
    assert order.index("elasticsearch") < order.index("users") < order.index("indexer") < order.index("page")


def test_the_named_volumes_are_those_in_use() -> None:
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert set(PROJECT["volumes"]) == {volume for volume in used if "/" not in volume and "$" not in volume}


def test_what_is_mounted_from_here_is_here() -> None:
    for service in SERVICES.values():
        for source, target in (volume.split(":")[:2] for volume in service.get("volumes", []) if volume.startswith("./")):
            assert (ROOT / source).is_dir()
            for word in service["entrypoint"]:
                if word.startswith(target + "/"):
                    assert (ROOT / source / word.removeprefix(target + "/")).is_file()


def test_every_password_is_asked_for_and_none_is_given() -> None:
    text = COMPOSE.read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{(\w+_PASSWORD)", text))
    example = dict(re.findall(r"^(\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert example == dict.fromkeys(asked, "")
    for variable in asked:
        assert re.findall(rf"\$\{{{variable}[^}}]*\}}", text) == [f"${{{variable}:?set it in .env, see .env.example}}"] * text.count(
            "${" + variable
        )
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()


def test_every_choice_of_the_environment_is_in_the_example() -> None:
    choices = set(re.findall(r"\$\{(\w+):-", COMPOSE.read_text())) - {PREFIX + name.upper() for name in Settings.model_fields}
    assert choices == set(re.findall(r"^#(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_the_users_that_sign_in_are_those_that_are_created() -> None:
    script = (ROOT / "ops" / "elasticsearch" / "create_users.sh").read_text()
    names = {
        value for service in SERVICES.values() for name, value in service["environment"].items() if name.endswith("ELASTICSEARCH_USERNAME")
    }
    assert names == {"kibana_system", "telex_indexer", "telex_reader"}
    for name in names:
        assert f"put user/{name}" in script


def _default(value: str) -> str:
    """What a value becomes when the variables have their defaults; a password that must be set is « secret »."""
    return re.sub(r"\$\{\w+:\?[^}]*\}", "secret", re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value))


def _listener(name: str) -> str:
    listeners = dict(part.split("://") for part in SERVICES["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"].split(","))
    return str(listeners[name])
