"""``telex demo``: the whole line on one machine, on the sample articles, from files to search."""

import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Annotated

import typer

from telex.console import fail, note, out

SEEDS = Path(__file__).parents[2] / "seeds"


def command(
    folder: Annotated[Path, typer.Argument(help="Folder of articles to feed.")] = SEEDS,
    workers: Annotated[int, typer.Option(help="Faust workers to start.", min=1, max=12)] = 1,
    leave: Annotated[
        bool | None, typer.Option("--exit/--stay", help="End when every article is searchable, or at Ctrl-C. [default: stay on a terminal]")
    ] = None,
) -> None:
    """Start a real Kafka and Elasticsearch, a worker and an indexer, feed articles, and show what is known of them then."""
    from runtime.settings import settings
    from telex.children import children
    from telex.demo import feed, show, wait_until_searchable
    from telex.local.progress import shown
    from telex.local.servers import local_servers

    if not folder.is_dir():
        fail(f"there is no folder {folder}: name one with articles, `telex demo FOLDER`", 2)
    if folder.is_relative_to(Path.cwd()):
        folder = folder.relative_to(Path.cwd())
    with ExitStack() as stack:
        with shown() as progress:
            stack.enter_context(local_servers(progress))
        # They cannot share the port that is set; their logs name those that they take.
        environment = {} if settings().metrics_port is None else {"TELEX_METRICS_PORT": "0"}
        family = stack.enter_context(children(["index", *["work"] * workers], settings().home / "logs", environment))
        fed, rejected = feed(settings(), folder)
        wait_until_searchable(settings(), family)
        show(settings(), fed, rejected)
        if leave or (leave is None and not out.is_terminal):
            return
        # Told to end it so, who presses Ctrl-C here has made no mistake: exit code 0.
        with suppress(KeyboardInterrupt):
            note("\nThe line runs on: feed it more from another terminal. Ctrl-C ends it and the servers it started.")
            while True:
                time.sleep(1)
                for child in family:
                    child.keep_alive()
