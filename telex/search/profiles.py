"""Who says what about whom: the profile of a speaker, and the speakers on a subject."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch.dsl import Search, query
from elasticsearch.dsl.aggs import Agg, DateHistogram, Missing, Terms

from runtime.settings import Settings
from telex.search.facets import read_facet
from telex.search.fields import TIME
from telex.search.folding import count_texts, read_texts, with_texts
from telex.search.queries import Query, ask, search
from telex.search.query_language import MOST_CHARACTERS, QueryError
from telex.search.results import FacetValue, Hit

VALUES = 12
NEWEST_CLAIMS = 20
SPEAKERS = 25
# What a profile counts of a speaker's claims.
COUNTED = ("about", "cue", "source", "kind", "modality", "countries")


@dataclass(frozen=True)
class Profile:
    """A speaker by the exact name: claims in all, how many of them differ, their counts by COUNTED and by month (``published``), and the
    newest of them, copies folded.
    """

    name: str
    total: int
    texts: int
    counts: Mapping[str, Sequence[FacetValue]]
    newest: Sequence[Hit]

    def as_json(self) -> dict[str, Any]:
        """The object of the JSON API."""
        counts = {name: [value.as_json() for value in values] for name, values in self.counts.items()}
        newest = [hit.as_json() for hit in self.newest]
        return {"name": self.name, "total": self.total, "texts": self.texts, "counts": counts, "newest": newest}


@dataclass(frozen=True)
class Voice:
    """One speaker on a subject: how many claims, how many of them differ, how they say it, and the newest claim."""

    name: str
    count: int
    texts: int
    modalities: Sequence[FacetValue]
    newest: Hit

    def as_json(self) -> dict[str, Any]:
        """The object of the JSON API."""
        return {
            "name": self.name,
            "count": self.count,
            "texts": self.texts,
            "modalities": [value.as_json() for value in self.modalities],
            "newest": self.newest.as_json(),
        }


@dataclass(frozen=True)
class Voices:
    """The speakers on a subject, those with most different claims first; ``total`` counts the claims, ``texts`` those that differ,
    ``unnamed`` the different ones of nobody named.
    """

    subject: str
    total: int
    texts: int
    unnamed: int
    months: Sequence[FacetValue]
    speakers: Sequence[Voice]

    def as_json(self) -> dict[str, Any]:
        """The object of the JSON API."""
        return {
            "subject": self.subject,
            "total": self.total,
            "texts": self.texts,
            "unnamed": self.unnamed,
            "months": [value.as_json() for value in self.months],
            "speakers": [voice.as_json() for voice in self.speakers],
        }


def speaker_profile(settings: Settings, name: str) -> Profile | None:
    """The profile of a speaker, by the whole name as the index has it; None if nobody of that name speaks.

    Raises:
        OperatorNeeded: no index yet, or access refused.
        TransientFailure: Elasticsearch does not answer.
    """
    newest = search(settings, Query(index="claims", filters={"speaker": [f"={name}"]}, sort="newest", limit=NEWEST_CLAIMS))
    if not newest.total:
        return None
    request: Search[Any] = Search().query(query.Term("speaker", {"value": name}))
    for field in COUNTED:
        request.aggs.bucket(field, with_texts(Terms(field=field, size=VALUES)))
    request.aggs.bucket(TIME, _months())
    answer = ask(settings, "claims", {**request.to_dict(), "size": 0})
    counts = {field: read_facet(facet) for field, facet in answer["aggregations"].items()}
    return Profile(name, newest.total, newest.texts, counts, newest.hits)


def voices_on(settings: Settings, subject: str) -> Voices:
    """Who speaks about a subject: the claims about the name, or with its words in what is said (a name's as they are written).

    Raises:
        QueryError: the subject is empty or too long.
        OperatorNeeded: no index yet, or access refused.
        TransientFailure: Elasticsearch does not answer.
    """
    subject = subject.strip()
    if not subject:
        raise QueryError("the subject is empty: write a name or some words")
    if len(subject) > MOST_CHARACTERS:
        raise QueryError("the query has {length} characters, more than {most}: shorten it", length=len(subject), most=MOST_CHARACTERS)
    about = query.Term("about", {"value": subject})
    # « France » must not find francs, while « grève » finds grèves.
    said = (
        query.MatchPhrase("text.exact", {"query": subject})
        if subject[:1].isupper()
        else query.Match("text", {"query": subject, "operator": "and"})
    )
    request: Search[Any] = Search().query(query.Bool(should=[about, said], minimum_should_match=1))
    request.aggs.bucket(TIME, _months())
    count_texts(request, {})
    request.aggs.bucket("unnamed", with_texts(Missing(field="speaker")))
    voices = request.aggs.bucket("speakers", with_texts(Terms(field="speaker", size=SPEAKERS, shard_size=50 * SPEAKERS)))
    voices.bucket("modality", with_texts(Terms(field="modality", size=VALUES)))
    voices.metric("newest", "top_hits", size=1, sort=[{TIME: {"order": "desc", "missing": "_last"}}, "article_id", "start"])
    answer = ask(settings, "claims", {**request.to_dict(), "size": 0, "track_total_hits": True})
    found, total = answer["aggregations"], int(answer["hits"]["total"]["value"])
    speakers = [_voice(bucket) for bucket in found["speakers"]["buckets"]]
    return Voices(
        subject=subject,
        total=total,
        texts=read_texts(found, total),
        unnamed=int(found["unnamed"]["texts"]["value"]),
        months=read_facet(found[TIME]),
        speakers=sorted(speakers, key=lambda voice: (-voice.texts, -voice.count)),
    )


def _voice(bucket: Mapping[str, Any]) -> Voice:
    newest = bucket["newest"]["hits"]["hits"][0]
    hit = Hit(id=newest["_id"], score=0.0, fields=newest["_source"], highlights={})
    return Voice(bucket["key"], bucket["doc_count"], int(bucket["texts"]["value"]), read_facet(bucket["modality"]), hit)


def _months() -> "Agg[Any]":
    return with_texts(DateHistogram(field=TIME, calendar_interval="month", format="yyyy-MM", min_doc_count=1))
