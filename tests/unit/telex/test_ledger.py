"""Where each article of the topics stands in the account."""

from datetime import UTC, datetime

from contracts.messages import DeadLetter
from runtime.kafka_clients import Record
from telex.ledger import Account, Entry, make_accounts, total


def raw(offset: int, key: str = "a", source: str = "journal", **headers: str) -> Record:
    return Record(0, offset, key.encode(), b"{}", {"source": source.encode(), **{name: text.encode() for name, text in headers.items()}})


def letter(stage: str, offset: int, topic: str | None = "articles.raw", **changes: object) -> DeadLetter:
    fields = {"partition": 0, "offset": offset, "error_type": "E", "reason": "r", "software_version": "0", **changes}
    return DeadLetter.model_validate({"stage": stage, "topic": topic, "failed_at": datetime.now(UTC), **fields})


def account(records: list[Record], letters: list[DeadLetter] | None = None, enriched: int = 10, waiting: set[int] | None = None) -> Account:
    positions = {(0, offset) for offset in waiting or set()}
    accounts = make_accounts(records, letters or [], enriched_up_to={0: enriched}, waiting=positions)
    assert set(accounts) <= {"journal"}
    return accounts["journal"]


def test_what_the_workers_have_not_committed_is_in_flight() -> None:
    assert account([raw(0), raw(1, "b")], enriched=1) == Account(fed=2, in_flight=["b"], settled=["a"])


def test_what_the_indexer_has_not_committed_is_in_flight() -> None:
    assert account([raw(0), raw(1, "b")], waiting={0}) == Account(fed=2, in_flight=["a"], settled=["b"])


def test_a_dead_letter_of_the_worker() -> None:
    assert account([raw(0), raw(1, "b")], [letter("enriching", 1)]) == Account(fed=2, dead=1, settled=["a"])


def test_a_dead_letter_of_the_indexer_names_its_raw_article_in_a_header() -> None:
    dead = letter("indexing", 77, "articles.enriched", headers={"raw": "0/1"})
    assert account([raw(0), raw(1, "b")], [dead]) == Account(fed=2, dead=1, settled=["a"])


def test_a_rejected_input_was_fed_and_is_dead() -> None:
    assert account([raw(0)], [letter("receiving", 0, None, source="journal")]) == Account(fed=2, dead=1, settled=["a"])


def test_a_replay_stands_for_what_died() -> None:
    replay = raw(1, "a", **{"replay-of": "articles.raw/0/0"})
    assert account([raw(0), replay], [letter("enriching", 0)]) == Account(fed=1, settled=["a"])


def test_a_replay_that_dies_again_is_dead_once() -> None:
    replay = raw(1, "a", **{"replay-of": "articles.raw/0/0"})
    assert account([raw(0), replay], [letter("enriching", 0), letter("enriching", 1)]) == Account(fed=1, dead=1)


def test_a_message_that_repeats_another_was_not_fed() -> None:
    assert account([raw(0), raw(1, repeats="0/0")], enriched=1) == Account(fed=1, settled=["a"])


def test_a_message_without_headers_is_of_the_source_that_its_article_names() -> None:
    value = (
        b'{"article_id": "a", "revision": 1, "source": "journal", "title": "T", "body": "", "collected_at": "2024-01-01T00:00:00Z",'
        b' "origin": "o"}'
    )
    assert account([Record(0, 0, None, value, {})]) == Account(fed=1, settled=["a"])


def test_no_key_is_longer_than_what_elasticsearch_looks_for() -> None:
    (name,) = account([raw(0, "k" * 100_000)]).settled
    assert len(name) < 32_766


def test_a_lost_article_shows() -> None:
    assert Entry(fed=5, indexed=3, duplicates=1, dead=1, in_flight=0).adds_up
    assert not Entry(fed=5, indexed=2, duplicates=1, dead=1, in_flight=0).adds_up
    assert total([Entry(5, 3, 1, 1, 0), Entry(1, 0, 0, 0, 1)]) == Entry(6, 3, 1, 1, 1)


def test_headers_and_keys_that_a_stranger_wrote_break_nothing() -> None:
    strange = raw(1, **{"replay-of": "nonsense/x"})
    keyless = Record(0, 2, None, b"no article", {"source": b"journal"})
    assert account([raw(0, "b"), strange, keyless]) == Account(fed=3, settled=["b", "a", ""])
