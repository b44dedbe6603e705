"""The local servers listen on the loopback only, and say which port is taken."""

import os
import socket

import pytest
from pydantic import SecretStr

from runtime.settings import Settings, SettingsError
from telex.local.address import PortTaken, check_free, elasticsearch_address, free_port, is_free, kafka_addresses


def test_the_defaults() -> None:
    assert str(*kafka_addresses(Settings())) == "127.0.0.1:9092"
    assert str(elasticsearch_address(Settings())) == "127.0.0.1:9200"


@pytest.mark.parametrize(
    ("given", "address"), [("localhost:9000", "127.0.0.1:9000"), ("127.0.0.2:9", "127.0.0.2:9"), ("[::1]:9092", "[::1]:9092")]
)
def test_loopback_addresses(given: str, address: str) -> None:
    assert [str(one) for one in kafka_addresses(Settings(kafka_bootstrap_servers=given))] == [address]
    assert str(elasticsearch_address(Settings(elasticsearch_url=f"http://{given}"))) == address


@pytest.mark.parametrize("given", ["10.0.0.1:9092", "kafka:9092", "0.0.0.0:9092"])
def test_other_machines_are_refused(given: str) -> None:
    with pytest.raises(SettingsError, match="TELEX_KAFKA_BOOTSTRAP_SERVERS is not on this machine's loopback"):
        kafka_addresses(Settings(kafka_bootstrap_servers=given))
    with pytest.raises(SettingsError, match="TELEX_ELASTICSEARCH_URL is not on this machine's loopback"):
        elasticsearch_address(Settings(elasticsearch_url=f"http://{given}"))


@pytest.mark.parametrize("given", ["127.0.0.1", "127.0.0.1:9092,", "127.0.0.1:port", "127.0.0.1:99999", ""])
def test_what_is_no_single_address_is_refused(given: str) -> None:
    with pytest.raises(SettingsError, match="TELEX_KAFKA_BOOTSTRAP_SERVERS must be one address with a port"):
        kafka_addresses(Settings(kafka_bootstrap_servers=given))


def test_several_brokers_have_an_address_each() -> None:
    given = "127.0.0.1:9092,localhost:9093,[::1]:9094"
    assert [str(one) for one in kafka_addresses(Settings(kafka_bootstrap_servers=given))] == [
        "127.0.0.1:9092",
        "127.0.0.1:9093",
        "[::1]:9094",
    ]


@pytest.mark.parametrize("given", ["127.0.0.1:9092,localhost:9092", ",".join(f"127.0.0.1:{9000 + n}" for n in range(6))])
def test_one_broker_twice_or_too_many_are_refused(given: str) -> None:
    with pytest.raises(SettingsError, match="at most 5 local brokers, each once"):
        kafka_addresses(Settings(kafka_bootstrap_servers=given))


def test_elasticsearch_is_spoken_to_over_tls_where_kafka_is() -> None:
    secure = {"kafka_security_protocol": "SASL_SSL", "kafka_username": "telex_worker", "kafka_password": SecretStr("secret")}
    https = {"elasticsearch_url": "https://127.0.0.1:9200"}
    assert str(elasticsearch_address(Settings.model_validate(secure | https))) == "127.0.0.1:9200"
    with pytest.raises(SettingsError, match="TELEX_ELASTICSEARCH_URL must begin with http://"):
        elasticsearch_address(Settings.model_validate(https))
    with pytest.raises(SettingsError, match="TELEX_ELASTICSEARCH_URL must begin with https://"):
        elasticsearch_address(Settings.model_validate(secure))


def test_a_taken_port_is_named_with_its_program_and_its_variable() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert not is_free(port)
        (address,) = kafka_addresses(Settings(kafka_bootstrap_servers=f"127.0.0.1:{port}"))
        expected = rf"port {port} for Kafka is not free \(taken by \S+, process {os.getpid()}\): .*TELEX_KAFKA_BOOTSTRAP_SERVERS"
        with pytest.raises(PortTaken, match=expected):
            check_free(address, "Kafka")
    assert is_free(port)
    check_free(address, "Kafka")


def test_a_free_port_is_free() -> None:
    assert is_free(free_port())
