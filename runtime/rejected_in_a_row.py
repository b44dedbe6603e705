"""How many messages a stage has rejected in a row before it was started: its limit of dead letters holds over restarts."""

from collections import defaultdict
from collections.abc import Collection
from contextlib import suppress
from itertools import count, takewhile

from contracts.codec import decode
from contracts.errors import InvalidMessage
from contracts.messages import DeadLetter
from contracts.topics import DEAD, Topic
from runtime.kafka_clients import group_progress, read_to_end, topic_ends
from runtime.settings import Settings


def rejected_in_a_row(settings: Settings, topic: Topic, group: str) -> int:
    """Count the messages just before the group's committed offsets that are dead letters, over all partitions.

    A supervisor that starts a stage again and again would else let it send the whole topic, limit by limit, to the dead letters.

    Raises:
        TransientFailure: the broker does not answer.
    """
    tail = {partition: end - settings.dead_letter_limit for partition, end in topic_ends(settings, DEAD).items()}
    died: dict[int | None, set[int | None]] = defaultdict(set)
    for record in read_to_end(settings, DEAD, start=tail):
        with suppress(InvalidMessage):
            letter = decode(DeadLetter, record.value)
            if letter.topic == settings.topic_name(topic):
                died[letter.partition].add(letter.offset)
    ends = group_progress(settings, topic, group).position
    return sum(_row_before(end, died[partition]) for partition, end in ends.items())


def _row_before(end: int, offsets: Collection[int | None]) -> int:
    return sum(1 for _ in takewhile(lambda offset: offset in offsets, count(end - 1, -1)))
