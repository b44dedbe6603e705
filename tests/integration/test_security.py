"""The line on secured servers: each stage as its own user, and what each may not do, refused in a sentence that keeps the secrets."""

import base64
import os
import shlex
import socket
import ssl
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
        own = {"TELEX_HOME": str(self.home), "TELEX_LOG_LEVEL": "debug", "TELEX_SPACY_MODELS": "tests.faults.stand_in:StandIn"}
        own |= self.variables(stage) if stage else {}
        return foreign | {name: value for name, value in (own | changes).items() if value}

    def variables(self, stage: str) -> dict[str, str]:
        lines = (self.home / "secrets" / f"{stage}.env").read_text().splitlines()
        return {name: shlex.split(value)[0] for name, _, value in (line.partition("=") for line in lines)}

    def settings(self, stage: str) -> Settings:
        chosen = {name.removeprefix(PREFIX).lower(): value for name, value in self.variables(stage).items()}
        # Not what stands in this process's own environment, which is the administrator's.
        others = dict.fromkeys(("elasticsearch_username", "elasticsearch_password", "elasticsearch_api_key"))
        return Settings.model_validate(others | chosen)

    def telex(self, stage: str | None, *arguments: str, code: int = 0, **changes: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "telex", *arguments]
        done = subprocess.run(command, env=self.environment(stage, **changes), capture_output=True, text=True, timeout=200, check=False)
        self.said += [done.stdout, done.stderr]
        assert done.returncode == code, f"telex {arguments} as {stage} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return done

    def elasticsearch(self, stage: str) -> httpx.Client:
        variables, config = self.variables(stage), self.settings(stage)
        signing_in: dict[str, Any] = {"auth": ("telex_administrator", variables.get("TELEX_ELASTICSEARCH_PASSWORD", ""))}
        if key := variables.get("TELEX_ELASTICSEARCH_API_KEY"):
            signing_in = {"headers": {"Authorization": f"ApiKey {key}"}}
        return httpx.Client(base_url=config.elasticsearch_url, verify=trusting(config), timeout=60, **signing_in)

    def end_the_node(self) -> None:
        """End Elasticsearch alone, as a machine does that goes down."""
        processes.end([processes.mark("elasticsearch", self.home)], patience=60)

    def up(self) -> str:
        """`telex up --secure` for the servers that run; gives what it said."""
        own = addresses(self.variables("operator"))
        plain = own | {"TELEX_ELASTICSEARCH_URL": own["TELEX_ELASTICSEARCH_URL"].replace("https", "http")}
        plain["TELEX_DOWNLOADS"] = os.environ["TELEX_DOWNLOADS"]
        return self.telex(None, "up", "--secure", **plain).stdout

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
        ("reader", "search", {"TELEX_ELASTICSEARCH_API_KEY": WRONG}, "refuses access (401)"),
        ("reader", "search", {"TELEX_ELASTICSEARCH_CA": ""}, "the certificate is not trusted"),
        ("reader", "reindex", {}, "refuses access (403)"),
        ("indexer", "reindex", {}, "refuses access (403)"),
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


WRITES: list[tuple[str, str, object]] = [
    ("PUT", "/articles/_doc/1", {"title": "x"}),
    ("POST", "/articles/_update/1", {"doc": {"title": "x"}}),
    ("DELETE", "/claims/_doc/1", None),
]
MANAGES: list[tuple[str, str, object]] = [
    ("DELETE", "/articles-v1", None),
    ("PUT", "/articles-v9", {}),
    ("POST", "/claims-v1/_close", None),
    ("PUT", "/articles-v1/_settings", {"index.blocks.write": True}),
    ("POST", "/_aliases", {"actions": [{"remove": {"index": "articles-v1", "alias": "articles"}}]}),
]
ELSEWHERE: list[tuple[str, str, object]] = [
    ("GET", "/others/_search", None),
    ("GET", "/.security-7/_search", None),
    ("PUT", "/others", {}),
    ("PUT", "/others/_doc/1", {"title": "x"}),
    ("DELETE", "/others", None),
    ("GET", "/_cluster/settings", None),
    ("GET", "/_cluster/health", None),
    ("GET", "/_nodes", None),
    ("PUT", "/_cluster/settings", {"persistent": {"action.auto_create_index": True}}),
    ("PUT", "/_index_template/x", {"index_patterns": ["articles*"]}),
    ("POST", "/_security/api_key", {"name": "x"}),
    ("GET", "/_security/user", None),
    ("PUT", "/_security/user/x", {"password": "a-long-one", "roles": ["superuser"]}),
]
OF_THE_ADMINISTRATOR: list[tuple[str, str, object]] = [
    *[request for request in ELSEWHERE if request[1] not in ("/_cluster/settings", "/_cluster/health", "/_nodes", "/_security/api_key")],
    ("PUT", "/_cluster/settings", {"persistent": {"action.auto_create_index": True}}),
]
REFUSED = {"reader": [*WRITES, *MANAGES, *ELSEWHERE], "indexer": [*MANAGES, *ELSEWHERE], "administrator": OF_THE_ADMINISTRATOR}


@pytest.mark.parametrize(("stage", "request_"), [(stage, one) for stage, requests in REFUSED.items() for one in requests], ids=str)
def test_elasticsearch_refuses(secured: Secured, stage: str, request_: tuple[str, str, object]) -> None:
    method, path, body = request_
    with secured.elasticsearch(stage) as client:
        answer = client.request(method, path, json=body)
    assert answer.status_code == 403, answer.text


def test_a_key_does_what_its_place_in_the_line_needs(secured: Secured) -> None:
    with secured.elasticsearch("indexer") as client:
        written = client.put("/articles/_doc/1", json={"article_id": "1", "source": "essai"}, params={"refresh": True})
        assert written.status_code == 201, written.text
        with secured.elasticsearch("reader") as reader:
            assert reader.get("/articles/_doc/1").json()["found"]
        assert client.delete("/articles/_doc/1", params={"refresh": True}).status_code == 200


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
    said = secured.up()
    assert "Already up" in said
    assert f"The secrets lie in {secured.home / 'secrets'}" in said
    after = secured.variables("operator")
    assert [name for name in after if after[name] != before[name]] == ["TELEX_KAFKA_PASSWORD"]
    come_in(secured.settings("operator"))
    old = before["TELEX_KAFKA_PASSWORD"]
    with pytest.raises(OperatorNeeded, match="does not let the user telex_operator in: check TELEX_KAFKA_USERNAME") as refusal:
        come_in(secured.settings("operator").model_copy(update={"kafka_password": SecretStr(old)}))
    assert old not in str(refusal.value)
    plain = addresses(before) | {"TELEX_ELASTICSEARCH_URL": before["TELEX_ELASTICSEARCH_URL"].replace("https", "http")}
    assert "without security: end it first" in secured.telex(None, "up", code=1, **plain).stderr


def remove(file: Path, client: httpx.Client) -> None:
    file.unlink()


def confuse(file: Path, client: httpx.Client) -> None:
    """A key that the node never gave, as after its data was removed."""
    file.write_text(base64.b64encode(b"of-another-node:" + b"x" * 22).decode())


def invalidate(file: Path, client: httpx.Client) -> None:
    client.request("DELETE", "/_security/api_key", json={"name": file.name, "owner": True}).raise_for_status()


@pytest.mark.parametrize("lose", [remove, confuse, invalidate])
def test_a_key_that_is_lost_is_made_anew_and_the_old_one_lets_nobody_in(
    secured: Secured, lose: Callable[[Path, httpx.Client], None]
) -> None:
    before = {stage: secured.variables(stage) for stage in ("reader", "indexer")}
    with secured.elasticsearch("reader") as old, secured.elasticsearch("administrator") as administrator:
        lose(secured.home / "secrets" / "keys" / "telex_reader", administrator)
        secured.up()
        assert old.get("/articles/_search").status_code == 401
        keys = administrator.get("/_security/api_key", params={"owner": True, "active_only": True}).json()["api_keys"]
    assert sorted(key["name"] for key in keys) == ["telex_indexer", "telex_reader"]
    assert secured.variables("reader")["TELEX_ELASTICSEARCH_API_KEY"] != before["reader"]["TELEX_ELASTICSEARCH_API_KEY"]
    assert secured.variables("indexer") == before["indexer"]
    assert "3 articles" in secured.telex("reader", "search", "budget").stdout


def test_keys_stay_when_the_node_is_started_again(secured: Secured) -> None:
    before = {stage: secured.variables(stage) for stage in ("reader", "indexer")}
    secured.end_the_node()
    secured.up()
    assert {stage: secured.variables(stage) for stage in before} == before
    assert "3 articles" in secured.telex("reader", "search", "budget").stdout


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


def test_the_administrator_builds_the_indices_anew_and_the_keys_go_on_working(secured: Secured) -> None:
    secured.telex("administrator", "reindex")
    assert "3 articles" in secured.telex("reader", "search", "budget").stdout
    with secured.elasticsearch("indexer") as client:
        assert list(client.get("/articles/_alias").json()) == ["articles-v2"]
        assert client.put("/articles/_doc/1", json={"article_id": "1"}).status_code == 201


def files(folder: Path) -> list[Path]:
    # Logs are rolled and segments deleted while we look.
    return [path for path in folder.rglob("*") if path.is_file()]


def all_secrets(secured: Secured) -> list[str]:
    kept = [path.read_text() for folder in ("passwords", "keys") for path in files(secured.home / "secrets" / folder)]
    return [*kept, (secured.home / "secrets" / "certificate.password").read_text()]
