"""The whole line on the real servers: feed, worker, indexer, search, status; and what the first issue promises of them."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from kafka import KafkaProducer

from contracts.topics import ENRICHED, RAW
from runtime.kafka_clients import group_progress
from runtime.settings import settings
from runtime.stopping import STOP_SECONDS
from telex.local import servers
from tests.e2e.line import (
    SEEDS,
    feeding,
    running,
    say,
    standing_still,
    telex,
    telex_json,
    telex_json_here,
    to_enrich,
    wait_until,
    wait_until_settled,
    write_articles,
)
from tests.faults.articles import Made
from tests.faults.line import STAND_IN

EXAMPLES = Path(__file__).parents[2] / "contracts" / "examples"

pytestmark = pytest.mark.servers


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "stages.log"
    yield file
    print(file.read_text() if file.exists() else "no log")


def test_from_file_to_search(line: str, log: Path, tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "mairie", 6)
    with running("work", "index", log=log):
        fed = telex_json("feed", str(folder))
        assert fed["sent"] == 6
        book = wait_until_settled(6)
        assert (book["indexed"], book["dead"], book["adds_up"]) == (6, 0, True)

        claims = telex_json_here("search", "--claims", "engagements", "--limit", "20")
        assert claims["total"] == 6
        assert {hit["speaker"] for hit in claims["hits"]} == {"Paul Vernier"}
        assert all("engagements" in "".join(text for texts in hit["highlights"].values() for text in texts) for hit in claims["hits"])

        found = telex_json_here("search", "commune", "--place", "Lyon")
        assert found["total"] == 6
        assert {"value": "Lyon", "count": 6} in found["facets"]["places"]

        # The same folder again: the same documents.
        telex("feed", str(folder))
        book = wait_until_settled(12)
        assert (book["indexed"], book["duplicates"], book["adds_up"]) == (6, 6, True)
        assert telex_json_here("search", "*")["total"] == 6

        # A corrected article is a new revision of the same document.
        first = folder / "article-0000.txt"
        first.write_text(first.read_text().replace("« Nous tiendrons", "« Finalement, nous tiendrons"))
        telex("feed", str(first))
        wait_until_settled(13)
        assert telex_json_here("search", "*")["total"] == 6
        assert telex_json_here("search", "--claims", "finalement")["total"] == 1
    status = telex_json_here("status")
    assert status["counts"] == {"articles": 6, "partial": 0, "claims": status["counts"]["claims"], "dead_letters": 0}
    assert status["groups"]["streams"]["lag"] == status["groups"]["indexer"]["lag"] == 0
    assert status["topics"]["articles.raw"] == {"partitions": settings().partitions, "messages": 13}


def test_the_seeds_of_the_demo_with_their_rejection(line: str, log: Path) -> None:
    with running("work", "index", log=log):
        fed = telex_json("feed", str(SEEDS), code=1)
        assert fed["sent"] >= 20
        assert [Path(rejected["origin"]).name for rejected in fed["rejected"]] == ["rejected-example.txt"]
        book = wait_until_settled(fed["sent"] + 1)
    assert (book["dead"], book["adds_up"]) == (1, True)
    assert book["indexed"] == telex_json("search", "*")["total"]
    assert telex_json("search", "--claims", "*")["total"] >= 3 * fed["sent"]


def test_two_workers_share_and_one_is_killed(line: str, log: Path, tmp_path: Path) -> None:
    count = 500
    folder = write_articles(tmp_path / "killed", count)
    with running("work", "work", "index", log=log) as (doomed, survivor, _):
        wait_until(lambda: telex_json("status")["groups"]["streams"]["members"] == 2, "two workers in the group")
        telex("feed", str(folder), "--wait", "0")
        wait_until(lambda: to_enrich() < count - 20, "the stream is on its way")
        doomed.send_signal(signal.SIGKILL)
        assert doomed.wait() == -signal.SIGKILL
        assert to_enrich() > 100, "killed too late to show anything"
        book = wait_until_settled(count)
        assert survivor.poll() is None
    assert (book["indexed"], book["dead"], book["adds_up"]) == (count, 0, True)
    assert telex_json("search", "*")["total"] == count


def test_what_can_never_succeed_is_a_dead_letter_and_the_rest_goes_on(line: str, log: Path, tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "bonne", 3)
    telex("feed", str(folder))
    producer = KafkaProducer(bootstrap_servers=settings().kafka_bootstrap_servers.split(","))
    raw = settings().topic_name(RAW)
    other = (EXAMPLES / "articles.raw" / "minimal.json").read_bytes()
    for value in (b"not json", b'{"schema_version": "9.0"}', None, b"\xff\xfe", other):
        producer.send(raw, key=b"stranger", value=value).get(10)
    producer.close()
    with running("work", "index", log=log):
        book = wait_until_settled(8)
        assert (book["indexed"], book["dead"], book["adds_up"]) == (3, 5, True)
        letters = telex_json("dead", "list")
        assert {letter["stage"] for letter in letters} == {"enriching"}
        assert any("schema version '9.0' is not known" in letter["reason"] for letter in letters)
        number = next(letter["number"] for letter in letters if "JSON" in letter["reason"] or "json" in letter["reason"])
        assert "not a valid RawArticle" in telex("dead", "show", str(number)).stdout

        # Sent again without a mend, it dies again, counted once and with one more attempt.
        telex("dead", "replay", str(letters[0]["number"]))
        wait_until(lambda: len(telex_json_here("dead", "list", "--all")) == 6, "the replayed letter is back")
        book = wait_until_settled(8)
    assert (book["fed"], book["dead"], book["adds_up"]) == (8, 5, True)
    assert [letter["attempts"] for letter in telex_json("dead", "list")].count(2) == 1


def test_the_real_seed_article(line: str, log: Path) -> None:
    folder = SEEDS.parents[1] / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("the shared seed article is not beside this checkout")
    with running("work", "index", log=log):
        telex("feed", str(folder))
        wait_until_settled(1)
        claims = telex_json("search", "--claims", "armes lourdes")
        assert "Jens Stoltenberg" in {hit["speaker"] for hit in claims["hits"]}
        by_cue = {(hit["cue"] or "").lower(): hit["speaker"] for hit in telex_json("search", "--claims", "*", "--limit", "50")["hits"]}
        assert by_cue["a indiqué"] == "Jens Stoltenberg" or by_cue["a récemment indiqué"]
        assert by_cue["a aussi assuré"] == by_cue["selon"] == "Jens Stoltenberg"
        assert telex_json("search", "Otan")["total"] == 1


def test_all_stop_in_time_though_the_servers_stand_still(line: str, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in STAND_IN.items():
        monkeypatch.setenv(name, value)
    with running("work", "index", log=log) as stages, feeding(log) as feed:
        say(feed, Made(0))
        wait_until(lambda: "1 articles indexed" in log.read_text(), "an article is through")
        with ExitStack() as paused:
            paused.enter_context(standing_still(servers.running().elasticsearch))
            say(feed, Made(1))
            wait_until(lambda: group_progress(settings(), ENRICHED, "indexer").total == 1, "the indexer waits for Elasticsearch")
            paused.enter_context(standing_still(servers.running().kafka))
            say(feed, Made(2))
            time.sleep(0.5)
            started = time.monotonic()
            for process in (*stages, feed):
                process.terminate()
            codes = [process.wait(STOP_SECONDS + 15) for process in (*stages, feed)]
            assert time.monotonic() - started < STOP_SECONDS + 2
        assert feed.stdout
        assert feed.stdout.read().startswith(b"2 articles sent")
    assert codes == [os.EX_TEMPFAIL, os.EX_TEMPFAIL, 130]
    assert "interrupted with 1 on their way" in log.read_text()


def test_without_servers_the_error_names_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEX_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1")
    monkeypatch.setenv("TELEX_ELASTICSEARCH_URL", "http://127.0.0.1:1")
    assert "127.0.0.1:1" in telex("status", code=1).stderr
    assert "telex up" in telex("search", "*", code=1).stderr
