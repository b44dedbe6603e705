"""``telex verify``: the topic against the index, id by id."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from telex.console import note, out

# Differences that are listed for a person; `--json` has them all.
MOST_LISTED = 50


def command(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Compare every article fed with the index, and the index with what was fed; exit code 1 if anything differs."""
    from runtime.settings import settings
    from telex.verify import verify

    found = verify(settings())
    if as_json:
        print(json.dumps(asdict(found), ensure_ascii=False))
    else:
        for difference in found.differences[:MOST_LISTED]:
            out.print(f"{difference.article_id}  {difference.kind}: {difference.detail}", markup=False, highlight=False, soft_wrap=True)
        if len(found.differences) > MOST_LISTED:
            out.print(f"… and {len(found.differences) - MOST_LISTED} more; --json lists all")
        out.print(
            f"{found.compared} articles compared, {len(found.differences)} differ; {found.in_flight} on their way, {found.dead} dead",
            highlight=False,
        )
    if found.differences:
        note("`telex replay --missing` sends again what the index lacks")
        raise SystemExit(1)
