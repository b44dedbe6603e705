"""The two words for failure that every stage shares, and the word for what only a person can mend.

Anything else that escapes a stage is a defect of this program: the process ends and its supervisor starts it again.
"""


class InvalidMessage(Exception):
    """An input that can never succeed, however often it is tried: it goes to the dead letters and the stage goes on.

    The text is one sentence that names the input, the field where there is one, and what is wrong.
    """


class TransientFailure(Exception):
    """A failure of the surroundings (broker away, Elasticsearch busy): retried with back-off, never skipped."""


class OperatorNeeded(Exception):
    """A failure that lasts until somebody changes something (a wrong key, a missing index, an old mapping): the process stops.

    The text is one sentence that says what is wrong and what to run or set.
    """
