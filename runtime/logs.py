"""Log lines of the long-running processes: one a line on stderr, with the article where there is one."""

import logging
import sys
import time

from runtime.settings import Settings

OURS = ("producers", "streams", "indexer", "runtime", "telex")
# A client whose server is away says so many times a second.
REPEATED_AFTER_SECONDS = 10.0


def start_logging(settings: Settings) -> None:
    """Send the log lines of this project, of its level and above, to stderr; libraries speak from warnings up, and not too often."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(LibrariesRarely())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    # It prints a stack for each try that fails; we say it in a sentence (``reaching_elasticsearch``).
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)
    for package in OURS:
        logging.getLogger(package).setLevel(settings.log_level.upper())


class LibrariesRarely(logging.Filter):
    """Drops what a library said less than ten seconds ago, whatever the details in it."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to print the record."""
        if record.name.partition(".")[0] in OURS:
            return True
        name, now = (record.name, str(record.msg)), time.monotonic()
        if now - self._said.get(name, -REPEATED_AFTER_SECONDS) < REPEATED_AFTER_SECONDS:
            return False
        self._said[name] = now
        return True
