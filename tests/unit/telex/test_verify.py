"""How topic and index differ, told by ids, revisions and claims."""

from collections.abc import Mapping

from runtime.kafka_clients import Record
from telex.verify import OnTopic, compare, note


def article(name: str, revision: int) -> bytes:
    return (
        f'{{"article_id": "{name}", "revision": {revision}, "source": "s", "title": "T", "body": "", '
        f'"collected_at": "2024-01-01T00:00:00Z", "origin": "o"}}'
    ).encode()


def differences(on_topic: dict[str, int], indexed: dict[str, tuple[int, int]], claims: Mapping[str, set[str]]) -> dict[str, str]:
    return {found.article_id: found.kind for found in compare(on_topic, indexed, claims)}


def test_what_is_as_it_was_fed_does_not_differ() -> None:
    assert differences({"a": 1, "b": 2}, {"a": (1001, 2), "b": (2001, 0)}, {"a": {"a-0", "a-1"}}) == {}


def test_a_newer_revision_in_the_index_is_none_of_the_topics_faults() -> None:
    assert differences({"a": 1}, {"a": (2001, 0)}, {}) == {}


def test_each_kind_of_difference() -> None:
    on_topic = {"missing": 1, "older": 2, "few": 1, "other": 1}
    indexed = {"older": (1001, 0), "few": (1001, 2), "other": (1001, 1), "unknown": (1001, 0)}
    claims = {"few": {"few-0"}, "other": {"other-1"}, "orphan": {"orphan-0"}}
    expected = {"missing": "missing", "older": "older", "few": "claims", "other": "claims", "unknown": "unknown", "orphan": "unknown"}
    assert differences(on_topic, indexed, claims) == expected


def test_messages_are_settled_on_their_way_dead_or_lost() -> None:
    topic = OnTopic()
    died = {(0, 2)}
    note(topic, Record(0, 0, b"a", article("a", 5), {}), died, is_moving=False)
    note(topic, Record(0, 1, b"a", article("a", 3), {}), died, is_moving=False)
    note(topic, Record(0, 2, b"b", b"no article", {}), died, is_moving=False)
    note(topic, Record(0, 3, b"c", b"no article", {}), died, is_moving=False)
    note(topic, Record(0, 4, b"d", article("d", 1), {}), died, is_moving=True)
    assert (topic.revisions, topic.moving, topic.dead) == ({"a": 5}, {"d"}, 1)
    assert [(found.article_id, found.kind) for found in topic.lost] == [("c", "lost")]
