"""Start and stop the servers of the home folder: one Elasticsearch node and one Kafka broker, or several."""

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from filelock import FileLock

from runtime.settings import settings
from telex.local import processes
from telex.local.address import MOST_BROKERS, check_free, kafka_addresses
from telex.local.downloads import Progress
from telex.local.elasticsearch_server import ElasticsearchServer
from telex.local.failure import LocalServerError
from telex.local.kafka_server import KafkaServer
from telex.local.security import is_secure
from telex.local.server import Server
from telex.local.signals import interruptible, uninterruptible
from telex.local.watchdog import watched

READY_WITHIN = 300.0
"""Seconds in which all must answer; Elasticsearch on a busy machine of two cores has taken 160."""
PATIENCE = 30.0
"""Seconds that a server gets to close its files before it is killed."""
LEAST_SPACE = 10**9
"""Bytes that must be free on the disk; Elasticsearch stops writing at half of it."""


@dataclass(frozen=True)
class State:
    """The process ids of the servers of the home folder, None where one does not run; true where all run."""

    brokers: tuple[int | None, ...]
    elasticsearch: int | None

    def __bool__(self) -> bool:
        return None not in (*self.brokers, self.elasticsearch)

    @property
    def kafka(self) -> int | None:
        """The first broker."""
        return self.brokers[0]


def silent(what: str, done: int, total: int) -> None:
    """Show no progress."""


def running() -> State:
    """Tell which of the servers of the home folder run, ready or not."""
    elasticsearch, *brokers = (next((process.pid for process in reversed(processes.find([server.mark]))), None) for server in _servers())
    return State(tuple(brokers), elasticsearch)


def start(progress: Progress = silent) -> State:
    """Start what does not run yet and wait until all answer; what this call started ends again if it fails or is interrupted.

    Raises:
        SettingsError: an address is not on the loopback.
        DownloadError: the software cannot be fetched.
        PortTaken: another program listens at an address.
        LocalServerError: a server ends or does not answer in time; the text names its log.
    """
    with interruptible(), _locked():
        servers = _servers()
        _start(servers, [server for server in servers if not _runs_already(server)], progress)
    return running()


def stop() -> bool:
    """End the servers, gracefully first, however many brokers there are; their data stays. Tell whether there was anything to end."""
    several = [KafkaServer(settings(), node, count) for count in range(1, MOST_BROKERS + 1) for node in range(1, count + 1)]
    with _locked():
        return _end([ElasticsearchServer(settings()), *several], PATIENCE)


@contextmanager
def local_servers(progress: Progress = silent) -> Iterator[None]:
    """Have the servers for a while: what does not run is started, and ended at the end.

    It is ended as well at Ctrl-C, at SIGTERM, and when this process is killed. What runs already, or answers at an address of the
    settings wherever it runs, is used as it is and left alone. Raises what ``start`` raises.
    """
    with interruptible(), ExitStack() as after:
        with _locked():
            servers = _servers()
            missing = [server for server in servers if not _runs_already(server) and not server.answers()]
            after.enter_context(watched(_marks(missing)))
            after.callback(_give_back, missing)
            _start(servers, missing, progress)
        yield


def _give_back(servers: Sequence[Server]) -> None:
    with uninterruptible(), _locked():
        _end(servers, PATIENCE)


def _servers() -> tuple[Server, ...]:
    # In the order in which they start: Elasticsearch takes longer.
    count = len(kafka_addresses(settings()))
    return ElasticsearchServer(settings()), *(KafkaServer(settings(), node, count) for node in range(1, count + 1))


def _start(servers: Sequence[Server], missing: Sequence[Server], progress: Progress) -> None:
    """Start those that are missing, wait until all answer, then complete them."""
    try:
        for server in missing:
            check_free(server.address, server.name)
            _check_space()
        for server in missing:
            server.prepare(progress)
        for server in missing:
            progress(f"starting {server.name} at {server.address}", 0, 0)
            server.start()
        _wait_until_ready(servers, progress)
        for server in servers:
            server.complete()
    except BaseException as error:
        with uninterruptible():
            _end(missing, 5)
        if isinstance(error, OSError):
            where, reason = error.filename or settings().home, error.strerror or str(error)
            raise LocalServerError(
                f"{where}: {reason}: set TELEX_HOME and TELEX_DOWNLOADS to folders with room that you may write"
            ) from error
        raise


def _end(servers: Sequence[Server], patience: float) -> bool:
    return processes.end(_marks(servers), patience=patience)


def _marks(servers: Sequence[Server]) -> list[str]:
    return [server.mark for server in servers]


def _runs_already(server: Server) -> bool:
    """Tell whether the server runs, at the address that the settings want."""
    there = processes.find([server.mark])
    if there and not processes.find([server.address_mark]):
        where = f"{server.address}, with{'' if is_secure(settings()) else 'out'} security"
        raise LocalServerError(
            f"{server.name} of {settings().home} runs already, not at {where}: end it first with `telex down`, "
            f"or set {server.address.variable} back"
        )
    return bool(there)


def _wait_until_ready(servers: Sequence[Server], progress: Progress) -> None:
    """Wait until each answers.

    Raises:
        LocalServerError: one ended, or the time is over.
    """
    deadline = time.monotonic() + READY_WITHIN
    pending = servers
    while pending := [server for server in pending if not server.answers()]:
        progress("waiting until all answer", 0, 0)
        for server in pending:
            if not processes.find([server.mark]):
                raise LocalServerError(f"{server.name} did not start: {server.last_words()}")
            if time.monotonic() > deadline:
                raise LocalServerError(f"{server.name} does not answer after {READY_WITHIN:.0f} s; its log is {server.log}")
        time.sleep(0.2)


def _check_space() -> None:
    free = shutil.disk_usage(settings().home).free
    if free < LEAST_SPACE:
        raise LocalServerError(
            f"only {free // 10**6} MB are free on the disk of {settings().home}, and the local servers need {LEAST_SPACE // 10**6}: "
            "free some, or set TELEX_HOME to a folder on another disk"
        )


@contextmanager
def _locked() -> Iterator[None]:
    """Let one command at a time start or stop the servers of this home folder; the lock of a killed command is free."""
    home = settings().home
    lock = FileLock(home / "servers.lock")
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as error:
        raise LocalServerError(f"{error.filename or home}: {error.strerror}: set TELEX_HOME to a folder that you may write") from error
    try:
        yield
    finally:
        lock.release()
