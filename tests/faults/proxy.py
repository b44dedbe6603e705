"""A proxy between the stages and the real Elasticsearch: it slows answers, loses them, or says that the server is busy."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

_HEAD = re.compile(rb"(GET|HEAD|PUT|POST|DELETE) ")
_BUSY = b'{"error":{"type":"es_rejected_execution_exception","reason":"rejected execution: the queue is full"},"status":429}'
_BUSY_ANSWER = b"HTTP/1.1 429 Too Many Requests\r\nX-Elastic-Product: Elasticsearch\r\nContent-Type: application/json\r\nContent-Length: "


class Proxy:
    """Passes bytes between clients and the server; what it does to them is set from the outside at any time."""

    def __init__(self, url: str) -> None:
        self._server = urlsplit(url)
        self.delay = 0.0
        self.is_busy = False
        self.loses_answers = False
        self.bulks = 0
        self.refused = 0
        self.url = ""

    async def serve(self, ready: threading.Event) -> None:
        """Listen on a free port of the loopback until ``end``."""
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()
        await self._over.wait()
        server.close()

    def end(self) -> None:
        """Have ``serve`` return; called from another thread."""
        self._loop.call_soon_threadsafe(self._over.set)

    async def _connect(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        try:
            server, to_server = await asyncio.open_connection(self._server.hostname, self._server.port)
        except OSError:
            to_client.close()
            return
        both = [asyncio.create_task(self._ask(client, to_client, to_server)), asyncio.create_task(self._answer(server, to_client))]
        with suppress(asyncio.CancelledError):
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for task in both:
            task.cancel()
        for writer in (to_client, to_server):
            writer.close()

    async def _ask(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter, to_server: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await client.read(2**16):
                if _HEAD.match(data):
                    self.bulks += b"/_bulk" in data[:200]
                    if self.is_busy:
                        await self._refuse(client, to_client, data)
                        continue
                to_server.write(data)
                await to_server.drain()

    async def _refuse(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter, data: bytes) -> None:
        head, _, body = data.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: *(\d+)", head)
        while length and len(body) < int(length[1]):
            body += await client.read(2**16)
        self.refused += 1
        to_client.write(_BUSY_ANSWER + str(len(_BUSY)).encode() + b"\r\n\r\n" + _BUSY)
        await to_client.drain()

    async def _answer(self, server: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await server.read(2**16):
                if self.loses_answers:
                    return
                await asyncio.sleep(self.delay)
                to_client.write(data)
                await to_client.drain()


@contextmanager
def proxied(url: str) -> Iterator[Proxy]:
    """Run a proxy before the server of an address."""
    proxy, ready = Proxy(url), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(proxy.serve(ready)), daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        yield proxy
    finally:
        proxy.end()
        thread.join(30)
