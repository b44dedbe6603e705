"""The model processes of every language: an article is read by those of its own."""

from collections.abc import Callable, Mapping, Sequence

from streams.model_processes import Answer, Enriched, ModelProcesses


class LanguageModels:
    """Model processes by language. The first language's also tell the language of an article; what is written in another goes on to it.

    An article in none of the languages keeps the answer of the first: indexed for full text, ``unsupported_language``.
    """

    def __init__(self, processes: Mapping[str, ModelProcesses]) -> None:
        self._processes = dict(processes)
        self._first, *self._others = self._processes

    @property
    def count(self) -> int:
        """How many batches the first language's processes work on at once."""
        return self._processes[self._first].count

    def start(self) -> None:
        """Load the models; returns when all processes are ready.

        Raises:
            Exception: what loading a model raised.
        """
        for processes in self._processes.values():
            processes.start()

    def stop(self) -> None:
        """End the processes, whatever they are doing."""
        for processes in self._processes.values():
            processes.stop()

    async def enrich(self, values: Sequence[bytes | None], on_attempt: Callable[[], None] = lambda: None) -> list[Answer]:
        """Enrich a batch of encoded raw articles, in order: see ``ModelProcesses.enrich``."""
        answers = await self._processes[self._first].enrich(values, on_attempt)
        for language in self._others:
            own = [at for at, answer in enumerate(answers) if isinstance(answer, Enriched) and answer.language == language]
            if own:
                read = await self._processes[language].enrich([values[at] for at in own], on_attempt)
                for at, answer in zip(own, read, strict=True):
                    answers[at] = answer
        return answers
