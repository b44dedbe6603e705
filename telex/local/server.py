"""What the two local servers have in common: where their files lie, where they listen, how their processes are found."""

from abc import ABC, abstractmethod
from functools import cached_property

from runtime.settings import Settings
from telex.local import processes, security
from telex.local.address import Address
from telex.local.downloads import Progress
from telex.local.failure import last_words


class Server(ABC):
    """A server of one home folder. Its processes carry its mark in their command lines, so that no stale process id misleads."""

    name: str

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        short = self.name.lower().replace(" ", "-")
        # Data that was written with security on is never served without it.
        self.folder = settings.home.resolve() / (f"{short}-secure" if security.is_secure(settings) else short)
        self.log = settings.home.resolve() / "logs" / short / f"{short}.log"
        self.mark = processes.mark(short, settings.home)

    @cached_property
    @abstractmethod
    def address(self) -> Address:
        """Where it listens."""

    @property
    def address_mark(self) -> str:
        """The argument that a process of this server carries beside its mark when it listens at this address."""
        return f"{self.mark}@{'tls+' if security.is_secure(self._settings) else ''}{self.address}"

    def last_words(self) -> str:
        """Say why it may have ended: the last error line of its log, and where the log is."""
        return last_words(self.log)

    @abstractmethod
    def prepare(self, progress: Progress) -> None:
        """Fetch and check the software."""

    @abstractmethod
    def start(self) -> None:
        """Start the process; returns at once."""

    def complete(self) -> None:  # noqa: B027 nothing, for most
        """Do what is left to do once it answers."""

    @abstractmethod
    def answers(self) -> bool:
        """Tell whether a server answers at the address of the settings, this one or another."""
