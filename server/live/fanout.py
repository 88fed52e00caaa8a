"""Sends committed changes to every socket: one message a batch, encoded once an audience.

A socket is *entering* from its `enter` until the ack of it is on its way; changes wait for it
meanwhile, so the first `changes` it hears starts right after what the ack told. How a message
travels is `transport.py`'s; who may hear what is `domain/visibility.py`'s.
"""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from server.desk.hosted import Hosted
from server.domain.change import Change
from server.domain.visibility import apart

from .batch import Batch, changes_message
from .transport import Client, Message, event
from .websocket import Backlogs


@dataclass(slots=True)
class Listening:
    """One socket that has entered a workshop."""

    sid: str
    client: Client
    workshop_id: str
    seat_id: str
    role: str
    entering: bool = True
    waiting: list[tuple[int, bytes]] = field(default_factory=list)  # seq, change as it hears it


@dataclass(slots=True)
class Audience:
    """The sockets that have entered one workshop, and those of each seat."""

    sockets: dict[str, Listening] = field(default_factory=dict)
    by_seat: dict[str, list[Listening]] = field(default_factory=dict)


class Fanout:
    """Knows which socket listens to which workshop, and sends."""

    def __init__(self, backlogs: Backlogs, metrics: Any = None) -> None:
        """Nobody listens yet; `backlogs` are those of the transport."""
        self._backlogs = backlogs
        self._metrics = metrics
        self._seconds = 0.0  # spent on what is held
        self._is_held = False
        self._lock = threading.RLock()
        self._audiences: dict[str, Audience] = {}
        self._by_sid: dict[str, Listening] = {}

    # -- who listens -------------------------------------------------------------------------

    def enter(self, sid: str, client: Client, *, workshop_id: str, seat_id: str, role: str) -> None:
        """Keep changes for this socket from now on, until `release`."""
        with self._lock:
            self.leave(sid)
            listening = Listening(sid, client, workshop_id, seat_id, role)
            self._by_sid[sid] = listening
            audience = self._audiences.setdefault(workshop_id, Audience())
            audience.sockets[sid] = listening
            audience.by_seat.setdefault(seat_id, []).append(listening)

    def release(self, sid: str, *, after: int) -> None:
        """Send what came while the socket was entering; `after` = the seq its ack told."""
        with self._lock:
            listening = self._by_sid.get(sid)
            if listening is None or not listening.entering:
                return
            listening.entering = False
            told = [change for seq, change in listening.waiting if seq > after]
            listening.waiting = []
            if told:
                listening.client.send(changes_message(told))

    def leave(self, sid: str) -> None:
        """Forget a socket."""
        with self._lock:
            listening = self._by_sid.pop(sid, None)
            if listening is None:
                return
            audience = self._audiences[listening.workshop_id]
            del audience.sockets[sid]
            of_seat = audience.by_seat[listening.seat_id]
            of_seat.remove(listening)
            if not of_seat:
                del audience.by_seat[listening.seat_id]
            if not audience.sockets:
                del self._audiences[listening.workshop_id]

    def change_role(self, workshop_id: str, seat_id: str, role: str) -> None:
        """Let the sockets of a seat hear as its new role from now on."""
        with self._lock:
            audience = self._audiences.get(workshop_id)
            for listening in audience.by_seat.get(seat_id, ()) if audience else ():
                listening.role = role

    def workshops(self) -> list[str]:
        """Return the workshops somebody here listens to."""
        with self._lock:
            return list(self._audiences)

    # -- what is sent ------------------------------------------------------------------------

    def hold(self) -> None:
        """Keep what is sent from now on, until `flush`: acks and changes travel together."""
        self._is_held = True
        self._backlogs.hold()

    def flush(self) -> None:
        """Send what was held, to each client all of it at once."""
        begun = time.perf_counter()
        self._backlogs.flush()
        self._is_held = False
        if self._seconds:
            self._observe(self._seconds + time.perf_counter() - begun)
        self._seconds = 0.0

    def changed(self, hosted: Hosted, changes: Sequence[Change]) -> None:
        """Send a batch: to everybody the same bytes, but to seats that hear it in another form."""
        begun = time.perf_counter()
        with self._lock:
            audience = self._audiences.get(hosted.id)
            if audience is None:
                return
            batch = Batch(changes)
            own = self._send_own(audience, batch)
            for sid, listening in audience.sockets.items():
                if sid in own:
                    continue
                if listening.entering:
                    _keep(listening, batch, {})
                else:
                    listening.client.send(batch.message)
        seconds = time.perf_counter() - begun
        if self._is_held:
            self._seconds += seconds
        else:
            self._observe(seconds)

    def replaced(self, hosted: Hosted) -> None:
        """Tell every socket of a workshop that its history is another one now."""
        notice = {"code": "epoch.changed", "message": "Take a snapshot: enter again."}
        self.notice(hosted.id, notice)

    def erased(self, hosted: Hosted) -> None:
        """Do nothing: the sockets are let go, and leave."""

    def beat(self, workshop_id: str, beat: dict[str, Any]) -> None:
        """Send a heartbeat to everybody in a workshop."""
        self._to_all(workshop_id, event("beat", orjson.dumps(beat)))

    def notice(self, workshop_id: str, notice: dict[str, Any]) -> None:
        """Send a notice to everybody in a workshop."""
        self._to_all(workshop_id, event("notice", orjson.dumps(notice)))

    def people(self, workshop_id: str, message: dict[str, Any]) -> None:
        """Send who is here; observers hear numbers and no names."""
        whole = event("people", orjson.dumps(message))
        counts = {name: value for name, value in message.items() if name != "seats"}
        nameless = event("people", orjson.dumps(counts))
        for listening in self._entered(workshop_id):
            listening.client.send(nameless if listening.role == "observer" else whole)

    def _to_all(self, workshop_id: str, message: Message) -> None:
        for listening in self._entered(workshop_id):
            listening.client.send(message)

    def _entered(self, workshop_id: str) -> list[Listening]:
        with self._lock:
            audience = self._audiences.get(workshop_id)
            sockets = audience.sockets.values() if audience else ()
            return [listening for listening in sockets if not listening.entering]

    def _observe(self, seconds: float) -> None:
        if self._metrics is not None:
            self._metrics.fan_out_seconds.observe(seconds)

    def _send_own(self, audience: Audience, batch: Batch) -> set[str]:
        """Send the seats that hear some changes in another form theirs; return their sockets."""
        own: set[str] = set()
        places: dict[str, list[int]] = {}
        for place, change in enumerate(batch.changes):
            for seat_id in apart(change):
                if seat_id in audience.by_seat:
                    places.setdefault(seat_id, []).append(place)
        for seat_id, own_places in places.items():
            told = batch.for_seat(seat_id, own_places)
            message = batch.message_with(told)
            for listening in audience.by_seat[seat_id]:
                own.add(listening.sid)
                if listening.entering:
                    _keep(listening, batch, told)
                else:
                    listening.client.send(message)
        return own


def _keep(listening: Listening, batch: Batch, told: Mapping[int, bytes]) -> None:
    listening.waiting += [
        (change.seq, told.get(place) or batch.shared[place])
        for place, change in enumerate(batch.changes)
    ]
