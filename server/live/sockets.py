"""Puts the live edge together on Flask-SocketIO."""

from dataclasses import dataclass
from typing import Any

from engineio.payload import Payload
from flask import Flask
from flask_socketio import SocketIO

from server.desk.desk import Desk
from server.desk.tokens import Tokens
from server.domain.change import Change
from server.settings import Settings

from .fanout import Fanout
from .handlers import Handlers
from .heartbeat import Heartbeat
from .packets import StrictJson
from .people import People

LARGEST_FRAME = 65_536  # bytes up the socket
MOST_PACKETS = 200  # in one polling request; the library drops all of them above its limit
PEOPLE_CHANGES = (
    "seat.joined",
    "seat.renamed",
    "seat.removed",
    "seat.left",
    "seat.promoted",
    "city.added",
)


@dataclass(frozen=True, slots=True)
class Live:
    """The live edge of one process."""

    socketio: SocketIO
    fanout: Fanout
    people: People
    heartbeat: Heartbeat

    def start(self) -> None:
        """Start the regular work."""
        self.heartbeat.start()

    def say_goodbye(self, reconnect_in_ms: Any) -> None:
        """Tell every socket to come back in a while: this process goes."""
        for workshop_id in self.fanout.workshops():
            notice = {"code": "server.closing", "message": "The server restarts; nothing is lost."}
            self.fanout.notice(workshop_id, notice | {"reconnect_in_ms": reconnect_in_ms()})
        self.heartbeat.stop()


class PeopleListener:
    """Hears in the log that people changed."""

    def __init__(self, people: People) -> None:
        """Tell `people`."""
        self._people = people

    def changed(self, hosted: Any, changes: list[Change]) -> None:
        """Look at the people again when a seat or a city changed."""
        kinds = {change.type for change in changes}
        if "phase.started" in kinds:
            self._people.nobody_ready(hosted.id)
        if kinds.intersection(PEOPLE_CHANGES):
            self._people.look_again(hosted.id)

    def replaced(self, hosted: Any) -> None:
        """Look at the people again."""
        self._people.look_again(hosted.id)


def make_live(
    app: Flask, desk: Desk, tokens: Tokens, *, settings: Settings, metrics: Any = None
) -> Live:
    """Return the live edge, registered on the app and listening to the desk."""
    Payload.max_decode_packets = MOST_PACKETS
    origins: Any = list(settings.allowed_origins) or None  # None = the own host only
    socketio = SocketIO(
        app,
        path=f"{settings.base_path}/socket.io",
        async_mode=settings.async_mode,
        async_handlers=False,  # one after the other, or one client's ops change places
        json=StrictJson,
        cors_allowed_origins=origins,
        max_http_buffer_size=LARGEST_FRAME,
        http_compression=False,
        manage_session=False,
        allow_upgrades=True,
        ping_interval=25,
        ping_timeout=20,
    )
    fanout = Fanout(socketio.server, metrics)
    people = People(desk, fanout)
    Handlers(desk, tokens, fanout, people).register(socketio.server)
    desk.listen(fanout)
    desk.listen(PeopleListener(people))
    desk.on_people_bell(people.look_again)
    return Live(socketio, fanout, people, Heartbeat(desk, fanout, people))
