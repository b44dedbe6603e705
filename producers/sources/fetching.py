"""Fetching feeds and pages from the web, within limits of size, time, redirects and scheme, and of where an address may lead."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from ipaddress import IPv6Address, ip_address
from threading import Timer
from typing import Any, Self
from urllib.request import getproxies

import httpx

from contracts.errors import InvalidMessage

MOST_REDIRECTS = 5
# One layer of gzip makes at most a thousandth of what it holds; others, or several, pack more than any memory has into a few bytes.
ENCODINGS = ("gzip", "identity")


@dataclass(frozen=True)
class FetchLimits:
    """How much one fetch may cost, in bytes (decompressed) and seconds, and whether it may reach private addresses."""

    most_bytes: int
    most_seconds: float
    private_addresses: bool = False


@dataclass(frozen=True)
class Document:
    """What an address gave: its bytes, its media type (lower case), and the address it came from after redirects."""

    address: str
    data: bytes
    media_type: str


def fetch(url: str, limits: FetchLimits) -> Document:
    """Fetch a document over http or https.

    Raises:
        InvalidMessage: it cannot be had within the limits; the sentence says which.
    """
    with _Deadline(limits.most_seconds) as deadline, _explained(limits, deadline), _client(limits) as client:
        request = client.build_request("GET", url, extensions={"trace": deadline.watch})
        for _ in range(MOST_REDIRECTS + 1):
            # One by one: the client itself would read the whole body of each redirect, however long.
            with closing(client.send(request, stream=True)) as response:
                if response.next_request is None:
                    return _read(response, limits)
                request = response.next_request
    raise InvalidMessage(f"the address redirects more than {MOST_REDIRECTS} times")


def _read(response: httpx.Response, limits: FetchLimits) -> Document:
    if not response.is_success:
        raise InvalidMessage(f"the server answered {response.status_code} {response.reason_phrase}".rstrip())
    encoding = response.headers.get("content-encoding", "identity").lower()
    if encoding not in ENCODINGS:
        raise InvalidMessage(f"the document is encoded as {encoding}, which was not asked for")
    data = bytearray()
    for chunk in response.iter_bytes():
        data += chunk
        if len(data) > limits.most_bytes:
            raise InvalidMessage(f"the document has more than {limits.most_bytes:,} bytes (TELEX_FETCH_BYTES)")
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Document(str(response.url), bytes(data), media_type)


def without_password(url: str) -> str:
    """Name an address without the user and password that it may hold."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, TypeError):
        return url
    return str(parsed.copy_with(userinfo=b"")) if parsed.userinfo else url


def _client(limits: FetchLimits) -> httpx.Client:
    # Behind a proxy it is the proxy that resolves names, so the connection cannot be pinned; the names known here are checked all the same.
    pinned = None if getproxies() else _PinnedTransport(limits)
    return httpx.Client(
        transport=pinned,
        event_hooks={"request": [] if pinned else [lambda request: _check(request.url, limits)]},
        timeout=min(10.0, limits.most_seconds),
        headers={"User-Agent": f"telex/{version('telex')}", "Accept-Encoding": ENCODINGS[0]},
    )


class _PinnedTransport(httpx.HTTPTransport):
    """Connects to the very address that was checked: a name that resolves anew, to a private address, gains nothing."""

    def __init__(self, limits: FetchLimits) -> None:
        super().__init__()
        self._limits = limits

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, each redirect's included, to the first checked address of its host that accepts the connection."""
        host, failure = request.url.host, httpx.ConnectError(f"the name {request.url.host} has no address")
        request.extensions = {**request.extensions, "sni_hostname": host}
        for address in _check(request.url, self._limits):
            request.url = request.url.copy_with(host=address)
            try:
                return super().handle_request(request)
            except httpx.ConnectError as error:
                failure = error
            finally:
                request.url = request.url.copy_with(host=host)
        raise failure


def _check(url: httpx.URL, limits: FetchLimits) -> list[str]:
    """Resolve a host and refuse it where an address is not on the public internet."""
    try:
        found = socket.getaddrinfo(url.host, url.port or 80, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    private = [address for address in addresses if not _is_public(address)]
    if private and not limits.private_addresses:
        raise InvalidMessage(f"{url.host} leads to the private address {private[0]}: set TELEX_PRIVATE_ADDRESSES=true to allow it")
    return addresses


def _is_public(text: str) -> bool:
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address.sixtofour or address
    return address.is_global and not address.is_multicast


class _Deadline:
    """Hangs up when the time is over: a server that sends byte by byte answers every single read in time, headers included."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._timer = Timer(seconds, self._hang_up)
        self._timer.daemon = True
        self._connections: list[socket.socket] = []

    def watch(self, event: str, details: dict[str, Any]) -> None:
        """Note each connection that the client makes: called by it as its ``trace``."""
        if event == "connection.connect_tcp.complete":
            # A descriptor of its own, which TLS does not take over and the client does not close.
            self._connections.append(details["return_value"].get_extra_info("socket").dup())
            if self.is_over:
                self._hang_up()

    def _hang_up(self) -> None:
        self.is_over = True
        for connection in self._connections:
            with suppress(OSError):  # the other side was faster
                connection.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()
        for connection in self._connections:
            connection.close()


@contextmanager
def _explained(limits: FetchLimits, deadline: _Deadline) -> Iterator[None]:
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        if not deadline.is_over:
            raise _in_a_sentence(error, limits) from None
    # Not only after an error: without a length, what is cut off looks whole.
    if deadline.is_over:
        raise InvalidMessage(f"the document took longer than {limits.most_seconds:g} seconds (TELEX_FETCH_SECONDS)")


def _in_a_sentence(error: Exception, limits: FetchLimits) -> InvalidMessage:
    if isinstance(error, httpx.TimeoutException):
        return InvalidMessage(f"the server did not answer within {min(10.0, limits.most_seconds):g} seconds")
    if isinstance(error, httpx.UnsupportedProtocol):
        return InvalidMessage("the address leads to something other than http or https")
    return InvalidMessage(f"the address cannot be fetched: {error or type(error).__name__}")
