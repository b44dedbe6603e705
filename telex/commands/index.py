"""``telex index``: one indexer; start several and they share the partitions."""

import signal
from threading import Event


def command() -> None:
    """Write enriched articles to Elasticsearch until stopped; SIGTERM or Ctrl-C finishes the batch first, within ten seconds."""
    from contracts.topics import ENRICHED
    from indexer.enriched_to_elasticsearch import run
    from runtime.elasticsearch_client import require_indices
    from runtime.settings import settings
    from runtime.stopping import end_at_the_latest
    from telex.running_stage import running_stage

    config = settings()
    stop = Event()

    def ask_to_stop(*_: object) -> None:
        if not stop.is_set():
            end_at_the_latest()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    servers = {"Elasticsearch": lambda: require_indices(config)}
    with running_stage(config, "indexing", reads=ENRICHED, group="indexer", servers=servers) as health:
        run(config, stop, health)
