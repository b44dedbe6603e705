"""How a command that holds servers meets Ctrl-C, SIGTERM and a closed terminal: it cleans up once, then ends."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ENDINGS = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGTERM and SIGHUP do what Ctrl-C does: raise KeyboardInterrupt, so that ``finally`` blocks run."""
    with _handled(ENDINGS, signal.default_int_handler):
        yield


@contextmanager
def uninterruptible() -> Iterator[None]:
    """Let a short clean-up finish: a second Ctrl-C changes nothing."""
    with _handled((signal.SIGINT, *ENDINGS), signal.SIG_IGN):
        yield


@contextmanager
def _handled(signals: tuple[signal.Signals, ...], handler: object) -> Iterator[None]:
    # Python handles signals in the main thread only; in another one they stay with whoever started it.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number in signals}  # type: ignore[arg-type]
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)
