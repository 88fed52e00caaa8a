"""Erases texts and names before the op that asks for it is answered."""

import threading
import time
from collections.abc import Callable
from typing import Any

import structlog

from server.domain.permissions import ERASING_OPS
from server.domain.refused import Refused
from server.store.stored_workshop import Loaded, Store, StoreUnavailable, UnknownWorkshop

from .commits import CommitLoop
from .hosted import Ack

LEFT_BEHIND = 60  # seconds after which an erasing begun by a process that died is carried out


log = structlog.get_logger()


class Erasing:
    """Sees to it that what an op erases is gone from the store, whatever dies meanwhile."""

    def __init__(self, store: Store, loop: CommitLoop, now: Callable[[], str]) -> None:
        """Erase in `store`; `loop` hosts the workshops."""
        self._store = store
        self._loop = loop
        self._now = now

    def answering(
        self, workshop_id: str, op: Any, op_id: str, done: Callable[[Ack], None]
    ) -> Callable[[Ack], None]:
        """Return who is to hear the ack: `done` itself, or `done` after what the op erases is gone.

        Raises: StoreUnavailable.
        """
        if not erases(op):
            return done
        self._store.begin_erasing(workshop_id, op_id)

        def then(ack: Ack) -> None:
            # Called by the commit loop, which must go on with other workshops meanwhile.
            work = threading.Thread(
                target=self._finish, args=[workshop_id, op_id, ack, done], daemon=True
            )
            work.start()

        return then

    def finish_others(self) -> None:
        """Carry out what processes that died have begun. Raises: StoreUnavailable."""
        for workshop_id, op_id in self._store.erasings_begun_before(time.time() - LEFT_BEHIND):
            self._carry_out(workshop_id, op_id)
            log.info("erasing_finished", workshop_id=workshop_id)

    def _finish(self, workshop_id: str, op_id: str, ack: Ack, done: Callable[[Ack], None]) -> None:
        try:
            self._carry_out(workshop_id, op_id)
        except StoreUnavailable:
            # It is in the log and will be carried out; who asked hears so when asking again.
            away = Refused(
                "store.unavailable", "The store does not answer; try again.", retry_in_ms=500
            )
            ack = {"ok": False, "error": away.error()}
        done(ack)

    def _carry_out(self, workshop_id: str, op_id: str) -> None:
        self._store.carry_out_erasing(workshop_id, op_id=op_id, today=self._now()[:10])
        hosted = self._loop.hosted.get(workshop_id)
        if hosted is not None:  # the stored snapshots are gone, and loading shall stay short
            taken = Loaded(hosted.workshop, hosted.head, hosted.epoch, 0)
            try:
                self._store.save_snapshot(workshop_id, taken)
            except UnknownWorkshop:
                return


def erases(op: Any) -> bool:
    """Return whether an op erases something."""
    return op.type in ERASING_OPS or (op.type == "seat.leave" and op.erase)
