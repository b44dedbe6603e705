"""A disk that is full for Kafka, for real: a small file system of its own, filled to the last byte."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from contracts.topics import RAW
from runtime.kafka_clients import create_topics, read_to_end
from runtime.settings import settings
from telex.ledger import article_of
from telex.local import processes
from telex.local.kafka_server import KafkaServer
from telex.local.servers import silent
from tests.conftest import own_servers
from tests.e2e.line import wait_until, write_articles

pytestmark = pytest.mark.servers

DISK_MB = 96


@pytest.fixture
def broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KafkaServer]:
    """A broker whose folder is a small disk of its own."""
    for name, value in own_servers(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    server = KafkaServer(settings())
    server.folder.mkdir(parents=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", server.folder], capture_output=True, check=False)
    if mounted.returncode != 0:
        pytest.skip("only root can mount a small disk")
    try:
        server.prepare(silent)
        server.start()
        wait_until(server.answers, "the broker answers")
        yield server
    finally:
        processes.end([server.mark], patience=10)
        subprocess.run(["umount", server.folder], check=True)
        settings.cache_clear()


def test_what_is_fed_while_the_disk_of_kafka_is_full_arrives_once_there_is_room(broker: KafkaServer, tmp_path: Path) -> None:
    create_topics(settings())
    assert feed(tmp_path, "before", 50).wait(60) == 0
    assert on_topic() == 50
    ballast = broker.folder / "ballast"
    fill(ballast)
    feeding = feed(tmp_path, "meanwhile", 1000)
    wait_until(lambda: not processes.find([broker.mark]), "the broker ends, because it cannot write")
    assert feeding.poll() is None, "the feed waits"
    ballast.unlink()
    broker.start()
    wait_until(broker.answers, "the broker answers again")
    assert feeding.wait(120) == 0
    assert on_topic() == 1050


def feed(folder: Path, name: str, count: int) -> "subprocess.Popen[bytes]":
    articles = write_articles(folder / name, count)
    return subprocess.Popen([sys.executable, "-m", "telex", "feed", str(articles), "--source", name, "--wait", "0"])


def fill(file: Path) -> None:
    """Write until the disk is full."""
    with suppress(OSError), file.open("wb", buffering=0) as ballast:
        while True:
            ballast.write(bytes(2**12))


def on_topic() -> int:
    """How many different articles stand on the topic."""
    return len({article.article_id for record in read_to_end(settings(), RAW) if (article := article_of(record))})
