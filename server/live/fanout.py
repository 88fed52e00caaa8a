"""Sends committed changes to every socket: one message a batch, encoded once an audience.

Everything about how frames travel is in here, so that its inside can be changed alone. A socket
is *entering* from its `enter` until the ack of it is on its way; changes wait for it meanwhile,
so the first `changes` it hears starts right after what the ack told.
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from server.desk.hosted import Hosted
from server.domain.change import Change
from server.domain.visibility import apart, heard

LAST_WORDS = 2  # seconds somebody who leaves has to hear the answer
STEERING = (
    "seat.removed",
    "seat.left",
    "seat.promoted",
)  # changes that also concern the seat's sockets


@dataclass(slots=True)
class Listening:
    """One socket that has entered a workshop."""

    sid: str
    workshop_id: str
    seat_id: str
    role: str
    entering: bool = True
    waiting: list[dict[str, Any]] = field(default_factory=list)


class Fanout:
    """Knows which socket listens to which workshop, and sends."""

    def __init__(self, server: Any, metrics: Any = None) -> None:
        """Send through `server`, a socketio.Server."""
        self._server = server
        self._metrics = metrics
        self._lock = threading.RLock()
        self._by_workshop: dict[str, dict[str, Listening]] = {}
        self._by_sid: dict[str, Listening] = {}

    # -- who listens -------------------------------------------------------------------------

    def enter(self, sid: str, *, workshop_id: str, seat_id: str, role: str) -> None:
        """Keep changes for this socket from now on, until `release`."""
        with self._lock:
            self.leave(sid)
            listening = Listening(sid, workshop_id, seat_id, role)
            self._by_sid[sid] = listening
            self._by_workshop.setdefault(workshop_id, {})[sid] = listening

    def release(self, sid: str, *, after: int | None = None) -> None:
        """Send what came while the socket was entering; `after` = the seq its ack told."""
        with self._lock:
            listening = self._by_sid.get(sid)
            if listening is None or not listening.entering:
                return
            listening.entering = False
            waiting = [told for told in listening.waiting if told["seq"] > (after or 0)]
            listening.waiting = []
            self._server.enter_room(sid, room_of(listening.workshop_id, listening.role))
            if waiting:
                self._server.emit("changes", waiting, to=sid)

    def leave(self, sid: str) -> Listening | None:
        """Forget a socket; return what it listened to."""
        with self._lock:
            listening = self._by_sid.pop(sid, None)
            if listening is not None:
                self._by_workshop.get(listening.workshop_id, {}).pop(sid, None)
                if not listening.entering:
                    room = room_of(listening.workshop_id, listening.role)
                    self._server.leave_room(sid, room)
            return listening

    def listening(self, sid: str) -> Listening | None:
        """Return what a socket listens to, or None."""
        return self._by_sid.get(sid)

    def workshops(self) -> list[str]:
        """Return the workshops somebody here listens to."""
        with self._lock:
            return [workshop_id for workshop_id, sids in self._by_workshop.items() if sids]

    def sids_of(self, workshop_id: str, seat_id: str) -> list[str]:
        """Return the sockets of one seat."""
        with self._lock:
            found = self._by_workshop.get(workshop_id, {}).values()
            return [each.sid for each in found if each.seat_id == seat_id]

    # -- what is sent ------------------------------------------------------------------------

    def changed(self, hosted: Hosted, changes: Sequence[Change]) -> None:
        """Send a batch: to the writers' own seats in full, to everybody else masked."""
        begun = time.perf_counter()
        with self._lock:
            sockets = dict(self._by_workshop.get(hosted.id, {}))
            if not sockets:
                return
            others = [heard(change, seat_id=None) for change in changes]
            seats_apart = set().union(*(apart(change) for change in changes))
            sids_apart: list[str] = []
            for sid, listening in sockets.items():
                if listening.seat_id in seats_apart or listening.entering:
                    sids_apart.append(sid)
                    self._send_own(listening, changes)
            for role in ("participant", "observer"):
                room = room_of(hosted.id, role)
                self._server.emit("changes", others, to=room, skip_sid=sids_apart)
        for change in changes:
            if change.type in STEERING:
                self._steer(hosted.id, change)
        if self._metrics is not None:
            self._metrics.fan_out_seconds.observe(time.perf_counter() - begun)

    def replaced(self, hosted: Hosted) -> None:
        """Tell every socket of a workshop that its history is another one now."""
        notice = {"code": "epoch.changed", "message": "Take a snapshot: enter again."}
        self.notice(hosted.id, notice)

    def beat(self, workshop_id: str, beat: dict[str, Any]) -> None:
        """Send a heartbeat to everybody in a workshop."""
        self._to_all("beat", workshop_id, beat)

    def notice(self, workshop_id: str, notice: dict[str, Any]) -> None:
        """Send a notice to everybody in a workshop."""
        self._to_all("notice", workshop_id, notice)

    def people(self, workshop_id: str, message: dict[str, Any]) -> None:
        """Send who is here; observers hear numbers and no names."""
        counts = {name: value for name, value in message.items() if name != "seats"}
        self._server.emit("people", message, to=room_of(workshop_id, "participant"))
        self._server.emit("people", counts, to=room_of(workshop_id, "observer"))

    def _to_all(self, event: str, workshop_id: str, payload: dict[str, Any]) -> None:
        for role in ("participant", "observer"):
            self._server.emit(event, payload, to=room_of(workshop_id, role))

    def _send_own(self, listening: Listening, changes: Sequence[Change]) -> None:
        told = [heard(change, seat_id=listening.seat_id) for change in changes]
        if listening.entering:
            listening.waiting += told
        else:
            self._server.emit("changes", told, to=listening.sid)

    def _steer(self, workshop_id: str, change: Change) -> None:
        notice = {"code": "seat.changed", "message": "Your role has changed: enter again."}
        if change.type == "seat.removed":
            notice = {"code": change.type, "message": "The facilitator has removed this seat."}
        elif change.type == "seat.left":
            notice = {"code": change.type, "message": "You have left this workshop."}
        for sid in self.sids_of(workshop_id, change.facts["seat_id"]):
            self._server.emit("notice", notice, to=sid)
            if change.type != "seat.promoted":
                wait = LAST_WORDS if change.type == "seat.left" else 0
                self._server.start_background_task(self._let_go, sid, wait)

    def _let_go(self, sid: str, wait: float) -> None:
        self._server.sleep(wait)
        self._server.disconnect(sid)


def room_of(workshop_id: str, role: str) -> str:
    """Return the room a role listens in: observers apart, they hear no names."""
    return f"{workshop_id}:observers" if role == "observer" else workshop_id
