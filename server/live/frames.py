"""Writes and reads websocket frames (RFC 6455) as a server does. Pure: bytes in, bytes out."""

from struct import Struct

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
_CONTINUED = 0
_FINAL = 0x80
_SHORT = Struct("!BB")
_MIDDLE = Struct("!BBH")
_LONG = Struct("!BBQ")

# Why a websocket is closed, as the RFC numbers it.
DONE, BROKEN, WRONG_KIND, NOT_TEXT, TOO_LARGE = 1000, 1002, 1003, 1007, 1009


class BadFrame(Exception):  # noqa: N818 says what came
    """The client broke the protocol; `status` is what the closing frame says."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def frame(kind: int, payload: bytes) -> bytes:
    """Return one whole unmasked frame: what a server sends."""
    return head(kind, len(payload)) + payload


def head(kind: int, length: int) -> bytes:
    """Return what stands before a payload of that many bytes."""
    if length < 126:
        return _SHORT.pack(_FINAL | kind, length)
    if length < 65_536:
        return _MIDDLE.pack(_FINAL | kind, 126, length)
    return _LONG.pack(_FINAL | kind, 127, length)


def unmask(payload: bytes, mask: bytes) -> bytes:
    """Return the payload with the client's mask taken off."""
    length = len(payload)
    key = (mask * (length // 4 + 1))[:length]
    # One operation on two long numbers; byte by byte took a tenth of the server's time.
    plain = int.from_bytes(payload, "little") ^ int.from_bytes(key, "little")
    return plain.to_bytes(length, "little")


class FrameReader:
    """Turns what a client sent, in whatever pieces, into messages.

    A message is bounded as a whole: a frame that is continued for ever would fill the memory.
    """

    def __init__(self, largest: int) -> None:
        """Refuse messages above `largest` bytes."""
        self._largest = largest
        self._unread = b""
        self._at = 0
        self._parts: list[bytes] = []
        self._kind = 0  # of the message whose continuation is awaited; 0 = none
        self._size = 0

    def feed(self, received: bytes) -> None:
        """Take what was received."""
        rest = self._unread[self._at :]
        self._unread = rest + received if rest else received
        self._at = 0

    def next(self) -> tuple[int, bytes] | None:
        """Return kind and payload of the next message, or None until more is fed.

        Control frames come as they are, also between the parts of a message.
        Raises: BadFrame.
        """
        while (found := self._frame()) is not None:
            kind, final, payload = found
            if kind >= CLOSE:
                return kind, payload
            if (kind == _CONTINUED) != bool(self._kind):
                raise BadFrame(BROKEN)
            if final and not self._kind:
                return kind, payload
            self._kind = self._kind or kind
            self._parts.append(payload)
            self._size += len(payload)
            if final:
                return self._joined()
        return None

    def _joined(self) -> tuple[int, bytes]:
        whole = self._kind, b"".join(self._parts)
        self._kind, self._parts, self._size = 0, [], 0
        return whole

    def _frame(self) -> tuple[int, bool, bytes] | None:
        unread, at = self._unread, self._at
        there = len(unread) - at
        if there < 2:
            return None
        first, second = unread[at], unread[at + 1]
        kind, length = first & 0x0F, second & 0x7F
        # Reserved bits belong to extensions, and none was agreed; a client masks all it sends.
        if first & 0x70 or not second & 0x80 or kind not in (0, 1, 2, 8, 9, 10):
            raise BadFrame(BROKEN)
        if kind >= CLOSE and (length > 125 or not first & _FINAL):
            raise BadFrame(BROKEN)
        size = 2
        if length >= 126:
            size = 4 if length == 126 else 10
            if there < size:
                return None
            length = int.from_bytes(unread[at + 2 : at + size], "big")
        if length + self._size > self._largest:
            raise BadFrame(TOO_LARGE)
        end = at + size + 4 + length
        if len(unread) < end:
            return None
        self._at = end
        mask = unread[at + size : at + size + 4]
        return kind, bool(first & _FINAL), unmask(unread[at + size + 4 : end], mask)
