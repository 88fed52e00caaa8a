"""Carries Engine.IO packets for a light client: one websocket, or polling, on asyncio."""

from __future__ import annotations

import asyncio
import base64
import os
import socket
import struct
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

SEPARATOR = "\x1e"  # between the packets of one polling body
PATIENCE = 10  # seconds for one HTTP answer that is not a poll
POLL_FOR = 60  # seconds a poll may stay open


class LinkLost(ConnectionError):  # noqa: N818 what happened to the link
    """The connection ended, whoever ended it."""


class WebsocketLink:
    """One websocket; text frames in and out."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    @classmethod
    async def open(cls, url: str, *, holds: int | None = None) -> WebsocketLink:
        """Connect; `holds` bytes wait on our side when nobody reads, None = what is usual."""
        host, port = host_of(url)
        if holds is None:
            reader, writer = await asyncio.open_connection(host, port)
        else:
            plain = socket.socket()
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, holds)
            plain.setblocking(False)
            await asyncio.get_running_loop().sock_connect(plain, (host, port))
            reader, writer = await asyncio.open_connection(sock=plain, limit=holds)
        key = base64.b64encode(os.urandom(16)).decode()
        writer.write(
            (
                "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
                f"Host: {host}:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
            ).encode()
        )
        head = await lost_on_end(reader.readuntil(b"\r\n\r\n"))
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            writer.close()
            raise LinkLost(head.decode(errors="replace")[:80])
        link = cls(reader, writer)
        await link.receive()  # the server's OPEN
        return link

    async def send(self, packet: str) -> None:
        self.send_frame(packet.encode())
        await lost_on_end(self.writer.drain())

    def send_frame(self, body: bytes, opcode: int = 1, *, final: bool = True) -> None:
        """Write one frame; the masking key is zero, so that masking costs nothing."""
        head = bytes([(0x80 if final else 0) | opcode])
        if len(body) < 126:
            head += bytes([0x80 | len(body)])
        elif len(body) < 65_536:
            head += struct.pack("!BH", 0x80 | 126, len(body))
        else:
            head += struct.pack("!BQ", 0x80 | 127, len(body))
        self.writer.write(head + b"\0\0\0\0" + body)

    async def receive(self) -> str:
        """Return the next Engine.IO packet; answers pings by itself."""
        while True:
            opcode, body = await self._frame()
            if opcode == 8:
                raise LinkLost("closed by the server")
            if opcode == 9:
                self.send_frame(body, 10)
            elif body == b"2":
                await self.send("3")
            elif opcode == 1:
                return body.decode()

    async def _frame(self) -> tuple[int, bytes]:
        first, second = await lost_on_end(self.reader.readexactly(2))
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack("!H", await lost_on_end(self.reader.readexactly(2)))
        elif length == 127:
            (length,) = struct.unpack("!Q", await lost_on_end(self.reader.readexactly(8)))
        return first & 0x0F, await lost_on_end(self.reader.readexactly(length))

    def close(self) -> None:
        self.writer.transport.abort()


class PollingLink:
    """Long polling: a GET that waits, and a POST for each packet."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.path = "/socket.io/?EIO=4&transport=polling"
        self.packets: list[str] = []
        self.sending = asyncio.Lock()
        self.open_writers: set[asyncio.StreamWriter] = set()
        self.closed = False

    @classmethod
    async def open(cls, url: str) -> PollingLink:
        link = cls(url)
        opened = await link._ask("GET", "")
        sid = opened.split('"sid":"', 1)[1].split('"', 1)[0]
        link.path += f"&sid={sid}"
        return link

    async def send(self, packet: str) -> None:
        async with self.sending:
            await self._ask("POST", packet)

    async def receive(self) -> str:
        while True:
            while self.packets:
                packet = self.packets.pop(0)
                if packet == "2":
                    await self.send("3")
                elif packet == "1":
                    raise LinkLost("closed by the server")
                elif packet != "6":
                    return packet
            self.packets = (await self._ask("GET", "")).split(SEPARATOR)

    async def _ask(self, method: str, body: str) -> str:
        if self.closed:
            raise LinkLost("closed")
        host, port = host_of(self.url)
        reader, writer = await lost_on_end(asyncio.open_connection(host, port))
        self.open_writers.add(writer)
        try:
            raw = body.encode()
            writer.write(
                (
                    f"{method} {self.path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n"
                    f"Content-Type: text/plain;charset=UTF-8\r\nContent-Length: {len(raw)}\r\n\r\n"
                ).encode()
                + raw
            )
            patience = POLL_FOR if method == "GET" else PATIENCE
            head = await asyncio.wait_for(lost_on_end(reader.readuntil(b"\r\n\r\n")), patience)
            if b" 200 " not in head.split(b"\r\n", 1)[0]:
                raise LinkLost(head.decode(errors="replace")[:80])
            length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
            return (await lost_on_end(reader.readexactly(length))).decode()
        finally:
            self.open_writers.discard(writer)
            writer.transport.abort()

    def close(self) -> None:
        self.closed = True
        for writer in list(self.open_writers):
            writer.transport.abort()


LINKS: dict[str, Callable] = {"websocket": WebsocketLink.open, "polling": PollingLink.open}


def host_of(url: str) -> tuple[str, int]:
    """Return host and port of an address."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    return parts.hostname, parts.port or 80


async def lost_on_end(waiting):
    """Return what is waited for; every way a stream ends is one LinkLost."""
    try:
        return await waiting
    except (asyncio.IncompleteReadError, ConnectionError, OSError) as end:
        raise LinkLost(type(end).__name__) from None
