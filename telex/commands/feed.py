"""``telex feed``: send articles to the line, and wait until they can be found where the line runs."""

import json
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, Any

import typer

from telex.console import fail, note

if TYPE_CHECKING:
    from producers.sources.received import Rejected
    from producers.sources_to_raw import Fed

# Rejections that `--json` lists; the count is always whole.
MOST_LISTED = 1000


def command(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE", help="Files, folders, globs, addresses of RSS or Atom feeds or web pages; - reads JSON lines."),
    ],
    source: Annotated[str | None, typer.Option(help="Name of the source of all these articles, if not their own.")] = None,
    wait: Annotated[float, typer.Option(help="Longest wait, in seconds, until they are searchable; 0 for none.", min=0)] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Send articles to the line; exit code 1 if an input was rejected."""
    from runtime.logs import start_logging
    from runtime.settings import settings
    from runtime.stopping import interruptible_in_time

    start_logging(settings(), "receiving")
    with interruptible_in_time(), ExitStack() as stack:
        _serve_metrics(stack)
        _feed(sources, source, wait, as_json)


def _serve_metrics(stack: ExitStack) -> None:
    from contracts.errors import OperatorNeeded
    from runtime.settings import settings
    from telex.running_stage import endpoints

    try:
        stack.enter_context(endpoints(settings()))
    except OperatorNeeded as error:
        # A feed beside a worker with the same settings: the articles matter more.
        note(f"this feed shows no metrics: {error}")


def _feed(sources: list[str], source: str | None, wait: float, as_json: bool) -> None:
    from contracts.topics import DEAD
    from producers.sources.opening import WrongUse, open_sources
    from runtime.kafka_clients import topic_ends
    from runtime.settings import settings

    rejections: list[Rejected] = []
    try:
        received = open_sources(sources, settings(), source=source)
    except WrongUse as error:
        fail(str(error), 2)
    dead_before = topic_ends(settings(), DEAD)
    fed, interrupted = _send(received, rejections)
    if not as_json:
        print(_summary(fed))
    if fed.unsettled:
        note(f"interrupted with {fed.unsettled} on their way: feed the same again, nothing will be there twice")
    waits = bool(fed.sent and wait and not interrupted)
    why_not = _wait(fed, dead_before, wait) if waits else None
    if as_json:
        print(json.dumps(_as_json(fed, rejections, why_not, waits), ensure_ascii=False))
    if interrupted or fed.rejected:
        raise SystemExit(130 if interrupted else 1)


def _send(received: Any, rejections: "list[Rejected]") -> "tuple[Fed, bool]":
    from producers.sources_to_raw import SourcesToRaw
    from runtime.settings import settings
    from telex.counting import counting

    def on_rejected(rejected: "Rejected") -> None:
        note(f"rejected {rejected.origin}: {rejected.error}")
        if len(rejections) < MOST_LISTED:
            rejections.append(rejected)

    stage = SourcesToRaw(settings(), on_rejected)
    try:
        with stage, counting("articles sent:", lambda: stage.fed.sent):
            stage.send_all(received)
    except KeyboardInterrupt:
        return stage.fed, True
    return stage.fed, False


def _wait(fed: "Fed", dead_before: dict[int, int], seconds: float) -> str | None:
    """Wait until the fed articles are searchable; else say why they are not."""
    from contracts.errors import OperatorNeeded, TransientFailure
    from runtime.settings import settings
    from telex.counting import counting
    from telex.searchable import NotSearchable, wait_until_searchable

    left = fed.sent

    def on_progress(count: int) -> None:
        nonlocal left
        left = count

    try:
        with counting("waiting until all are searchable; to go:", lambda: left):
            wait_until_searchable(settings(), fed.ends, seconds, dead=dead_before, on_progress=on_progress)
    except (NotSearchable, TransientFailure, OperatorNeeded) as error:
        note(str(error))
        return str(error)
    except KeyboardInterrupt:
        return "not waited for"
    note("all are searchable")
    return None


def _summary(fed: "Fed") -> str:
    details = [f"{fed.rejected} rejected"] if fed.rejected else []
    details += [f"{_count(fed.skipped, 'file')} of another kind skipped"] if fed.skipped else []
    return f"{_count(fed.sent, 'article')} sent" + (f" ({', '.join(details)})" if details else "")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def _as_json(fed: "Fed", rejections: "list[Rejected]", why_not: str | None, waited: bool) -> dict[str, Any]:
    return {
        "sent": fed.sent,
        "rejected_count": fed.rejected,
        "rejected": [{"origin": rejected.origin, "reason": str(rejected.error)} for rejected in rejections],
        "skipped": fed.skipped,
        "searchable": why_not is None if waited else None,
        "why_not": why_not,
    }
