"""Unit tests see no TELEX_* variable of the machine, nor of the servers that other tests of the session run."""

import os
from collections.abc import Iterator

import pytest

from runtime.settings import PREFIX, settings


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for variable in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(variable)
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()
