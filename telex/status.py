"""The state of the line, read from the real topics, consumer groups and indices: what ``telex status`` prints."""

from dataclasses import asdict
from typing import Any

from runtime.elasticsearch_client import count_articles, count_claims, count_partial
from runtime.kafka_clients import group_progress, topic_sizes
from runtime.settings import Settings
from telex.ledger import Entry, read_ledger, total
from telex.topology import LINE


def read_status(settings: Settings) -> dict[str, Any]:
    """Read everything once; the keys are those of ``telex status --json``.

    Raises:
        TransientFailure: Kafka or Elasticsearch does not answer.
    """
    sizes = topic_sizes(settings)
    entries = read_ledger(settings)
    return {
        "kafka": {"bootstrap_servers": settings.kafka_bootstrap_servers},
        "elasticsearch": {"url": settings.elasticsearch_url},
        "topics": {name: {"partitions": len(sizes[name]), "messages": sum(sizes[name].values())} for name in sizes},
        "groups": {stage.group: _group(settings, stage.reads, stage.group) for stage in LINE if stage.reads and stage.group},
        "counts": {
            "articles": count_articles(settings),
            "partial": count_partial(settings),
            "claims": count_claims(settings),
            "dead_letters": sum(sizes["articles.dead"].values()),
        },
        "ledger": {
            **_account(total(entries.values())),
            # What one source lacks, another may have too much of.
            "adds_up": all(entry.adds_up for entry in entries.values()),
            "sources": {source: _account(entry) for source, entry in entries.items()},
        },
    }


def _group(settings: Settings, topic: Any, group: str) -> dict[str, Any]:
    progress = group_progress(settings, topic, group)
    return {"group_id": settings.group_name(group), "topic": topic.name, "lag": progress.total, "members": progress.members}


def _account(entry: Entry) -> dict[str, Any]:
    return {**asdict(entry), "adds_up": entry.adds_up}
