"""The real servers for the tests marked ``servers``: one pair for the whole session, a namespace of its own for each test."""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from kafka import KafkaAdminClient
from kafka.errors import KafkaError
from platformdirs import user_data_path

from runtime.settings import settings
from telex.local.address import free_port
from telex.local.servers import local_servers


def own_servers(home: Path, brokers: int = 1) -> dict[str, str]:
    """Give the variables of servers in this home folder, on free ports, with the downloads of all the others."""
    return {
        "TELEX_HOME": str(home),
        "TELEX_DOWNLOADS": os.environ.get("TELEX_DOWNLOADS", str(user_data_path("telex") / "downloads")),
        "TELEX_KAFKA_BOOTSTRAP_SERVERS": ",".join(f"127.0.0.1:{free_port()}" for _ in range(brokers)),
        "TELEX_REPLICATION_FACTOR": str(brokers),
        "TELEX_ELASTICSEARCH_URL": f"http://127.0.0.1:{free_port()}",
    }


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A real Kafka and a real Elasticsearch of this test session, which ends them also when it is interrupted or killed."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in own_servers(tmp_path_factory.mktemp("telex")).items():
            environment.setenv(name, value)
        settings.cache_clear()
        with local_servers():
            yield
    settings.cache_clear()


@pytest.fixture
def line(servers: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A namespace nobody else uses: own topics, consumer groups and indices, which are deleted after the test."""
    namespace = "t" + secrets.token_hex(5)
    monkeypatch.setenv("TELEX_NAMESPACE", namespace)
    settings.cache_clear()
    yield namespace
    # Whatever servers the test pretended, what it made is on these.
    monkeypatch.undo()
    settings.cache_clear()
    _delete_topics(f"{namespace}.")
    _delete_indices(f"{namespace}-*")


def _delete_topics(prefix: str) -> None:
    with suppress(KafkaError):
        admin = KafkaAdminClient(bootstrap_servers=settings().kafka_bootstrap_servers)
        mine = [name for name in admin.list_topics() if name.startswith(prefix)]
        if mine:
            admin.delete_topics(mine)
        admin.close()


def _delete_indices(pattern: str) -> None:
    with httpx.Client(base_url=settings().elasticsearch_url, timeout=30) as client, suppress(httpx.HTTPError):
        for index in client.get(f"/{pattern}", params={"expand_wildcards": "all"}).json():
            client.delete(f"/{index}")
        client.delete(f"/_index_template/{pattern}")
