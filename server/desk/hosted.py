"""One live workshop in this process: its replica, and what a batch of ops makes of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from server.domain.change import Change
from server.domain.limits import Limits
from server.domain.refused import Refused
from server.domain.replacing import replace
from server.domain.state import SERVER, Seat
from server.domain.workshop import Workshop, apply, apply_all, decide, made_id
from server.store.stored_workshop import Commit, Committed, Loaded

from .board_bytes import BoardBytes

Ack = dict[str, Any]
NEWER_AGAIN_IN = 5000  # ms; by then an update may have come to this process too
MOST_KNOWN = 2000  # acks kept here; the store knows all of them


@dataclass(frozen=True, slots=True)
class Job:
    """An op that waits to be decided, and who wants to hear the answer."""

    workshop_id: str
    seat_id: str | None  # None = the server itself
    op_id: str
    op: Any
    done: Callable[[Ack], None]
    person: dict[str, Any] | None = None  # name and language that come with the op
    size: int = 0  # bytes it took to send

    @property
    def name(self) -> str:
        """What the accepted op is remembered by: unique per seat."""
        return f"{self.seat_id or 'server'}:{self.op_id}"


@dataclass(slots=True)
class Batch:
    """What one round of ops would change, decided on a derived value and not yet stored."""

    workshop: Workshop
    begun_at: int = 0  # seq of the replica it was decided on
    changes: list[Change] = field(default_factory=list)
    ops: dict[str, str] = field(default_factory=dict)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    accepted: list[Job] = field(default_factory=list)
    answered: list[tuple[Job, Ack]] = field(default_factory=list)  # refused, or known already


class Hosted:
    """The replica of one workshop. Only the commit loop changes it; anybody may read it."""

    def __init__(self, workshop_id: str, loaded: Loaded, people: dict[str, dict[str, Any]]) -> None:
        """Begin with what the store has."""
        self.id = workshop_id
        self.people = people
        self.watchers = 0
        self.used_at = 0.0
        self._known: dict[str, str] = {}
        self.take(loaded)

    def take(self, loaded: Loaded) -> None:
        """Go on from what the store has, whatever was here."""
        self.workshop = loaded.workshop
        self.head = loaded.head
        self.epoch = loaded.epoch
        self.fault = loaded.fault
        self.bytes_since_snapshot = loaded.bytes_since_snapshot
        self._known.clear()  # acks of another history answer nothing here
        self._board = BoardBytes()

    def check_writable(self) -> None:
        """Raise Refused "store.damaged" or "workshop.busy" where nothing may be written."""
        if self.fault == "damaged":
            raise Refused(
                "store.damaged",
                "The log of this workshop does not check; it can only be read. Tell the operator.",
            )
        if self.fault == "newer":
            raise Refused(
                "workshop.busy",
                "A newer server wrote here; this one only reads. It is sent again.",
                retry_in_ms=NEWER_AGAIN_IN,
            )

    @property
    def seq(self) -> int:
        """How far the replica has come."""
        return self.workshop.seq

    def hash(self) -> str:
        """Return the hash of the shared board; counted anew only when something happened."""
        return self._board.hash(self.workshop)

    def board_and_hash(self, workshop: Workshop) -> tuple[bytes, str]:
        """Return both of one moment of the replica."""
        return self._board.board_and_hash(workshop)

    def board_bytes(self, workshop: Workshop) -> bytes:
        """Return the canonical shared board of the replica, as it is or was a moment ago."""
        return self._board.board(workshop)

    def decide(
        self, jobs: Sequence[Job], *, now: str, new_id: Callable[[], str], limits: Limits
    ) -> Batch:
        """Return what the jobs would change, each decided on the effect of those before it."""
        batch = Batch(self.workshop, self.seq)
        for job in jobs:
            known = self._known.get(job.name) or batch.ops.get(job.name)
            if known is not None:
                batch.answered.append((job, ack_of(known)))
                continue
            try:
                made = self._decide_one(batch.workshop, job, now, new_id, limits)
            except Refused as no:
                batch.answered.append((job, {"ok": False, "error": no.error()}))
                continue
            _add(batch, job, made)
        return batch

    def commit_of(self, batch: Batch) -> Commit:
        """Return the batch as the store takes it."""
        return Commit(
            self.id, self.seq, self.head, self.epoch, batch.changes, batch.ops, batch.people
        )

    def advance(self, batch: Batch, committed: Committed) -> None:
        """Become what the stored batch made."""
        self.workshop = batch.workshop
        self.head = committed.head
        self._remember_all(batch.ops)
        self.people.update(batch.people)
        self._forget(batch.changes)
        self.bytes_since_snapshot += committed.bytes

    def hear(self, changes: Sequence[Change], head: str) -> None:
        """Become what another process stored."""
        self.workshop = apply_all(self.workshop, changes)
        self.head = head
        self._forget(changes)
        for change in changes:
            if change.op_id is not None:
                made = made_id([change])
                ack = f"{change.seq} {made}" if made else str(change.seq)
                name = f"{change.by or 'server'}:{change.op_id}"
                kept = self._known.get(name, "")
                made_before = kept.partition(" ")[2]
                said = f"{change.seq} {made_before}" if made_before else ack
                self._remember_all({name: said})

    def ack(self, job: Job) -> Ack:
        """Return the ack of an op that was accepted."""
        return ack_of(self._known[job.name])

    def remember(self, name: str, ack: str) -> None:
        """Know the ack of an op that was accepted before this replica was loaded."""
        self._remember_all({name: ack})

    def seat(self, seat_id: str) -> Seat:
        """Return a seat that is taken.

        Raises: as `seat_of`; Refused "store.damaged" where the log cannot be read
        as far as the joining of that seat.
        """
        if self.fault and seat_id not in self.workshop.seats:
            self.check_writable()
        return seat_of(self.workshop, seat_id)

    def seat_told(self, seat_id: str, *, may_wait: bool = False) -> dict[str, Any]:
        """Return {id, role, city, name} of a seat that may act.

        Raises: as `seat`, and Refused "seat.waiting" for one in the lobby unless it `may_wait`.
        """
        seat = self.seat(seat_id)
        if seat.waiting and not may_wait:
            raise Refused("seat.waiting", "Wait until the facilitator lets you in.")
        name = self.people.get(seat_id, {}).get("name", "")
        return {"id": seat.id, "role": seat.role, "city": seat.city, "name": name}

    def _remember_all(self, acks: dict[str, str]) -> None:
        self._known.update(acks)
        if len(self._known) > 2 * MOST_KNOWN:  # in one go: a dict gives up its oldest slowly
            self._known = dict(islice(self._known.items(), len(self._known) - MOST_KNOWN, None))

    def _forget(self, changes: Sequence[Change]) -> None:
        for change in changes:
            if change.type == "seat.left" and change.facts["erased"]:
                self.people.pop(change.facts["seat_id"], None)

    def _decide_one(
        self,
        workshop: Workshop,
        job: Job,
        now: str,
        new_id: Callable[[], str],
        limits: Limits,
    ) -> list[Change]:
        if job.op.type == "seat.join":
            by = Seat(job.op.seat_id, job.op.role)
        elif job.seat_id is None:
            by = SERVER
        else:
            by = seat_of(workshop, job.seat_id)
        made = decide(workshop, job.op, by=by, now=now, new_id=new_id, limits=limits)
        first = workshop.seq + 1
        return [
            replace(change, seq=first + place, op_id=job.op_id) for place, change in enumerate(made)
        ]


def seat_of(workshop: Workshop, seat_id: str) -> Seat:
    """Return a seat that is taken. Raises: Refused "seat.removed", "seat.refused", "token.bad"."""
    seat = workshop.seats.get(seat_id)
    if seat is None:
        raise Refused("token.bad", "This seat is not in the workshop. Join again by link.")
    if seat.removed and seat.waiting:
        raise Refused("seat.refused", "The facilitator has not let you in. Ask for another link.")
    if seat.removed:
        raise Refused("seat.removed", "This seat was left or removed. Join again by link.")
    return seat


def ack_of(kept: str) -> Ack:
    """Return the ack of an accepted op from "seq" or "seq id"."""
    seq, _, made = kept.partition(" ")
    return {"ok": True, "seq": int(seq)} | ({"id": made} if made else {})


def _add(batch: Batch, job: Job, made: list[Change]) -> None:
    for change in made:
        batch.workshop = apply(batch.workshop, change)
    batch.changes += made
    thing = made_id(made)
    seq = made[-1].seq
    batch.ops[job.name] = f"{seq} {thing}" if thing else str(seq)
    batch.accepted.append(job)
    seat_id = _named_seat(job)
    if job.person is not None and seat_id is not None:
        batch.people[seat_id] = job.person


def _named_seat(job: Job) -> str | None:
    if job.op.type == "seat.rename":
        return job.op.seat_id or job.seat_id
    return getattr(job.op, "seat_id", None)
