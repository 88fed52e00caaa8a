"""The least of web sockets (RFC 6455) a load generator needs."""

from __future__ import annotations

import socket

# A key of zeros leaves the payload as it is: the server unmasks as always, we spare the work.
NO_MASK = b"\0\0\0\0"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
PATIENCE = 30  # seconds one step of a handshake may take
CHUNK = 65_536  # bytes
BUFFER = 200_000  # bytes the system keeps for a client until its turn comes


class HandshakeFailed(Exception):  # noqa: N818 - it reads as what happened
    """The other side did not let us in; the message has its words."""


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """Return one whole client frame."""
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | opcode, 0x80 | size))
    elif size < 65_536:
        head = bytes((0x80 | opcode, 0x80 | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((0x80 | opcode, 0x80 | 127)) + size.to_bytes(8, "big")
    return head + NO_MASK + payload


def server_frame(payload: bytes) -> bytes:
    """Return the whole frame in which a server sends `payload`: nothing is masked downwards."""
    size = len(payload)
    if size < 126:
        return bytes((0x80 | TEXT, size)) + payload
    if size < 65_536:
        return bytes((0x80 | TEXT, 126)) + size.to_bytes(2, "big") + payload
    return bytes((0x80 | TEXT, 127)) + size.to_bytes(8, "big") + payload


def parts_of(data: bytes | bytearray, at: int, size: int) -> tuple[int, int] | None:
    """Return where the payload of the frame at `at` starts and ends, None when it is not whole.

    `size`: how many bytes of `data` count.
    """
    if size < at + 2:
        return None
    length, start = data[at + 1], at + 2
    if length >= 126:
        width = 2 if length == 126 else 8
        if size < start + width:
            return None
        length = int.from_bytes(data[start : start + width], "big")
        start += width
    return (start, start + length) if size >= start + length else None


class Handshake:
    """A socket that is still being set up: waits for one frame at a time."""

    def __init__(self, port: int, path: str, *, receive_buffer: int = BUFFER) -> None:
        """Connect and upgrade. Raises: HandshakeFailed."""
        self.socket = dial(port, receive_buffer=receive_buffer)
        self.rest = b""
        self.socket.sendall(upgrade_request(port, path))
        while b"\r\n\r\n" not in self.rest:
            self._more()
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise HandshakeFailed(head.decode(errors="replace"))

    def say(self, payload: bytes) -> None:
        """Send one frame."""
        self.socket.sendall(frame(payload))

    def hear(self, *, beginning: bytes) -> bytes:
        """Return the next payload that begins so; what comes before it is dropped."""
        while True:
            found = parts_of(self.rest, 0, len(self.rest))
            if found is None:
                self._more()
                continue
            payload, self.rest = self.rest[found[0] : found[1]], self.rest[found[1] :]
            if payload.startswith(beginning):
                return payload
            if payload.startswith(b"44"):
                raise HandshakeFailed(payload.decode(errors="replace"))
            if payload == b"2":
                self.say(b"3")

    def _more(self) -> None:
        data = self.socket.recv(CHUNK)
        if not data:
            raise HandshakeFailed("The other side closed the connection.")
        self.rest += data


def dial(port: int, *, receive_buffer: int = BUFFER) -> socket.socket:
    """Return a blocking connection to a port of this machine."""
    dialled = socket.socket()
    # Before connecting, or it does not hold.
    dialled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    dialled.settimeout(PATIENCE)
    dialled.connect(("127.0.0.1", port))
    dialled.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return dialled


def upgrade_request(port: int, path: str) -> bytes:
    """Return what asks an HTTP server for a web socket."""
    lines = (
        f"GET {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Version: 13",
    )
    return "\r\n".join([*lines, "", ""]).encode()
