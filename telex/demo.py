"""The steps of the demo: feed a folder, wait until everything is searchable, show what is known of it."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from contracts.topics import ENRICHED, RAW
from producers.sources.opening import open_sources
from producers.sources.received import Rejected
from producers.sources_to_raw import Fed, SourcesToRaw
from runtime.elasticsearch_client import make_searchable
from runtime.kafka_clients import group_progress
from runtime.settings import Settings
from telex.console import err, note, out
from telex.search.listing import print_result
from telex.search.queries import Query, search

if TYPE_CHECKING:
    from telex.children import Child

ASK_EVERY_SECONDS = 0.5
PLAIN_LINE_EVERY_SECONDS = 5
CLAIMS_SHOWN = 8


def feed(settings: Settings, folder: Path) -> tuple[Fed, list[Rejected]]:
    """Send the articles of a folder; give back what was sent, and what was rejected.

    Raises:
        TransientFailure: Kafka does not answer.
    """
    rejected: list[Rejected] = []
    with SourcesToRaw(settings, rejected.append) as stage:
        stage.send_all(open_sources([str(folder)], settings))
    note(f"{stage.fed.sent} articles sent to Kafka, {stage.fed.rejected} rejected")
    return stage.fed, rejected


def wait_until_searchable(settings: Settings, family: "Sequence[Child]") -> None:
    """Show the progress of the line until nothing is in flight, and start again any stage that dies meanwhile.

    Raises:
        RuntimeError: a stage died too often.
        TransientFailure: Kafka or Elasticsearch does not answer.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bars:
        tasks = {group: bars.add_task(what, total=None) for group, what in (("streams", "enriched"), ("indexer", "indexed"))}
        spoken = time.monotonic()
        while True:
            for child in family:
                child.keep_alive()
            # In this order: what the worker has committed is on the indexer's topic by then.
            progress = {group: group_progress(settings, topic, group) for topic, group in ((RAW, "streams"), (ENRICHED, "indexer"))}
            for group, state in progress.items():
                total = sum(state.position.values()) + state.total
                bars.update(tasks[group], completed=total - state.total, total=total)
            left = sum(state.total for state in progress.values())
            if not left:
                break
            if not err.is_terminal and time.monotonic() - spoken > PLAIN_LINE_EVERY_SECONDS:
                spoken = time.monotonic()
                note(f"to enrich: {progress['streams'].total}, to index: {progress['indexer'].total}")
            time.sleep(ASK_EVERY_SECONDS)
    make_searchable(settings)


def show(settings: Settings, fed: Fed, rejected: Sequence[Rejected]) -> None:
    """Print what is known now: articles, entities, claims with their speakers, one search, what was rejected, and what to try next."""
    articles = search(settings, Query("*", limit=0))
    claims = search(settings, Query("*", index="claims", limit=CLAIMS_SHOWN, sort="newest"))
    _heading(f"{articles.total} articles are searchable, with {claims.total} claims")
    for name in ("people", "organizations", "places"):
        values = ", ".join(f"{facet.value} ({facet.count})" for facet in articles.facets.get(name, [])[:6])
        out.print(Text(f"{name:>14}  ", style="bold").append(values, style="not bold"))
    _heading("who said what")
    for hit in claims.hits:
        speaker = hit.fields.get("speaker") or "somebody"
        out.print(Text(f"{speaker}: ", style="bold cyan").append(hit.fields["text"], style="not bold default"))
    _show_one_search(settings, [facet.value for facet in articles.facets.get("places", [])])
    if rejected:
        _heading(f"rejected: {len(rejected)} of {fed.sent + fed.rejected}")
        for item in rejected:
            out.print(Text(f"{item.origin}: {item.error}"))
    _heading("what to try next, in another terminal")
    for command in ("search budget --claims", "status", "feed YOUR-FOLDER", "page"):
        out.print(Text(f"  .venv/bin/telex {command}"))


def _show_one_search(settings: Settings, places: Sequence[str]) -> None:
    if not places:
        return
    _heading(f"telex search {places[0]!r}")
    wanted = Query(f'"{places[0]}"', limit=2)
    print_result(wanted, search(settings, wanted))


def _heading(text: str) -> None:
    out.print()
    out.rule(Text(text, style="bold"), align="left")
