"""``telex replay``: articles through the line once more."""

from typing import Annotated

import typer

from telex.console import fail, note, out


def command(
    below: Annotated[
        int | None, typer.Option(metavar="VERSION", help="The articles that an enrichment older than this version made.", min=1)
    ] = None,
    partial: Annotated[bool, typer.Option("--partial", help="The articles in which not everything could be looked for.")] = False,
    lacking: Annotated[bool, typer.Option("--missing", help="The articles that `telex verify` finds missing or not as fed.")] = False,
    dry: Annotated[bool, typer.Option("--dry-run", help="Only say how many there are.")] = False,
) -> None:
    """Enrich articles of the archive again, or index what the index lost; what is newer there stays."""
    from runtime.settings import settings
    from streams.enrich import ENRICHMENT_VERSION
    from telex.counting import counting
    from telex.replay import enriched_below, enriched_partly, missing, replay

    if below is None and not partial and not lacking:
        fail("say which articles: --below VERSION, --partial or --missing", 2)
    if below is not None and below > ENRICHMENT_VERSION:
        fail(f"this telex enriches as version {ENRICHMENT_VERSION}: there is nothing to gain --below {below} before you update it", 2)
    revisions = {
        **(enriched_below(settings(), below) if below is not None else {}),
        **(enriched_partly(settings()) if partial else {}),
        **(missing(settings()) if lacking else {}),
    }
    if dry:
        out.print(f"{len(revisions)} articles would be sent again", highlight=False)
        return
    count = 0

    def on_sent(sent: int) -> None:
        nonlocal count
        count = sent

    with counting("articles sent:", lambda: count):
        sent = replay(settings(), revisions, on_sent)
    out.print(f"{sent} articles sent again", highlight=False)
    if sent < len(revisions):
        note(f"{len(revisions) - sent} are not on the topic any more: feed them again")
        raise SystemExit(1)
