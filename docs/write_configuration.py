"""Write the table of docs/configuration.md from the settings: ``python docs/write_configuration.py``."""

import re
from pathlib import Path
from typing import Any

from runtime.settings import PREFIX, Settings

PAGE = Path(__file__).with_name("configuration.md")
MARKS = re.compile(r"(?<=<!-- settings -->\n).*(?=<!-- /settings -->)", re.DOTALL)


def settings_table() -> str:
    """Make the Markdown table of every setting: variable, what it takes, default, meaning."""
    fields = Settings.model_json_schema()["properties"]
    rows = ["| Variable | Takes | Default | Meaning |", "|---|---|---|---|"]
    rows += [
        f"| `{PREFIX}{name.upper()}` | {_takes(field)} | {_default(name, field)} | {field['description']} |"
        for name, field in fields.items()
    ]
    return "\n".join(rows) + "\n"


def page(present: str) -> str:
    """Return the page with its table as the settings are now.

    Raises:
        ValueError: the page has no marks to write between.
    """
    written, places = MARKS.subn(lambda _: settings_table(), present)
    if places != 1:
        raise ValueError(f"{PAGE.name} needs the marks <!-- settings --> and <!-- /settings --> once")
    return written


def _takes(field: dict[str, Any]) -> str:
    kinds = [kind for kind in field.get("anyOf", [field]) if kind.get("type") != "null"]
    kind = kinds[0]
    if "enum" in kind:
        return ", ".join(f"`{value}`" for value in kind["enum"])
    if "pattern" in kind:
        return f"text like `{kind['pattern']}`"
    word = {"path": "path", "password": "secret"}.get(
        kind.get("format", ""), {"integer": "whole number", "number": "number"}.get(kind["type"], kind["type"])
    )
    return " ".join([{"string": "text", "boolean": "`true` or `false`"}.get(word, word), *_bounds(kind)])


def _bounds(kind: dict[str, Any]) -> list[str]:
    signs = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}
    return [f"{sign} {kind[bound]:g}" for bound, sign in signs.items() if bound in kind]


def _default(name: str, field: dict[str, Any]) -> str:
    if name == "home":  # differs from machine to machine
        return "`telex` in the user's data folder"
    default = field.get("default")
    if default is None or default == "":
        return "none" if default is None else "empty"
    mebibytes = f" ({default // 2**20} MiB)" if name.endswith("_bytes") and default % 2**20 == 0 else ""
    return f"`{default:g}`" if isinstance(default, float) else f"`{default}`{mebibytes}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
