"""Log lines of the long-running processes: one a line on stderr, with the article where there is one."""

import logging
import sys

from runtime.settings import Settings


def start_logging(settings: Settings) -> None:
    """Send the log lines of this project, of its level and above, to stderr; libraries speak from warnings up."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for package in ("producers", "streams", "indexer", "runtime", "telex"):
        logging.getLogger(package).setLevel(settings.log_level.upper())
