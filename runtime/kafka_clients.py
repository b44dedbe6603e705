"""The kafka-python clients of this project, with the settings that lose nothing; and the topics, created explicitly."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import OffsetSpec
from kafka.errors import (
    CoordinatorLoadInProgressError,
    CoordinatorNotAvailableError,
    GroupAuthorizationFailedError,
    KafkaError,
    NotCoordinatorError,
    TopicAlreadyExistsError,
    TopicAuthorizationFailedError,
    UnknownTopicOrPartitionError,
)

from contracts.errors import TransientFailure
from contracts.topics import TOPICS, Topic
from runtime.kafka_security import access_refused, security_options
from runtime.settings import Settings

# The client logs each try to reach an absent broker; the user gets one sentence instead (``reaching``).
logging.getLogger("kafka").setLevel(logging.CRITICAL)

# How old the metadata of the topics may be. A broker that has just started may not know the partitions yet; a group that then shares
# none stands still until it asks again, with the default for five minutes.
METADATA_SECONDS = 5
# Half a second each: a new coordinator is there within a few.
COORDINATOR_TRIES = 40


@dataclass(frozen=True)
class Progress:
    """How far one consumer group is in one topic, per partition: the next offset to read, messages behind; and its members."""

    position: Mapping[int, int]
    lag: Mapping[int, int]
    members: int

    @property
    def total(self) -> int:
        """Messages behind, over all partitions."""
        return sum(self.lag.values())


@contextmanager
def reaching(settings: Settings) -> Iterator[None]:
    """Turn a broker that does not answer into one sentence that names its address and what to do.

    Raises:
        OperatorNeeded: the broker is not trusted, or refuses the user or what he does.
        TransientFailure: whatever else the Kafka client raised.
    """
    try:
        yield
    except KafkaError as error:
        if refused := access_refused(settings, error):
            raise refused from error
        address = settings.kafka_bootstrap_servers
        raise TransientFailure(
            f"Kafka at {address} does not answer ({type(error).__name__}): start it with `telex up` or set TELEX_KAFKA_BOOTSTRAP_SERVERS"
        ) from error


def connection(settings: Settings) -> dict[str, Any]:
    """The options that every client of kafka-python has: where the brokers are, and how to sign in.

    Raises:
        OperatorNeeded: the authority's file cannot be read.
    """
    return {"bootstrap_servers": settings.kafka_bootstrap_servers.split(","), "client_id": "telex", **security_options(settings)}


def largest_request(settings: Settings) -> int:
    """Bytes of the largest message on any topic: an article grows when it is enriched, or stands in base64 in a dead letter."""
    return 2 * settings.max_message_bytes


def make_producer(settings: Settings, *, linger_ms: int = 20) -> KafkaProducer:
    """Make a producer whose acknowledged messages are kept: idempotent, acknowledged by all in-sync replicas.

    Args:
        settings: of this process.
        linger_ms: how long a message waits for others, to be sent in one batch. One who sends many in a row waits longer: with twelve
            partitions, batches of 20 ms hold a few messages each, and requests then cost more than articles (``benchmarks/feed.py``).
    """
    return KafkaProducer(
        **connection(settings),
        enable_idempotence=True,
        acks="all",
        compression_type=settings.compression,
        linger_ms=linger_ms,
        batch_size=2**20,
        max_request_size=largest_request(settings),
    )


def make_consumer(settings: Settings, topic: Topic, *, group: str | None) -> KafkaConsumer:
    """Make a consumer that starts at the oldest message and never commits by itself; without a group it only reads."""
    consumer = KafkaConsumer(
        **connection(settings),
        group_id=settings.group_name(group) if group else None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        allow_auto_create_topics=False,
        metadata_max_age_ms=METADATA_SECONDS * 1000,
        session_timeout_ms=int(settings.session_timeout * 1000),
        heartbeat_interval_ms=int(settings.session_timeout * 300),
        max_partition_fetch_bytes=largest_request(settings),
        fetch_max_bytes=2 * largest_request(settings),
    )
    if group:
        consumer.subscribe([settings.topic_name(topic)])
        # A member that joins before it knows the partitions must join again, and kafka-python 3.0 loses the second answer where a poll ends
        # before it comes: the member then has no partition and sends no heartbeat, for good.
        consumer.partitions_for_topic(settings.topic_name(topic))
    return consumer


@dataclass(frozen=True)
class Record:
    """One message as it stands on a topic."""

    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Mapping[str, bytes | None]


def read_to_end(settings: Settings, topic: Topic, *, start: Mapping[int, int] | None = None) -> Iterator[Record]:
    """Read a topic to what was its end at the call, from its oldest message, or from a start offset per partition.

    A topic that does not exist yet is empty.

    Raises:
        TransientFailure: the broker does not answer.
    """
    with reaching(settings):
        consumer = make_consumer(settings, topic, group=None)
        try:
            name = settings.topic_name(topic)
            partitions = [TopicPartition(name, number) for number in consumer.partitions_for_topic(name) or ()]
            if not partitions:
                return
            consumer.assign(partitions)
            ends = consumer.end_offsets(partitions)
            consumer.seek_to_beginning()
            for tp in partitions:
                consumer.seek(tp, max(consumer.position(tp), (start or {}).get(tp.partition, 0)))
            left = {tp for tp in partitions if consumer.position(tp) < ends[tp]}
            while left:
                for tp, records in consumer.poll(timeout_ms=500).items():
                    for record in records:
                        if record.offset < ends[tp]:
                            yield Record(record.partition, record.offset, record.key, record.value, dict(record.headers))
                left = {tp for tp in left if consumer.position(tp) < ends[tp]}
        finally:
            consumer.close(autocommit=False)


def create_topics(settings: Settings) -> list[str]:
    """Create the topics that are missing, with their partitions and retention; return the names of those created.

    Raises:
        TransientFailure: the broker does not answer.
    """
    with reaching(settings), _admin(settings) as admin:
        present = set(admin.list_topics())
        missing = {settings.topic_name(topic): topic for topic in TOPICS if settings.topic_name(topic) not in present}
        if missing:
            wanted = {name: _topic_options(topic, settings) for name, topic in missing.items()}
            # Two processes that start together both try: the second finds them there.
            with suppress(TopicAlreadyExistsError):
                admin.create_topics(wanted, wait_for_metadata=True)
        return sorted(missing)


def require_rights(settings: Settings, *, reads: Topic, writes: Sequence[Topic], group: str) -> None:
    """Make sure that the broker lets this user read and write what a stage must; Faust would wait for ever, and not say for what.

    Raises:
        OperatorNeeded: a right is missing; the text names it.
        TransientFailure: the broker does not answer.
    """
    if settings.kafka_security_protocol == "PLAINTEXT":
        return
    with reaching(settings), _admin(settings) as admin:
        for topic, right in [(reads, "READ"), *((topic, "WRITE") for topic in writes)]:
            name = settings.topic_name(topic)
            if right not in (admin.describe_topics([name])[0]["authorized_operations"] or ()):
                raise TopicAuthorizationFailedError(f"{right} {name}")
        name = settings.group_name(group)
        # Nothing is said of a group that does not exist yet.
        if "READ" not in (_patiently(lambda: admin.describe_groups([name]))[name]["authorized_operations"] or ("READ",)):
            raise GroupAuthorizationFailedError(f"READ {name}")


def topic_sizes(settings: Settings) -> dict[str, dict[int, int]]:
    """Count the messages that each partition of each topic holds; a topic that does not exist yet holds none."""
    with reaching(settings), _admin(settings) as admin:
        return {
            topic.name: {tp.partition: ends[tp] - starts[tp] for tp in ends}
            for topic in TOPICS
            for starts, ends in [_bounds(admin, settings.topic_name(topic))]
        }


def topic_ends(settings: Settings, topic: Topic) -> dict[int, int]:
    """Tell the offset after the last message of each partition; empty for a topic that does not exist yet."""
    with reaching(settings), _admin(settings) as admin:
        return {tp.partition: end for tp, end in _bounds(admin, settings.topic_name(topic))[1].items()}


def group_progress(settings: Settings, topic: Topic, group: str) -> Progress:
    """Tell how far a consumer group is behind the end of its topic, by its committed offsets.

    Raises:
        TransientFailure: the broker does not answer.
    """
    with reaching(settings), _admin(settings) as admin:
        return _progress(admin, settings.topic_name(topic), settings.group_name(group))


class ProgressWatch:
    """Tells again and again what ``group_progress`` tells once, over one connection: cheaper, and nothing is left of it in memory."""

    def __init__(self, settings: Settings, topic: Topic, group: str) -> None:
        self._settings, self._topic, self._group = settings, topic, group
        self._admin: KafkaAdminClient | None = None

    def ask(self) -> Progress:
        """Tell how far the group is now.

        Raises:
            OperatorNeeded: the broker is not trusted, or refuses the user or what he does.
            TransientFailure: the broker does not answer; the next question goes over a new connection.
        """
        with reaching(self._settings):
            try:
                self._admin = self._admin or _connect(self._settings)
                return _progress(self._admin, self._settings.topic_name(self._topic), self._settings.group_name(self._group))
            except BaseException:
                broken, self._admin = self._admin, None
                if broken:
                    broken.close()
                raise


def _progress(admin: KafkaAdminClient, topic: str, group: str) -> Progress:
    starts, ends = _bounds(admin, topic)
    committed = _patiently(lambda: admin.list_group_offsets({group: None}))[group]
    position = {tp.partition: max(committed[tp].offset if tp in committed else 0, starts[tp]) for tp in ends}
    lag = {tp.partition: end - position[tp.partition] for tp, end in ends.items()}
    return Progress(position=position, lag=lag, members=len(_members(admin, group)))


def group_members(settings: Settings, group: str) -> set[str]:
    """The member ids of a consumer group, as its broker knows them.

    Raises:
        TransientFailure: the broker does not answer.
    """
    with reaching(settings), _admin(settings) as admin:
        return {member["member_id"] for member in _members(admin, settings.group_name(group))}


def _members(admin: KafkaAdminClient, name: str) -> list[dict[str, Any]]:
    members: list[dict[str, Any]] = _patiently(lambda: admin.describe_groups([name]))[name]["members"]
    return members


def _patiently(ask: Callable[[], Any]) -> Any:
    # A broker that has just started elects the coordinator of a group only when the group is first asked for.
    for _ in range(COORDINATOR_TRIES):
        try:
            return ask()
        except (CoordinatorNotAvailableError, CoordinatorLoadInProgressError, NotCoordinatorError):
            time.sleep(0.5)
    return ask()


@contextmanager
def _admin(settings: Settings) -> Iterator[KafkaAdminClient]:
    admin = _connect(settings)
    try:
        yield admin
    finally:
        admin.close()


def _connect(settings: Settings) -> KafkaAdminClient:
    return KafkaAdminClient(**connection(settings), bootstrap_timeout_ms=5000)


def _topic_options(topic: Topic, settings: Settings) -> dict[str, object]:
    return {
        "num_partitions": settings.partitions,
        "replication_factor": settings.replication_factor,
        "configs": {
            "retention.ms": str(topic.retention_ms),
            "cleanup.policy": "delete",
            "max.message.bytes": str(largest_request(settings)),
            # The broker's clock: it refuses messages of a machine whose clock is an hour ahead, and would delete those of one far behind.
            "message.timestamp.type": "LogAppendTime",
            "min.insync.replicas": str(max(1, settings.replication_factor - 1)),
        },
    }


def _bounds(admin: KafkaAdminClient, topic: str) -> tuple[dict[TopicPartition, int], dict[TopicPartition, int]]:
    try:
        described = admin.describe_topics([topic])[0]
    except UnknownTopicOrPartitionError:
        return {}, {}
    if described["error_code"] == TopicAuthorizationFailedError.errno:
        raise TopicAuthorizationFailedError(topic)
    partitions = [TopicPartition(topic, part["partition_index"]) for part in described["partitions"]]
    if not partitions:
        return {}, {}
    starts, ends = (admin.list_partition_offsets(dict.fromkeys(partitions, spec)) for spec in (OffsetSpec.EARLIEST, OffsetSpec.LATEST))
    return {tp: starts[tp].offset for tp in partitions}, {tp: ends[tp].offset for tp in partitions}
