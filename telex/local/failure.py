"""The one word for what goes wrong with a local server."""

from contracts.errors import TransientFailure


class LocalServerError(TransientFailure):
    """A local server cannot be prepared, does not start, or does not answer; the text says which, why and what to do."""
