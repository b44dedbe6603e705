"""How long a search takes: the queries of a reader on the indices of many articles, one after the other and several at once.

The first side is the least that Elasticsearch can do for it: the same words, without facets, highlights or time chart. Latencies are of
whole calls from Python, the caches of Elasticsearch warm as in use. Run: ``python -m benchmarks.search [ARTICLES]``.
"""

import secrets
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from benchmarks._report import print_machine
from benchmarks.index import WORDS, make_article
from contracts.messages import EnrichedArticle
from indexer.build_documents import build_documents
from indexer.index_setup import create_indices
from indexer.write_articles import write_articles
from runtime.elasticsearch_client import elasticsearch_client, make_searchable
from runtime.settings import Settings
from telex.local.servers import local_servers
from telex.search.paging import all_hits
from telex.search.profiles import speaker_profile, voices_on
from telex.search.queries import Query, facet_values, search
from telex.search.unusual import unusual_names

ARTICLES, ROUNDS, READERS = 20_000, 30, 4
# Every fifth article is a copy of one of so many dispatches.
COPIED, DISPATCHES = 5, 500
TERMS = sorted({word for word in WORDS if len(word) > 4})


def main() -> None:
    """Fill the indices once, then time every side, round by round."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    print_machine("telex", "elasticsearch")
    with local_servers():
        settings = Settings(namespace="bench" + secrets.token_hex(4))
        fill(settings, count)
        try:
            print(f"{count:,} articles, {4 * count:,} claims; milliseconds a call, {ROUNDS} rounds")
            first = None
            for name, side in sides(settings).items():
                times = timed(side)
                first = first or statistics.median(times)
                print_latency(name, times, first)
            print_throughput(settings)
            print_export(settings)
        finally:
            names = [f"{settings.namespace}-{index}-v1" for index in ("articles", "claims")]
            elasticsearch_client(settings).indices.delete(index=names)


def fill(settings: Settings, count: int) -> None:
    """Write the articles with the indexer's own code, and make them searchable."""
    create_indices(settings)
    for at in range(0, count, settings.bulk_actions):
        numbers = range(at, min(count, at + settings.bulk_actions))
        write_articles(settings, [build_documents(printed(number)) for number in numbers], Event())
    make_searchable(settings)


def printed(number: int) -> EnrichedArticle:
    """An article, or every fifth time a dispatch as one more paper prints it."""
    if number % COPIED:
        return make_article(number)
    dispatch = make_article(-1 - number // COPIED % DISPATCHES)
    return dispatch.model_copy(update={"article_id": f"bench-{number}", "source": f"source {number % 20}", "title": f"Dépêche {number}"})


def sides(settings: Settings) -> dict[str, Callable[[int], object]]:
    """What is timed, each a function of the round: every round has other words, so that no answer is a stored one."""

    def words(turn: int) -> str:
        return f"{TERMS[turn % len(TERMS)]} {TERMS[(turn * 3 + 1) % len(TERMS)]}"

    def bare(turn: int) -> object:
        both = {"multi_match": {"query": words(turn), "fields": ["title", "body"], "type": "cross_fields", "operator": "and"}}
        return elasticsearch_client(settings).search(index=settings.index_alias("articles"), query=both, size=10)

    chosen = {"source": ["=source 3", "=source 7"]}
    return {
        "bare Elasticsearch: two words, ten hits": bare,
        "articles: two words, facets, highlights": lambda turn: search(settings, Query(words(turn))),
        "articles: the same, each copy listed": lambda turn: search(settings, Query(words(turn), copies="all")),
        "articles: the same with two sources chosen": lambda turn: search(settings, Query(words(turn), filters=chosen)),
        "claims: two words, facets, highlights": lambda turn: search(settings, Query(words(turn), index="claims")),
        "claims: of one speaker": lambda turn: search(settings, Query(index="claims", filters={"speaker": [f"=Personne {turn}"]})),
        "everything, facets": lambda turn: search(settings, Query(limit=10, offset=turn)),
        "a facet as one types": lambda turn: facet_values(settings, Query(index="claims"), "speaker", f"per {turn}"),
        "a slip of the finger, and what was meant": lambda turn: search(settings, Query(f"{words(turn)} regoin{turn}")),
        "what is unusual": lambda turn: unusual_names(settings, Query(words(turn), index="claims")),
        "a speaker's profile": lambda turn: speaker_profile(settings, f"Personne {turn}"),
        "who speaks about a word": lambda turn: voices_on(settings, words(turn)),
    }


def timed(side: Callable[[int], object]) -> list[float]:
    """Milliseconds of each round, after a few that warm up."""
    for turn in range(3):
        side(turn + 1000)
    times = []
    for turn in range(ROUNDS):
        started = time.perf_counter()
        side(turn)
        times.append(1000 * (time.perf_counter() - started))
    return times


def print_latency(name: str, times: Sequence[float], first: float) -> None:
    """Median, 95th of a hundred, and the median as a multiple of the first side's."""
    median = statistics.median(times)
    print(f"{name:<44} p50 {median:7.1f}   p95 {statistics.quantiles(times, n=20)[-1]:7.1f}   x {median / first:.2f}", flush=True)


def print_throughput(settings: Settings) -> None:
    """Searches a second with several readers at once."""
    side = sides(settings)["articles: two words, facets, highlights"]
    started = time.perf_counter()
    with ThreadPoolExecutor(READERS) as pool:
        list(pool.map(side, range(ROUNDS * READERS)))
    rate = ROUNDS * READERS / (time.perf_counter() - started)
    print(f"{READERS} readers at once: {rate:.0f} searches/s", flush=True)


def print_export(settings: Settings) -> None:
    """Hits a second of an export of everything."""
    started = time.perf_counter()
    hits = sum(1 for _ in all_hits(settings, Query(index="claims", sort="newest")))
    print(f"every claim by pages: {hits:,} at {hits / (time.perf_counter() - started):,.0f} hits/s", flush=True)


if __name__ == "__main__":
    main()
