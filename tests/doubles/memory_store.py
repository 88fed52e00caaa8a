"""A store in memory: the only double of the tests. It passes the same contract as Redis."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from server.domain.stored import from_state, to_state
from server.domain.workshop import EMPTY, apply_all
from server.store.erasing import erased_by
from server.store.records import NO_HEAD, Record, check_chain, read_record, write_records
from server.store.redis_store import new_epoch
from server.store.stored_workshop import (
    MADE_WITHIN,
    Behind,
    Commit,
    Committed,
    Forked,
    KnownOp,
    Loaded,
    Outcome,
    StoreUnavailable,
    UnknownWorkshop,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from server.domain.change import Change


@dataclass
class Kept:
    """Everything of one workshop."""

    epoch: str
    log: list[Record] = field(default_factory=list)
    ops: dict[str, str] = field(default_factory=dict)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    snapshot: bytes | None = None

    @property
    def head(self) -> str:
        return self.log[-1].head if self.log else NO_HEAD


class MemoryStore:
    """Keeps workshops in this process."""

    is_away = False

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}
        self.codes: dict[str, str] = {}
        self.due_at: dict[str, float] = {}
        self.tombstones: dict[str, str] = {}
        self.erasing: dict[tuple[str, str], float] = {}
        self.full_at: dict[str, float] = {}
        self.bells: list[Callable[[str], None]] = []

    def create(self, commit: Commit, meta: dict[str, str], codes: dict[str, str]) -> None:
        (outcome,) = self.commit([commit])
        if not isinstance(outcome, Committed):
            raise StoreUnavailable(str(outcome))
        self.kept[commit.workshop_id].meta = dict(meta)
        self.codes |= codes
        self.set_due(commit.workshop_id, time.time() + MADE_WITHIN)

    def commit(self, commits: Sequence[Commit]) -> list[Outcome]:
        return [self._commit(commit) for commit in commits]

    def _commit(self, commit: Commit) -> Outcome:
        kept = self.kept.setdefault(commit.workshop_id, Kept(commit.epoch))
        if kept.epoch != commit.epoch:
            return Forked()
        if len(kept.log) > commit.seq:
            missed = kept.log[commit.seq : commit.seq + 256]
            return Behind([read_record(one.body, one.texts) for one in missed], missed[-1].head)
        if len(kept.log) < commit.seq or kept.head != commit.head:
            kept.epoch = new_epoch()
            return Forked()
        for op in commit.ops:
            if op in kept.ops:
                return KnownOp(op, kept.ops[op])
        kept.log += write_records(commit.changes, head=kept.head)
        kept.ops |= commit.ops
        kept.people |= commit.people
        self.ring(f"{commit.workshop_id} {commit.seq + 1}")
        return Committed(kept.head)

    def replicated(self, workshop_ids: Sequence[str]) -> set[str]:
        return set(workshop_ids)

    def load(self, workshop_id: str) -> Loaded:
        kept = self._of(workshop_id)
        workshop, head = EMPTY, NO_HEAD
        if kept.snapshot is not None:
            stored = orjson.loads(kept.snapshot)
            workshop, head = from_state(stored["state"]), stored["head"]
        rest = kept.log[workshop.seq :]
        raw = [(one.seq, one.body, one.head, one.digests) for one in rest]
        _, head = check_chain(raw, seq=workshop.seq, head=head)
        workshop = apply_all(workshop, [read_record(one.body, one.texts) for one in rest])
        return Loaded(workshop, head, kept.epoch, sum(len(one.body) for one in rest))

    def changes(self, workshop_id: str, *, after: int, limit: int) -> list[Change]:
        found = self._of(workshop_id).log[after : after + limit]
        return [read_record(one.body, one.texts) for one in found]

    def heads(self, workshop_ids: Sequence[str]) -> dict[str, tuple[int, str, str]]:
        return {
            workshop_id: (len(kept.log), kept.head, kept.epoch)
            for workshop_id in workshop_ids
            if (kept := self.kept.get(workshop_id)) is not None
        }

    def head_at(self, workshop_id: str, seq: int) -> str | None:
        log = self._of(workshop_id).log
        return log[seq - 1].head if 1 <= seq <= len(log) else None

    def save_snapshot(self, workshop_id: str, loaded: Loaded) -> None:
        state = {"state": to_state(loaded.workshop), "head": loaded.head}
        self._of(workshop_id).snapshot = orjson.dumps(state)

    def verify(self, workshop_id: str) -> int:
        log = self._of(workshop_id).log
        raw = [(one.seq, one.body, one.head, one.digests) for one in log]
        return check_chain(raw, seq=0, head=NO_HEAD)[0]

    def people(self, workshop_id: str) -> dict[str, dict[str, Any]]:
        kept = self.kept.get(workshop_id)
        return dict(kept.people) if kept else {}

    def accepted(self, workshop_id: str, ops: Sequence[str]) -> dict[str, str]:
        kept = self._of(workshop_id).ops
        return {op: kept[op] for op in ops if op in kept}

    def meta(self, workshop_id: str) -> dict[str, str]:
        kept = self.kept.get(workshop_id)
        return dict(kept.meta) if kept else {}

    def set_meta(self, workshop_id: str, meta: dict[str, str]) -> None:
        self._of(workshop_id).meta |= meta

    def code(self, code: str) -> dict[str, Any] | None:
        return orjson.loads(self.codes[code]) if code in self.codes else None

    def change_codes(self, *, remove: Sequence[str], add: dict[str, str]) -> None:
        for code in remove:
            self.codes.pop(code, None)
        self.codes |= add

    def erase(self, workshop_id: str, *, codes: Sequence[str], today: str) -> None:
        self.tombstones[workshop_id] = today
        self.kept.pop(workshop_id, None)
        self.due_at.pop(workshop_id, None)
        self.change_codes(remove=codes, add={})

    def begin_erasing(self, workshop_id: str, op_id: str) -> None:
        self.erasing[workshop_id, op_id] = time.time()

    def carry_out_erasing(self, workshop_id: str, *, op_id: str, today: str) -> None:
        kept = self._of(workshop_id)
        found = erased_by([(one.seq, one.body, one.digests) for one in kept.log])
        for name in found.fields:
            seq, path = name.split(":", 1)
            kept.log[int(seq) - 1].texts.pop(path, None)
        for seat_id in found.seats:
            kept.people.pop(seat_id, None)
        gone = (*found.things, *found.seats)
        self.tombstones |= {f"{workshop_id}:{each}": today for each in gone}
        kept.snapshot = None
        self.erasing.pop((workshop_id, op_id), None)

    def erasings_begun_before(self, when: float) -> list[tuple[str, str]]:
        return [name for name, begun in self.erasing.items() if begun < when]

    def workshop_ids(self) -> list[str]:
        return sorted(self.due_at, key=lambda workshop_id: self.due_at[workshop_id])

    def due(self, now: float) -> list[str]:
        return [workshop_id for workshop_id, when in self.due_at.items() if when <= now]

    def set_due(self, workshop_id: str, when: float) -> None:
        self.due_at[workshop_id] = when

    def take(self, bucket: str, *, rate: float, burst: float, amount: float) -> int:
        now = time.time()
        full_at = max(now, self.full_at.get(bucket, 0.0)) + amount / rate
        wait = full_at - now - burst / rate
        if wait > 0:
            return math.ceil(1000 * wait)
        self.full_at[bucket] = full_at
        return 0

    def ping(self) -> None:
        """There it is."""

    def ring(self, text: str) -> None:
        for bell in self.bells:
            bell(text)

    def _of(self, workshop_id: str) -> Kept:
        kept = self.kept.get(workshop_id)
        if kept is None:
            raise UnknownWorkshop(workshop_id)
        return kept
