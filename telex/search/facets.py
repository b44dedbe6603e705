"""Facets whose counts hold under selection: each counts what the others leave, so that one more of its own values can be chosen."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from elasticsearch.dsl import Search, query
from elasticsearch.dsl.aggs import Agg, DateHistogram, Filter, Terms

from telex.search.fields import FACETS, TIME, Index
from telex.search.matching import Selections
from telex.search.results import FacetValue

VALUES = 20
# A shard gives more than is asked for, so that the counts of several shards add up right.
SHARD_VALUES = 50 * VALUES
# Of what was typed; the pattern of each letter is long, and Elasticsearch takes 1,000 characters.
MOST_TYPED = 24
# Anything but a letter or digit of the Latin alphabet.
_BOUNDARY = "[^0-9A-Za-zÀ-ɏ]"


def add_facets(request: Search[Any], index: Index, chosen: Selections) -> None:
    """Add the facets and the time chart of an index to a request whose query is everything but what was chosen in them."""
    for field, name in FACETS[index].items():
        request.aggs.bucket(field, counted(Terms(field=field, size=VALUES, shard_size=SHARD_VALUES), name, chosen))
    months: Agg[Any] = DateHistogram(field=TIME, calendar_interval="month", format="yyyy-MM", min_doc_count=1)
    request.aggs.bucket(TIME, counted(months, "date", chosen))


def counted(values: "Agg[Any]", name: str, chosen: Selections) -> "Agg[Any]":
    """An aggregation of what the selections leave, those of its own field left out."""
    others = [selected for other, selected in chosen.items() if other != name]
    return Filter(query.Bool(filter=others), aggs={"values": values}) if others else values


def split_selections(index: Index, chosen: Selections) -> tuple[Selections, Selections]:
    """Part what was chosen into that of fields without a facet, which narrows everything, and that of facets, which they share out."""
    of_facets = {*FACETS[index].values(), "date"}
    kept = {name: selected for name, selected in chosen.items() if name not in of_facets}
    return kept, {name: selected for name, selected in chosen.items() if name in of_facets}


def read_facet(answer: Mapping[str, Any]) -> list[FacetValue]:
    """The values of one aggregation of ``counted``, with their different texts where these were counted (``folding.with_texts``)."""
    return [
        FacetValue(str(bucket.get("key_as_string", bucket["key"])), bucket["doc_count"], _texts(bucket))
        for bucket in answer.get("values", answer)["buckets"]
    ]


def _texts(bucket: Mapping[str, Any]) -> int | None:
    return min(bucket["doc_count"], int(bucket["texts"]["value"])) if "texts" in bucket else None


def names_like(typed: str) -> str:
    """A Lucene pattern of the names that have words beginning as was typed, in this order, whatever their accents and case."""
    words = [f"{''.join(map(_letter, re.findall('oe|.', word)))}.*" for word in plain(typed)[:MOST_TYPED].split()]
    beginning = f"(.*{_BOUNDARY})?"
    return beginning + f".*{_BOUNDARY}".join(words) if words else ".*"


def _letter(letter: str) -> str:
    if letter == "oe":
        return f"({_letter('o')}{_letter('e')}|[œŒ])"
    variants = _variants().get(letter)
    if variants:
        return f"[{variants}]"
    return letter if letter.isalnum() else f"\\{letter}"


@cache
def _variants() -> Mapping[str, str]:
    """Each plain letter and all that French and its neighbours write for it."""
    letters: dict[str, str] = defaultdict(str, {"'": "'’"})
    for code in (*range(ord("A"), ord("z") + 1), *range(0xC0, 0x180)):
        letter = chr(code)
        base = plain(letter)
        if letter.isalpha() and len(base) == 1 and base.isascii():
            letters[base] += letter
    return letters


def plain(text: str) -> str:
    """A text without accents, ligatures and capitals."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe").replace("Œ", "OE"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()
