"""``telex status``: topics, consumer groups, counts, and the ledger that adds up."""

import json
from typing import Annotated, Any

import typer

from telex.console import note, out


def command(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Show the state of the line; exit code 1 if an article is unaccounted for."""
    from runtime.settings import settings
    from telex.status import read_status

    status = read_status(settings())
    if as_json:
        print(json.dumps(status, ensure_ascii=False))
    else:
        print_status(status)
    if not status["ledger"]["adds_up"]:
        note("the ledger does not add up: fed is not indexed + duplicates + dead + in flight")
        raise SystemExit(1)


def print_status(status: dict[str, Any]) -> None:
    """Print the state for a person."""
    from rich.table import Table

    out.print(f"Kafka {status['kafka']['bootstrap_servers']}   Elasticsearch {status['elasticsearch']['url']}\n", highlight=False)
    topics = Table("topic", "partitions", "messages", "read by", "members", "lag", box=None, pad_edge=False)
    readers = {group["topic"]: (name, group) for name, group in status["groups"].items()}
    for name, topic in status["topics"].items():
        reader, group = readers.get(name, ("", {}))
        topics.add_row(
            name, str(topic["partitions"]), str(topic["messages"]), reader, str(group.get("members", "")), str(group.get("lag", ""))
        )
    out.print(topics)
    counts = status["counts"]
    out.print(f"\n{counts['articles']} articles and {counts['claims']} claims are searchable\n", highlight=False)
    out.print(_ledger_table(status["ledger"]))


def _ledger_table(ledger: dict[str, Any]) -> Any:
    from rich.table import Table
    from rich.text import Text

    columns = ("fed", "indexed", "duplicates", "dead", "in_flight")
    table = Table("source", *columns, "adds up", box=None, pad_edge=False)
    rows = {**ledger["sources"], "all sources": ledger}
    for source, entry in rows.items():
        table.add_row(Text(source), *(str(entry[column]) for column in columns), "yes" if entry["adds_up"] else "[bold red]no[/]")
    return table
