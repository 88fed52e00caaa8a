"""One websocket: reads a client's messages, and writes to it without ever waiting for it.

Writing never blocks: what the system does not take at once waits in a backlog of this client
alone and is sent on as the client reads. A client whose backlog grows too large, or that reads
nothing for too long, is cut; it comes back and goes on from its seq.

Nothing here names eventlet. `tests/live/test_hooks.py` holds what it is relied on for: the
socket of a request has the system's own, not blocking, as `fd`; its `recv` and `send` wait
without stopping others and end with an error when the socket is shut down beside them.
"""

import base64
import contextlib
import hashlib
import socket
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from .frames import CLOSE, DONE, NOT_TEXT, PING, PONG, TEXT, WRONG_KIND, BadFrame, FrameReader
from .frames import frame as pack

READ_AT_ONCE = 16_384  # bytes of one read; what they hold is worked on before others are heard
READS_IN_A_ROW = 8  # of a client that never pauses; then others are heard
TALKATIVE = 4096  # bytes in one read; then others are heard
_MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3


class Backlogs:
    """What waits for slow clients of a process, in bytes, and how many were cut."""

    def __init__(self, *, most: int, start_task: Callable[..., Any]) -> None:
        """Cut a client above `most` bytes; `start_task` runs a function beside others."""
        self.most = most
        self.start_task = start_task
        self.waiting = 0
        self.cut = 0


class WebSocket:
    """What engine.io calls `ws`: wait(), send(), close(), and `socket` to set time-outs on."""

    def __init__(
        self, sock: Any, *, largest: int, backlogs: Backlogs, passes: Callable[[str], bool]
    ) -> None:
        """Talk over `sock`, a green socket whose `fd` is the system's, which does not block.

        Messages above `largest` bytes end it; those that `passes` says no to are not returned.
        """
        self.socket = sock
        self._passes = passes
        self._write = sock.fd.send
        self._reader = FrameReader(largest)
        self._backlogs = backlogs
        self._backlog: deque[bytes] = deque()
        self._waiting = 0
        self._reads = 0
        self._is_closed = False

    # -- reading ---------------------------------------------------------------------------

    def wait(self) -> str | None:
        """Return the next text message; None when the client has gone or broke the protocol."""
        try:
            while True:
                message = self._reader.next()
                if message is None:
                    if not self._read():
                        return None
                elif message[0] == TEXT:
                    if self._passes(text := message[1].decode()):
                        return text
                elif not self._control(*message):
                    return None
        except BadFrame as fault:
            self.close(fault.status)
        except UnicodeDecodeError:
            self.close(NOT_TEXT)
        except (OSError, EOFError):
            self.cut()
        return None

    def _read(self) -> bool:
        received = self.socket.recv(READ_AT_ONCE)
        self._reader.feed(received)
        self._reads += 1
        if self._reads % READS_IN_A_ROW == 0 or len(received) > TALKATIVE:
            # A client that always has something to say must not keep everybody else waiting.
            time.sleep(0)
        return bool(received)

    def _control(self, kind: int, payload: bytes) -> bool:
        if kind == PING:
            self.write(pack(PONG, payload))
        elif kind == CLOSE:
            self.close(DONE)
        elif kind != PONG:
            self.close(WRONG_KIND)  # a binary message: nothing on this wire is binary
        return kind in (PING, PONG)

    # -- writing ---------------------------------------------------------------------------

    def send(self, message: str | bytes) -> None:
        """Send one of engine.io's own packets."""
        self.write(pack(TEXT, message.encode() if isinstance(message, str) else message))

    def write(self, frame: bytes) -> None:
        """Send a whole frame without waiting; what does not fit now is sent later."""
        if self._is_closed:
            return
        if self._backlog:
            self._keep(frame)
            return
        try:
            sent = self._write(frame)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.cut()
            return
        if sent < len(frame):
            self._keep(frame[sent:])
            self._backlogs.start_task(self._send_backlog)

    def close(self, status: int = DONE) -> None:
        """Say why and close; what still waits for this client is dropped."""
        if not self._is_closed:
            if not self._backlog:
                self.write(pack(CLOSE, status.to_bytes(2, "big")))
            self.cut()

    def cut(self) -> None:
        """Close at once; whoever waits to read from the socket is woken."""
        if self._is_closed:
            return
        self._is_closed = True
        self._backlogs.waiting -= self._waiting
        self._backlog.clear()
        self._waiting = 0
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)

    def _keep(self, rest: bytes) -> None:
        self._backlog.append(rest)
        self._waiting += len(rest)
        self._backlogs.waiting += len(rest)
        if self._waiting > self._backlogs.most:
            self._backlogs.cut += 1
            self.cut()

    def _send_backlog(self) -> None:
        while self._backlog and not self._is_closed:
            try:
                # Waits until the client reads, as long as engine.io waits for a pong.
                sent = self.socket.send(self._backlog[0])
            except (OSError, EOFError):
                self._backlogs.cut += not self._is_closed
                self.cut()
                return
            self._took(sent)

    def _took(self, sent: int) -> None:
        if self._is_closed:
            return
        first = self._backlog.popleft()
        if sent < len(first):
            self._backlog.appendleft(first[sent:])
        self._waiting -= sent
        self._backlogs.waiting -= sent


def accept_headers(environ: dict[str, Any]) -> bytes | None:
    """Return the answer that opens a websocket, or None when the request asks for none.

    No extension is agreed: compression costs 220 kB a client and forbids shared frames.
    """
    key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "")
    if environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13" or not key or not key.isascii():
        return None
    accepted = base64.b64encode(hashlib.sha1(key.encode() + _MAGIC).digest())  # noqa: S324 RFC
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accepted + b"\r\n\r\n"
    )
