"""How messages travel: straight to a websocket, or through engine.io to a polling client.

What it relies on, each held by `tests/live/test_hooks.py`, so that a new version that breaks
one is noticed at once:

- engine.io makes its websocket by `server._async["websocket"](handler, server)`, calls that as
  a WSGI application, and `handler` is a method of its Socket; `straight.py` takes its place;
- `Socket.queue` holds what engine.io itself still has to send to a client that polls, and
  `Socket.upgraded` says that the websocket is the way;
- eventlet.wsgi hands over the socket as `environ["eventlet.input"].get_socket()`.

Under threads none of it is used: every message is a plain packet in the queue.
"""

from typing import Any

from engineio.exceptions import EngineIOError
from engineio.packet import MESSAGE, Packet

from .frames import TEXT, head
from .frames import frame as pack
from .packets import is_broken, is_dropped
from .pings import Pings
from .straight import talk
from .websocket import Backlogs, Pieces, WebSocket, accept_headers

WAKER = "citywheel.waker"  # in the environ: makes the place where a socket's reader waits
DONE = "citywheel.websocket_done"  # in the environ: tells the server that we have answered


class Message:
    """A message to one client or many: encoded once, however it travels."""

    __slots__ = ("_frame", "_packet", "_pieces", "_text")

    def __init__(self, text: bytes | None = None, pieces: Pieces = ()) -> None:
        """`text` is the socket.io packet, `2["changes",[…]]`; or it is in pieces, in order.

        Pieces are parts of what many hear, and are not put together for each of them.
        """
        self._text = text
        self._pieces = pieces
        self._frame: bytes | None = None
        self._packet: Packet | None = None

    @property
    def text(self) -> bytes:
        """The socket.io packet."""
        if self._text is None:
            self._text = b"".join(self._pieces)
        return self._text

    @property
    def frame(self) -> bytes:
        """The websocket frame."""
        if self._frame is None:
            self._frame = pack(TEXT, b"4" + self.text)
        return self._frame

    @property
    def packet(self) -> Packet:
        """The engine.io packet."""
        if self._packet is None:
            self._packet = Packet(MESSAGE, self.text.decode())
        return self._packet

    def write_to(self, websocket: WebSocket) -> None:
        """Send as a websocket frame."""
        if self._text is not None:
            websocket.write(self.frame)
            return
        size = 1 + sum(map(len, self._pieces))
        websocket.write_pieces([head(TEXT, size) + b"4", *self._pieces])


def event(name: str, payload: bytes) -> Message:
    """Return the message of an event with one payload, already JSON."""
    return Message(b'2["' + name.encode() + b'",' + payload + b"]")


def ack(ack_id: str, payload: bytes) -> Message:
    """Return the message that answers the event with that ack id."""
    return Message(b"3" + ack_id.encode() + b"[" + payload + b"]")


class Client:
    """One client's way out."""

    __slots__ = ("_socket", "_transport", "_unread", "_websocket")

    def __init__(self, transport: "Transport", eio_socket: Any) -> None:
        """Send to the client of one engine.io Socket."""
        self._transport = transport
        self._socket = eio_socket
        self._websocket: WebSocket | None = None
        self._unread = 0

    def send(self, message: Message) -> None:
        """Send, after all that was sent before, without waiting."""
        if self._websocket is None and not self._is_direct():
            self._queue(message)
        else:
            message.write_to(self._websocket)  # type: ignore[arg-type]

    def cut(self) -> None:
        """Close at once; the client may come back."""
        websocket = self._transport.websockets.get(self._socket.sid)
        if websocket is not None:
            websocket.cut()
        else:
            self._socket.close(wait=False, abort=True)

    @property
    def sid(self) -> str:
        """What engine.io calls it."""
        return str(self._socket.sid)

    def _is_direct(self) -> bool:
        # Only once engine.io has sent all of its own; before, a frame would overtake it.
        if self._socket.upgraded and self._socket.queue.empty():
            self._websocket = self._transport.websockets.get(self._socket.sid)
        return self._websocket is not None

    def _queue(self, message: Message) -> None:
        if self._socket.closed:
            return
        if self._socket.queue.empty():
            self._unread = 0
        self._unread += len(message.text)
        if self._unread > self._transport.backlogs.most:
            self._transport.backlogs.cut += 1
            self.cut()
            return
        try:
            self._socket.send(message.packet)
        except EngineIOError:
            return  # it closed this moment


class Transport:
    """The ways out of one process."""

    def __init__(self, eio: Any, *, most_backlog: int) -> None:
        """Take over the websockets of `eio`, an engineio.Server, where they are eventlet's."""
        self._eio = eio
        self.pings = Pings(eio)
        self.websockets: dict[str, WebSocket] = {}  # by the sid of engine.io
        self.backlogs = Backlogs(most=most_backlog, start_task=eio.start_background_task)
        if eio.async_mode == "eventlet":
            eio._async = eio._async | {"websocket": self._upgrade}

    def client(self, eio_sid: str) -> Client:
        """Return the way to a client. Raises: KeyError when it has gone."""
        return Client(self, self._eio.sockets[eio_sid])

    def _upgrade(self, handler: Any, server: Any) -> Any:
        def upgraded(environ: dict[str, Any], start_response: Any) -> list[bytes]:
            accepted = accept_headers(environ)
            if accepted is None:
                start_response("400 Bad Request", [("Connection", "close")])
                return []
            sock = environ["eventlet.input"].get_socket()
            eio_socket = handler.__self__
            sid = eio_socket.sid

            def passes(packet: str) -> bool:
                if is_broken(packet):
                    websocket.cut()
                    return False
                return not is_dropped(packet, upgrading=not eio_socket.upgraded)

            place = environ[WAKER](sock.fileno())
            websocket = WebSocket(
                sock,
                place=place,
                largest=int(server.max_http_buffer_size),
                backlogs=self.backlogs,
                passes=passes,
            )
            self.websockets[sid] = websocket
            try:
                sock.settimeout(server.ping_interval + server.ping_timeout)
                sock.sendall(accepted)
                talk(eio_socket, websocket)
            except OSError:
                websocket.cut()
            finally:
                websocket.close()
                place.close()
                if self.websockets.get(sid) is websocket:
                    del self.websockets[sid]
                environ[DONE]()
            return []

        return upgraded
