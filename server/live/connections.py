"""Who is connected to this process: each socket with its seat, and the sockets of a seat."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from server.desk.hosted import Hosted
from server.domain.change import Change

from .fanout import Fanout
from .transport import Client, event

GONE = {
    "seat.removed": "The facilitator has removed this seat.",
    "seat.refused": "The facilitator has not let you in.",
    "seat.left": "You have left this workshop.",
    "workshop.erased": "This workshop has been erased, with everything in it.",
}
CHANGED = {"code": "seat.changed", "message": "Your role has changed: enter again."}
ADMITTED = {"code": "seat.admitted", "message": "You are let in: enter."}
LAST_WORDS = 2  # seconds somebody who leaves has to hear the answer


@dataclass(frozen=True, slots=True)
class Connection:
    """One socket that has shown the token of a seat."""

    sid: str
    client: Client
    workshop_id: str
    seat_id: str

    def notice(self, notice: dict[str, Any]) -> None:
        """Send a notice to this socket alone."""
        self.client.send(event("notice", orjson.dumps(notice)))


class Connections:
    """Every connection of the process."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = threading.Lock()
        self._by_eio: dict[str, Connection] = {}
        self._by_sid: dict[str, Connection] = {}
        self._by_seat: dict[tuple[str, str], list[Connection]] = {}

    def add(self, connection: Connection) -> None:
        """Know a connection."""
        with self._lock:
            self._by_eio[connection.client.sid] = connection
            self._by_sid[connection.sid] = connection
            seat = connection.workshop_id, connection.seat_id
            self._by_seat.setdefault(seat, []).append(connection)

    def remove(self, sid: str) -> Connection | None:
        """Forget a connection and return it; None when it is not known."""
        with self._lock:
            connection = self._by_sid.pop(sid, None)
            if connection is None:
                return None
            self._by_eio.pop(connection.client.sid, None)
            seat = connection.workshop_id, connection.seat_id
            self._by_seat[seat].remove(connection)
            if not self._by_seat[seat]:
                del self._by_seat[seat]
            return connection

    def of_eio(self, eio_sid: str) -> Connection | None:
        """Return the connection engine.io calls so, or None."""
        return self._by_eio.get(eio_sid)

    def of_seat(self, workshop_id: str, seat_id: str) -> list[Connection]:
        """Return the connections of one seat: its devices."""
        with self._lock:
            return list(self._by_seat.get((workshop_id, seat_id), ()))

    def of_workshop(self, workshop_id: str) -> list[Connection]:
        """Return the connections of one workshop."""
        return [each for each in self.all() if each.workshop_id == workshop_id]

    def all(self) -> list[Connection]:
        """Return every connection."""
        with self._lock:
            return list(self._by_sid.values())


class Steering:
    """Hears that a seat was removed or promoted, or its workshop erased; tells the sockets."""

    def __init__(self, server: Any, connections: Connections, fanout: Fanout) -> None:
        """Let go of sockets through `server`, a socketio.Server."""
        self._server = server
        self._connections = connections
        self._fanout = fanout

    def changed(self, hosted: Hosted, changes: Sequence[Change]) -> None:
        """Tell the sockets of the seats that the changes name."""
        for change in changes:
            if change.type in GONE:
                found = self._connections.of_seat(hosted.id, change.facts["seat_id"])
                self._let_go(found, change.type)
            elif change.type == "seat.admitted":
                for connection in self._connections.of_seat(hosted.id, change.facts["seat_id"]):
                    connection.notice(ADMITTED)
            elif change.type == "seat.promoted":
                seat_id, role = change.facts["seat_id"], change.facts["role"]
                self._fanout.change_role(hosted.id, seat_id, role)
                for connection in self._connections.of_seat(hosted.id, seat_id):
                    connection.notice(CHANGED)

    def replaced(self, hosted: Hosted) -> None:
        """Do nothing: everybody takes a snapshot, and who has no seat there is refused."""

    def erased(self, hosted: Hosted) -> None:
        """Tell every socket of the workshop, and let it go."""
        self._let_go(self._connections.of_workshop(hosted.id), "workshop.erased")

    def _let_go(self, connections: Iterable[Connection], code: str) -> None:
        wait = LAST_WORDS if code == "seat.left" else 0
        for connection in connections:
            connection.notice({"code": code, "message": GONE[code]})
            self._server.start_background_task(self._disconnect, connection, wait)

    def _disconnect(self, connection: Connection, wait: float) -> None:
        self._server.sleep(wait)
        # First as Socket.IO says goodbye, then the wire itself, or it stays open unused.
        self._server.disconnect(connection.sid)
        self._server.eio.disconnect(connection.client.sid)
