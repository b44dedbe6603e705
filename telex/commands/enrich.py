"""``telex enrich``: articles in, one enriched article a line out, without Kafka or Elasticsearch."""

import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated

import typer

from telex.console import note

if TYPE_CHECKING:
    from contracts.messages import RawArticle
    from producers.sources.received import Received


def command(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Files, folders, globs, addresses of RSS or Atom feeds or web pages; - reads JSON lines."),
    ],
    source: Annotated[str | None, typer.Option(help="Name of the source of all these articles, if not their own.")] = None,
) -> None:
    """Print one EnrichedArticle as JSON a line; exit code 1 if an input was rejected."""
    from contracts.codec import encode
    from runtime.settings import settings
    from streams.enrich import enrich, load_pipeline

    rejected: list[str] = []
    articles = _articles(paths, source, rejected)
    pipeline = None
    while batch := list(islice(articles, settings().batch)):
        pipeline = pipeline or load_pipeline(settings().models[0])
        for article in enrich(batch, pipeline):
            sys.stdout.buffer.write(encode(article) + b"\n")
        sys.stdout.flush()
    if rejected:
        raise SystemExit(1)


def _articles(paths: list[str], source: str | None, rejected: list[str]) -> "Iterator[RawArticle]":
    """Read the articles of all paths; what cannot be read is named on stderr and in ``rejected``, and the rest goes on."""
    from producers.sources.received import Rejected, Skipped

    for one in chain.from_iterable(_open(path, source, rejected) for path in paths):
        if isinstance(one, Rejected):
            note(f"rejected {one.origin}: {one.error}")
            rejected.append(one.origin)
        elif not isinstance(one, Skipped):
            yield one


def _open(path: str, source: str | None, rejected: list[str]) -> "Iterable[Received]":
    from producers.sources.opening import WrongUse, open_sources
    from runtime.settings import settings

    try:
        return open_sources([path], settings(), source=source)
    except WrongUse as error:
        note(f"rejected {error}")
        rejected.append(path)
        return ()
