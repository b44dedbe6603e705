"""``telex reindex``: new indices from today's mappings, without a pause for searches."""

from telex.console import err, note


def command() -> None:
    """Build the indices anew, for a new version of telex; searches go on, and writes wait only for the last moment."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    from indexer.reindex import reindex
    from runtime.logs import start_logging
    from runtime.settings import settings

    config = settings()
    start_logging(config)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, disable=not err.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def show(index: str, done: int, total: int) -> None:
            if index not in tasks:
                tasks[index] = bars.add_task(index)
            bars.update(tasks[index], completed=done, total=total)

        moves = reindex(config, show)
    for move, count in moves:
        note(f"{move.alias}: {count:,} documents moved from {move.old} to {move.new}")
