"""How messages and documents are parted before they are written."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from indexer.build_documents import Documents
from indexer.enriched_to_elasticsearch import batches
from indexer.index_setup import first_difference
from indexer.write_articles import one_revision_each


@dataclass(frozen=True)
class Record:
    value: bytes | None


@given(st.lists(st.none() | st.binary(max_size=30)), st.integers(1, 60))
def test_batches_hold_all_records_in_order_and_few_bytes(values: list[bytes | None], most_bytes: int) -> None:
    records = [Record(value) for value in values]
    parts = list(batches(records, most_bytes=most_bytes))
    assert [record for part in parts for record in part] == records
    assert all(len(part) == 1 or sum(len(record.value or b"") for record in part) <= most_bytes for part in parts)
    assert all(parts)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5))))
def test_each_part_has_one_revision_of_an_article_and_revisions_keep_their_order(revisions: list[tuple[str, int]]) -> None:
    batch = [Documents(name, version, {}, ()) for name, version in revisions]
    parts = one_revision_each(batch)
    assert sorted(position for part in parts for position in part) == list(range(len(batch)))
    for part in parts:
        assert len({batch[position].article_id for position in part}) == len(part)
    for name in "abc":
        positions = [position for part in parts for position in part if batch[position].article_id == name]
        assert positions == sorted(positions)


def test_a_difference_between_mappings_is_named() -> None:
    wanted = {"properties": {"title": {"type": "text", "fields": {"exact": {"type": "text"}}}, "word_count": {"type": "integer"}}}
    assert first_difference(wanted, wanted) is None
    without = {"properties": {"title": wanted["properties"]["title"]}}
    assert first_difference(wanted, without) == "word_count.type is missing, not integer"
    other = {"properties": {**wanted["properties"], "title": {"type": "text", "fields": {"exact": {"type": "keyword"}}}}}
    assert first_difference(wanted, other) == "title.exact.type is keyword, not text"
    assert first_difference(without, wanted) == "word_count.type is integer, not there"
