"""``telex dead``: list, show and replay the dead letters."""

import json
from typing import Annotated, Any

import typer

from telex.console import fail, note, out
from telex.dead import Numbered

app = typer.Typer(help="The articles that could not be processed: list, show, replay.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_letters(
    stage: Annotated[str | None, typer.Option(help="Only those of this stage: receiving, enriching or indexing.")] = None,
    source: Annotated[str | None, typer.Option(help="Only those of this source.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also those that were replayed already.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the dead letters: number, stage, where the input came from, and why it was rejected."""
    if stage not in (None, "receiving", "enriching", "indexing"):
        fail(f"--stage {stage} is no stage: use receiving, enriching or indexing", 2)
    chosen = [
        item
        for item in _letters()
        if (everything or not item.replayed) and stage in (None, item.letter.stage) and source in (None, item.letter.source)
    ]
    if as_json:
        print(json.dumps([_record(item, whole=False) for item in chosen], ensure_ascii=False))
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
        print(json.dumps(_record(item, whole=True), ensure_ascii=False))
        return
    for name, value in _record(item, whole=True).items():
        if value is not None and name not in ("key", "value", "detail"):
            out.print(f"[bold]{name:>16}[/] ", end="")
            out.print(str(value), markup=False, highlight=False, soft_wrap=True)
    out.print()
    out.print((original_bytes(item.letter)[1] or b"").decode("utf-8", "backslashreplace"), markup=False, highlight=False)
    if detail and item.letter.detail:
        out.print(item.letter.detail, markup=False, highlight=False)


@app.command("replay")
def replay_letters(
    numbers: Annotated[list[int] | None, typer.Argument(help="Numbers of the letters in `telex dead list`.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that were not replayed yet.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Also letters that were replayed already.")] = False,
) -> None:
    """Send dead letters through the line again, after what made them fail was mended."""
    from runtime.settings import settings
    from telex.dead import replay

    if bool(numbers) == everything:
        fail("name the letters to replay (`telex dead replay 3 4`), or all of them with --all", 2)
    letters = _letters()
    chosen = letters if everything else [_one(letters, number) for number in numbers or ()]
    done = [item for item in chosen if item.replayed and not again]
    refused = [item for item in chosen if item.why_not]
    ready = [item for item in chosen if item not in done and item not in refused]
    replay(settings(), ready)
    if done and not everything:
        note(f"{len(done)} replayed before and left alone; --again sends them once more")
    for item in refused:
        note(item.why_not or "")
    out.print(f"{len(ready)} replayed")
    if refused and not everything:
        raise SystemExit(1)


def _letters() -> list[Numbered]:
    from runtime.settings import settings
    from telex.dead import number_letters

    return number_letters(settings())


def _one(letters: list[Numbered], number: int) -> Numbered:
    if not 1 <= number <= len(letters):
        fail(f"there is no dead letter {number}: `telex dead list --all` has {len(letters)}", 2)
    return letters[number - 1]


def _record(item: Numbered, *, whole: bool) -> dict[str, Any]:
    hidden = set() if whole else {"key", "value", "headers", "detail"}
    return {"number": item.number, "replayed": item.replayed, **item.letter.model_dump(mode="json", exclude=hidden)}


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
