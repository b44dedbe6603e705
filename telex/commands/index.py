"""``telex index``: one indexer; start several and they share the partitions."""

import signal
from threading import Event


def command() -> None:
    """Write enriched articles to Elasticsearch until stopped; SIGTERM or Ctrl-C finishes the batch first."""
    from indexer.enriched_to_elasticsearch import run
    from runtime.logs import start_logging
    from runtime.settings import settings

    config = settings()
    start_logging(config)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run(config, stop)
