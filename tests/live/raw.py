"""A client that says what no good client says: bare sockets, bare frames, bare packets."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import socket
import struct
import time
from typing import Any
from urllib.parse import urlsplit

from server.live.frames import BINARY, CLOSE, PING, TEXT, unmask

__all__ = ["BINARY", "CLOSE", "PING", "TEXT", "RawSocket", "request"]
SOON = 5.0  # seconds


class RawSocket:
    """One websocket to `/socket.io`, one text frame at a time."""

    def __init__(self, url: str, token: str | None = None, *, receive_buffer: int = 0) -> None:
        place = urlsplit(url)
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(SOON)
        self.socket.connect((place.hostname, place.port))
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            (
                f"GET {place.path}/socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
                f"Host: {place.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Extensions: permessage-deflate\r\n"
                f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
            ).encode()
        )
        self.file = self.socket.makefile("rb")
        self.head = b""
        while not self.head.endswith(b"\r\n\r\n"):
            self.head += self.file.readline()
        if token is not None:
            self.say("40" + json.dumps({"token": token}))
            self.hear(lambda text: text.startswith("40"))

    def say(self, text: str) -> None:
        """Send one text frame: an engine.io packet."""
        self.frame(TEXT, text.encode("utf-8", "surrogatepass"))

    def frame(self, kind: int, payload: bytes, *, final: bool = True, masked: bool = True) -> None:
        mask = os.urandom(4) if masked else b""
        body = unmask(payload, mask) if masked else payload
        bit, length = (0x80 if masked else 0), len(payload)
        first = (0x80 if final else 0) | kind
        if length < 126:
            head = struct.pack("!BB", first, bit | length)
        elif length < 65_536:
            head = struct.pack("!BBH", first, bit | 126, length)
        else:
            head = struct.pack("!BBQ", first, bit | 127, length)
        self.socket.sendall(head + mask + body)

    def read(self) -> tuple[int, bytes] | None:
        """Return kind and payload of the next frame; None when the server has closed."""
        try:
            head = self.file.read(2)
            if len(head) < 2:
                return None
            length = head[1] & 0x7F
            if length == 126:
                length = struct.unpack("!H", self.file.read(2))[0]
            elif length == 127:
                length = struct.unpack("!Q", self.file.read(8))[0]
            return head[0] & 0x0F, self.file.read(length)
        except ConnectionError:
            return None

    def hear(self, wanted: Any) -> str:
        """Return the first packet that `wanted` says yes to, answering pings meanwhile."""
        while True:
            found = self.read()
            assert found is not None, "closed by the server"
            text = found[1].decode()
            if text == "2":
                self.say("3")
            if found[0] == TEXT and wanted(text):
                return text

    def call(self, event: str, payload: Any = None, ack: int = 7) -> Any:
        """Send an event and return its ack."""
        self.say(f"42{ack}" + json.dumps([event, payload]))
        text = self.hear(lambda text: text.startswith(f"43{ack}["))
        return json.loads(text[len(f"43{ack}") :])[0]

    def is_closed(self, within: float = SOON) -> bool:
        """Whether the server closes within so many seconds."""
        deadline = time.monotonic() + within
        self.socket.settimeout(within)
        with contextlib.suppress(TimeoutError):
            while time.monotonic() < deadline:
                found = self.read()
                if found is None or found[0] == CLOSE:
                    return True
        return False

    def close(self) -> None:
        self.file.close()
        self.socket.close()


def request(url: str, text: str | bytes, *, within: float = SOON) -> bytes:
    """Send bytes as they are over TCP and return everything that comes back."""
    place = urlsplit(url)
    with socket.create_connection((place.hostname, place.port), timeout=within) as plain:
        plain.sendall(text.encode() if isinstance(text, str) else text)
        heard = b""
        with contextlib.suppress(TimeoutError, ConnectionError):
            while part := plain.recv(65_536):
                heard += part
        return heard
