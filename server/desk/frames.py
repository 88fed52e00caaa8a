"""Carries questions and answers between the server and its workers: a head and a body each."""

import socket
import struct
import time
from collections.abc import Sequence
from typing import Any

import orjson

_LENGTHS = struct.Struct("!IQ")
AT_ONCE = 256 * 1024  # bytes of one read
OUT_OF_MEMORY = 3  # exit code of a worker that has no room for a question


def send_frame(
    door: socket.socket, head: dict[str, Any], parts: Sequence[bytes], *, until: float | None = None
) -> None:
    """Send a head and the parts of one body. Raises: TimeoutError at `until` (monotonic)."""
    words = orjson.dumps(head)
    lengths = _LENGTHS.pack(len(words), sum(len(part) for part in parts))
    for part in (lengths + words, *parts):
        _limit(door, until)
        door.sendall(part)


def receive_frame(
    door: socket.socket, *, until: float | None = None
) -> tuple[dict[str, Any], bytes] | None:
    """Return head and body of the next frame; None when the other side has gone.

    Raises: TimeoutError at `until` (monotonic).
    """
    lengths = _receive(door, _LENGTHS.size, until)
    if lengths is None:
        return None
    head_length, body_length = _LENGTHS.unpack(lengths)
    head = _receive(door, head_length, until)
    body = _receive(door, body_length, until)
    return None if head is None or body is None else (orjson.loads(head), body)


def _receive(door: socket.socket, length: int, until: float | None) -> bytes | None:
    received = bytearray()
    while len(received) < length:
        _limit(door, until)
        part = door.recv(min(AT_ONCE, length - len(received)))
        if not part:
            return None
        received += part
    return bytes(received)


def _limit(door: socket.socket, until: float | None) -> None:
    if until is not None:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        door.settimeout(left)
