"""What the log lines say of an article in both forms, and what they leave out: a library that repeats itself, and secrets."""

import json
import logging
import sys

import pytest
from pydantic import SecretStr

from runtime.logs import LONGEST_FIELD, REPEATED_AFTER_SECONDS, JsonLines, LibrariesRarely, TextLines, of_article
from runtime.settings import Settings


def record(name: str, message: str, *details: object) -> logging.LogRecord:
    return logging.LogRecord(name, logging.WARNING, "file", 1, message, details, None)


def test_a_library_repeats_itself_after_a_while_only(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 5.0
    monkeypatch.setattr("runtime.logs.time.monotonic", lambda: now)
    rarely = LibrariesRarely()
    assert rarely.filter(record("aiokafka", "cannot connect to %s", 1))
    assert not rarely.filter(record("aiokafka", "cannot connect to %s", 2))
    assert rarely.filter(record("aiokafka", "something else"))
    now += REPEATED_AFTER_SECONDS
    assert rarely.filter(record("aiokafka", "cannot connect to %s", 3))


def test_every_line_of_ours_is_kept() -> None:
    rarely = LibrariesRarely()
    assert [rarely.filter(record("streams.raw_to_enriched", "dead letter: %s", number)) for number in range(3)] == [True] * 3


def about(article_id: str | bytes | None, message: str = "enriched", **more: str | bytes) -> logging.LogRecord:
    said = record("streams.raw_to_enriched", message)
    said.__dict__.update(of_article(article_id, position=("articles.raw", 3, 14), **more))  # type: ignore[arg-type]
    return said


def test_a_line_about_an_article_names_it_and_its_place() -> None:
    text = TextLines("enriching").format(about("a1", source="Le Fil"))
    assert text.endswith(
        ' streams.raw_to_enriched enriched stage=enriching article_id=a1 source="Le Fil" topic=articles.raw partition=3 offset=14'
    )
    line = json.loads(JsonLines("enriching").format(about(b"a1", source="Le Fil")))
    assert line.pop("time").endswith("+00:00")
    assert line == {
        **{"level": "warning", "logger": "streams.raw_to_enriched", "message": "enriched"},
        **{"stage": "enriching", "article_id": "a1", "source": "Le Fil", "topic": "articles.raw", "partition": 3, "offset": 14},
    }


def test_what_is_not_known_is_not_there() -> None:
    assert of_article(None) == {}
    assert TextLines().format(record("indexer", "ready")).endswith(" WARNING indexer ready")
    assert set(json.loads(JsonLines().format(record("indexer", "ready")))) == {"time", "level", "logger", "message"}


@pytest.mark.parametrize("key", ["a\nb offset=9", 'a" article_id=b', "é\u2028\ud800", b"\xff\x00", "k" * 100_000])
def test_no_key_can_forge_a_field_or_a_line_or_fill_the_disk(key: str | bytes) -> None:
    text = TextLines("indexing").format(about(key))
    fields = text.partition(" article_id=")[2]
    assert fields.count("\n") == 0
    assert len(fields) < 10 * LONGEST_FIELD
    if fields.startswith('"'):
        _, end = json.JSONDecoder().raw_decode(fields)
        assert fields[end:] == " topic=articles.raw partition=3 offset=14"
    line = JsonLines("indexing").format(about(key))
    assert "\n" not in line
    assert json.loads(line)["offset"] == 14


def test_a_traceback_is_part_of_its_line() -> None:
    try:
        raise ValueError("a\nb")
    except ValueError:
        said = logging.LogRecord("streams", logging.ERROR, "file", 1, "a batch failed", (), sys.exc_info())
    line = JsonLines("enriching").format(said)
    assert "\n" not in line
    assert json.loads(line)["exception"].endswith("ValueError: a\nb")


@pytest.mark.parametrize("form", [TextLines, JsonLines])
def test_a_secret_is_in_no_line(form: type[logging.Formatter]) -> None:
    config = Settings(elasticsearch_username="u", elasticsearch_password=SecretStr("d4-not-to-be-seen"))
    said = record("runtime.settings", "%s %r", config, config)
    said.__dict__["source"] = config
    assert "d4-not-to-be-seen" not in form("indexing").format(said)  # type: ignore[arg-type]
