"""Where the local servers listen: the addresses of the settings, which must be on this machine's loopback."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import psutil

from contracts.errors import TransientFailure
from runtime.settings import Settings, SettingsError
from telex.local.security import is_secure

MOST_BROKERS = 5
"""A machine has no use for more; `telex down` looks for so many."""


class PortTaken(TransientFailure):
    """Another program listens where a local server should."""


@dataclass(frozen=True)
class Address:
    """One server's address on the loopback, and the variable that sets it."""

    host: str
    port: int
    variable: str

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def kafka_addresses(settings: Settings) -> list[Address]:
    """Read the addresses of the brokers, as many as there shall be.

    Raises:
        SettingsError: one is no ``host:port`` on the loopback, or there are more than ``MOST_BROKERS``.
    """
    variable = "TELEX_KAFKA_BOOTSTRAP_SERVERS"
    addresses = [_address(f"kafka://{broker}", variable, "127.0.0.1:9092") for broker in settings.kafka_bootstrap_servers.split(",")]
    if len(addresses) > MOST_BROKERS or len(set(addresses)) < len(addresses):
        raise SettingsError(f"{variable} must name at most {MOST_BROKERS} local brokers, each once")
    return addresses


def elasticsearch_address(settings: Settings) -> Address:
    """Read Elasticsearch's address.

    Raises:
        SettingsError: it is not an ``http://`` address on the loopback, ``https://`` with security on.
    """
    variable = "TELEX_ELASTICSEARCH_URL"
    scheme, why = ("https", "serve with TLS") if is_secure(settings) else ("http", "serve without TLS, unless by `telex up --secure`")
    if urlsplit(settings.elasticsearch_url).scheme != scheme:
        raise SettingsError(f"{variable} must begin with {scheme}:// for the local servers, which {why}")
    return _address(settings.elasticsearch_url, variable, f"{scheme}://127.0.0.1:9200")


def check_free(address: Address, server: str) -> None:
    """Make sure that nothing listens at the address yet.

    Raises:
        PortTaken: something does; the text names it where it may be seen.
    """
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family) as probe:
        # Connections of a server that has just ended do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            raise PortTaken(
                f"port {address.port} for {server} is not free ({_listener(address.port) or error.strerror}): "
                f"stop what uses it, or set {address.variable} to another port of {address.host}"
            ) from error


def free_port() -> int:
    """Find a port of the loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Tell whether a server could listen on this port of the loopback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _address(url: str, variable: str, example: str) -> Address:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or not port:
        raise SettingsError(f"{variable} must be one address with a port, like {example}, for the local servers")
    if not _is_loopback(host):
        raise SettingsError(f"{variable} is not on this machine's loopback: the local servers listen there only, at {example} for example")
    return Address("127.0.0.1" if host == "localhost" else host, port, variable)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listener(port: int) -> str | None:
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr and connection.laddr.port == port and connection.pid:
                return f"taken by {psutil.Process(connection.pid).name()}, process {connection.pid}"
    except psutil.Error:
        return None
    return None
