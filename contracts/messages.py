"""The messages of the line. JSON of these models is what the topics carry; the key of each message is its ``article_id``.

Readers are tolerant (an unknown field of a newer minor version is dropped), writers strict.
All offsets are half-open and count Unicode code points of the field they name, so that for every span
``article[field][start:end] == text`` (the evidence invariant).
"""

import hashlib
import re
from datetime import UTC, datetime
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit, urlunsplit

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

SCHEMA_VERSION = "1.0"

# An external version divided by this is the revision.
REVISION_STEP = 1000

# An Elasticsearch id may have 512 bytes; claims append "-" and a number to the article's.
ArticleId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9._:-]+$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=512, strip_whitespace=True)]
TextField = Literal["title", "body"]
EntityType = Literal["person", "organization", "place"]
ClaimKind = Literal["direct", "indirect", "mixed"]
Modality = Literal["asserted", "conditional", "future", "negated", "question"]
ResolvedBy = Literal["name", "pronoun", "role", "continuation", "apposition", "noun_phrase", "none"]
Status = Literal["complete", "partial", "unsupported_language"]
Stage = Literal["receiving", "enriching", "indexing"]
Precision = Literal["year", "month", "day", "time"]
DatePrecision = Literal["year", "month", "week", "day"]


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=False)


class _Versioned(_Message):
    schema_version: str = SCHEMA_VERSION

    @field_validator("schema_version")
    @classmethod
    def _known_major(cls, version: str) -> str:
        if not re.fullmatch(r"1\.\d+", version):
            raise ValueError(f"schema version {version!r} is not known; this program reads 1.x")
        return version


class Published(_Message):
    """When an article appeared, as precisely as its source says it: ``2023``, ``2023-01``, ``2023-01-12`` or an ISO time with zone."""

    value: str
    precision: Precision

    @model_validator(mode="after")
    def _value_has_precision(self) -> Self:
        forms = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}
        try:
            if self.precision == "time":
                if datetime.fromisoformat(self.value).tzinfo is None:
                    raise ValueError
            elif datetime.strptime(self.value, forms[self.precision]).strftime(forms[self.precision]) != self.value:
                raise ValueError
        except ValueError:
            raise ValueError(f"{self.value!r} is not a date of precision {self.precision}") from None
        return self


class Span(_Message):
    """A piece of the article's title or body, quoted as it stands there."""

    field: TextField
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    text: str


class RawArticle(_Versioned):
    """An article as a source gave it, with nothing added: the message of ``articles.raw``.

    ``revision`` orders the versions of one article (Unix milliseconds of its collection): a corrected body comes with a higher one.
    ``headings`` are the section headings, as spans of the body.
    """

    article_id: ArticleId
    revision: Annotated[int, Field(ge=0, le=9_000_000_000_000)]
    source: Name
    url: str | None = None
    title: str
    body: str
    headings: tuple[Span, ...] = ()
    published: Published | None = None
    language: str | None = None
    collected_at: AwareDatetime
    origin: str

    @model_validator(mode="after")
    def _has_text(self) -> Self:
        if not self.title.strip() and not self.body.strip():
            raise ValueError("an article needs a title or a body")
        _check_evidence(self, self.headings)
        return self


class Entity(_Message):
    """One person, organization or place of the article: its canonical name (the fullest the article uses) and all its mentions."""

    type: EntityType
    name: Name
    mentions: tuple[Span, ...]


class Place(_Message):
    """Where an entity of type place is: its country (ISO 3166-1 alpha-2) and, where certain, its coordinates in degrees (WGS 84)."""

    name: Name
    country: str | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None


class Speaker(_Message):
    """Who makes a claim. ``name`` is the entity's canonical name, else the noun phrase as written, else null where nobody is said to speak.

    ``mention`` is the words beside the cue (« il », « la ministre »); ``resolved_by`` says how they led to the name.
    """

    name: str | None = None
    entity_type: EntityType | None = None
    mention: Span | None = None
    resolved_by: ResolvedBy = "none"


class SaidDate(Span):
    """A date that a claim names, resolved against the publication date: ``value`` is ``2023``, ``2023-01`` or ``2023-01-20``.

    Of a week (« la semaine prochaine ») it is the Monday.
    """

    value: Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
    precision: DatePrecision


class Claim(Span):
    """A statement that the article attributes to somebody. ``about`` names the entities that the claim speaks of.

    ``check_worthy``, from 0 to 1, orders claims for fact-checkers: how much checkable fact the claim holds (``streams.nlp.check_worthy``).
    """

    claim_id: str
    kind: ClaimKind
    cue: str | None = None
    speaker: Speaker
    modality: Modality = "asserted"
    about: tuple[str, ...] = ()
    dates: tuple[SaidDate, ...] = ()
    check_worthy: Annotated[float, Field(ge=0, le=1)] = 0.0


class Enrichment(_Message):
    """How an article was enriched. ``version`` is the enrichment epoch: it rises whenever the same text would be enriched otherwise."""

    version: Annotated[int, Field(ge=0, le=499)]
    model: str
    status: Status
    duration_ms: Annotated[float, Field(ge=0)]


class EnrichedArticle(RawArticle):
    """A raw article with what was found in it: the message of ``articles.enriched``.

    ``countries`` are the ISO 3166-1 alpha-2 codes of the countries that its places name or lie in.
    """

    language: str
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    places: tuple[Place, ...] = ()
    countries: tuple[str, ...] = ()
    enrichment: Enrichment

    @model_validator(mode="after")
    def _has_evidence(self) -> Self:
        mentions = [mention for entity in self.entities for mention in entity.mentions]
        speakers = [claim.speaker.mention for claim in self.claims if claim.speaker.mention]
        dates = [date for claim in self.claims for date in claim.dates]
        _check_evidence(self, [*mentions, *self.claims, *speakers, *dates])
        return self

    @property
    def external_version(self) -> int:
        """The Elasticsearch version: content revision, then enrichment epoch, then whether all of it could be looked for.

        So no replay goes backwards, and a partial result that comes late or twice never replaces a complete one.
        """
        return self.revision * REVISION_STEP + self.enrichment.version * 2 + (self.enrichment.status != "partial")


class DeadLetter(_Versioned):
    """A message that can never succeed, complete enough to replay and to blame: the message of ``articles.dead``.

    ``key`` and ``value`` are the original bytes in base64, ``headers`` the original headers. ``topic``, ``partition`` and ``offset`` say
    where the message stood; they are null for an input that never reached a topic (stage ``receiving``), whose ``origin`` names the
    file, line or address instead.
    """

    key: str | None = None
    value: str | None = None
    headers: dict[str, str] = {}
    topic: str | None = None
    partition: int | None = None
    offset: int | None = None
    origin: str | None = None
    source: str | None = None
    article_id: str | None = None
    stage: Stage
    error_type: str
    reason: str
    detail: str | None = None
    attempts: Annotated[int, Field(ge=1)] = 1
    failed_at: AwareDatetime
    software_version: str


def article_id(*, url: str | None, source: str, title: str, published: Published | None) -> str:
    """Make the deterministic id of an article: from its canonical address, else from source, title and publication date.

    32 hexadecimal digits of SHA-256: the same article again is the same id, whoever feeds it.
    """
    parts = ["url", canonical_url(url)] if url else ["text", source, " ".join(title.split()), published.value if published else ""]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def canonical_url(url: str) -> str:
    """Drop from an address what does not tell articles apart: letter case of host, default port, fragment, tracking parameters."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host  # an IPv6 address
    port = f":{parts.port}" if parts.port and (parts.scheme.lower(), parts.port) not in {("http", 80), ("https", 443)} else ""
    query = "&".join(pair for pair in parts.query.split("&") if pair and not re.match(r"(utm_\w+|fbclid|gclid|xtor|at_\w+)=", pair))
    return urlunsplit((parts.scheme.lower(), host + port, parts.path.rstrip("/") or "/", query, ""))


def revision_of(collected_at: datetime) -> int:
    """Turn the time of collection into a content revision, in Unix milliseconds."""
    return int(collected_at.astimezone(UTC).timestamp() * 1000)


def _check_evidence(article: RawArticle, spans: "tuple[Span, ...] | list[Span]") -> None:
    texts = {"title": article.title, "body": article.body}
    for span in spans:
        if texts[span.field][span.start : span.end] != span.text:
            raise ValueError(f"{span.field}[{span.start}:{span.end}] is not {span.text[:60]!r}")
