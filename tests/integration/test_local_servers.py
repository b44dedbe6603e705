"""`telex up` and `telex down` with the real servers: what they promise when all goes well, and when they are killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from elasticsearch import Elasticsearch
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer

from runtime.settings import settings
from telex.local import processes
from tests.conftest import own_servers

pytestmark = pytest.mark.servers

ARTICLES = ["l", "m", "t", "qu", "n", "s", "j", "d", "c", "jusqu", "quoiqu", "lorsqu", "puisqu"]
FRENCH = {
    "filter": {
        "elided": {"type": "elision", "articles_case": True, "articles": ARTICLES},
        "french_stop": {"type": "stop", "stopwords": "_french_"},
        "french_stem": {"type": "stemmer", "language": "light_french"},
        "beginnings": {"type": "edge_ngram", "min_gram": 2, "max_gram": 4},
    },
    "analyzer": {
        "news": {"tokenizer": "standard", "filter": ["elided", "lowercase", "french_stop", "asciifolding", "french_stem"]},
        "page": {"tokenizer": "uax_url_email", "char_filter": ["html_strip"], "filter": ["lowercase", "unique"]},
        "typed": {"tokenizer": "standard", "filter": ["lowercase", "asciifolding", "beginnings"]},
    },
    "normalizer": {"folded": {"type": "custom", "filter": ["lowercase", "asciifolding"]}},
}


@pytest.fixture(scope="module")
def index(servers: None) -> Iterator[str]:
    name, url = "analysis", settings().elasticsearch_url
    httpx.put(f"{url}/{name}", json={"settings": {"analysis": FRENCH}}).raise_for_status()
    yield name
    httpx.delete(f"{url}/{name}").raise_for_status()


def tokens(index: str, text: str, **how: str) -> list[str]:
    answer = httpx.post(f"{settings().elasticsearch_url}/{index}/_analyze", json={"text": text, **how})
    return [token["token"] for token in answer.json()["tokens"]]


@pytest.mark.parametrize(
    ("analyzer", "text", "expected"),
    [
        ("news", "les livraisons d’armes de l’Otan", "livraison arme otan"),
        ("news", "l’Élysée, L'Élysée, Élysée, elysee", "elys elys elys elys"),
        ("news", "Le général, la générale, general", "general general general"),
        ("news", "l’État et l'etat", "etat etat"),
        ("french", "les livraisons d’armes de l’Otan", "livraison arme otan"),
        ("english", "The houses were running", "hous were run"),
        ("page", "<p>Écrire &agrave; <b>a.b@journal.fr</b> écrire</p>", "écrire à a.b@journal.fr"),
        ("typed", "Élysée", "el ely elys"),
    ],
)
def test_analysis(index: str, analyzer: str, text: str, expected: str) -> None:
    assert tokens(index, text, analyzer=analyzer) == expected.split()


def test_a_normalizer_folds(index: str) -> None:
    assert tokens(index, "Élysée Évry", normalizer="folded") == ["elysee evry"]


def test_a_client_finds_an_ordinary_elasticsearch(servers: None) -> None:
    with Elasticsearch(settings().elasticsearch_url) as client:
        assert client.ping()
        assert client.info()["version"]["number"] == "9.2.0"


def test_nothing_is_created_by_mistake(servers: None) -> None:
    answer = httpx.post(f"{settings().elasticsearch_url}/misspelt/_doc", json={"a": 1})
    assert answer.status_code == 404
    consumer = KafkaConsumer(bootstrap_servers=settings().kafka_bootstrap_servers)
    assert "misspelt" not in consumer.topics()
    assert not consumer.partitions_for_topic("misspelt")
    consumer.close()


def test_the_servers_listen_on_the_loopback_only(servers: None) -> None:
    ours = {process.pid for process in processes.find(marks(settings().home))}
    listening = {at.laddr.ip for at in psutil.net_connections("tcp") if at.pid in ours and at.status == psutil.CONN_LISTEN and at.laddr}
    assert listening
    assert listening <= {"127.0.0.1", "::1", "::ffff:127.0.0.1"}


def test_up_again_says_so_and_starts_nothing(servers: None) -> None:
    before = {process.pid for process in processes.find(marks(settings().home))}
    done = telex("up", dict(os.environ))
    assert done.returncode == 0, done.stderr
    assert "Already up" in done.stdout
    assert {process.pid for process in processes.find(marks(settings().home))} == before


def test_a_taken_port_is_one_sentence(servers: None, tmp_path: Path) -> None:
    taken = settings().kafka_bootstrap_servers
    done = telex("up", {**os.environ, **own_servers(tmp_path), "TELEX_KAFKA_BOOTSTRAP_SERVERS": taken})
    assert done.returncode == 1
    assert f"port {taken.split(':')[1]} for Kafka is not free" in done.stderr
    assert "TELEX_KAFKA_BOOTSTRAP_SERVERS" in done.stderr
    assert "Traceback" not in done.stderr
    assert not processes.find(marks(tmp_path))


def test_killed_servers_come_back_with_their_data_and_nothing_is_left_after_down(own: dict[str, str]) -> None:
    home = Path(own["TELEX_HOME"])
    interrupt(own, when=lambda: bool(processes.find(marks(home)[1:])), number=signal.SIGINT)
    assert not processes.find(marks(home)), "Ctrl-C while they start leaves a process"

    assert "Up" in telex("up", own).stdout
    write(own, "kept")
    for process in processes.find(marks(home)):
        process.kill()
    assert "Up" in telex("up", own).stdout
    assert read(own) == ("kept", "kept")

    assert "Down" in telex("down", own).stdout
    assert not processes.find(marks(home))
    assert "Already down" in telex("down", own).stdout


def test_the_servers_of_a_killed_command_end(own: dict[str, str]) -> None:
    home = Path(own["TELEX_HOME"])
    hold = "from telex.local.servers import local_servers; local_servers().__enter__(); __import__('time').sleep(600)"
    holder = subprocess.Popen([sys.executable, "-c", hold], env=own)
    wait_until(lambda: len(processes.find(marks(home))) >= 2)
    holder.kill()
    holder.wait()
    wait_until(lambda: not processes.find(marks(home)))


@pytest.fixture
def own(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A home folder and free ports for one test, with nothing started yet."""
    variables = {**os.environ, **own_servers(tmp_path / "home")}
    yield variables
    telex("down", variables)


def telex(verb: str, variables: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-m", "telex", verb], env=variables, capture_output=True, text=True, timeout=200, check=False)


def marks(home: Path) -> list[str]:
    return [processes.mark("kafka", home), processes.mark("elasticsearch", home)]


def interrupt(variables: dict[str, str], *, when: Callable[[], bool], number: signal.Signals) -> None:
    up = subprocess.Popen([sys.executable, "-m", "telex", "up"], env=variables)
    wait_until(when)
    up.send_signal(number)
    assert up.wait(60) != 0


def wait_until(condition: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def write(variables: dict[str, str], text: str) -> None:
    """Put a message on a topic and a document in an index, both acknowledged."""
    admin = KafkaAdminClient(bootstrap_servers=variables["TELEX_KAFKA_BOOTSTRAP_SERVERS"])
    admin.create_topics({"kept": {"num_partitions": 1, "replication_factor": 1}}, wait_for_metadata=True)
    admin.close()
    producer = KafkaProducer(bootstrap_servers=variables["TELEX_KAFKA_BOOTSTRAP_SERVERS"], acks="all")
    producer.send("kept", text.encode()).get(30)
    producer.close()
    url = variables["TELEX_ELASTICSEARCH_URL"]
    httpx.put(f"{url}/kept", timeout=60).raise_for_status()
    httpx.put(f"{url}/kept/_doc/1", json={"text": text}, timeout=60).raise_for_status()


def read(variables: dict[str, str]) -> tuple[str, str]:
    """Read both back."""
    consumer = KafkaConsumer("kept", bootstrap_servers=variables["TELEX_KAFKA_BOOTSTRAP_SERVERS"], auto_offset_reset="earliest")
    message = next(consumer).value.decode()
    consumer.close()
    document = httpx.get(f"{variables['TELEX_ELASTICSEARCH_URL']}/kept/_doc/1", timeout=60).json()["_source"]["text"]
    return message, document
