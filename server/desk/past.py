"""Gives the board as it was: the log is replayed up to a seq, a long one in a worker."""

import gzip
import time
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from server.domain.change import changes_from
from server.domain.refused import Refused
from server.domain.workshop import EMPTY, apply_all
from server.store.records import Damaged
from server.store.stored_workshop import Store, StoreUnavailable

from .acks import store_away
from .hosted import Hosted
from .rates import Rates, check_rate
from .results import Result
from .workers import Workers

READ_AT_ONCE = 100  # changes of one read: 3 ms
SMALL_LOG = 64 * 1024  # bytes of changes; to replay so many holds the loop for 10 ms
SEAT_RATE = 2  # boards of the past a second for one seat; a browser replays by itself
SEAT_BURST = 20


class Past:
    """Replays logs. Texts that were erased since are not in the log, so they stay erased."""

    def __init__(
        self,
        store: Store,
        *,
        make: Callable[..., bytes],
        canvases: Mapping[str, Any],
        workers: Workers,
        is_limited: bool = True,
    ) -> None:
        """`make` is `export/results.py`'s, handed in: the desk does not know exports."""
        self._store = store
        self._make = make
        self._canvases = canvases
        self._workers = workers
        self._seats = Rates(rate=SEAT_RATE if is_limited else 0, burst=SEAT_BURST)

    def of(self, hosted: Hosted, kind: str, *, at: int, seat_id: str) -> Result:
        """Return a result ("board", "json") of the workshop as it was after the change `at`.

        What was hidden then is masked as it was. Raises: Refused "changes.gone" for a seq of the
        future, "canvas.unknown", "op.too_fast", and what `Workers.ask` raises.
        """
        if at > hosted.seq:
            raise Refused("changes.gone", "That has not happened yet: ask for a lower seq.")
        folder = self._canvases.get(hosted.workshop.canvas_id)
        if folder is None:
            raise Refused("canvas.unknown", "The canvas of this workshop is not on this server.")
        check_rate(
            self._seats,
            f"{hosted.id}:{seat_id}",
            time.monotonic(),
            code="op.too_fast",
            message="A little slower, please; ask again in a moment.",
        )
        asked = {"kind": kind, "origin": self._origin(hosted, at)}
        parts = self._parts(hosted.id, at)
        if self._workers.size and sum(map(len, parts)) > SMALL_LOG:
            made = self._workers.ask(asked | {"is_log": True}, parts)
            return Result(made, is_zipped=True)
        workshop = apply_all(EMPTY, changes_from(b"".join(parts)))
        return Result(self._make(workshop, folder, **asked), is_zipped=False)

    def exported(self, hosted: Hosted, *, at: int, seat_id: str) -> dict[str, Any]:
        """Return the export of the workshop as it was. Raises: as `of`."""
        made = self.of(hosted, "json", at=at, seat_id=seat_id)
        body = gzip.decompress(made.body) if made.is_zipped else made.body
        exported: dict[str, Any] = orjson.loads(body)
        return exported

    def _origin(self, hosted: Hosted, at: int) -> dict[str, Any]:
        try:
            head = self._store.head_at(hosted.id, at)
        except StoreUnavailable:
            raise store_away() from None
        return {"workshop_id": hosted.id, "epoch": hosted.epoch, "seq": at, "log_head": head or ""}

    def _parts(self, workshop_id: str, at: int) -> list[bytes]:
        """Return the changes up to that seq as a JSON list in parts."""
        parts, seq = [b"["], 0
        while seq < at:
            limit = min(READ_AT_ONCE, at - seq)
            try:
                changes = self._store.changes(workshop_id, after=seq, limit=limit)
            except StoreUnavailable:
                raise store_away() from None
            except Damaged:
                changes = []
            if not changes:
                message = "The log cannot be read up to there. Tell the operator."
                raise Refused("store.damaged", message)
            told = orjson.dumps([change.to_json() for change in changes])[1:-1]
            parts.append(b"," + told if seq else told)
            seq = changes[-1].seq
        return [*parts, b"]"]
