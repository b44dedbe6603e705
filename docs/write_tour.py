"""Put the real output of the tour's commands into README.md: ``python docs/write_tour.py``, beside a worker and an indexer on fresh data.

Each block between ``<!-- tour:NAME -->`` and ``<!-- end -->`` is what the command of that name printed, colours and bars left out.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
COMMANDS = {
    "demo": "telex demo",
    "feed": "telex feed seeds",
    "search": "telex search transports --limit 2",
    "claims": "telex search --claims grève --limit 3",
    "status": "telex status",
    "dead": "telex dead list",
}


def main(names: list[str]) -> None:
    """Run the commands, and write what they print into their blocks."""
    text = README.read_text(encoding="utf-8")
    for name in names or COMMANDS:
        text = put(text, name, f"$ {COMMANDS[name]}\n{output_of(COMMANDS[name])}")
    README.write_text(text, encoding="utf-8")


def output_of(command: str) -> str:
    """What a person sees of a command, 110 columns wide."""
    words = [sys.executable, "-m", *command.split()]
    environment = {**os.environ, "COLUMNS": "110", "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603 our own commands
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, cwd=README.parent, check=False
    )
    return "\n".join(line.rstrip() for line in done.stdout.splitlines())


def put(text: str, name: str, block: str) -> str:
    """Replace the block of a name."""
    mark = f"<!-- tour:{name} -->"
    body = f"{mark}\n```\n{block.strip()}\n```\n<!-- end -->"
    return re.sub(rf"{mark}(.*?<!-- end -->)?", lambda _: body, text, count=1, flags=re.DOTALL)


if __name__ == "__main__":
    main(sys.argv[1:])
