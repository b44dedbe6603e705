"""How the commands speak to a person: results on stdout, everything else on stderr."""

from typing import NoReturn

from rich.console import Console

out = Console()
err = Console(stderr=True)


def fail(message: str, code: int = 1) -> NoReturn:
    """Say in one sentence what is wrong and end with an exit code: 1 something was rejected or failed, 2 wrong use."""
    err.print(f"[bold red]telex:[/] {_plain(message)}", soft_wrap=True, highlight=False)
    raise SystemExit(code)


def note(message: str) -> None:
    """Say something on stderr that is not the result."""
    err.print(_plain(message), soft_wrap=True, highlight=False)


def _plain(message: str) -> str:
    return message.replace("[", "\\[")
