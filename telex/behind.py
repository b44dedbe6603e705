"""How far the index is behind what was fed, for those who search: an article that is still on its way must not seem to be missing."""

import threading
import time
from contextlib import suppress

from contracts.errors import OperatorNeeded, TransientFailure
from runtime.kafka_clients import group_progress
from runtime.settings import Settings
from telex.topology import LINE

# Readings are not closer to each other than this; on a Kafka that is up, one takes a tenth of a second.
EVERY_SECONDS = 15.0


class Behind:
    """The articles on their way, read from Kafka beside the searches, which never wait for it longer than they say.

    Where Kafka is away, or not open to who searches, nothing is known, and that is no failure of a search.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: int | None = None
        self._begun = -EVERY_SECONDS
        self._reading = threading.Thread()

    def articles(self, patience: float = 0.0) -> int | None:
        """How many articles wait for a worker or an indexer, as last read; None if that is not known.

        A reading that is due is begun; it is waited for at most ``patience`` seconds, so without any the next call tells.
        """
        if not self._reading.is_alive() and time.monotonic() - self._begun >= EVERY_SECONDS:
            self._begun = time.monotonic()
            self._reading = threading.Thread(target=self._read, daemon=True)
            self._reading.start()
        if self._reading.is_alive():
            self._reading.join(patience)
        return self._known

    def _read(self) -> None:
        known = None
        with suppress(OperatorNeeded, TransientFailure):
            known = sum(group_progress(self._settings, stage.reads, stage.group).total for stage in LINE if stage.reads and stage.group)
        self._known = known
