"""The line on secured servers: each stage as its own user, and what each may not do, refused in a sentence that keeps the secrets."""

import os
import shlex
import socket
import ssl
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
import pytest
from kafka import KafkaAdminClient
from kafka.errors import AuthorizationError, KafkaError
from pydantic import SecretStr

from contracts.errors import OperatorNeeded
from contracts.topics import ENRICHED, RAW
from runtime.kafka_clients import connection, group_progress, reaching
from runtime.settings import PREFIX, Settings, settings
from telex.local import kafka_configuration, processes, security
from telex.local.servers import local_servers
from telex.search.page.app import make_app
from telex.search.paging import first_page, next_page
from telex.search.queries import Query
from tests.conftest import own_servers
from tests.e2e.line import wait_until, write_articles
from tests.integration.serving import serving
from tests.integration.test_local_servers import marks

pytestmark = pytest.mark.servers

WRONG = "wrong-and-not-to-be-seen"
TOPICS, GROUPS = ("articles.raw", "articles.enriched", "articles.dead"), ("telex-streams", "telex-indexer")


@dataclass
class Secured:
    """The secured servers of one home folder; ``said`` collects all that the commands printed."""

    home: Path
    said: list[str] = field(default_factory=list)

    def environment(self, stage: str | None, **changes: str) -> dict[str, str]:
        """What a shell has that read the stage's file, and nothing else of telex; a change to "" takes a variable away."""
        foreign = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        own = {"TELEX_HOME": str(self.home), "TELEX_LOG_LEVEL": "debug", "TELEX_SPACY_MODEL": "tests.faults.stand_in:StandIn"}
        own |= self.variables(stage) if stage else {}
        return foreign | {name: value for name, value in (own | changes).items() if value}

    def variables(self, stage: str) -> dict[str, str]:
        lines = (self.home / "secrets" / f"{stage}.env").read_text().splitlines()
        return {name: shlex.split(value)[0] for name, _, value in (line.partition("=") for line in lines)}

    def settings(self, stage: str) -> Settings:
        return Settings.model_validate({name.removeprefix(PREFIX).lower(): value for name, value in self.variables(stage).items()})

    def telex(self, stage: str | None, *arguments: str, code: int = 0, **changes: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "telex", *arguments]
        done = subprocess.run(command, env=self.environment(stage, **changes), capture_output=True, text=True, timeout=200, check=False)
        self.said += [done.stdout, done.stderr]
        assert done.returncode == code, f"telex {arguments} as {stage} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return done

    def elasticsearch(self, stage: str) -> httpx.Client:
        config = self.settings(stage)
        assert config.elasticsearch_username
        assert config.elasticsearch_password
        user = config.elasticsearch_username, config.elasticsearch_password.get_secret_value()
        return httpx.Client(base_url=config.elasticsearch_url, auth=user, verify=trusting(config), timeout=60)

    @contextmanager
    def running(self, stage: str, verb: str) -> Iterator[None]:
        with (self.home / "logs" / f"{verb}.log").open("ab") as output:
            process = subprocess.Popen([sys.executable, "-m", "telex", verb], env=self.environment(stage), stdout=output, stderr=output)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """Secured servers, through which a few articles have gone from their folder to the index."""
    home = tmp_path_factory.mktemp("secured")
    with ExitStack() as stack:
        stack.callback(settings.cache_clear)
        environment = stack.enter_context(pytest.MonkeyPatch.context())
        for name in [name for name in os.environ if name.startswith(PREFIX)]:
            environment.delenv(name)
        chosen = own_servers(home)
        for _ in range(2):  # the administrator's variables need the addresses
            for name, value in chosen.items():
                environment.setenv(name, value)
            settings.cache_clear()
            security.make_secrets(settings())
            chosen = security.variables(settings(), "administrator")
        stack.enter_context(local_servers())
        here = Secured(home)
        with here.running("worker", "work"), here.running("indexer", "index"):
            wait_for_the_stages(here)
            here.telex("producer", "feed", str(write_articles(home / "articles", 3)))
        yield here


def wait_for_the_stages(here: Secured) -> None:
    config = here.settings("operator")
    reading = ((RAW, "streams"), (ENRICHED, "indexer"))
    wait_until(lambda: all(group_progress(config, *stage).members for stage in reading), "a worker and an indexer in their groups")


@contextmanager
def admin_of(config: Settings) -> Iterator[KafkaAdminClient]:
    admin = KafkaAdminClient(**connection(config))
    try:
        yield admin
    finally:
        admin.close()


def trusting(config: Settings) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=config.elasticsearch_ca)
    # As Python 3.13 does of itself.
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    return context


def test_each_stage_did_its_part_as_its_own_user(secured: Secured) -> None:
    assert "3 articles" in secured.telex("reader", "search", "budget").stdout
    assert "adds up" in secured.telex("operator", "status").stdout


def test_a_reader_may_do_all_that_a_search_does(secured: Secured, tmp_path: Path) -> None:
    every = tmp_path / "every.jsonl"
    assert "3 articles written" in secured.telex("reader", "search", "*", "--export", str(every)).stderr
    assert len(every.read_text().splitlines()) == 3
    assert "Did you mean  budget" in secured.telex("reader", "search", "budjet").stdout
    page = first_page(secured.settings("reader"), Query(), 2)
    assert page.following
    assert len(page.hits + next_page(secured.settings("reader"), Query(), page.following, 2).hits) == 3
    with serving(make_app(secured.settings("reader"))) as client:
        for path in ("/", "/claims", "/map", "/speaker?name=Paul+Vernier", "/voices?subject=budget", "/api/unusual/articles"):
            assert client.get(path).status_code == 200, path


@pytest.mark.parametrize(
    ("stage", "verb", "changes", "sentence"),
    [
        ("worker", "feed", {}, "refuses this to the user telex_worker (TopicAuthorizationFailed: articles.raw)"),
        ("producer", "work", {}, "refuses this to the user telex_producer (TopicAuthorizationFailed: READ articles.raw)"),
        ("operator", "index", {}, "refuses this to the user telex_operator (GroupAuthorizationFailed: telex-indexer)"),
        ("reader", "search", {"TELEX_ELASTICSEARCH_PASSWORD": WRONG}, "refuses access (401)"),
        ("reader", "search", {"TELEX_ELASTICSEARCH_CA": ""}, "the certificate is not trusted"),
        ("reader", "reindex", {}, "refuses access (403)"),
    ],
)
def test_what_is_refused_ends_with_one_sentence(secured: Secured, stage: str, verb: str, changes: dict[str, str], sentence: str) -> None:
    more = {"feed": [str(secured.home / "articles")], "search": ["budget"]}.get(verb, [])
    done = secured.telex(stage, verb, *more, code=1, **changes)
    lines = done.stderr.splitlines()
    assert sentence in lines[-1]
    assert [line for line in lines if line.startswith("telex: ")] == lines[-1:]
    assert "Traceback" not in done.stderr


def test_a_broker_whose_certificate_nobody_vouches_for_is_not_trusted(secured: Secured) -> None:
    with pytest.raises(OperatorNeeded, match=r"is not trusted \(self.signed certificate\): set TELEX_KAFKA_CA"):
        come_in(secured.settings("operator").model_copy(update={"kafka_ca": None}))


def come_in(config: Settings) -> None:
    """Sign in as the commands do, with less patience."""
    with reaching(config):
        KafkaAdminClient(**connection(config), bootstrap_timeout_ms=1500).close()


def test_nobody_gets_in_without_a_name(secured: Secured) -> None:
    config = secured.settings("operator")
    with pytest.raises(KafkaError):
        KafkaAdminClient(bootstrap_servers=config.kafka_bootstrap_servers, bootstrap_timeout_ms=1500)
    for path in ("/", "/articles/_search", "/_cluster/health"):
        assert httpx.get(config.elasticsearch_url + path, verify=trusting(config), timeout=60).status_code == 401


def test_they_listen_on_the_loopback_only(secured: Secured) -> None:
    ours = {process.pid for process in processes.find(marks(secured.home))}
    listening = {at.laddr.ip for at in psutil.net_connections("tcp") if at.pid in ours and at.status == psutil.CONN_LISTEN and at.laddr}
    assert listening
    assert listening <= {"127.0.0.1", "::1", "::ffff:127.0.0.1"}


def test_the_controller_wants_the_brokers_own_certificate(secured: Secured) -> None:
    port = int((secured.home / "kafka-secure" / "controller.port").read_text())
    context = trusting(secured.settings("administrator"))
    with (
        socket.create_connection(("127.0.0.1", port), 60) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as tls,
        pytest.raises(ssl.SSLError, match=r"(?i)certificate"),
    ):
        tls.recv(1)


@pytest.mark.parametrize(
    ("stage", "on_topics", "on_groups"),
    [
        ("producer", ("DW", "D", "DRW"), ("D", "D")),
        ("worker", ("DR", "DW", "DRW"), ("DR", "")),
        ("indexer", ("D", "DR", "DRW"), ("", "DR")),
        ("operator", ("DRW", "DR", "DR"), ("D", "D")),
    ],
)
def test_a_user_of_kafka_has_these_rights_and_no_other(
    secured: Secured, stage: str, on_topics: tuple[str, ...], on_groups: tuple[str, ...]
) -> None:
    with admin_of(secured.settings(stage)) as admin:
        topics = {topic["name"]: topic["authorized_operations"] for topic in admin.describe_topics(list(TOPICS))}
        assert [initials(topics[name]) for name in TOPICS] == list(on_topics)
        assert [initials(operations_on(admin, group)) for group in GROUPS] == list(on_groups)
        assert admin.describe_cluster()["authorized_operations"] == []
        with pytest.raises(KafkaError):
            admin.create_topics({"others": {"num_partitions": 1, "replication_factor": 1}})
        with pytest.raises(KafkaError):
            admin.delete_topics(["articles.raw"])


def operations_on(admin: KafkaAdminClient, group: str) -> list[str]:
    try:
        return list(admin.describe_groups([group])[group]["authorized_operations"])
    except AuthorizationError:
        return []


def initials(operations: list[str]) -> str:
    return "".join(sorted({"DESCRIBE": "D", "READ": "R", "WRITE": "W"}.get(operation, operation) for operation in operations))


@pytest.mark.parametrize(
    ("stage", "method", "path", "body"),
    [
        ("reader", "PUT", "/articles/_doc/1", {"title": "x"}),
        ("reader", "DELETE", "/articles-v1", None),
        ("reader", "PUT", "/articles-v9", {}),
        ("reader", "PUT", "/articles-v1/_settings", {"index.blocks.write": True}),
        ("reader", "GET", "/others/_search", None),
        ("reader", "GET", "/.security-7/_search", None),
        ("indexer", "GET", "/others/_search", None),
        ("indexer", "PUT", "/others/_doc/1", {"title": "x"}),
        ("indexer", "PUT", "/others", {}),
        ("indexer", "PUT", "/_cluster/settings", {"persistent": {"action.auto_create_index": True}}),
        ("indexer", "POST", "/_security/api_key", {"name": "x"}),
        ("indexer", "PUT", "/_security/user/x", {"password": "a-long-one", "roles": ["superuser"]}),
    ],
)
def test_a_user_of_elasticsearch_may_not(secured: Secured, stage: str, method: str, path: str, body: object) -> None:
    with secured.elasticsearch(stage) as client:
        answer = client.request(method, path, json=body)
    assert answer.status_code == 403, answer.text


def test_a_forbidden_index_in_a_bulk_is_refused_alone(secured: Secured) -> None:
    bulk = b'{"index": {"_index": "others", "_id": "1"}}\n{"title": "x"}\n'
    with secured.elasticsearch("indexer") as client:
        answer = client.post("/_bulk", content=bulk, headers={"Content-Type": "application/x-ndjson"}).json()
    assert [item["index"]["status"] for item in answer["items"]] == [403]


def test_all_finds_nothing_but_the_two_indices(secured: Secured) -> None:
    with secured.elasticsearch("reader") as client:
        hits = client.get("/_all/_search", params={"size": 100}).json()["hits"]["hits"]
    assert {hit["_index"] for hit in hits} == {"articles-v1", "claims-v1"}


def test_up_again_tells_where_the_secrets_lie_and_a_new_password_replaces_the_old(secured: Secured) -> None:
    before = secured.variables("operator")
    (secured.home / "secrets" / "passwords" / "kafka.telex_operator").unlink()
    plain = {**addresses(before), "TELEX_ELASTICSEARCH_URL": before["TELEX_ELASTICSEARCH_URL"].replace("https", "http")}
    said = secured.telex(None, "up", "--secure", **plain).stdout
    assert "Already up" in said
    assert f"The secrets lie in {secured.home / 'secrets'}" in said
    assert secured.variables("operator")["TELEX_KAFKA_PASSWORD"] != before["TELEX_KAFKA_PASSWORD"]
    come_in(secured.settings("operator"))
    old = before["TELEX_KAFKA_PASSWORD"]
    with pytest.raises(OperatorNeeded, match="does not let the user telex_operator in: check TELEX_KAFKA_USERNAME") as refusal:
        come_in(secured.settings("operator").model_copy(update={"kafka_password": SecretStr(old)}))
    assert old not in str(refusal.value)
    assert "without security: end it first" in secured.telex(None, "up", code=1, **plain).stderr


def addresses(variables: dict[str, str]) -> dict[str, str]:
    return {name: variables[name] for name in ("TELEX_KAFKA_BOOTSTRAP_SERVERS", "TELEX_ELASTICSEARCH_URL")}


def test_only_their_owner_reads_the_files_with_secrets(secured: Secured) -> None:
    assert stat.S_IMODE((secured.home / "secrets").stat().st_mode) == 0o700
    secrets = all_secrets(secured)
    written = [path for path in files(secured.home) if "data" not in path.relative_to(secured.home).parts]
    holding = [path for path in written if any(secret.encode() in path.read_bytes() for secret in secrets)]
    assert secured.home / "kafka-secure" / kafka_configuration.BROKER in holding
    assert {path.name: stat.S_IMODE(path.stat().st_mode) & 0o077 for path in holding} == dict.fromkeys((path.name for path in holding), 0)


def test_no_log_no_output_and_no_command_line_shows_a_secret(secured: Secured) -> None:
    shown = {"what the commands said": "\n".join(secured.said)}
    shown |= {str(path): path.read_text(errors="replace") for path in files(secured.home / "logs")}
    for process in psutil.process_iter(["pid", "cmdline"]):
        shown[f"process {process.info['pid']}"] = " ".join(process.info["cmdline"] or [])
    assert len(shown["what the commands said"]) > 1000
    assert any(path.endswith("kafka.log") for path in shown)
    secrets = [*all_secrets(secured), WRONG]
    assert [where for where, text in shown.items() if any(secret in text for secret in secrets)] == []


def files(folder: Path) -> list[Path]:
    # Logs are rolled and segments deleted while we look.
    return [path for path in folder.rglob("*") if path.is_file()]


def all_secrets(secured: Secured) -> list[str]:
    passwords = [path.read_text() for path in files(secured.home / "secrets" / "passwords")]
    return [*passwords, (secured.home / "secrets" / "certificate.password").read_text()]
