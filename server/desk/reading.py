"""What a seat may read: who it is, the board as it is now, and what happened since."""

import time
from typing import Any

import orjson

from server.domain.board import board_of, board_without_lists, you_of
from server.domain.change import Change
from server.domain.erase_date import date_text, erased_at
from server.domain.refused import Refused
from server.domain.visibility import heard
from server.domain.workshop import Workshop
from server.store.records import Damaged
from server.store.stored_workshop import Store, StoreUnavailable

from .acks import store_away
from .commits import CommitLoop
from .hosted import Hosted

CAUGHT_UP_WITHIN = 2  # seconds; the log is read in milliseconds
LOOK_EVERY = 0.005  # seconds
MOST_CHANGES = 1000  # changes of one answer; who missed more takes a snapshot


class Reading:
    """Reads workshops as a seat may see them."""

    def __init__(self, store: Store, loop: CommitLoop) -> None:
        """Read the replicas that `loop` hosts, and what is older in `store`."""
        self._store = store
        self._loop = loop

    def seat(self, workshop_id: str, seat_id: str, *, may_wait: bool = False) -> dict[str, Any]:
        """Return {id, role, city, name} of a seat that may act; `may_wait`: in the lobby, too.

        Raises: Refused "seat.removed", "seat.waiting", "token.bad", "workshop.unknown".
        """
        try:
            return self._loop.host(workshop_id).seat_told(seat_id, may_wait=may_wait)
        except Refused as no:
            if no.code != "token.bad":
                raise
        # Our own signature: another process has just let it in, and its bell is on the way.
        return self._newest(workshop_id).seat_told(seat_id, may_wait=may_wait)

    def snapshot(self, workshop_id: str, seat_id: str) -> dict[str, Any]:
        """Return what this seat may see: the shared board, and what is its own beside it."""
        hosted = self._loop.host(workshop_id)
        workshop = hosted.workshop
        return self._beside(hosted, workshop, seat_id) | {"board": board_of(workshop)}

    def snapshot_json(self, workshop_id: str, seat_id: str, *, most: int) -> dict[str, Any]:
        """Return the snapshot with the board as JSON that is kept; None for one above `most` bytes.

        Then there is {seq, epoch, board} and nothing else.
        """
        hosted = self._loop.host(workshop_id)
        workshop, epoch = hosted.workshop, hosted.epoch
        board = hosted.board_bytes(workshop)
        if len(board) > most:
            return {"seq": workshop.seq, "epoch": epoch, "board": None}
        return self._beside(hosted, workshop, seat_id) | {"board": orjson.Fragment(board)}

    def changes_since(
        self, workshop_id: str, seat_id: str, *, after: int, epoch: str | None, limit: int
    ) -> dict[str, Any]:
        """Return {changes, seq, epoch, more} as this seat hears them.

        Raises: Refused "changes.gone" for another epoch or a seq of the future.
        """
        hosted = self._loop.host(workshop_id)
        hosted.seat(seat_id)
        if after > hosted.seq:
            hosted = self._newest(workshop_id)
        seq = hosted.seq
        if after > seq or (epoch is not None and epoch != hosted.epoch):
            raise Refused("changes.gone", "Take a snapshot: these numbers are of another history.")
        found = self._logged(workshop_id, after=after, limit=min(limit, seq - after))
        told = [heard(change, seat_id=seat_id) for change in found]
        last = found[-1].seq if found else after
        answer = {"changes": told, "seq": last, "epoch": hosted.epoch, "more": last < seq}
        return answer | self.standing(workshop_id)

    def standing(self, workshop_id: str) -> dict[str, str]:
        """Return {} when what is read is the log's newest, else {"store": why not}.

        "stale": the store does not answer; "damaged": the log does not check, and this is what
        was before; "newer": a later version wrote on, which this process cannot read.
        """
        hosted = self._loop.hosted.get(workshop_id)
        if hosted is not None and hosted.fault:
            return {"store": hosted.fault}
        return {"store": "stale"} if self._store.is_away else {}

    def erase_on(self, workshop_id: str) -> str:
        """Return the date on which the workshop is erased, as things are now."""
        return date_text(erased_at(self._loop.host(workshop_id).workshop))

    def _newest(self, workshop_id: str) -> Hosted:
        """Return the live workshop once it holds what the log held when this was asked."""
        hosted = self._loop.host(workshop_id)
        if hosted.fault:
            return hosted
        try:
            head = self._store.heads([workshop_id]).get(workshop_id)
        except StoreUnavailable:
            raise store_away() from None
        if head is None or head[0] <= hosted.seq:
            return hosted
        self._loop.look(workshop_id)
        deadline = time.monotonic() + CAUGHT_UP_WITHIN
        while hosted.seq < head[0] and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY)
        return self._loop.host(workshop_id)

    def _logged(self, workshop_id: str, *, after: int, limit: int) -> list[Change]:
        if not limit:
            return []
        try:
            return self._store.changes(workshop_id, after=after, limit=limit)
        except StoreUnavailable:
            raise store_away() from None
        except Damaged:
            raise Refused(
                "store.damaged", "These changes cannot be read. Tell the operator."
            ) from None

    def _beside(self, hosted: Hosted, workshop: Workshop, seat_id: str) -> dict[str, Any]:
        epoch = hosted.epoch
        seen: dict[str, Any] = {
            "workshop_id": hosted.id,
            "seq": workshop.seq,
            "epoch": epoch,
            "hash": hosted.hash(),
            "you": you_of(workshop, seat_id) | {"seat": hosted.seat_told(seat_id)},
            "phase": board_without_lists(workshop)["phase"],
            "erase_on": date_text(erased_at(workshop)),
        }
        seen |= self.standing(hosted.id)
        if hosted.seq != workshop.seq:  # something happened meanwhile: say no hash of another seq
            del seen["hash"]
        if workshop.imported_from:
            seen["imported_from"] = workshop.imported_from
        return seen
