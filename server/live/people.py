"""Who is here, per city: counted over all processes, told once a second at most."""

import threading
import time
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
import structlog

from server.desk.desk import Desk
from server.desk.hosted import Hosted
from server.domain.refused import Refused
from server.store.stored_workshop import StoreUnavailable

from .console import console_of
from .fanout import Fanout

TELL_EVERY = 1.0  # seconds
FRESH = 30  # seconds; a process that says nothing for so long is gone
WRITING = 5  # seconds a "writing" lasts without another one
MOST_BEATS = 4  # hashes remembered; a report on an older beat says nothing any more

log = structlog.get_logger()


@dataclass(slots=True)
class Here:
    """What one seat does on this process."""

    sockets: int = 0
    ready: bool = False
    writing_at: float = 0.0
    acked_at: float = 0.0  # when it last reported on a beat; 0 = never
    hash_equal: bool | None = None  # whether its board was ours then

    def to_json(self) -> list[Any]:
        """Return what other processes may know of the seat."""
        return [self.ready, self.writing_at, self.acked_at, self.hash_equal]

    @staticmethod
    def from_json(said: list[Any]) -> "Here":
        """Return what `to_json` wrote."""
        return Here(1, *said)


@dataclass(slots=True)
class Place:
    """The people of one workshop on this process."""

    seats: dict[str, Here] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)  # seat id → what was told of it last
    beats: dict[int, str] = field(default_factory=dict)  # seq → hash of the last beats
    dirty: bool = True
    stored_at: float = 0.0
    shown: dict[str, Any] = field(default_factory=dict)  # the whole message as last made
    shown_at: float = 0.0
    shown_of: Any = None  # the seats it was made of


class People:
    """Counts who is connected and tells it."""

    def __init__(self, desk: Desk, fanout: Fanout) -> None:
        """Ask `desk` for seats and names, tell through `fanout`."""
        self._desk = desk
        self._fanout = fanout
        self._places: dict[str, Place] = {}
        self._lock = threading.RLock()

    def connected(self, workshop_id: str, seat_id: str) -> None:
        """Count one more socket of a seat."""
        with self._lock:
            place = self._places.setdefault(workshop_id, Place())
            place.seats.setdefault(seat_id, Here()).sockets += 1
            place.dirty = True

    def disconnected(self, workshop_id: str, seat_id: str) -> None:
        """Count one socket less."""
        with self._lock:
            place = self._places.get(workshop_id)
            here = place.seats.get(seat_id) if place else None
            if place is None or here is None:
                return
            here.sockets -= 1
            if here.sockets <= 0:
                del place.seats[seat_id]
            place.dirty = True

    def beaten(self, workshop_id: str, seq: int, board_hash: str) -> None:
        """Remember what a beat told, to compare with what clients report."""
        with self._lock:
            beats = self._places.setdefault(workshop_id, Place()).beats
            beats[seq] = board_hash
            for old in sorted(beats)[:-MOST_BEATS]:
                del beats[old]

    def present(
        self,
        workshop_id: str,
        seat_id: str,
        *,
        state: str,
        ready: bool | None,
        seq: int | None = None,
        board_hash: str | None = None,
    ) -> None:
        """Note what a seat does, and the hash it counted at a beat's seq."""
        with self._lock:
            place = self._places.get(workshop_id)
            here = place.seats.get(seat_id) if place else None
            if place is None or here is None:
                return
            here.writing_at = time.time() if state == "writing" else 0.0
            if ready is not None:
                here.ready = ready
            if board_hash is not None:
                here.acked_at = time.time()
                here.hash_equal = (
                    place.beats[seq] == board_hash
                    if seq is not None and seq in place.beats
                    else None
                )
            place.dirty = True

    def nobody_ready(self, workshop_id: str) -> None:
        """Let ready fall for everybody: a new phase has started."""
        with self._lock:
            place = self._places.get(workshop_id)
            if place is not None:
                for here in place.seats.values():
                    here.ready = False
                place.dirty = True

    def look_again(self, workshop_id: str) -> None:
        """Another process, or the log, says that people changed."""
        with self._lock:
            if workshop_id in self._places:
                self._places[workshop_id].dirty = True

    def forget(self, workshop_id: str) -> None:
        """Know nothing more of a workshop: it is erased."""
        with self._lock:
            self._places.pop(workshop_id, None)

    def seats_here(self) -> list[tuple[str, str]]:
        """Return workshop id and seat id of every seat connected to this process."""
        with self._lock:
            return [(name, seat) for name, place in self._places.items() for seat in place.seats]

    def message(self, workshop_id: str) -> dict[str, Any]:
        """Return the message with all seats: {cities, facilitators, observers, waiting, seats}.

        Counts are of connected seats; `seats` of a city are those that were not removed.
        """
        hosted = self._desk.hosted(workshop_id)
        seats = hosted.workshop.seats
        message = self._message(hosted, self._everywhere(workshop_id))
        with self._lock:
            place = self._places.get(workshop_id)
            if place is not None:
                place.shown, place.shown_at, place.shown_of = message, time.monotonic(), seats
        return dict(message)

    def recent(self, workshop_id: str) -> dict[str, Any]:
        """Return the message as it was within the last second, with every seat there is now.

        For who enters: what changed since comes with the next `people`, and a hall that comes in
        at once would else be counted anew for each of its seats.
        """
        hosted = self._desk.hosted(workshop_id)
        with self._lock:
            place = self._places.setdefault(workshop_id, Place())
            is_fresh = time.monotonic() - place.shown_at < TELL_EVERY
            if place.shown and is_fresh and place.shown_of is hosted.workshop.seats:
                return dict(place.shown)
        return self.message(workshop_id)

    def console(self, workshop_id: str, *, of_city: str | None = None) -> dict[str, Any]:
        """Return the message with what the console shows beside it, of one city for its lead.

        A seat acknowledges a beat by reporting the hash it counted.
        """
        here = self._everywhere(workshop_id)
        hosted = self._desk.hosted(workshop_id)
        message = self._message(hosted, here)
        return console_of(message, hosted.workshop, here=here, names=hosted.people, of_city=of_city)

    def tell(self) -> None:
        """Tell every workshop whose people changed; called once a second."""
        with self._lock:
            due = [
                workshop_id
                for workshop_id, place in self._places.items()
                if place.dirty or (place.seats and time.time() - place.stored_at > FRESH / 3)
            ]
        for workshop_id in due:
            try:
                self._tell(workshop_id)
            except (StoreUnavailable, Refused):
                log.warning("people_not_told", workshop_id=workshop_id)

    def _tell(self, workshop_id: str) -> None:
        hosted = self._desk.hosted(workshop_id)  # first: of an erased one nothing is written
        with self._lock:
            place = self._places.get(workshop_id)
            if place is None:
                return
            was_dirty, place.dirty, place.stored_at = place.dirty, False, time.time()
            own = orjson.dumps(
                {
                    "at": place.stored_at,
                    "seats": {seat_id: here.to_json() for seat_id, here in place.seats.items()},
                }
            )
        self._desk.store.write_presence(workshop_id, self._desk.process, own)
        message = self.message(workshop_id)
        listed = [*message["seats"], *_gone(hosted)]
        changed = [seat for seat in listed if place.told.get(seat["id"]) != seat]
        counts = {name: value for name, value in message.items() if name != "seats"}
        if not changed and place.told.get("counts") == counts:
            return
        place.told |= {seat["id"]: seat for seat in changed} | {"counts": counts}
        self._fanout.people(workshop_id, counts | {"seats": changed})
        if was_dirty:
            self._desk.store.ring(f"{workshop_id} people")

    def _everywhere(self, workshop_id: str) -> dict[str, Here]:
        now = time.time()
        with self._lock:  # what this process told last is up to a second old
            place = self._places.get(workshop_id)
            found = {name: replace(seen) for name, seen in place.seats.items()} if place else {}
        try:
            everywhere = self._desk.store.read_presence(workshop_id)
        except StoreUnavailable:
            return found
        for process, kept in everywhere.items():
            if process == self._desk.process:
                continue
            said = orjson.loads(kept)
            if now - said["at"] > FRESH:
                continue
            for seat_id, record in said["seats"].items():
                seen = Here.from_json(record)
                found[seat_id] = _both(found[seat_id], seen) if seat_id in found else seen
        return found

    def _message(self, hosted: Hosted, here: dict[str, Here]) -> dict[str, Any]:
        now = time.time()
        cities = {
            city.id: {"connected": 0, "seats": 0, "ready": 0, "writing": 0}
            for city in hosted.workshop.cities
        }
        message: dict[str, Any] = {"cities": cities, "facilitators": 0, "observers": 0}
        message["waiting"] = 0
        seats = []
        for seat in hosted.workshop.seats.values():
            if seat.waiting and not seat.removed:
                message["waiting"] += 1  # who they are is for those who let them in
            if not seat.is_seated:
                continue
            known = here.get(seat.id, Here())
            connected = seat.id in here
            name = hosted.people.get(seat.id, {}).get("name", "")
            seats.append(
                {
                    "id": seat.id,
                    "name": name,
                    "role": seat.role,
                    "city": seat.city,
                    "connected": connected,
                    "ready": known.ready,
                }
            )
            if seat.city in cities:
                of_city = cities[seat.city]
                of_city["seats"] += 1
                of_city["connected"] += connected
                of_city["ready"] += known.ready
                of_city["writing"] += now - known.writing_at < WRITING
            elif seat.role in ("facilitator", "observer"):
                message[f"{seat.role}s"] += connected
        return message | {"seats": sorted(seats, key=lambda seat: seat["id"])}


def _gone(hosted: Hosted) -> list[dict[str, Any]]:
    """Return the seats that were removed, as they are told once; their names are not."""
    return [
        {
            "id": seat.id,
            "name": "",
            "role": seat.role,
            "city": seat.city,
            "connected": False,
            "ready": False,
            "gone": True,
        }
        for seat in hosted.workshop.seats.values()
        if seat.removed and not seat.waiting
    ]


def _both(one: Here, other: Here) -> Here:
    """Return what a seat does that is connected to two processes."""
    last = max(one, other, key=lambda here: here.acked_at)
    return Here(
        one.sockets + other.sockets,
        one.ready or other.ready,
        max(one.writing_at, other.writing_at),
        last.acked_at,
        last.hash_equal,
    )
