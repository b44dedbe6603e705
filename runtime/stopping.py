"""A stop in a bounded time: who is asked to end waits for no server for longer than this."""

import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)

# A stop lasts two to three seconds; of a server that stands still it would wait for minutes, or for ever.
STOP_SECONDS = 10


def end_at_the_latest(code: int = os.EX_TEMPFAIL) -> None:
    """Called when the process is asked to stop: end it after ``STOP_SECONDS``, whatever it waits for then.

    What it had not acknowledged by then is done again, as after a crash.
    """
    timer = threading.Timer(STOP_SECONDS, _end, [code])
    timer.daemon = True
    timer.start()


@contextmanager
def interruptible_in_time() -> Iterator[None]:
    """While the block runs, SIGTERM does what Ctrl-C does, a KeyboardInterrupt, and the process then ends in a bounded time (code 130)."""

    def interrupt(number: int, frame: object) -> None:
        end_at_the_latest(128 + signal.SIGINT)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(code: int) -> None:
    log.warning("the stop takes longer than %d s: the process ends now (exit code %d)", STOP_SECONDS, code)
    logging.shutdown()
    os._exit(code)
