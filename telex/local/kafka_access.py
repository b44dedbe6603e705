"""Who may do what in the secured Kafka: each stage what its place in the line needs, and nothing else."""

from collections.abc import Iterator, Mapping

from kafka import KafkaAdminClient
from kafka.admin import (
    ACL,
    ACLOperation,
    ACLPermissionType,
    ResourcePattern,
    ResourceType,
    UserScramCredentialUpsertion,
)

from contracts.topics import DEAD, ENRICHED, RAW, TOPICS, Topic
from runtime.kafka_clients import connection, create_topics, reaching
from runtime.settings import Settings
from telex.local.failure import LocalServerError
from telex.local.security import ACCOUNTS, ADMINISTRATOR, as_administrator, password

READ, WRITE, DESCRIBE = ACLOperation.READ, ACLOperation.WRITE, ACLOperation.DESCRIBE
Rights = tuple[ACLOperation, ...]

TOPIC_RIGHTS: Mapping[str, Mapping[Topic, Rights]] = {
    # The dead letters are read by each to know what died while it waited, or just before it was started.
    "telex_producer": {RAW: (WRITE,), DEAD: (READ, WRITE)},
    "telex_worker": {RAW: (READ,), ENRICHED: (WRITE,), DEAD: (READ, WRITE)},
    "telex_indexer": {ENRICHED: (READ,), DEAD: (READ, WRITE)},
    "telex_operator": {RAW: (READ, WRITE), ENRICHED: (READ,), DEAD: (READ,)},
}
"""Beside these, each may ask how large each topic is."""

GROUP_RIGHTS: Mapping[str, Mapping[str, Rights]] = {
    "telex_producer": {"streams": (DESCRIBE,), "indexer": (DESCRIBE,)},
    "telex_worker": {"streams": (READ,)},
    "telex_indexer": {"indexer": (READ,)},
    "telex_operator": {"streams": (DESCRIBE,), "indexer": (DESCRIBE,)},
}


def give_access(settings: Settings) -> None:
    """Create the topics, give the users their passwords and rights; repeating it changes nothing but a changed password.

    Raises:
        LocalServerError: the broker refuses one of it.
        TransientFailure: the broker does not answer.
    """
    settings = as_administrator(settings)
    create_topics(settings)
    users = {account.kafka for account in ACCOUNTS.values() if account.kafka} - {ADMINISTRATOR}
    with reaching(settings):
        admin = KafkaAdminClient(**connection(settings))
        try:
            refused = admin.alter_user_scram_credentials(
                [UserScramCredentialUpsertion(user, "SCRAM-SHA-512", password(settings, "kafka", user)) for user in sorted(users)]
            )
            faults = [fault for fault in refused.values() if fault] + admin.create_acls(list(_rights(settings)))["failed"]
        finally:
            admin.close()
    if faults:
        raise LocalServerError(f"Kafka does not take the users' passwords and rights: {faults[0]}")


def _rights(settings: Settings) -> Iterator[ACL]:
    for user, topics in TOPIC_RIGHTS.items():
        for topic in TOPICS:
            for operation in topics.get(topic, (DESCRIBE,)):
                yield _allow(user, operation, ResourcePattern(ResourceType.TOPIC, settings.topic_name(topic)))
    for user, groups in GROUP_RIGHTS.items():
        for group, operations in groups.items():
            for operation in operations:
                yield _allow(user, operation, ResourcePattern(ResourceType.GROUP, settings.group_name(group)))


def _allow(user: str, operation: ACLOperation, what: ResourcePattern) -> ACL:
    return ACL(f"User:{user}", "*", operation, ACLPermissionType.ALLOW, what)
