"""The one door: everything the edge may ask of workshops."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from server.domain.board import board_of, board_without_notes, you_of
from server.domain.erase_date import date_text, erased_at
from server.domain.limits import Limits
from server.domain.refused import Refused
from server.domain.text import clean_line
from server.domain.visibility import heard
from server.domain.workshop import Workshop
from server.settings import Settings
from server.store.stored_workshop import Store, StoreUnavailable

from . import joining, keys, making
from .clock import now_text
from .commits import CommitLoop, Listener
from .erasing import Erasing
from .hosted import Ack, Hosted, Job, ack_of
from .joining import Asked, Joined
from .making import Made, MakeRequest
from .ops import is_op_id, read_op
from .rates import Rates, check_rate
from .retention import Retention
from .watch import Watch

ANSWER_WITHIN = 10  # seconds a caller waits for an ack; then it has to ask again
MOST_CHANGES = 1000  # changes of one answer; who missed more takes a snapshot


class Desk:
    """What one process knows how to do with workshops. Safe to call from many threads."""

    def __init__(
        self,
        store: Store,
        *,
        canvases: Mapping[str, Any],
        settings: Settings,
        metrics: Any = None,
        now: Callable[[], str] = now_text,
    ) -> None:
        """Prepare; nothing is read or started before `start`."""
        self.store = store
        self.canvases = canvases
        self.now = now
        self.metrics = metrics
        self.process = making.new_id()
        limits = Limits(
            note_text=settings.limit_note_text,
            notes=settings.limit_notes,
            seats=settings.limit_seats,
        )
        self.loop = CommitLoop(store, now, making.new_id, limits, metrics)
        self._event_bytes = settings.limit_event_bytes
        self._seats = Rates(rate=settings.limit_seat_ops, burst=settings.limit_seat_burst)
        self._workshops = Rates(
            rate=settings.limit_workshop_ops, burst=2 * settings.limit_workshop_ops
        )
        self._guesses = joining.Guesses()
        self._erasing = Erasing(store, self.loop, now)
        self.retention = Retention(store, self.loop, erase=self.erase, process=self.process)
        self.loop.listeners.append(self.retention)
        self._watch = Watch(store, self.loop, erasing=self._erasing, retention=self.retention)

    # -- life ----------------------------------------------------------------------------

    def start(self) -> None:
        """Start the commit loop, the bell and the regular looks, each in a thread."""
        threading.Thread(target=self.loop.run, daemon=True).start()
        self._watch.start()

    def stop(self) -> None:
        """End what `start` began, after the ops that wait now."""
        self._watch.stop()
        self.loop.stop()

    def is_stopped(self) -> bool:
        """Whether the last op taken has its answer."""
        return self.loop.is_stopped

    def listen(self, listener: Listener) -> None:
        """Tell `listener` of every change of every hosted workshop, in order."""
        self.loop.listeners.append(listener)

    def on_people_bell(self, heard_of: Callable[[str], None]) -> None:
        """Call `heard_of(workshop_id)` when another process says its people changed."""
        self._watch.on_people.append(heard_of)

    def watch(self, workshop_id: str) -> None:
        """Keep a workshop in this process: somebody here is connected to it."""
        self.hosted(workshop_id).watchers += 1

    def unwatch(self, workshop_id: str) -> None:
        """Take back one `watch`."""
        hosted = self.loop.hosted.get(workshop_id)
        if hosted is not None:
            hosted.watchers -= 1

    # -- making and joining ----------------------------------------------------------------

    def make(self, request: MakeRequest) -> Made:
        """Make a workshop. Raises: Refused, StoreUnavailable."""
        changes = making.changes_of(request, self.canvases, self.now())
        return making.store_workshop(self.store, changes)[0]

    def import_(self, exported: Mapping[str, Any]) -> Made:
        """Make a workshop with the shared board of an export, checked before."""
        changes = making.imported_changes(exported, self.canvases, self.now())
        return making.store_workshop(self.store, changes)[0]

    def demo(self, canvas_id: str | None = None) -> Made:
        """Make a fresh copy of a canvas's first example; it is erased after a day."""
        with_examples = [key for key in self.canvases if self.canvases[key].examples]
        wanted = canvas_id or ("city-business-model" if with_examples else "")
        folder = making.folder_of(self.canvases, wanted)
        if not folder.examples:
            raise Refused("canvas.unknown", "This canvas has no example.", field="canvas")
        exported = folder.examples[sorted(folder.examples)[0]]
        changes = making.imported_changes(exported, self.canvases, self.now())
        return making.store_workshop(self.store, making.for_a_day(changes))[0]

    def duplicate(self, workshop_id: str, *, title: str, keep: list[str]) -> Made:
        """Make a workshop like another: its canvas, cities, languages, and what `keep` names."""
        known = self.hosted(workshop_id).workshop
        settings = dict(known.settings) if "settings" in keep else {}
        request = MakeRequest(
            title=title,
            cities=[{"name": city.name, "letters": city.letters} for city in known.cities],
            canvas=known.canvas_id,
            service=known.service,
            languages=known.languages,
            settings=settings,
        )
        changes = making.changes_of(request, self.canvases, self.now())
        if "seeded_notes" in keep:
            changes += making.seeded(known, changes[0].facts["cities"], self.now())
        return making.store_workshop(self.store, changes)[0]

    def invitation(self, code: str, *, address: str = "") -> dict[str, Any]:
        """Return what a code means to somebody not yet in. Raises: "join.unknown_code"."""
        found = joining.find_invitation(self.store, code)
        if found is None:
            raise self._guesses.wrong(address)
        workshop = self.hosted(found.workshop_id).workshop
        said: dict[str, Any] = {
            "title": workshop.title,
            "role": found.role,
            "cities": [
                {"id": city.id, "name": city.name, "letters": city.letters}
                for city in workshop.cities
            ],
            "languages": list(workshop.languages),
            "join": workshop.settings["join"],
            "erase_on": self.erase_on(found.workshop_id),
        }
        if workshop.service:
            said["service"] = workshop.service
        if found.city is not None:
            said["city"] = found.city
        return said

    def join(self, asked: Asked) -> Joined:
        """Give somebody a seat, or the one they had in that workshop.

        Raises: Refused "join.unknown_code", "join.city_needed", "workshop.full", …
        """
        invitation = self._invited(asked)
        again = self._again(asked.seat, invitation) if asked.seat is not None else None
        if again is not None:
            return again
        op, person = joining.seating(asked, invitation)
        ack = self._wait_for(
            lambda done: Job(
                invitation.workshop_id, None, joining.join_op_id(), op, done, person=person
            )
        )
        if not ack["ok"]:
            raise refused_from(ack)
        name = person["name"]
        return Joined(invitation.workshop_id, op.seat_id, op.role, op.city, name, is_new=True)

    def rotate_keys(self, workshop_id: str, which: list[str]) -> dict[str, Any]:
        """Replace the keys and codes named; return the new ones. Old ones end at once."""
        return keys.rotate(self.store, workshop_id, self.hosted(workshop_id).workshop, which)

    def invitations(self, workshop_id: str) -> dict[str, Any]:
        """Return the workshop's codes; cities added later get theirs now."""
        return keys.listed(self.store, workshop_id, self.hosted(workshop_id).workshop)

    def erase(self, workshop_id: str) -> None:
        """Erase a workshop, its keys and codes; a tombstone with the date stays."""
        # Not by loading it: a workshop whose log is damaged can be erased too.
        if not self.store.heads([workshop_id]):
            raise Refused("workshop.unknown", "There is no such workshop here.")
        codes = joining.codes_of(self.store, workshop_id)
        self.store.erase(workshop_id, codes=list(codes.values()), today=self.now()[:10])
        self.loop.erased(workshop_id)
        self.store.ring(f"{workshop_id} 0")

    # -- taking part -------------------------------------------------------------------------

    def hosted(self, workshop_id: str) -> Hosted:
        """Return the live workshop. Raises: Refused "workshop.unknown", "store.…"."""
        return self.loop.host(workshop_id)

    def seat(self, workshop_id: str, seat_id: str) -> dict[str, Any]:
        """Return {id, role, city, name} of a seat that may act.

        Raises: Refused "seat.removed", "token.bad", "workshop.unknown".
        """
        hosted = self.hosted(workshop_id)
        seat = hosted.seat(seat_id)
        name = hosted.people.get(seat_id, {}).get("name", "")
        return {"id": seat.id, "role": seat.role, "city": seat.city, "name": name}

    def submit(
        self,
        workshop_id: str,
        seat_id: str,
        op: Any,
        done: Callable[[Ack], None],
        *,
        size: int = 0,
    ) -> None:
        """Take an op; `done` hears its ack once it is in the log, or the refusal.

        Ops of one seat given one after the other are decided in that order.
        """
        try:
            self._check_rates(workshop_id, seat_id, size)
            op_id, read = read_op(op)
            if read.type == "workshop.settings":
                self._check_thresholds(workshop_id, read.settings)
        except Refused as no:
            self._count(op, no.code)
            ack = self._accepted_before(workshop_id, seat_id, op)
            done(ack or {"ok": False, "error": no.error()})
            return

        person = None
        if read.type == "seat.rename":
            person = self._renamed(workshop_id, read.seat_id or seat_id, read.name)

        begun = time.perf_counter()

        def counted(ack: Ack) -> None:
            if self.metrics is not None:
                self.metrics.ack_seconds.observe(time.perf_counter() - begun)
            self._count(op, None if ack["ok"] else ack["error"]["code"])
            done(ack)

        try:
            answered = self._erasing.answering(workshop_id, read, op_id, counted)
        except StoreUnavailable:
            counted({"ok": False, "error": store_away().error()})
            return
        self.loop.submit(Job(workshop_id, seat_id, op_id, read, answered, person, size))

    def perform(self, workshop_id: str, seat_id: str, op: Any) -> Ack:
        """Take an op and return its ack, whatever it is."""
        return self._wait(lambda done: self.submit(workshop_id, seat_id, op, done))

    def snapshot(self, workshop_id: str, seat_id: str) -> dict[str, Any]:
        """Return what this seat may see: the shared board, and what is its own beside it."""
        hosted = self.hosted(workshop_id)
        workshop = hosted.workshop
        return self._beside(hosted, workshop, seat_id) | {"board": board_of(workshop)}

    def snapshot_json(self, workshop_id: str, seat_id: str, *, most: int) -> dict[str, Any]:
        """Return the snapshot with the board as JSON that is kept; None for one above `most` bytes.

        Then there is {seq, epoch, board} and nothing else.
        """
        hosted = self.hosted(workshop_id)
        workshop, epoch = hosted.workshop, hosted.epoch
        board = hosted.board_bytes(workshop)
        if len(board) > most:
            return {"seq": workshop.seq, "epoch": epoch, "board": None}
        return self._beside(hosted, workshop, seat_id) | {"board": orjson.Fragment(board)}

    def _beside(self, hosted: Hosted, workshop: Workshop, seat_id: str) -> dict[str, Any]:
        epoch = hosted.epoch
        seen: dict[str, Any] = {
            "workshop_id": hosted.id,
            "seq": workshop.seq,
            "epoch": epoch,
            "hash": hosted.hash(),
            "you": you_of(workshop, seat_id) | {"seat": self.seat(hosted.id, seat_id)},
            "phase": board_without_notes(workshop)["phase"],
            "erase_on": self.erase_on(hosted.id),
        }
        if hosted.seq != workshop.seq:  # something happened meanwhile: say no hash of another seq
            del seen["hash"]
        if workshop.imported_from:
            seen["imported_from"] = workshop.imported_from
        return seen

    def changes_since(
        self, workshop_id: str, seat_id: str, *, after: int, epoch: str | None, limit: int
    ) -> dict[str, Any]:
        """Return {changes, seq, epoch, more} as this seat hears them.

        Raises: Refused "changes.gone" for another epoch or a seq of the future.
        """
        hosted = self.hosted(workshop_id)
        hosted.seat(seat_id)
        seq = hosted.seq
        if after > seq or (epoch is not None and epoch != hosted.epoch):
            raise Refused("changes.gone", "Take a snapshot: these numbers are of another history.")
        try:
            found = self.store.changes(workshop_id, after=after, limit=limit)
        except StoreUnavailable:
            raise store_away() from None
        found = [change for change in found if change.seq <= seq]
        told = [heard(change, seat_id=seat_id) for change in found]
        last = found[-1].seq if found else after
        return {"changes": told, "seq": last, "epoch": hosted.epoch, "more": last < seq}

    def erase_on(self, workshop_id: str) -> str:
        """Return the date on which the workshop is erased, as things are now."""
        hosted = self.hosted(workshop_id)
        return date_text(erased_at(hosted.workshop))

    # -- inside ------------------------------------------------------------------------------

    def _invited(self, asked: Asked) -> joining.Invitation:
        if asked.facilitator_key is not None:
            workshop_id = joining.find_by_key(self.store, asked.facilitator_key)
            if workshop_id is None:
                raise self._guesses.wrong(asked.address)
            return joining.Invitation(workshop_id, "facilitator")
        if asked.code is not None:
            found = joining.find_invitation(self.store, asked.code)
            if found is None:
                raise self._guesses.wrong(asked.address)
            return found
        if asked.seat is None:
            raise Refused("op.malformed", "Send a code, a facilitator_key or a token.")
        return joining.Invitation(asked.seat[0], "observer")

    def _again(self, of: tuple[str, str], invitation: joining.Invitation) -> Joined | None:
        workshop_id, seat_id = of
        if workshop_id != invitation.workshop_id:
            return None
        seat = self.seat(workshop_id, seat_id)
        if invitation.role == "facilitator" and seat["role"] != "facilitator":
            return None  # the key gives a facilitator's seat, always
        return Joined(workshop_id, seat_id, seat["role"], seat["city"], seat["name"], is_new=False)

    def _accepted_before(self, workshop_id: str, seat_id: str, op: Any) -> Ack | None:
        """Return the ack of an op_id accepted before, whatever is sent with it now, or None."""
        op_id = op.get("op_id") if isinstance(op, dict) else None
        if not is_op_id(op_id):
            return None
        name = f"{seat_id}:{op_id}"
        try:
            kept = self.store.accepted(workshop_id, [name]).get(name)
        except StoreUnavailable:
            return {"ok": False, "error": store_away().error()}
        return ack_of(kept) if kept else None

    def _check_thresholds(self, workshop_id: str, settings: Mapping[str, Any]) -> None:
        folder = self.canvases.get(self.hosted(workshop_id).workshop.canvas_id)
        if folder is not None:
            making.check_thresholds(folder.canvas, settings)

    def _renamed(self, workshop_id: str, seat_id: str, name: str) -> dict[str, Any] | None:
        hosted = self.loop.hosted.get(workshop_id)
        known = hosted.people.get(seat_id, {}) if hosted else {}
        try:
            return known | {"name": clean_line(name, field="name")}
        except Refused:
            return None  # the domain refuses it with the same words

    def _check_rates(self, workshop_id: str, seat_id: str, size: int) -> None:
        if size > self._event_bytes:
            raise Refused(
                "op.too_large",
                "That is too much at once.",
                numbers={"limit": self._event_bytes},
            )
        now = time.monotonic()
        check_rate(
            self._seats,
            f"{workshop_id}:{seat_id}",
            now,
            code="op.too_fast",
            message="A little slower, please; this is sent again.",
        )
        check_rate(
            self._workshops,
            workshop_id,
            now,
            code="workshop.busy",
            message="Many people write at once; this is sent again.",
        )

    def _wait_for(self, job_of: Callable[[Callable[[Ack], None]], Job]) -> Ack:
        return self._wait(lambda done: self.loop.submit(job_of(done)))

    def _wait(self, begin: Callable[[Callable[[Ack], None]], None]) -> Ack:
        answered = threading.Event()
        acks: list[Ack] = []

        def done(ack: Ack) -> None:
            acks.append(ack)
            answered.set()

        begin(done)
        if not answered.wait(ANSWER_WITHIN):
            return {"ok": False, "error": store_away().error()}
        return acks[0]

    def _count(self, op: Any, refusal: str | None) -> None:
        if self.metrics is None:
            return
        if refusal is not None:
            self.metrics.refusals.labels(refusal).inc()
        else:
            self.metrics.ops.labels(op["type"]).inc()


def refused_from(ack: Ack) -> Refused:
    """Return the refusal an ack tells of."""
    error = ack["error"]
    return Refused(
        error["code"],
        error["message"],
        field=error.get("field"),
        numbers=error.get("numbers"),
        retry_in_ms=error.get("retry_in_ms"),
    )


def store_away() -> Refused:
    """Return the refusal for a store that does not answer."""
    return Refused("store.unavailable", "The store does not answer; try again.", retry_in_ms=500)
