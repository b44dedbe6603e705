"""``telex down``: stop the local Kafka and Elasticsearch."""

from runtime.settings import settings
from telex.console import out
from telex.local import servers


def command() -> None:
    """Stop the local Kafka and Elasticsearch; their data stays for the next `telex up`."""
    ended = servers.stop()
    out.print(f"{'Down' if ended else 'Already down'}: the data stays in {settings().home}", soft_wrap=True, highlight=False)
