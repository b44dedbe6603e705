"""What holds for every message, not only for the examples."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import enriched_articles, raw_articles, spans
from strategies import names as texts

from contracts.codec import decode, encode
from contracts.errors import InvalidMessage
from contracts.messages import REVISION_STEP, EnrichedArticle, Published, RawArticle, Span, article_id, canonical_url, revision_of

ADDRESS = "https://courrier.example/2026/quai"


@given(raw_articles())
def test_a_raw_article_survives_the_round_trip(article: RawArticle) -> None:
    assert decode(RawArticle, encode(article)) == article


@given(enriched_articles())
@settings(max_examples=50)
def test_an_enriched_article_survives_the_round_trip_and_quotes_its_text(article: EnrichedArticle) -> None:
    again = decode(EnrichedArticle, encode(article))
    assert again == article
    texts = {"title": again.title, "body": again.body}
    for span in [*again.claims, *(mention for entity in again.entities for mention in entity.mentions)]:
        assert texts[span.field][span.start : span.end] == span.text


@given(enriched_articles())
@settings(max_examples=30)
def test_an_enriched_article_is_readable_as_the_raw_one_it_was(article: EnrichedArticle) -> None:
    raw = decode(RawArticle, encode(article))
    assert raw.model_dump() == {name: value for name, value in article.model_dump().items() if name in RawArticle.model_fields}


@given(st.data(), texts, st.text(min_size=1), st.integers(1, 5))
def test_a_span_that_stands_elsewhere_is_refused(data: st.DataObject, title: str, body: str, shift: int) -> None:
    span = data.draw(spans(title, body))
    moved = span.model_copy(update={"start": span.start + shift, "end": span.end + shift})
    text = {"title": title, "body": body}[span.field]
    assume(text[moved.start : moved.end] != span.text)
    with pytest.raises(ValueError, match=rf"{span.field}\[{moved.start}:{moved.end}\] is not"):
        _raw(title=title, body=body, headings=(moved,))


def test_offsets_count_code_points_not_bytes_nor_utf16_units() -> None:
    span = Span(field="body", start=3, end=8, text="À quai")
    with pytest.raises(ValueError, match="is not"):
        _raw(body="🚢🚢 À quai", headings=(span,))
    assert _raw(body="🚢🚢 À quai", headings=(span.model_copy(update={"end": 9}),)).headings[0].text == "À quai"


@given(st.dictionaries(st.text(min_size=1).map("x_".__add__), st.integers() | st.text()))
def test_unknown_fields_of_a_newer_minor_version_are_dropped(unknown: dict[str, object]) -> None:
    article = _raw()
    newer = {**json.loads(encode(article)), **unknown, "schema_version": "1.9"}
    assert decode(RawArticle, json.dumps(newer).encode()) == article.model_copy(update={"schema_version": "1.9"})


@pytest.mark.parametrize("version", ["2.0", "0.9", "1", "1.x", "11.0", "1.0\n", ""])
def test_an_unknown_schema_version_is_refused(version: str) -> None:
    message = {**json.loads(encode(_raw())), "schema_version": version}
    with pytest.raises(InvalidMessage, match=r"schema_version: .*this program reads 1\.x"):
        decode(RawArticle, json.dumps(message).encode())


@pytest.mark.parametrize("value", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b'{"title": "\xe9"}', b"{}"])
def test_bytes_that_are_no_message_are_refused_in_one_line(value: bytes) -> None:
    with pytest.raises(InvalidMessage, match=r"^not a valid RawArticle: .+") as refusal:
        decode(RawArticle, value)
    assert "\n" not in str(refusal.value)


def test_a_tombstone_is_refused() -> None:
    with pytest.raises(InvalidMessage, match="tombstone"):
        decode(RawArticle, None)


def test_a_lone_surrogate_is_refused_when_written() -> None:
    with pytest.raises(InvalidMessage, match="UTF-8"):
        encode(_raw(body="cass\ud83d"))


@given(st.binary(max_size=200))
def test_no_bytes_make_decode_fail_in_another_way(value: bytes) -> None:
    with pytest.raises(InvalidMessage):
        decode(RawArticle, value)


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("HTTPS://Courrier.EXAMPLE/2026/quai", ADDRESS),
        ("https://courrier.example:443/2026/quai", ADDRESS),
        ("https://courrier.example/2026/quai/", ADDRESS),
        ("https://courrier.example/2026/quai#commentaires", ADDRESS),
        ("  https://courrier.example/2026/quai\n", ADDRESS),
        ("https://courrier.example/2026/quai?utm_source=lettre&utm_medium=mail", ADDRESS),
        ("https://courrier.example/2026/quai?fbclid=1&gclid=2&xtor=RSS-1&at_medium=flux", ADDRESS),
        ("https://courrier.example/2026/quai?page=2&utm_source=lettre", ADDRESS + "?page=2"),
        ("http://courrier.example:80", "http://courrier.example/"),
        ("http://[2001:DB8::1]:80/quai", "http://[2001:db8::1]/quai"),
    ],
)
def test_addresses_of_the_same_article_are_one(address: str, same: str) -> None:
    assert canonical_url(address) == same
    assert canonical_url(same) == same


@pytest.mark.parametrize(
    "other",
    [
        ADDRESS + "?page=2",
        ADDRESS + "-sud",
        "https://courrier.example:8443/2026/quai",
        "https://courrier.example/2026/Quai",
        "http" + ADDRESS[5:],
    ],
)
def test_addresses_of_different_articles_stay_different(other: str) -> None:
    assert canonical_url(other) != canonical_url(ADDRESS)


def test_an_article_id_is_the_same_for_ever() -> None:
    assert article_id(url=ADDRESS, source="s", title="t", published=None) == "6a9ceeffbb8b721cf7be1c66423ce05a"
    assert (
        article_id(url=None, source="s", title="t", published=Published(value="2026-11", precision="month"))
        == "90d8c186bf42e4c9782f71274ec848dc"
    )


def test_an_address_alone_makes_the_id() -> None:
    day = Published(value="2026-11-19", precision="day")
    assert article_id(url=ADDRESS, source="a", title="b", published=None) == article_id(
        url=ADDRESS + "/#x", source="c", title="d", published=day
    )


@given(texts, texts)
def test_without_address_source_title_and_date_make_the_id(source: str, title: str) -> None:
    day = Published(value="2026-11-19", precision="day")
    same = article_id(url=None, source=source, title=title, published=day)
    assert same == article_id(url="", source=source, title=f"  {title}\n", published=day)
    assert same != article_id(url=None, source=source, title=title, published=None)
    assert same != article_id(url=None, source=source + "x", title=title, published=day)
    assert same != article_id(url=None, source=source, title=title + "x", published=day)


@given(texts, texts)
def test_every_id_is_one_that_the_messages_accept(source: str, title: str) -> None:
    identifier = article_id(url=None, source=source, title=title, published=None)
    assert _raw(article_id=identifier, title=title).article_id == identifier


def test_a_revision_is_the_time_of_collection_in_any_zone() -> None:
    utc = datetime(2026, 11, 20, 8, 30, 0, 250_000, tzinfo=UTC)
    assert revision_of(utc) == 1_795_163_400_250
    assert revision_of(utc.astimezone(timezone(timedelta(hours=9)))) == revision_of(utc)


@given(enriched_articles(), enriched_articles())
@settings(max_examples=30)
def test_a_newer_text_wins_over_any_enrichment_of_an_older_one(one: EnrichedArticle, other: EnrichedArticle) -> None:
    assume(one.revision > other.revision)
    assert one.external_version > other.external_version
    assert one.external_version < 2**63


@given(enriched_articles(), enriched_articles())
def test_of_one_text_a_newer_enrichment_wins_and_of_one_enrichment_a_complete_one(one: EnrichedArticle, other: EnrichedArticle) -> None:
    other = other.model_copy(update={"revision": one.revision})
    order = [(article.enrichment.version, article.enrichment.status != "partial") for article in (one, other)]
    versions = [one.external_version, other.external_version]
    assert (versions[0] > versions[1], versions[0] == versions[1]) == (order[0] > order[1], order[0] == order[1])
    assert {version // REVISION_STEP for version in versions} == {one.revision}


def _raw(**changes: object) -> RawArticle:
    article = {
        "article_id": "a1",
        "revision": 1,
        "source": "brèves",
        "title": "Grève levée",
        "body": "Les trains roulent.",
        "collected_at": datetime(2026, 11, 20, tzinfo=UTC),
        "origin": "-:1",
    }
    return RawArticle.model_validate({**article, **changes})
