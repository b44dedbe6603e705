"""The figures of a run as tables for a reader."""

from collections.abc import Iterator, Sequence

from rich.table import Table

from evaluation.gold import HELD
from evaluation.results import SetResult
from evaluation.scoring import CLAIM_KINDS, ENTITY_TYPES, Score, Tally

WORST = 5


def tables(results: Sequence[SetResult]) -> Iterator[Table]:
    """Make the tables, in the order to print them."""
    yield _overview(results)
    yield _claim_kinds(results)
    sorted_sets = [result for result in results if set(result.by_article_kind()) != {"unsorted"}]
    if sorted_sets:
        yield _article_kinds(sorted_sets)
    shown = [result for result in results if result.name != HELD]
    if shown:
        yield _worst(shown)


def _overview(results: Sequence[SetResult]) -> Table:
    table = _table("precision, recall, F1", "", [result.name for result in results])
    table.add_row("claim", *(_prf(result.total.claim) for result in results))
    table.add_row("attributed", *(_prf(result.total.attributed) for result in results))
    for label in _entity_tallies(Score()):
        table.add_row(label, *(_prf(_entity_tallies(result.total)[label]) for result in results))
        table.add_row("    [dim]bare spaCy[/]", *(f"[dim]{_prf(_entity_tallies(result.bare)[label])}[/]" for result in results))
    table.add_row("speaker accuracy", *(f"{result.total.speaker_accuracy:.3f}" for result in results))
    table.add_row("articles", *(str(len(result.pairs)) for result in results))
    return table


def _claim_kinds(results: Sequence[SetResult]) -> Table:
    table = _table("claims by kind: found, attributed (of the marked); right (of the predicted)", "", [result.name for result in results])
    for kind in CLAIM_KINDS:
        tallies = [result.total.kinds[kind] for result in results]
        cells = (
            f"{_ratio(tally.found, tally.expected)} {_ratio(tally.attributed, tally.expected)} {_ratio(tally.paired, tally.predicted)} "
            f"of {tally.expected:3}"
            for tally in tallies
        )
        table.add_row(kind, *cells)
    return table


def _article_kinds(results: Sequence[SetResult]) -> Table:
    table = _table("articles by kind: claim, attributed, entity F1", "", [result.name for result in results])
    groups = {result.name: result.by_article_kind() for result in results}
    for kind in sorted({kind for group in groups.values() for kind in group}):
        table.add_row(kind, *(_three(groups[result.name].get(kind)) for result in results))
    return table


def _worst(results: Sequence[SetResult]) -> Table:
    rows = [(one, pair.gold) for result in results for pair, one in zip(result.pairs, result.scores, strict=True) if pair.gold.claims]
    table = _table(f"the {WORST} worst articles by attributed F1", "", ["kind", "claim, attributed, entity F1"])
    for one, gold in sorted(rows, key=lambda row: (row[0].attributed.f1, row[1].id))[:WORST]:
        table.add_row(gold.id, gold.kind_of_article, _three(one))
    return table


def _entity_tallies(one: Score) -> dict[str, Tally]:
    return {"entity": one.entity, **{f"  {name}": one.entities[name] for name in ENTITY_TYPES}}


def _table(title: str, first: str, columns: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(first)
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _prf(tally: Tally) -> str:
    return f"{tally.precision:.3f}  {tally.recall:.3f}  {tally.f1:.3f}"


def _three(one: Score | None) -> str:
    return f"{one.claim.f1:.3f}  {one.attributed.f1:.3f}  {one.entity.f1:.3f}" if one else "–"


def _ratio(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "    –"
