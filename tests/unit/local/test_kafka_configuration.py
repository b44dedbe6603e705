"""What is written for the broker before it starts."""

import socket
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from runtime.settings import Settings
from telex.local import kafka_configuration, security
from telex.local.address import kafka_addresses
from telex.local.kafka_configuration import controller_port, escaped


@pytest.mark.parametrize(
    ("value", "written"), [("/home/a b", "/home/a b"), ("/tmp/é", "/tmp/\\u00e9"), ("C:\\x", "C:\\\\x"), ("🗞", "\\ud83d\\uddde")]
)
def test_a_value_is_written_as_java_reads_it(value: str, written: str) -> None:
    assert escaped(value) == written


def test_the_properties_lose_nothing_and_create_nothing(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, kafka_bootstrap_servers="localhost:19092", max_message_bytes=1000)
    kafka_configuration.write([tmp_path], 1, *kafka_addresses(settings), settings)
    written = dict(line.split("=", 1) for line in (tmp_path / kafka_configuration.BROKER).read_text().splitlines())
    assert written["auto.create.topics.enable"] == "false"
    assert written["offsets.topic.replication.factor"] == "1"
    assert int(written["message.max.bytes"]) >= 1000
    assert written["advertised.listeners"] == "PLAINTEXT://127.0.0.1:19092"
    assert all("127.0.0.1" in listener for listener in written["listeners"].split(","))


def test_with_security_on_nothing_listens_in_plain_text_and_nobody_may_do_anything_unasked(tmp_path: Path) -> None:
    plain = Settings(home=tmp_path)
    security.make_secrets(plain)
    settings = Settings.model_validate(
        {"home": tmp_path, "kafka_security_protocol": "SASL_SSL", "kafka_username": "anybody", "kafka_password": SecretStr("secret")}
    )
    kafka_configuration.write([tmp_path], 1, *kafka_addresses(settings), settings)
    file = tmp_path / kafka_configuration.BROKER
    written = dict(line.split("=", 1) for line in file.read_text().splitlines())
    assert "PLAINTEXT" not in file.read_text()
    assert all("127.0.0.1" in listener for listener in written["listeners"].split(","))
    assert written["authorizer.class.name"].endswith("StandardAuthorizer")
    assert "allow.everyone.if.no.acl.found" not in written
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_of_three_brokers_two_must_have_what_counts_and_each_knows_all_controllers(tmp_path: Path) -> None:
    settings = Settings(kafka_bootstrap_servers="127.0.0.1:19092,127.0.0.1:19093,127.0.0.1:19094")
    folders = [tmp_path / str(node) for node in (1, 2, 3)]
    written = []
    for node, address in enumerate(kafka_addresses(settings), start=1):
        kafka_configuration.write(folders, node, address, settings)
        text = (folders[node - 1] / kafka_configuration.BROKER).read_text()
        written.append(dict(line.split("=", 1) for line in text.splitlines()))
    assert [properties["node.id"] for properties in written] == ["1", "2", "3"]
    assert [properties["advertised.listeners"] for properties in written] == [f"PLAINTEXT://127.0.0.1:{19091 + node}" for node in (1, 2, 3)]
    assert len({properties["controller.quorum.voters"] for properties in written}) == 1
    assert {properties["offsets.topic.replication.factor"] for properties in written} == {"3"}
    assert {properties["transaction.state.log.min.isr"] for properties in written} == {"2"}


def test_the_controller_keeps_its_port_unless_it_is_taken(tmp_path: Path) -> None:
    port = controller_port(tmp_path)
    assert controller_port(tmp_path) == port
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert controller_port(tmp_path) != port
