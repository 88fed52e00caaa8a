"""Takes what people do: how often, in which shape, then into the log."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from server.domain.refused import Refused
from server.domain.text import clean_line
from server.settings import Settings
from server.store.stored_workshop import Store, StoreUnavailable

from . import making
from .acks import store_away, wait_for_ack
from .commits import CommitLoop
from .erasing import Erasing
from .hosted import Ack, Job, ack_of
from .ops import is_op_id, read_op
from .rates import Rates, check_rate


class Performing:
    """Takes ops and sees to their acks."""

    def __init__(
        self,
        store: Store,
        loop: CommitLoop,
        *,
        erasing: Erasing,
        canvases: Mapping[str, Any],
        settings: Settings,
        metrics: Any = None,
    ) -> None:
        """Commit through `loop`, within the limits of `settings`."""
        self._store = store
        self._loop = loop
        self._erasing = erasing
        self._canvases = canvases
        self._metrics = metrics
        self._event_bytes = settings.limit_event_bytes
        self._seats = Rates(rate=settings.limit_seat_ops, burst=settings.limit_seat_burst)
        self._workshops = Rates(
            rate=settings.limit_workshop_ops, burst=2 * settings.limit_workshop_ops
        )

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
                self._check_settings(workshop_id, read.settings)
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
            if self._metrics is not None:
                self._metrics.ack_seconds.observe(time.perf_counter() - begun)
            self._count(op, None if ack["ok"] else ack["error"]["code"])
            done(ack)

        try:
            answered = self._erasing.answering(workshop_id, read, op_id, counted)
        except StoreUnavailable:
            counted({"ok": False, "error": store_away().error()})
            return
        self._loop.submit(Job(workshop_id, seat_id, op_id, read, answered, person, size))

    def perform(self, workshop_id: str, seat_id: str, op: Any) -> Ack:
        """Take an op and return its ack, whatever it is."""
        return wait_for_ack(lambda done: self.submit(workshop_id, seat_id, op, done))

    def _accepted_before(self, workshop_id: str, seat_id: str, op: Any) -> Ack | None:
        """Return the ack of an op_id accepted before, whatever is sent with it now, or None."""
        op_id = op.get("op_id") if isinstance(op, dict) else None
        if not is_op_id(op_id):
            return None
        name = f"{seat_id}:{op_id}"
        try:
            kept = self._store.accepted(workshop_id, [name]).get(name)
        except StoreUnavailable:
            return {"ok": False, "error": store_away().error()}
        return ack_of(kept) if kept else None

    def _check_settings(self, workshop_id: str, settings: Mapping[str, Any]) -> None:
        folder = self._canvases.get(self._loop.host(workshop_id).workshop.canvas_id)
        if folder is not None:
            making.check_settings(folder.canvas, settings)

    def _renamed(self, workshop_id: str, seat_id: str, name: str) -> dict[str, Any] | None:
        hosted = self._loop.hosted.get(workshop_id)
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

    def _count(self, op: Any, refusal: str | None) -> None:
        if self._metrics is None:
            return
        if refusal is not None:
            self._metrics.refusals.labels(refusal).inc()
        else:
            self._metrics.ops.labels(op["type"]).inc()
