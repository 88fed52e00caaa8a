"""The commit loop of a process: takes all waiting ops, commits them in one write, tells."""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog

from server.domain.change import Change
from server.domain.limits import Limits
from server.domain.refused import Refused
from server.store.records import Damaged
from server.store.stored_workshop import (
    Behind,
    Committed,
    Forked,
    KnownOp,
    Loaded,
    Store,
    StoreUnavailable,
    UnknownWorkshop,
)

from .hosted import Ack, Batch, Hosted, Job

MOST_AT_ONCE = 256  # ops of one workshop in one write, so that one import delays nobody
MOST_TRIES = 100  # times a batch is decided again because others were first
READ_AT_ONCE = 1000  # missed changes of one read
LEAST_SNAPSHOT = 256 * 1024  # bytes of changes before a snapshot is worth writing

log = structlog.get_logger()


class Listener(Protocol):
    """Who wants to hear what happened: the fan-out."""

    def changed(self, hosted: Hosted, changes: Sequence[Change]) -> None:
        """Hear committed changes, in seq order, once."""

    def replaced(self, hosted: Hosted) -> None:
        """Hear that the workshop has a new epoch: everybody needs a snapshot."""


@dataclass(slots=True)
class CommitLoop:
    """Hosts workshops and commits what is asked of them. One for each process."""

    store: Store
    now: Callable[[], str]
    new_id: Callable[[], str]
    limits: Limits
    metrics: Any = None
    hosted: dict[str, Hosted] = field(default_factory=dict)
    listeners: list[Listener] = field(default_factory=list)
    _waiting: "queue.Queue[Job | str | None]" = field(default_factory=queue.Queue)
    _loading: threading.RLock = field(default_factory=threading.RLock)

    def host(self, workshop_id: str) -> Hosted:
        """Return the live workshop, loaded if it was not here.

        Raises: Refused "workshop.unknown", "store.unavailable", "store.damaged".
        """
        found = self.hosted.get(workshop_id)
        if found is None:
            with self._loading:
                found = self.hosted.get(workshop_id)
                if found is None:
                    found = self._load(workshop_id)
                    self.hosted[workshop_id] = found
        found.used_at = time.monotonic()
        return found

    def submit(self, job: Job) -> None:
        """Queue an op; `job.done` is called with its ack after the commit."""
        self._waiting.put(job)

    def look(self, workshop_id: str) -> None:
        """Queue a look at the log of a hosted workshop: somebody rang."""
        self._waiting.put(workshop_id)

    def stop(self) -> None:
        """End the loop after what is queued now."""
        self._waiting.put(None)

    def run(self) -> None:
        """Work until stopped."""
        while True:
            taken = self._take()
            self._work(taken)
            if None in taken:
                return

    def _work(self, taken: Sequence[Job | str | None]) -> None:
        jobs = [each for each in taken if isinstance(each, Job)]
        rung = dict.fromkeys(each for each in taken if isinstance(each, str))
        for workshop_id in rung:
            self._catch_up_quietly(workshop_id)
        try:
            if jobs:
                self._commit(jobs)
        except Exception:
            # One workshop's fault must not end the loop of all of them. Who was answered
            # already does not mind a second answer; everybody else asks again by op_id.
            log.exception("commit_fault", workshops=sorted({job.workshop_id for job in jobs}))
            for job in jobs:
                job.done(_no("server.fault", "That went wrong on our side. Try again.", retry=500))

    def _take(self) -> list[Job | str | None]:
        taken = [self._waiting.get()]
        while True:
            try:
                taken.append(self._waiting.get_nowait())
            except queue.Empty:
                return taken

    def _commit(self, jobs: list[Job]) -> None:
        for _ in range(MOST_TRIES):
            jobs = self._round(jobs)
            if not jobs:
                return
        for job in jobs:
            job.done(_no("workshop.busy", "Many people write at once; try again.", retry=500))

    def _round(self, jobs: list[Job]) -> list[Job]:
        """Decide and commit once; return the jobs that have to be decided again."""
        again: list[Job] = []
        rounds: list[tuple[Hosted, list[Job], Batch]] = []
        for workshop_id, of_workshop in _by_workshop(jobs).items():
            again += of_workshop[MOST_AT_ONCE:]
            of_workshop = of_workshop[:MOST_AT_ONCE]
            hosted = self._hosted_for(workshop_id, of_workshop)
            if hosted is not None:
                batch = hosted.decide(
                    of_workshop, now=self.now(), new_id=self.new_id, limits=self.limits
                )
                rounds.append((hosted, of_workshop, batch))
        self._answer_refused(rounds)
        writing = [each for each in rounds if each[2].changes]
        return again + (self._write(writing) if writing else [])

    def _write(self, rounds: list[tuple[Hosted, list[Job], Batch]]) -> list[Job]:
        begun = time.perf_counter()
        try:
            outcomes = self.store.commit([hosted.commit_of(batch) for hosted, _, batch in rounds])
        except StoreUnavailable:
            self._fail([job for _, _, batch in rounds for job in batch.accepted], rounds)
            return []
        again: list[Job] = []
        for (hosted, _, batch), outcome in zip(rounds, outcomes, strict=True):
            if isinstance(outcome, Committed):
                hosted.advance(batch, outcome.head)
                self._tell(hosted, batch)
                continue
            if isinstance(outcome, KnownOp):
                hosted.remember(outcome.op, outcome.ack)
            elif isinstance(outcome, Behind):
                self._hear(hosted, outcome.changes, outcome.head)
            elif isinstance(outcome, Forked):
                self._reload(hosted)
            else:
                log.error("commit_failed", reason=outcome.reason)
                self._fail(batch.accepted, [])
                continue
            again += batch.accepted
        self._count(rounds, time.perf_counter() - begun)
        return again

    def _answer_refused(self, rounds: list[tuple[Hosted, list[Job], Batch]]) -> None:
        for hosted, _, batch in rounds:
            self._remember_accepted(hosted, batch)
            for job, ack in batch.answered:
                if ack["ok"] and ack["seq"] > hosted.seq:
                    batch.accepted.append(job)  # twice in one batch: answered after the commit
                else:
                    job.done(ack)

    def _remember_accepted(self, hosted: Hosted, batch: Batch) -> None:
        # Sent again after a restart, an op that was accepted may be refused by what it did
        # itself ("no votes left"). The store knows it better than this replica.
        refused = [job for job, ack in batch.answered if not ack["ok"]]
        if not refused:
            return
        try:
            known = self.store.accepted(hosted.id, [job.name for job in refused])
        except StoreUnavailable:
            answer = _no("store.unavailable", "Not sure yet; it is sent again.", retry=500)
            batch.answered = [(job, ack if ack["ok"] else answer) for job, ack in batch.answered]
            return
        for name, ack in known.items():
            hosted.remember(name, ack)
        batch.answered = [
            (job, hosted.ack(job) if job.name in known else ack) for job, ack in batch.answered
        ]

    def _tell(self, hosted: Hosted, batch: Batch) -> None:
        for job in batch.accepted:
            job.done(hosted.ack(job))
        for listener in self.listeners:
            listener.changed(hosted, batch.changes)
        self._snapshot_if_due(hosted)

    def _fail(self, jobs: list[Job], rounds: list[tuple[Hosted, list[Job], Batch]]) -> None:
        # The batch may be in the log although no answer came, so look before the next one.
        for hosted, _, _ in rounds:
            self.look(hosted.id)
        for job in jobs:
            job.done(_no("store.unavailable", "Not saved yet; it is sent again.", retry=500))

    def _hosted_for(self, workshop_id: str, jobs: list[Job]) -> Hosted | None:
        try:
            return self.host(workshop_id)
        except Refused as no:
            for job in jobs:
                job.done({"ok": False, "error": no.error()})
            return None

    def _load(self, workshop_id: str) -> Hosted:
        try:
            return Hosted(workshop_id, self.store.load(workshop_id), self.store.people(workshop_id))
        except UnknownWorkshop:
            raise Refused("workshop.unknown", "There is no such workshop here.") from None
        except StoreUnavailable:
            raise _unavailable() from None
        except Damaged as fault:
            log.error("log_damaged", workshop_id=workshop_id, fault=str(fault))
            raise Refused(
                "store.damaged",
                "The log of this workshop does not check; nothing is changed. Tell the operator.",
            ) from None

    def _catch_up_quietly(self, workshop_id: str) -> None:
        hosted = self.hosted.get(workshop_id)
        if hosted is None:
            return
        try:
            self._catch_up(hosted)
        except StoreUnavailable:
            log.warning("store_away", workshop_id=workshop_id)
        except Exception:
            log.exception("catch_up_fault", workshop_id=workshop_id)

    def _catch_up(self, hosted: Hosted) -> None:
        head = self.store.heads([hosted.id]).get(hosted.id)
        if head is None:
            self.hosted.pop(hosted.id, None)  # erased
            return
        seq, log_head, epoch = head
        if epoch != hosted.epoch or seq < hosted.seq:
            self._reload(hosted)
            return
        while hosted.seq < seq:
            changes = self.store.changes(hosted.id, after=hosted.seq, limit=READ_AT_ONCE)
            changes = [change for change in changes if change.seq <= seq]
            if not changes:
                return
            self._hear(hosted, changes, log_head)

    def _hear(self, hosted: Hosted, changes: Sequence[Change], head: str) -> None:
        """Take over what another process stored, and tell it."""
        if not changes:
            return
        hosted.hear(changes, head)
        if any(change.type in ("seat.joined", "seat.renamed") for change in changes):
            hosted.people.update(self.store.people(hosted.id))
        for listener in self.listeners:
            listener.changed(hosted, changes)

    def _reload(self, hosted: Hosted) -> None:
        loaded: Loaded = self.store.load(hosted.id)
        hosted.take(loaded)
        hosted.people = self.store.people(hosted.id)
        hosted.meta = None
        for listener in self.listeners:
            listener.replaced(hosted)

    def _snapshot_if_due(self, hosted: Hosted) -> None:
        if hosted.bytes_since_snapshot < LEAST_SNAPSHOT:
            return
        size = 300 * len(hosted.workshop.notes)  # about what a snapshot of it takes
        if hosted.bytes_since_snapshot < size:
            return
        hosted.bytes_since_snapshot = 0
        taken = Loaded(hosted.workshop, hosted.head, hosted.epoch, 0)
        threading.Thread(target=self._save, args=[hosted.id, taken], daemon=True).start()

    def _save(self, workshop_id: str, taken: Loaded) -> None:
        try:
            self.store.save_snapshot(workshop_id, taken)
        except StoreUnavailable:
            log.warning("snapshot_not_stored", workshop_id=workshop_id)

    def _count(self, rounds: list[tuple[Hosted, list[Job], Batch]], seconds: float) -> None:
        if self.metrics is not None:
            ops = sum(len(batch.accepted) for _, _, batch in rounds)
            self.metrics.commits.inc(len(rounds))
            self.metrics.batch_size.observe(ops)
            self.metrics.commit_seconds.observe(seconds)


def _by_workshop(jobs: list[Job]) -> dict[str, list[Job]]:
    found: dict[str, list[Job]] = {}
    for job in jobs:
        found.setdefault(job.workshop_id, []).append(job)
    return found


def _no(code: str, message: str, *, retry: int) -> Ack:
    return {"ok": False, "error": Refused(code, message, retry_in_ms=retry).error()}


def _unavailable() -> Refused:
    return Refused("store.unavailable", "The store does not answer; try again.", retry_in_ms=500)
