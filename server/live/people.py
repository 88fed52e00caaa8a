"""Who is here, per city: counted over all processes, told once a second at most."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

import orjson
import structlog

from server.desk.desk import Desk
from server.desk.hosted import Hosted
from server.store.stored_workshop import StoreUnavailable

from .fanout import Fanout

TELL_EVERY = 1.0  # seconds
FRESH = 30  # seconds; a process that says nothing for so long is gone
WRITING = 5  # seconds a "writing" lasts without another one

log = structlog.get_logger()


@dataclass(slots=True)
class Here:
    """What one seat does on this process."""

    sockets: int = 0
    ready: bool = False
    writing_at: float = 0.0


@dataclass(slots=True)
class Place:
    """The people of one workshop on this process."""

    seats: dict[str, Here] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)  # seat id → what was told of it last
    dirty: bool = True
    stored_at: float = 0.0


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

    def present(self, workshop_id: str, seat_id: str, *, state: str, ready: bool | None) -> None:
        """Note what a seat does."""
        with self._lock:
            place = self._places.get(workshop_id)
            here = place.seats.get(seat_id) if place else None
            if place is None or here is None:
                return
            here.writing_at = time.time() if state == "writing" else 0.0
            if ready is not None:
                here.ready = ready
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

    def message(self, workshop_id: str) -> dict[str, Any]:
        """Return the people message with all seats: {cities, facilitators, observers, seats}.

        Counts are of connected seats; `seats` of a city are those that were not removed.
        """
        return self._message(self._desk.hosted(workshop_id), self._everywhere(workshop_id))

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
            except StoreUnavailable:
                log.warning("people_not_told", workshop_id=workshop_id)

    def _tell(self, workshop_id: str) -> None:
        with self._lock:
            place = self._places[workshop_id]
            was_dirty, place.dirty, place.stored_at = place.dirty, False, time.time()
            own = orjson.dumps(
                {
                    "at": place.stored_at,
                    "seats": {
                        seat_id: [here.ready, here.writing_at]
                        for seat_id, here in place.seats.items()
                    },
                }
            )
        self._desk.store.write_presence(workshop_id, self._desk.process, own)
        message = self.message(workshop_id)
        changed = [seat for seat in message["seats"] if place.told.get(seat["id"]) != seat]
        counts = {name: value for name, value in message.items() if name != "seats"}
        if not changed and place.told.get("counts") == counts:
            return
        place.told |= {seat["id"]: seat for seat in changed} | {"counts": counts}
        self._fanout.people(workshop_id, counts | {"seats": changed})
        if was_dirty:
            self._desk.store.ring(f"{workshop_id} people")

    def _everywhere(self, workshop_id: str) -> dict[str, tuple[bool, float]]:
        now = time.time()
        found: dict[str, tuple[bool, float]] = {}
        for kept in self._desk.store.read_presence(workshop_id).values():
            said = orjson.loads(kept)
            if now - said["at"] > FRESH:
                continue
            for seat_id, (ready, writing_at) in said["seats"].items():
                known = found.get(seat_id, (False, 0.0))
                found[seat_id] = (known[0] or ready, max(known[1], writing_at))
        return found

    def _message(self, hosted: Hosted, here: dict[str, tuple[bool, float]]) -> dict[str, Any]:
        now = time.time()
        cities = {
            city.id: {"connected": 0, "seats": 0, "ready": 0, "writing": 0}
            for city in hosted.workshop.cities
        }
        message: dict[str, Any] = {"cities": cities, "facilitators": 0, "observers": 0}
        seats = []
        for seat in hosted.workshop.seats.values():
            if seat.removed:
                continue
            ready, writing_at = here.get(seat.id, (False, 0.0))
            connected = seat.id in here
            name = hosted.people.get(seat.id, {}).get("name", "")
            seats.append(
                {
                    "id": seat.id,
                    "name": name,
                    "role": seat.role,
                    "city": seat.city,
                    "connected": connected,
                    "ready": ready,
                }
            )
            if seat.city in cities:
                of_city = cities[seat.city]
                of_city["seats"] += 1
                of_city["connected"] += connected
                of_city["ready"] += ready
                of_city["writing"] += now - writing_at < WRITING
            elif seat.role in ("facilitator", "observer"):
                message[f"{seat.role}s"] += connected
        return message | {"seats": sorted(seats, key=lambda seat: seat["id"])}
