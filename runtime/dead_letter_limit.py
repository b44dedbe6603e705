"""The limit of dead letters: a stage that rejects nearly everything stops, because then something else is wrong than the messages.

What counts is the share of its last messages (``TELEX_DEAD_LETTER_LIMIT`` of ``TELEX_DEAD_LETTER_WINDOW``), so that a few that succeed
among them hide nothing. The topics are its memory: a supervisor that starts a stage again and again would else let it send the whole
topic, limit by limit, to the dead letters.
"""

from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from typing import Self

from contracts.codec import decode
from contracts.errors import InvalidMessage, OperatorNeeded
from contracts.messages import DeadLetter
from contracts.topics import DEAD, Topic
from runtime.kafka_clients import group_progress, read_to_end, topic_ends
from runtime.settings import Settings


class DeadLetterLimit:
    """Which of a stage's last messages were rejected, and the end of its patience."""

    def __init__(self, settings: Settings, before: Iterable[bool] = ()) -> None:
        """Take limit and window from the settings; ``before`` says of each message before, oldest first, whether it was rejected."""
        self._limit = settings.dead_letter_limit
        self._rejected = deque(before, maxlen=settings.dead_letter_window)

    @classmethod
    def remembered(cls, settings: Settings, topic: Topic, group: str) -> Self:
        """The limit of a group that goes on where it stopped: what died just before its committed offsets counts.

        Raises:
            TransientFailure: the broker does not answer.
        """
        return cls(settings, _rejected_before(settings, topic, group))

    @property
    def rejected(self) -> int:
        """How many of the messages in the window were rejected."""
        return sum(self._rejected)

    def count(self, reasons: Iterable[str | None]) -> None:
        """Count messages before their dead letters are sent, in order: the reason of one that is rejected, None for one that is not.

        Raises:
            OperatorNeeded: the limit is reached; no dead letter of these messages may be sent, and none of them acknowledged.
        """
        for reason in reasons:
            self._rejected.append(reason is not None)
            if reason is not None and self.rejected >= self._limit:
                raise OperatorNeeded(
                    f"{self.rejected} of the last {len(self._rejected)} messages are rejected, the last one because: {reason}; "
                    "mend the cause and start it again, or raise TELEX_DEAD_LETTER_LIMIT to let them die"
                )


def _rejected_before(settings: Settings, topic: Topic, group: str) -> list[bool]:
    """Of the messages just before the group's committed offsets, oldest first: whether each is a dead letter.

    The topics do not tell in which order messages of several partitions were taken; each partition gives as many of its last ones.
    """
    window = settings.dead_letter_window
    tail = {partition: end - window for partition, end in topic_ends(settings, DEAD).items()}
    died: set[tuple[int | None, int | None]] = set()
    for record in read_to_end(settings, DEAD, start=tail):
        with suppress(InvalidMessage):
            letter = decode(DeadLetter, record.value)
            if letter.topic == settings.topic_name(topic):
                died.add((letter.partition, letter.offset))
    ends = group_progress(settings, topic, group).position
    newest = ((partition, end - back) for back in range(1, window + 1) for partition, end in ends.items() if end >= back)
    return [place in died for place in islice(newest, window)][::-1]
