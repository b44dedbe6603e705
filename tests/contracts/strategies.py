"""Messages made by hypothesis: any text that UTF-8 can carry, spans that stand where they say."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from contracts.messages import Claim, EnrichedArticle, Enrichment, Entity, Place, Published, RawArticle, Span, Speaker

names = st.text(min_size=1, max_size=40).filter(lambda text: bool(text.strip()))
identifiers = st.from_regex(r"[A-Za-z0-9._:-]{1,64}", fullmatch=True)
times = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))


@st.composite
def dates(draw: st.DrawFn) -> Published:
    """A publication date of any precision."""
    moment = draw(times)
    precision = draw(st.sampled_from(["year", "month", "day", "time"]))
    length = {"year": 4, "month": 7, "day": 10, "time": None}[precision]
    return Published(value=moment.isoformat()[:length], precision=precision)


@st.composite
def spans(draw: st.DrawFn, title: str, body: str) -> Span:
    """A span of the title or the body, with the text that stands there."""
    field = draw(st.sampled_from(["title", "body"]))
    text = {"title": title, "body": body}[field]
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    return Span(field=field, start=start, end=end, text=text[start:end])


@st.composite
def raw_articles(draw: st.DrawFn) -> RawArticle:
    """A raw article with headings."""
    title, body = draw(names), draw(st.text(max_size=300))
    return RawArticle(
        article_id=draw(identifiers),
        revision=draw(st.integers(0, 9_000_000_000_000)),
        source=draw(names),
        url=draw(st.none() | names),
        title=title,
        body=body,
        headings=tuple(draw(st.lists(spans(title, body), max_size=3))),
        published=draw(st.none() | dates()),
        language=draw(st.sampled_from([None, "fr", "fi"])),
        collected_at=draw(times),
        origin=draw(names),
    )


@st.composite
def enriched_articles(draw: st.DrawFn) -> EnrichedArticle:
    """An enriched article whose entities, claims and speakers quote its text."""
    raw = draw(raw_articles())
    span = spans(raw.title, raw.body)
    entity = st.builds(Entity, type=st.sampled_from(["person", "organization", "place"]), name=names, mentions=st.lists(span, max_size=3))
    place = st.builds(
        Place, name=names, country=st.sampled_from([None, "FR"]), latitude=st.none() | st.floats(-90, 90), longitude=st.none()
    )
    claims = [_claim(raw, number, quoted, draw(st.none() | span)) for number, quoted in enumerate(draw(st.lists(span, max_size=3)))]
    return EnrichedArticle(
        **raw.model_dump(exclude={"language"}),
        language="fr",
        entities=tuple(draw(st.lists(entity, max_size=3))),
        claims=tuple(claims),
        places=tuple(draw(st.lists(place, max_size=2))),
        enrichment=Enrichment(
            version=draw(st.integers(0, 499)),
            model="none",
            status=draw(st.sampled_from(["complete", "partial", "unsupported_language"])),
            duration_ms=draw(st.floats(0, 1e6)),
        ),
    )


def _claim(raw: RawArticle, number: int, quoted: Span, mention: Span | None) -> Claim:
    speaker = Speaker(name=mention.text if mention else None, mention=mention, resolved_by="name" if mention else "none")
    return Claim(**quoted.model_dump(), claim_id=f"{raw.article_id}-{number}", kind="direct", speaker=speaker)
