"""One websocket: reads a client's messages, and writes to it without ever waiting for it.

Writing never blocks: what the system does not take at once waits in a backlog of this client
alone and is sent on as the client reads. A client whose backlog grows too large, or that reads
nothing for too long, is cut; it comes back and goes on from its seq.

What is written while everything is held together (`Backlogs.hold`) goes in one system call for
each client: the ack of an op and the change it made.

Nothing here names eventlet. `tests/live/test_hooks.py` holds what it is relied on for: the
socket of a request has the system's own, not blocking, as `fd`; its `send` waits without stopping
others and ends with an error when the socket is shut down beside it.
"""

import base64
import contextlib
import hashlib
import socket
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from .frames import CLOSE, DONE, NOT_TEXT, PING, PONG, TEXT, WRONG_KIND, BadFrame, FrameReader
from .frames import frame as pack

READ_AT_ONCE = 16_384  # bytes of one read; what they hold is worked on before others are heard
MOST_PIECES = 256  # of one system call, which takes 1,024 at most
_MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3


Pieces = Sequence["bytes | memoryview"]  # of one frame, or of several: sent one after another


class Waiting(Protocol):
    """The place where a reader waits."""

    def wait(self) -> None:
        """Return once there is something to read."""

    def close(self) -> None:
        """Wait no more."""


class Backlogs:
    """What waits for slow clients of a process, in bytes, and how many were cut."""

    def __init__(self, *, most: int, start_task: Callable[..., Any]) -> None:
        """Cut a client above `most` bytes; `start_task` runs a function beside others."""
        self.most = most
        self.start_task = start_task
        self.waiting = 0
        self.cut = 0
        self._held: list[WebSocket] | None = None  # those with something to send, if we hold it

    def hold(self) -> None:
        """Keep what is written from now on, until `flush`."""
        if self._held is None:
            self._held = []

    def flush(self) -> None:
        """Send what was kept, to each client all of it at once."""
        held, self._held = self._held, None
        for websocket in held or ():
            websocket.send_held()

    def keeps(self, websocket: "WebSocket") -> bool:
        """Return whether everything is held; then the websocket is asked for it later."""
        if self._held is None:
            return False
        if not websocket.held:
            self._held.append(websocket)
        return True


class WebSocket:
    """What engine.io calls `ws`: wait(), send(), close(), and `socket` to set time-outs on."""

    __slots__ = (
        "_backlog",
        "_backlogs",
        "_is_closed",
        "_passes",
        "_place",
        "_read_now",
        "_reader",
        "_waiting",
        "_write",
        "_write_pieces",
        "held",
        "socket",
    )

    def __init__(
        self,
        sock: Any,
        *,
        place: Waiting,
        largest: int,
        backlogs: Backlogs,
        passes: Callable[[str], bool],
    ) -> None:
        """Talk over `sock`, a green socket whose `fd` is the system's, which does not block.

        Its reader waits at `place`. Messages above `largest` bytes end it; those that `passes`
        says no to are not returned.
        """
        self.socket = sock
        self.held: list[bytes | memoryview] = []
        self._place = place
        self._passes = passes
        self._read_now = sock.fd.recv
        self._write = sock.fd.send
        self._write_pieces = sock.fd.sendmsg
        self._reader = FrameReader(largest)
        self._backlogs = backlogs
        self._backlog: deque[bytes] = deque()
        self._waiting = 0
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
        # By way of the hub, also when more is there already: a client that always has something
        # to say must not keep everybody else waiting.
        self._place.wait()
        try:
            received = self._read_now(READ_AT_ONCE)
        except BlockingIOError:
            return True
        self._reader.feed(received)
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
        if self._backlogs.keeps(self):
            self.held.append(frame)
        else:
            self._send_or_keep(frame, len(frame), self._write)

    def write_pieces(self, pieces: Pieces) -> None:
        """Send one frame that is made of pieces, as `write` does."""
        if self._is_closed:
            return
        if self._backlogs.keeps(self):
            self.held += pieces
        else:
            self.write(b"".join(pieces))

    def send_held(self) -> None:
        """Send all that was held, in one system call where it fits."""
        held, self.held = self.held, []
        if self._is_closed or not held:
            return
        if len(held) == 1:
            self._send_or_keep(held[0], len(held[0]), self._write)
        elif self._backlog or len(held) > MOST_PIECES:
            whole = b"".join(held)
            self._send_or_keep(whole, len(whole), self._write)
        else:
            self._send_or_keep(held, sum(map(len, held)), self._write_pieces)

    def _send_or_keep(self, said: Any, size: int, send: Callable[[Any], int]) -> None:
        if self._backlog:
            self._keep(said)
            return
        try:
            sent = send(said)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.cut()
            return
        if sent < size:
            whole = said if isinstance(said, bytes) else b"".join(said)
            self._keep(whole[sent:])
            self._backlogs.start_task(self._send_backlog)

    def close(self, status: int = DONE) -> None:
        """Say why and close; what still waits for this client is dropped."""
        if not self._is_closed:
            self.send_held()
            if not self._backlog and not self._is_closed:
                goodbye = pack(CLOSE, status.to_bytes(2, "big"))
                self._send_or_keep(goodbye, len(goodbye), self._write)
            self.cut()

    def cut(self) -> None:
        """Close at once; whoever waits to read from the socket is woken."""
        if self._is_closed:
            return
        self._is_closed = True
        self.held = []
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
