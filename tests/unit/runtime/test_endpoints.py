"""The address of the endpoints: loopback by default, a free port on demand, and one sentence where it is taken."""

import socket

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from contracts.errors import OperatorNeeded
from contracts.topics import RAW
from runtime.endpoints import listen, serving
from runtime.health import Health
from runtime.settings import Settings
from telex.running_stage import endpoints


def test_a_port_that_is_taken_is_one_sentence_that_names_the_settings() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with (
            pytest.raises(
                OperatorNeeded, match=rf"^cannot listen on 127.0.0.1:{port} \(Address already in use\): set TELEX_METRICS_HOST or"
            ),
            endpoints(Settings(metrics_port=port)),
        ):
            pytest.fail("it listens")


def test_without_a_port_nothing_is_served() -> None:
    with endpoints(Settings()):
        assert Settings().metrics_host == "127.0.0.1"


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_stage_that_has_not_started_is_healthy_and_not_ready(host: str) -> None:
    listener, url = listen(host, 0, "NAMES")
    health = Health(Settings(), "enriching", reads=RAW, group="streams")
    with serving(listener, health), httpx.Client(base_url=url, timeout=10) as client:
        families = {family.name for family in text_string_to_metric_families(client.get("/metrics").text)}
        assert {"telex_articles_in", "telex_lag_articles", "process_resident_memory_bytes"} <= families
        assert (
            "openmetrics"
            in client.get("/metrics", headers={"accept": "application/openmetrics-text; version=1.0.0"}).headers["content-type"]
        )
        alive, ready = client.get("/healthz"), client.get("/readyz")
        assert (alive.status_code, alive.json()["ok"], alive.json()["reason"]) == (200, True, None)
        assert (ready.status_code, ready.json()["ok"], ready.json()["reason"]) == (503, False, "Kafka does not answer")
        assert ready.json()["stage"] == "enriching"
        assert client.get("/").status_code == 404
    with pytest.raises(httpx.ConnectError):
        httpx.get(url + "/healthz")


def test_where_no_stage_runs_there_are_metrics_alone() -> None:
    listener, url = listen("127.0.0.1", 0, "NAMES")
    with serving(listener, None):
        assert [httpx.get(url + path).status_code for path in ("/metrics", "/healthz", "/readyz")] == [200, 404, 404]
