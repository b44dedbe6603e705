"""Whether a consumer still is a member of its group: kafka-python can lose the membership for good, and neither say so nor come back.

The member that assigns the partitions joins again when their number changes. Where a poll of kafka-python 3.0 ends between the two
answers of the broker, nobody takes the second one: the consumer goes on to fetch what it had, commits nothing, sends no heartbeat, and
the group goes on without it. Only a new consumer helps.
"""

import time

from kafka import KafkaConsumer
from kafka.structs import MemberState

from runtime.kafka_clients import group_members
from runtime.settings import Settings


class Membership:
    """Watches one consumer of a group."""

    def __init__(self, settings: Settings, consumer: KafkaConsumer, group: str) -> None:
        self._settings, self._consumer, self._group = settings, consumer, group
        self._last_known = time.monotonic()

    def is_lost(self) -> bool:
        """Tell whether the group goes on without the consumer; to be asked between polls.

        The broker is asked only where joining takes longer than a session, as it may when another member is busy: then it knows this one.

        Raises:
            TransientFailure: the broker does not answer.
        """
        own = self._consumer.group_metadata()
        is_joining = own.state != MemberState.STABLE
        if is_joining and time.monotonic() - self._last_known < self._settings.session_timeout:
            return False
        self._last_known = time.monotonic()
        return is_joining and own.member_id not in group_members(self._settings, self._group)
