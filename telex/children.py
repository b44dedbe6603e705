"""The worker and the indexer as child processes of the demo: started together, started again when one dies, ended with their parent."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from runtime.parentage import die_with_parent

# A stage that dies more often than this does not recover by itself.
MOST_STARTS = 5
# A worker finishes its batch and leaves its group within this many seconds.
GRACE_SECONDS = 15


@dataclass
class Child:
    """One stage run by ``telex VERB``, its output in a log file; ``environment`` is added to this process's."""

    verb: str
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    starts: int = 0
    process: "subprocess.Popen[bytes]" = field(init=False)

    def start(self) -> None:
        """Start the process; it is killed if this one is."""
        self.starts += 1
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 our own command
                [sys.executable, "-m", "telex", self.verb],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**os.environ, **self.environment},
                # Ctrl-C reaches the parent alone, which ends its children in order.
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def keep_alive(self) -> None:
        """Start the process again if it died.

        Raises:
            RuntimeError: it died too often; the text names its log.
        """
        if self.process.poll() is None:
            return
        if self.starts >= MOST_STARTS:
            raise RuntimeError(f"`telex {self.verb}` ended {self.starts} times (exit code {self.process.returncode}): see {self.log}")
        self.start()

    def wait(self, deadline: float) -> None:
        """Wait for the process, which was asked to finish; kill it at the deadline (monotonic seconds)."""
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def children(verbs: list[str], logs: Path, environment: Mapping[str, str] | None = None) -> Iterator[list[Child]]:
    """Run a child for each verb while the block runs; none is left after it."""
    logs.mkdir(parents=True, exist_ok=True)
    family = [Child(verb, logs / f"{verb}-{number}.log", environment or {}) for number, verb in enumerate(verbs, start=1)]
    try:
        for child in family:
            child.start()
        yield family
    finally:
        deadline = time.monotonic() + GRACE_SECONDS
        started = [child for child in family if child.starts]
        for child in started:
            child.process.terminate()
        for child in started:
            child.wait(deadline)
