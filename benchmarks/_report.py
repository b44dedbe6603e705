"""What every benchmark prints: the machine, the versions, both sides and their ratio."""

import os
import platform
from importlib.metadata import version


def print_machine(*packages: str) -> None:
    """Say where and with what the figures were measured."""
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {versions}", flush=True)


def print_sides(unit: str, sides: dict[str, float]) -> None:
    """Print the rate of each side, and its ratio to the first one."""
    first = next(iter(sides.values()))
    for name, rate in sides.items():
        print(f"{name:<44} {rate:8.1f} {unit}   x {rate / first:.2f}", flush=True)
