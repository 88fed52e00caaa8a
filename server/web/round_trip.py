"""Goes once through a websocket of this server, as a browser would, and takes the time."""

import base64
import os
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

WITHIN = 2.0  # seconds for the whole trip
CONNECT = b"40"  # Socket.IO: let me in; without a token the answer is a refusal, which is enough
REFUSED = b"44"
TEXT, MASKED = 0x81, 0x80  # of a frame: final and text; from a client


def round_trip(*, host: str, port: int, path: str, name: str) -> dict[str, Any]:
    """Return {ok: true, milliseconds} or {ok: false} for one trip to `host`.

    `name` goes as the Host header. The trip: upgrade, the engine's open packet, a connect
    without a token, its refusal by our own handler.
    """
    begun = time.perf_counter()
    try:
        with _connected(host, port) as door:
            _upgrade(door, path, name)
            answers = _frames(door)
            is_open = next(answers).startswith(b"0{")
            _send(door, CONNECT)
            ok = is_open and any(answer.startswith(REFUSED) for answer in answers)
    except (OSError, ValueError, StopIteration):
        ok = False
    took = round((time.perf_counter() - begun) * 1000)
    return {"ok": True, "milliseconds": took} if ok else {"ok": False}


@contextmanager
def _connected(host: str, port: int) -> Iterator[socket.socket]:
    reached = "127.0.0.1" if host in ("", "0.0.0.0", "::") else host  # noqa: S104 to, not on
    with socket.create_connection((reached, port), timeout=WITHIN) as door:
        yield door


def _upgrade(door: socket.socket, path: str, name: str) -> None:
    key = base64.b64encode(os.urandom(16)).decode()
    lines = (
        f"GET {path}?EIO=4&transport=websocket HTTP/1.1",
        f"Host: {name}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
    )
    door.sendall("\r\n".join((*lines, "", "")).encode())
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        part = door.recv(1)
        if not part or len(head) > 16_384:
            raise ValueError("no upgrade")
        head += part
    if not head.startswith(b"HTTP/1.1 101"):
        raise ValueError("no upgrade")


def _frames(door: socket.socket) -> Iterator[bytes]:
    """Yield the payloads of small frames until the time is over or the other side closes."""
    until = time.monotonic() + WITHIN
    while time.monotonic() < until:
        _, length = _exactly(door, 2)
        if length == 126:  # the next two bytes tell; a longer one is not for us
            (length,) = struct.unpack("!H", _exactly(door, 2))
        yield _exactly(door, length)


def _send(door: socket.socket, payload: bytes) -> None:
    # A client has to mask; a mask of zeros leaves the bytes as they are.
    door.sendall(bytes((TEXT, MASKED | len(payload), 0, 0, 0, 0)) + payload)


def _exactly(door: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length:
        part = door.recv(length - len(found))
        if not part:
            raise ValueError("closed")
        found += part
    return found
