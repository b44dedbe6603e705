"""« Did you mean »: other spellings of the words of a query, where it finds nothing or little. Knows no server.

A word is in question if no document has it in any form; if all words are known, each may still be a rare slip for a frequent one. What the
index has for it comes from Elasticsearch's term suggester, on the words as they are written and on the names; a spelling is proposed only
if the whole query then finds more.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch.dsl import Search, query
from elasticsearch.dsl.aggs import Filters

from telex.search.facets import plain
from telex.search.fields import FIELDS, Index, index_field
from telex.search.matching import text_query
from telex.search.query_language import AllOf, AnyOf, Field, Node, Phrase, Words
from telex.search.results import END, FOUND, Result

# A search that finds no more than this may be misspelled.
LITTLE = 2
MOST_WORDS = 8
# Spellings that are tried for a query, and so the most that are proposed.
MOST_SPELLINGS = 3
# A known word counts as a slip where its neighbour stands in so many times as many documents.
MORE_FREQUENT = 10
# Words as they were typed, and what to write for them.
Spelling = Mapping[str, str]
# Fields whose words can be meant: the texts as they are written, and the names.
_SPELLED = {
    "articles": ("title.exact", "body.exact", "people.text", "organizations.text", "places.text", "speakers.text"),
    "claims": ("text.exact", "title.exact", "speaker.text", "about.text"),
}
# A word with its apostrophes, as typed.
_WORD = re.compile(r"[^\W\d_][\w’']*")
_ELIDED = re.compile(r"^(?:[a-z]|qu|jusqu|lorsqu|puisqu|quoiqu)[’']", re.I)


@dataclass(frozen=True)
class Asked:
    """A word of a query, the query that it makes alone, and the fields in which other spellings of it are looked for."""

    word: str
    matches: query.Query
    spelled_in: Sequence[str]


def asked_words(tree: Node, filters: Mapping[str, Sequence[str]], index: Index) -> list[Asked]:
    """The words of a query that may be misspelled: those of its texts, phrases and names, but not what it leaves out."""
    names = AllOf(tuple(Field(name, value) for name, values in filters.items() for value in values if not value.startswith("=")))
    words = {asked.word: asked for asked in _asked(AllOf((tree, names)), index) if len(asked.word) > 2}
    return list(words.values())[:MOST_WORDS]


def ask_for_spellings(request: Search[Any], words: Sequence[Asked]) -> Search[Any]:
    """Add to a request how many documents have each word, and the spellings of the index near it."""
    known = {f"{number}": asked.matches for number, asked in enumerate(words)}
    request.aggs.bucket("known", Filters(filters=known))
    for number, asked in enumerate(words):
        for field in asked.spelled_in:
            near = {"field": field, "suggest_mode": "always", "prefix_length": 1, "size": MOST_SPELLINGS}
            request = request.suggest(f"{number} {field}", asked.word, term=near)
    return request


def spellings(words: Sequence[Asked], answer: Mapping[str, Any]) -> Sequence[Spelling]:
    """What to write for some of the words, from what ``ask_for_spellings`` was answered; most likely first."""
    counts = [answer["aggregations"]["known"]["buckets"][f"{number}"]["doc_count"] for number in range(len(words))]
    near = [_near(number, answer["suggest"]) for number in range(len(words))]
    unknown = [number for number, count in enumerate(counts) if not count]
    options = {
        number: [word for word, frequency in near[number] if number in unknown or frequency >= MORE_FREQUENT * counts[number]]
        for number in (unknown or range(len(words)))
    }
    options = {number: found for number, found in options.items() if found}
    # Of each word the likeliest; then, for one word after the other, what comes next.
    likeliest = {number: found[0] for number, found in options.items()}
    tried = [likeliest, *({**likeliest, number: other} for number, found in options.items() for other in found[1:])]
    return [{words[number].word: word for number, word in choice.items()} for choice in tried if choice][:MOST_SPELLINGS]


def respelled(text: str, spelling: Spelling) -> str:
    """A text with some of its words in another spelling."""
    return _WORD.sub(lambda match: spelling.get(match[0], match[0]), text)


def as_written(spelling: Spelling, found: Result) -> Spelling:
    """A spelling with the accents that its words have in what was found, which the suggester does not know, and capitals as typed."""
    forms: dict[str, str] = {}
    for fragment in (fragment for hit in found.hits for fragments in hit.highlights.values() for fragment in fragments):
        for word in re.findall(f"{FOUND}(.*?){END}", fragment):
            bare = _ELIDED.sub("", word)
            forms[plain(bare)] = bare.lower()
    written = {word: forms.get(other, other) for word, other in spelling.items()}
    return {word: other.capitalize() if word[0].isupper() else other for word, other in written.items()}


def _asked(node: Node, index: Index) -> Iterator[Asked]:
    match node:
        case Words(text) | Phrase(text):
            for word in _WORD.findall(text):
                yield Asked(word, text_query(Words(word), index), _SPELLED[index])
        case Field(name, value) if FIELDS[name].match == "name":
            path, _ = index_field(name, index)
            for word in _WORD.findall(value):
                yield Asked(word, text_query(Field(name, word), index), (f"{path}.text",))
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _asked(part, index)
        case _:
            return


def _near(number: int, suggested: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The spellings near a word and in how many documents they stand, nearest first, then most frequent."""
    nearness, frequency = defaultdict[str, float](float), defaultdict[str, int](int)
    for name, entries in suggested.items():
        if name.split()[0] == f"{number}":
            for option in (option for entry in entries for option in entry["options"]):
                nearness[option["text"]] = max(nearness[option["text"]], option["score"])
                frequency[option["text"]] = max(frequency[option["text"]], option["freq"])
    return [(word, frequency[word]) for word in sorted(nearness, key=lambda word: (-nearness[word], -frequency[word]))]
