"""``telex status``: topics, consumer groups, counts, and the ledger that adds up."""

import json
import time
from contextlib import suppress
from typing import Annotated, Any

import typer

from contracts.errors import TransientFailure
from telex.console import note, out


def command(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Show it again and again until Ctrl-C; with --json one object a line.")] = False,
    every: Annotated[float, typer.Option(help="With --watch: seconds between two looks.", min=0.1)] = 2,
) -> None:
    """Show the state of the line; exit code 1 if an article is unaccounted for."""
    from runtime.settings import settings
    from telex.status import read_status

    if watch:
        _watch(as_json, every)
        return
    status = read_status(settings())
    if as_json:
        print(json.dumps(status, ensure_ascii=False))
    else:
        out.print(shown(status))
    if not status["ledger"]["adds_up"]:
        note("the ledger does not add up: fed is not indexed + duplicates + dead + in flight")
        raise SystemExit(1)


def shown(status: dict[str, Any]) -> Any:
    """Lay the state out for a person."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    topics = Table("topic", "partitions", "messages", "read by", "members", "lag", box=None, pad_edge=False)
    readers = {group["topic"]: (name, group) for name, group in status["groups"].items()}
    for name, topic in status["topics"].items():
        reader, group = readers.get(name, ("", {}))
        topics.add_row(
            name, str(topic["partitions"]), str(topic["messages"]), reader, str(group.get("members", "")), str(group.get("lag", ""))
        )
    counts = status["counts"]
    partial = f" ({counts['partial']} of them enriched in part: `telex replay --partial`)" if counts["partial"] else ""
    return Group(
        Text(f"Kafka {status['kafka']['bootstrap_servers']}   Elasticsearch {status['elasticsearch']['url']}\n"),
        topics,
        Text(f"\n{counts['articles']} articles{partial} and {counts['claims']} claims are searchable\n"),
        _ledger_table(status["ledger"]),
    )


def _watch(as_json: bool, every: float) -> None:
    """Show the state until Ctrl-C; what does not answer is said, and asked again."""
    from rich.live import Live

    with suppress(KeyboardInterrupt), Live(console=out, screen=out.is_terminal and not as_json, auto_refresh=False) as screen:
        while True:
            status = _state()
            if as_json:
                print(json.dumps(status, ensure_ascii=False), flush=True)
            elif out.is_terminal:
                screen.update(shown(status) if "error" not in status else status["error"], refresh=True)
            else:
                out.print(shown(status) if "error" not in status else status["error"])
            time.sleep(every)


def _state() -> dict[str, Any]:
    """The state of the line, or the ``error`` that keeps it from being read."""
    from runtime.settings import settings
    from telex.status import read_status

    try:
        return read_status(settings())
    except TransientFailure as failure:
        return {"error": str(failure)}


def _ledger_table(ledger: dict[str, Any]) -> Any:
    from rich.table import Table
    from rich.text import Text

    columns = ("fed", "indexed", "duplicates", "dead", "in_flight")
    table = Table("source", *columns, "adds up", box=None, pad_edge=False)
    rows = {**ledger["sources"], "all sources": ledger}
    for source, entry in rows.items():
        table.add_row(Text(source), *(str(entry[column]) for column in columns), "yes" if entry["adds_up"] else "[bold red]no[/]")
    return table
