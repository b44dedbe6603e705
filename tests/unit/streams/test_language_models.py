"""Real processes of two languages: each article is answered by those of its own."""

import asyncio
from collections.abc import Iterator, Sequence

import pytest

from runtime.dead_letters import Fault
from streams.language_models import LanguageModels
from streams.model_processes import Answer, Enriched, ModelProcesses


def stand_in(model: str, values: Sequence[bytes | None]) -> list[Answer]:
    """An article is the code of its language."""
    return [Enriched("id", "s", value.decode(), f"read by {model}".encode()) if value else Fault("InvalidMessage", "") for value in values]


@pytest.fixture(scope="module")
def models() -> Iterator[LanguageModels]:
    processes = {name: ModelProcesses(count=1, model=name, article_seconds=5, work=stand_in) for name in ("fr", "en", "de")}
    models = LanguageModels(processes)
    models.start()
    yield models
    models.stop()


def test_each_language_has_its_own_processes(models: LanguageModels) -> None:
    answers = asyncio.run(models.enrich([b"en", b"fr", None, b"it", b"de", b"en"]))
    assert [answer.value.decode() if isinstance(answer, Enriched) else answer.error_type for answer in answers] == [
        "read by en",
        "read by fr",
        "InvalidMessage",
        "read by fr",  # which no model reads: the first says so
        "read by de",
        "read by en",
    ]
