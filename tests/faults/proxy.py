"""A TCP proxy that does harm on demand: latency, slices, black holes, resets, lost replies.

It runs in a thread of its own, so that a test that waits does not stop the traffic.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import struct
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHUNK = 65_536


class Filter(Protocol):
    """Looks at what flows down one connection; returns what goes on, or None to cut it."""

    def up(self, data: bytes) -> bytes:
        """Return what goes up to the server."""

    def down(self, data: bytes) -> bytes | None:
        """Return what goes down to the client, or None to cut the connection instead."""


class Proxy:
    """Stands between clients and one port. Change its faults at any time."""

    def __init__(self, port: int, filters: Callable[[], Filter] | None = None) -> None:
        self.target = port
        self.filters = filters
        self.latency = 0.0  # seconds each way, up to
        self.slice = 0  # bytes of one write; 0 = as they come
        self.rate = 0  # bytes a second downwards; 0 = as they come
        self.port = 0
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._flows = asyncio.Event()
        self._flows.set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def redis_url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self._thread.start()
        self._in_loop(self._listen())

    def stop(self) -> None:
        self._in_loop(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def reset(self) -> None:
        """End every connection now, with a reset and not a goodbye."""
        self._in_loop(self._reset())

    def hole(self, on: bool) -> None:
        """Let nothing through, or let it flow again; new connections open all the same."""
        self._in_loop(self._turn(on))

    async def _turn(self, on: bool) -> None:
        (self._flows.clear if on else self._flows.set)()

    def heal(self) -> None:
        """End every fault; connections stay."""
        self.latency, self.slice, self.rate = 0.0, 0, 0
        self.hole(False)

    def _in_loop(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=1024)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        self._server.close()
        self._flows.set()
        await self._reset()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _reset(self) -> None:
        for writer in list(self._open):
            with contextlib.suppress(OSError):
                raw = writer.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        filtering = self.filters() if self.filters else None
        both = (writer, up_writer)
        self._open.update(both)
        try:
            up = asyncio.create_task(
                self._pump(reader, up_writer, filtering.up if filtering else None, slow=False)
            )
            down = asyncio.create_task(
                self._pump(up_reader, writer, filtering.down if filtering else None, slow=True)
            )
            _, waiting = await asyncio.wait((up, down), return_when=asyncio.FIRST_COMPLETED)
            for task in waiting:
                task.cancel()
            await asyncio.gather(up, down, return_exceptions=True)
        finally:
            self._open.difference_update(both)
            for each in both:
                each.transport.abort()

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        filtered: Callable[[bytes], bytes | None] | None,
        *,
        slow: bool,
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(CHUNK):
                if filtered is not None:
                    passed = filtered(data)
                    if passed is None:
                        return
                    data = passed
                if self.latency:
                    await asyncio.sleep(random.random() * self.latency)
                await self._flows.wait()
                await self._write(writer, data, self.rate if slow else 0)

    async def _write(self, writer: asyncio.StreamWriter, data: bytes, rate: int) -> None:
        size = self.slice or (max(rate // 10, 1) if rate else len(data)) or 1
        for start in range(0, len(data), size):
            writer.write(data[start : start + size])
            await writer.drain()
            if rate:
                await asyncio.sleep(size / rate)
            elif self.slice:
                await asyncio.sleep(0)


@dataclass
class Swallowing:
    """How large a share of the answers is swallowed now, and how many were."""

    chance: random.Random
    share: float = 0.0
    swallowed: int = 0

    def hits(self) -> bool:
        """Return whether the next one is swallowed."""
        hit = self.chance.random() < self.share
        self.swallowed += hit
        return hit


class SwallowCommits:
    """Cuts a connection to Redis in place of some replies to commits."""

    def __init__(self, swallowing: Swallowing) -> None:
        self.swallowing = swallowing
        self.is_commit = False

    def up(self, data: bytes) -> bytes:
        self.is_commit = b"EVALSHA" in data or (self.is_commit and not data.startswith(b"*"))
        return data

    def down(self, data: bytes) -> bytes | None:
        return None if self.is_commit and self.swallowing.hits() else data


class SwallowAcks:
    """Takes some acks of ops out of a websocket's frames."""

    def __init__(self, swallowing: Swallowing) -> None:
        self.swallowing = swallowing
        self.upgraded = False
        self.kept = b""

    def up(self, data: bytes) -> bytes:
        return data

    def down(self, data: bytes) -> bytes | None:
        self.kept += data
        if self.upgraded:
            return b"".join(self._frames())
        head, found, rest = self.kept.partition(b"\r\n\r\n")
        if not found:
            return b""
        self.upgraded = b" 101 " in head.split(b"\r\n", 1)[0]
        self.kept = rest if self.upgraded else b""
        return head + found + (b"".join(self._frames()) if self.upgraded else rest)

    def _frames(self) -> Iterator[bytes]:
        while (whole := frame_size(self.kept)) is not None and len(self.kept) >= whole[1]:
            start, end = whole
            frame, body = self.kept[:end], self.kept[start:end]
            self.kept = self.kept[end:]
            is_ack = body.startswith(b"43") and b'"ok"' in body and b'"epoch"' not in body
            if not (is_ack and self.swallowing.hits()):
                yield frame


def frame_size(data: bytes) -> tuple[int, int] | None:
    """Return where the body of the first websocket frame starts and ends; None = too little."""
    if len(data) < 2:
        return None
    length = data[1] & 0x7F
    start = 2
    if length == 126:
        start = 4
        if len(data) < start:
            return None
        (length,) = struct.unpack("!H", data[2:4])
    elif length == 127:
        start = 10
        if len(data) < start:
            return None
        (length,) = struct.unpack("!Q", data[2:10])
    return start, start + length


@contextlib.contextmanager
def proxy(port: int, filters: Callable[[], Filter] | None = None) -> Iterator[Proxy]:
    """Run a proxy to `port` for as long as the block lasts."""
    running = Proxy(port, filters)
    running.start()
    try:
        yield running
    finally:
        running.stop()
