"""``telex up``: start the local Kafka and Elasticsearch."""

from runtime.settings import settings
from telex.console import out
from telex.local import servers
from telex.local.progress import shown


def command() -> None:
    """Start a real Kafka and a real Elasticsearch on this machine, without Docker; they run until `telex down`."""
    was_up = bool(servers.running())
    with shown() as progress:
        state = servers.start(progress)
    out.print(f"Kafka          {settings().kafka_bootstrap_servers}  (process {state.kafka})", highlight=False)
    out.print(f"Elasticsearch  {settings().elasticsearch_url}  (process {state.elasticsearch})", highlight=False)
    out.print(f"{'Already up' if was_up else 'Up'}: data and logs are in {settings().home}", soft_wrap=True, highlight=False)
