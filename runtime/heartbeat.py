"""Signs of life: a stage touches a file each time its loop turns, and ``python -m runtime.heartbeat STAGE SECONDS`` asks how old it is.

For the health checks of containers: a stage whose loop hangs, or waits too long for its servers, is unhealthy though its process lives.
"""

import sys
import time
from pathlib import Path

from runtime.settings import Settings, settings


def beat(settings: Settings, stage: str) -> None:
    """Say that the stage's loop has turned."""
    path = _file(settings, stage)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def seconds_since(settings: Settings, stage: str) -> float | None:
    """Tell how long ago the stage's loop turned; None if it never did."""
    try:
        return max(0.0, time.time() - _file(settings, stage).stat().st_mtime)
    except FileNotFoundError:
        return None


def main(stage: str, most_seconds: float) -> int:
    """Return 0 if the stage's loop turned within the last seconds, else 1 with the reason on stderr."""
    age = seconds_since(settings(), stage)
    if age is not None and age <= most_seconds:
        return 0
    print(f"{stage}: " + ("its loop has not turned yet" if age is None else f"its loop turned {age:.0f} s ago"), file=sys.stderr)
    return 1


def _file(settings: Settings, stage: str) -> Path:
    return settings.home / "alive" / stage


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
