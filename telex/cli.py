"""The command ``telex``: each verb is a module of ``telex.commands``, loaded only when it is called, so that every verb starts fast."""

import sys
from importlib import import_module
from importlib.metadata import version
from typing import Any

import typer
from typer.core import TyperGroup

from contracts.errors import InvalidMessage, OperatorNeeded, TransientFailure
from runtime.settings import SettingsError
from telex.console import fail

VERBS = ("demo", "up", "down", "feed", "work", "index", "enrich", "search", "status", "verify", "dead", "replay", "reindex", "page")


class _Verbs(TyperGroup):
    """Finds the verbs by name instead of importing them all."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in VERBS:
            return None
        module = import_module(f"telex.commands.{cmd_name}")
        if hasattr(module, "app"):
            return typer.main.get_command(module.app)
        one = typer.Typer(add_completion=False)
        one.command(name=cmd_name)(module.command)
        return typer.main.get_command(one)


app = typer.Typer(cls=_Verbs, add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def _telex(show_version: bool = typer.Option(False, "--version", help="Print the version and end.")) -> None:
    """Streaming news ingestion that knows who said what."""
    if show_version:
        print(version("telex"))
        raise typer.Exit


def main() -> None:
    """Run the command; a foreseen failure is one sentence on stderr and an exit code (1 failed, 2 wrong use, 130 interrupted)."""
    try:
        app()
    except SettingsError as error:
        fail(str(error), 2)
    except (InvalidMessage, TransientFailure, OperatorNeeded) as error:
        fail(str(error), 1)
    except BrokenPipeError:
        # The reader of a pipe went away (`telex search … | head`): no error of ours.
        sys.stdout = None
        sys.exit(0)
