"""``telex dead``: list, show, replay and export the dead letters."""

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from contracts.messages import Stage
from telex.console import fail, note, out
from telex.dead import Filter, Numbered, describe, number_letters, original_line, replay

app = typer.Typer(help="The articles that could not be processed: list, show, replay, export.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ByStage = Annotated[Stage | None, typer.Option("--stage", help="Only those of this stage.")]
BySource = Annotated[str | None, typer.Option("--source", help="Only those of this source.")]
ByArticle = Annotated[str | None, typer.Option("--article", help="Only those of the article of this id.")]
ByReason = Annotated[str | None, typer.Option("--reason", help="Only those whose reason, or type of error, has these words in it.")]
Since = Annotated[str | None, typer.Option("--from", help="Only those that failed since: 2023, 2023-01 or 2023-01-12 (UTC).")]
Until = Annotated[str | None, typer.Option("--to", help="Only those that failed until, that year, month or day included.")]
Replayed = Annotated[bool, typer.Option("--all", help="Also those that were replayed already.")]


@app.command("list")
def list_letters(
    stage: ByStage = None,
    source: BySource = None,
    article: ByArticle = None,
    reason: ByReason = None,
    since: Since = None,
    until: Until = None,
    everything: Replayed = False,
    limit: Annotated[int | None, typer.Option(help="Only so many, the last ones.", min=1)] = None,
    as_json: AsJson = False,
) -> None:
    """List the dead letters: number, stage, where the input came from, and why it was rejected."""
    chosen = _chosen(_filter(stage, source, article, reason, since, until), replayed=everything)[-(limit or 0) :]
    if as_json:
        print(json.dumps([describe(item, whole=False) for item in chosen], ensure_ascii=False))
    else:
        _print_table(chosen)


@app.command()
def show(
    number: Annotated[int, typer.Argument(help="Number of the letter in `telex dead list`.")],
    detail: Annotated[bool, typer.Option("--detail", help="Also the stack of the error.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show one dead letter: the reason, where it stood, and the original message."""
    from runtime.dead_letters import original_bytes

    item = _one(_letters(), number)
    if as_json:
        print(json.dumps(describe(item, whole=True), ensure_ascii=False))
        return
    for name, value in describe(item, whole=True).items():
        if value is not None and name not in ("key", "value", "text", "detail"):
            out.print(f"[bold]{name:>16}[/] ", end="")
            out.print(str(value), markup=False, highlight=False, soft_wrap=True)
    out.print()
    out.print((original_bytes(item.letter)[1] or b"").decode("utf-8", "backslashreplace"), markup=False, highlight=False)
    if detail:
        out.print(item.letter.detail or "no stack: no exception was raised", markup=False, highlight=False)


@app.command("replay")
def replay_letters(
    numbers: Annotated[list[int] | None, typer.Argument(help="Numbers of the letters in `telex dead list`.")] = None,
    stage: ByStage = None,
    source: BySource = None,
    article: ByArticle = None,
    reason: ByReason = None,
    since: Since = None,
    until: Until = None,
    everything: Annotated[bool, typer.Option("--all", help="All that were not replayed yet.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Also letters that were replayed already.")] = False,
) -> None:
    """Send dead letters through the line again, after what made them fail was mended."""
    from runtime.settings import settings

    wanted = _filter(stage, source, article, reason, since, until)
    if bool(numbers) == (everything or wanted != Filter()):
        fail("name the letters to replay (`telex dead replay 3 4`), or say which (--source …), or all of them with --all", 2)
    letters = _letters()
    chosen = [_one(letters, number) for number in numbers] if numbers else [item for item in letters if wanted.fits(item.letter)]
    done = [item for item in chosen if item.replayed and not again]
    refused = [item for item in chosen if item.why_not and item not in done]
    ready = [item for item in chosen if item not in done and item not in refused]
    replay(settings(), ready)
    if done and numbers:
        note(f"{len(done)} replayed before and left alone; --again sends them once more")
    for item in refused:
        note(item.why_not or "")
    out.print(f"{len(ready)} replayed")
    if refused and numbers:
        raise SystemExit(1)


@app.command()
def export(
    file: Annotated[str, typer.Argument(help="File to write; - for standard output.")],
    stage: ByStage = None,
    source: BySource = None,
    article: ByArticle = None,
    reason: ByReason = None,
    since: Since = None,
    until: Until = None,
    everything: Replayed = False,
    originals: Annotated[
        bool, typer.Option("--originals", help="Only the original messages, a line each, to be mended and fed again with `telex feed`.")
    ] = False,
) -> None:
    """Write dead letters as JSON lines: all that is known of each, the original message and the stack included."""
    chosen = _chosen(_filter(stage, source, article, reason, since, until), replayed=everything)
    left_out = 0
    try:
        with nullcontext(sys.stdout) if file == "-" else Path(file).open("w", encoding="utf-8") as lines:
            for item in chosen:
                line = original_line(item.letter) if originals else json.dumps(describe(item, whole=True), ensure_ascii=False)
                left_out += line is None
                lines.write(f"{line}\n" if line is not None else "")
    except OSError as error:
        fail(f"{file}: {error.strerror}", 2)
    if left_out:
        note(
            f"{left_out} left out: no original, not all of it, or one that is no line of text; without --originals they are there as bytes"
        )
    note(f"{len(chosen) - left_out} dead letters exported")


def _letters() -> list[Numbered]:
    from runtime.settings import settings

    return number_letters(settings())


def _filter(
    stage: Stage | None, source: str | None, article: str | None, reason: str | None, since: str | None, until: str | None
) -> Filter:
    from telex.search.dates import day_after, first_day
    from telex.search.query_language import QueryError

    try:
        return Filter(stage, source, article, reason, first_day(since) if since else None, day_after(until) if until else None)
    except QueryError as error:
        fail(str(error), 2)


def _chosen(wanted: Filter, *, replayed: bool) -> list[Numbered]:
    return [item for item in _letters() if wanted.fits(item.letter) and (replayed or not item.replayed)]


def _one(letters: list[Numbered], number: int) -> Numbered:
    if not 1 <= number <= len(letters):
        fail(f"there is no dead letter {number}: `telex dead list --all` has {len(letters)}", 2)
    return letters[number - 1]


def _print_table(items: list[Numbered]) -> None:
    from rich.table import Table
    from rich.text import Text

    if not items:
        out.print("no dead letters")
        return
    table = Table("no.", "stage", "source", "where", "reason", "tries", box=None, pad_edge=False)
    for item in items:
        letter = item.letter
        where = letter.origin or f"{letter.topic}/{letter.partition}/{letter.offset}"
        cells = (str(item.number), letter.stage, letter.source or "", where, letter.reason, str(letter.attempts))
        table.add_row(*(Text(cell) for cell in cells))
    out.print(table)
