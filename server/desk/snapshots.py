"""Gives snapshots of big boards: the shared part is made once for all who come, in a worker."""

import threading
import time
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from server.domain.board import board_without_lists, you_of
from server.domain.refused import Refused
from server.domain.state import Seat, Workshop

from .hosted import Hosted
from .workers import Workers
from .zipped import Packed, packed_from

BIG_BOARD = 300  # notes; to make and pack a smaller snapshot takes the loop 3 ms at most
REST_TIMES = 10  # times a making rests after itself: a tenth of one worker, whatever the size
MOST_REST = 1.0  # seconds; so long at most somebody waits while others write


@dataclass(frozen=True, slots=True)
class Stored:
    """The shared part of a snapshot, and the workshop it was made of."""

    epoch: str
    workshop: Workshop
    packed: Packed

    @property
    def seq(self) -> int:
        """The seq all of it is of."""
        return self.workshop.seq

    def is_as_new_as(self, workshop: Workshop, *, epoch: str) -> bool:
        """Whether it shows all that the workshop shows, whoever has joined since."""
        if self.epoch != epoch:
            return False
        return self.seq >= workshop.seq or self.workshop.shows_the_same(workshop)

    def for_seat(self, seat: dict[str, Any], beside: dict[str, Any]) -> bytes:
        """Return the whole snapshot for a seat as one gzip body.

        `seat` is as it is now; it may have joined since. `beside` is what else stands in it.
        """
        known = Seat(seat["id"], seat["role"], seat["city"])
        at_that_time = replace(self.workshop, seats=self.workshop.seats.set(known.id, known))
        you = you_of(at_that_time, known.id) | {"seat": seat}
        return self.packed.followed_by(b"," + orjson.dumps({"you": you, **beside})[1:])


@dataclass(slots=True)
class _Place:
    """What is kept of one workshop. Whoever holds the lock makes; the others find it made."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    stored: Stored | None = None
    rests_until: float = 0.0


class Snapshots:
    """Keeps the newest snapshot of each big board that somebody asked for."""

    def __init__(self, workers: Workers) -> None:
        """`workers` are its own: who comes in must not wait for somebody's export."""
        self._workers = workers
        # Weak: a workshop that is erased, or leaves this process, takes its snapshot along.
        self._places: weakref.WeakKeyDictionary[Hosted, _Place] = weakref.WeakKeyDictionary()

    def of(self, hosted: Hosted) -> Stored | None:
        """Return a snapshot with all that is in the log now, or None: make it yourself.

        None for a small board, and when no worker can: nobody is kept out for that.
        """
        if not self._workers.size or len(hosted.workshop.notes) < BIG_BOARD:
            return None
        place = self._places.setdefault(hosted, _Place())
        epoch, workshop = hosted.epoch, hosted.workshop
        with place.lock:
            stored = place.stored
            if stored is not None and stored.is_as_new_as(workshop, epoch=epoch):
                return stored
            time.sleep(max(0.0, place.rests_until - time.monotonic()))
            begun = time.monotonic()
            try:
                place.stored = self._made(hosted)
            except Refused:
                return None
            ended = time.monotonic()
            place.rests_until = ended + min(MOST_REST, REST_TIMES * (ended - begun))
            return place.stored

    def stop(self) -> None:
        """End the workers."""
        self._workers.stop()

    def _made(self, hosted: Hosted) -> Stored:
        workshop, epoch = hosted.workshop, hosted.epoch
        board, board_hash = hosted.board_and_hash(workshop)
        origin = {"workshop_id": hosted.id, "epoch": epoch}
        around = orjson.dumps(shared_beside_board(workshop, board_hash, origin))
        parts = [b'{"board":', board, b",", around[1:-1]]  # open: a seat's own part follows
        packed = self._workers.ask({"kind": "snapshot"}, parts)
        return Stored(epoch, workshop, packed_from(packed))


def shared_beside_board(
    workshop: Workshop, board_hash: str, origin: Mapping[str, str]
) -> dict[str, Any]:
    """Return what else of a snapshot every seat sees alike."""
    beside: dict[str, Any] = {
        "phase": board_without_lists(workshop)["phase"],
        "hash": board_hash,
        "seq": workshop.seq,
        **origin,
    }
    if workshop.imported_from:
        beside["imported_from"] = workshop.imported_from
    return beside
