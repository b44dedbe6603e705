"""``python -m evaluation``: score the extraction on the gold articles."""

import json
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console

from contracts.errors import InvalidMessage
from evaluation.baseline import FILE, Baseline, regressions, write_baseline
from evaluation.baseline import read_baseline as accepted_figures
from evaluation.figures import as_json
from evaluation.gold import FOLDERS, HELD, available_sets
from evaluation.misses import misses
from evaluation.report import tables
from evaluation.results import SetResult, run
from runtime.settings import settings

REFUSAL = (
    f"The misses of the set {HELD!r} are never shown: it tells whether the extraction works on articles that nobody tuned it to, "
    "and can do so only as long as nobody reads them."
)


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    show_misses: Annotated[bool, typer.Option("--misses", help="Print each miss; never of the set-aside articles.")] = False,
    chosen: Annotated[list[str] | None, typer.Option("--set", help=f"Only this set ({', '.join(FOLDERS)}); may be repeated.")] = None,
    as_text: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    accept: Annotated[bool, typer.Option("--write-baseline", help="Accept the figures of the set-aside articles from now on.")] = False,
) -> None:
    """Score the extraction on the gold articles, beside the bare spaCy model."""
    names = _names(chosen)
    if show_misses and chosen and HELD in chosen:
        raise typer.BadParameter(REFUSAL)
    if accept and HELD not in names:
        raise typer.BadParameter(f"--write-baseline needs the set {HELD!r}")
    model = settings().models[0]
    results = run(names, model)
    if as_text:
        print(json.dumps(as_json(results, model), ensure_ascii=False))
    else:
        _print(results, show_misses)
    if accept:
        _accept(next(result for result in results if result.name == HELD), model)


def _names(chosen: Sequence[str] | None) -> list[str]:
    there = available_sets()
    for name in chosen or ():
        if name not in FOLDERS:
            raise typer.BadParameter(f"there is no set {name!r}; the sets are {', '.join(FOLDERS)}")
        if name not in there:
            raise typer.BadParameter(f"the articles of the set {name!r} are not on this machine: {FOLDERS[name]} is missing")
    return list(chosen or there)


def _print(results: Sequence[SetResult], show_misses: bool) -> None:
    console = Console(width=None if sys.stdout.isatty() else 140)
    for table in tables(results):
        console.print(table, "")
    for result in results if show_misses else ():
        if result.name == HELD:
            console.print(REFUSAL, "", markup=False)
            continue
        for line in misses(result):
            console.print(line, markup=False, highlight=False, soft_wrap=True)


def _accept(held: SetResult, model: str) -> None:
    now = Baseline.of(held.total, model)
    if FILE.exists():
        for sentence in regressions(accepted_figures(), now):
            print(f"accepted all the same: {sentence}", file=sys.stderr)
    write_baseline(now)
    print(f"accepted: {now.model_dump_json()}", file=sys.stderr)


if __name__ == "__main__":
    try:
        app()
    except InvalidMessage as error:
        sys.exit(str(error))
