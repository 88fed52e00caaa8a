"""Puts the live edge together on Flask-SocketIO."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from engineio.payload import Payload
from flask import Flask
from flask_socketio import SocketIO

from server.desk.desk import Desk
from server.desk.hosted import Hosted
from server.desk.tokens import Tokens
from server.domain.change import Change
from server.settings import Settings

from .connections import Connections, Steering
from .fanout import Fanout
from .guard import Guard
from .handlers import Handlers
from .heartbeat import Heartbeat
from .origins import origins_of
from .packets import StrictJson
from .people import People
from .transport import Transport

LARGEST_FRAME = 65_536  # bytes up the socket; one event holds less (LIMIT_EVENT_BYTES)
MOST_PACKETS = 200  # in one polling request
PING_EVERY = 8  # seconds
PONG_WITHIN = 10  # seconds; a dead client is gone in 19
PEOPLE_CHANGES = (
    "seat.joined",
    "seat.renamed",
    "seat.removed",
    "seat.left",
    "seat.restored",
    "seat.admitted",
    "seat.refused",
    "seat.promoted",
    "city.added",
)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Live:
    """The live edge of one process."""

    socketio: SocketIO
    transport: Transport
    connections: Connections
    fanout: Fanout
    people: People
    heartbeat: Heartbeat

    def start(self) -> None:
        """Start the regular work."""
        self.heartbeat.start()

    def say_goodbye(self, reconnect_in_ms: Callable[[], int]) -> None:
        """Tell every socket to come back in a while, each after another: this process goes."""
        self.heartbeat.stop()
        for connection in self.connections.all():
            notice = {"code": "server.closing", "message": "The server restarts; nothing is lost."}
            connection.notice(notice | {"reconnect_in_ms": reconnect_in_ms()})

    def is_sent(self) -> bool:
        """Whether nothing waits any more for a client that reads slowly."""
        return self.transport.backlogs.waiting == 0


class PeopleListener:
    """Hears in the log that people changed."""

    def __init__(self, people: People) -> None:
        """Tell `people`."""
        self._people = people

    def changed(self, hosted: Hosted, changes: Sequence[Change]) -> None:
        """Look at the people again when a seat or a city changed."""
        kinds = {change.type for change in changes}
        if "phase.started" in kinds:
            self._people.nobody_ready(hosted.id)
        if kinds.intersection(PEOPLE_CHANGES):
            self._people.look_again(hosted.id)

    def replaced(self, hosted: Hosted) -> None:
        """Look at the people again."""
        self._people.look_again(hosted.id)

    def erased(self, hosted: Hosted) -> None:
        """Forget who was there."""
        self._people.forget(hosted.id)


class LibraryLog:
    """Stands where the libraries expect a logger: what clients do wrong is no news."""

    def info(self, *_: Any) -> None:
        """Say nothing: they tell of every packet, with its content."""

    debug = warning = error = info

    def exception(self, message: str, *_: Any) -> None:
        """Log a fault of ours with its traceback."""
        log.exception("transport_fault", where=message[:80])


def make_live(
    app: Flask, desk: Desk, tokens: Tokens, *, settings: Settings, metrics: Any = None
) -> Live:
    """Return the live edge, registered on the app and listening to the desk."""
    Payload.max_decode_packets = MOST_PACKETS  # above its own limit the library drops them all
    path = f"{settings.base_path}/socket.io"
    quiet = LibraryLog()
    socketio = SocketIO(
        app,
        path=path,
        async_mode=settings.async_mode,
        async_handlers=False,  # one after the other, or one client's ops change places
        json=StrictJson,
        cors_allowed_origins=origins_of(settings),
        cors_credentials=False,
        max_http_buffer_size=LARGEST_FRAME,
        http_compression=False,
        manage_session=False,
        allow_upgrades=True,
        ping_interval=PING_EVERY,
        ping_timeout=PONG_WITHIN,
        monitor_clients=False,  # `pings.py` does
        logger=quiet,
        engineio_logger=quiet,
    )
    server = socketio.server
    transport = Transport(server.eio, most_backlog=settings.limit_backlog_bytes)
    app.wsgi_app = Guard(  # type: ignore[method-assign]
        app.wsgi_app,
        path=path,
        largest=LARGEST_FRAME,
        most=MOST_PACKETS,
        close=lambda sid: _close(server.eio, sid),
    )
    connections, fanout = Connections(), Fanout(transport.backlogs, metrics)
    desk.loop.outlet = fanout
    people = People(desk, fanout)
    handlers = Handlers(
        desk,
        tokens,
        transport=transport,
        connections=connections,
        fanout=fanout,
        people=people,
    )
    handlers.register(server)
    desk.listen(fanout)
    desk.listen(Steering(server, connections, fanout))
    desk.listen(PeopleListener(people))
    desk.on_people_bell(people.look_again)
    heartbeat = Heartbeat(desk, fanout, people, tidy=Strangers(server.eio, connections).tidy)
    desk.on_store(heartbeat.beat)
    return Live(socketio, transport, connections, fanout, people, heartbeat)


class Strangers:
    """Lets go of clients that opened a transport and never showed a token."""

    PATIENCE = 20  # seconds

    def __init__(self, eio: Any, connections: Connections) -> None:
        """Look at the sockets of `eio`, an engineio.Server."""
        self._eio = eio
        self._connections = connections
        self._seen: dict[str, float] = {}

    def tidy(self) -> None:
        """Close those seen without a seat for too long; called regularly."""
        now = time.monotonic()
        strangers = [sid for sid in list(self._eio.sockets) if not self._connections.of_eio(sid)]
        self._seen = {sid: self._seen.get(sid, now) for sid in strangers}
        for sid, since in self._seen.items():
            if now - since > self.PATIENCE:
                self._eio.start_background_task(_close, self._eio, sid)


def _close(eio: Any, sid: str) -> None:
    socket = eio.sockets.get(sid)
    if socket is not None:
        socket.close(wait=False)
