"""SIGTERM, SIGHUP and Ctrl-C all let a command clean up, once."""

import signal
import subprocess
import sys

import pytest

HOLDER = """
import time
from telex.local.signals import interruptible, uninterruptible
with interruptible():
    try:
        print("ready", flush=True)
        time.sleep(60)
    finally:
        with uninterruptible():
            print("closing", flush=True)
            time.sleep(1)
            print("closed", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_second_signal_does_not_stop_the_clean_up(number: signal.Signals) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert holder.stdout
    assert holder.stdout.readline() == "ready\n"
    holder.send_signal(number)
    assert holder.stdout.readline() == "closing\n"
    holder.send_signal(signal.SIGINT)
    holder.send_signal(signal.SIGTERM)
    assert holder.stdout.read() == "closed\n"
    assert holder.wait(10) != 0
