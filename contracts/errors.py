"""The two words for failure that every stage shares.

Anything else that escapes a stage is a defect of this program: the process ends and its supervisor starts it again.
"""


class InvalidMessage(Exception):
    """An input that can never succeed, however often it is tried: it goes to the dead letters and the stage goes on.

    The text is one sentence that names the input, the field where there is one, and what is wrong.
    """


class TransientFailure(Exception):
    """A failure of the surroundings (broker away, Elasticsearch busy): retried with back-off, never skipped."""
