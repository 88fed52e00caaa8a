"""The commit loop of a process: takes all waiting ops, commits them in one write, tells."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    Outcome,
    Store,
    StoreUnavailable,
    UnknownWorkshop,
)

from .hosted import Ack, Batch, Hosted, Job, ack_of
from .waiting import Waiting

MOST_AT_ONCE = 256  # ops of one workshop in one write, so that one import delays nobody
MOST_BYTES_AT_ONCE = 256 * 1024  # of the same
MOST_TRIES = 100  # times in a row another process may be first
READ_AT_ONCE = 1000  # missed changes of one read
LEAST_SNAPSHOT = 256 * 1024  # bytes of changes before a snapshot is worth writing
LONGEST_REST = 0.025  # seconds; under load batches grow instead of the queue

log = structlog.get_logger()


class Listener(Protocol):
    """Who wants to hear what happened: the fan-out."""

    def changed(self, hosted: Hosted, changes: Sequence[Change]) -> None:
        """Hear committed changes, in seq order, once."""

    def replaced(self, hosted: Hosted) -> None:
        """Hear that the workshop has a new epoch: everybody needs a snapshot."""

    def erased(self, hosted: Hosted) -> None:
        """Hear that the workshop is no more."""


class Outlet(Protocol):
    """Where acks and changes go out: what is told in one round may travel together."""

    def hold(self) -> None:
        """Keep what is sent from now on."""

    def flush(self) -> None:
        """Send what was kept."""


class Straight:
    """An outlet that keeps nothing."""

    def hold(self) -> None:
        """Do nothing."""

    def flush(self) -> None:
        """Do nothing."""


@dataclass(slots=True)
class Round:
    """The ops of one workshop in one write, and what they would change."""

    hosted: Hosted
    jobs: list[Job]
    batch: Batch

    def unanswered(self) -> list[Job]:
        """Return the jobs that still wait for an ack, in the order given."""
        known = {id(job) for job, ack in self.batch.answered if self._is_stored(ack)}
        return [job for job in self.jobs if id(job) not in known]

    def answer_known(self) -> None:
        """Answer those whose op was in the log before."""
        for job, ack in self.batch.answered:
            if self._is_stored(ack):
                job.done(ack)

    def refused(self) -> list[Job]:
        """Return the jobs this replica would refuse."""
        return [job for job, ack in self.batch.answered if not ack["ok"]]

    def answer(self, known: Mapping[str, str] | None) -> None:
        """Answer all others: the batch is in the log, or nothing of it had to be.

        `known` are acks of refused ops that were accepted long ago; None = nobody can say.
        """
        for job in self.batch.accepted:
            job.done(self.hosted.ack(job))
        for job, ack in self.batch.answered:
            if ack["ok"]:
                if not self._is_stored(ack):  # twice in one batch
                    job.done(self.hosted.ack(job))
            elif known is None:
                job.done(_no("store.unavailable", "Not sure yet; it is sent again.", retry=500))
            else:
                job.done(ack_of(known[job.name]) if job.name in known else ack)

    def _is_stored(self, ack: Ack) -> bool:
        return bool(ack["ok"]) and ack["seq"] <= self.batch.begun_at


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
    outlet: Outlet = field(default_factory=Straight)
    is_stopped: bool = False
    _waiting: Waiting[Job | str | None] = field(default_factory=Waiting)
    _loading: threading.RLock = field(default_factory=threading.RLock)
    _lost: dict[str, int] = field(default_factory=dict)  # workshop → times another was first
    _telling: float = 0.0  # seconds spent telling in this round

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
        if self.is_stopped:
            job.done(_no("store.unavailable", "The server restarts; it is sent again.", retry=500))
        else:
            self._waiting.put(job)

    def look(self, workshop_id: str) -> None:
        """Queue a look at the log of a hosted workshop: somebody rang."""
        self._waiting.put(workshop_id)

    def erased(self, workshop_id: str) -> None:
        """Let go of a workshop that the store does not have any more, and tell it."""
        hosted = self.hosted.pop(workshop_id, None)
        if hosted is not None:
            self._tell_all(hosted.id, lambda listener: listener.erased(hosted))

    def stop(self) -> None:
        """End the loop after what is queued now."""
        self._waiting.put(None)

    def run(self) -> None:
        """Work until stopped."""
        jobs: list[Job] = []
        is_ending = False
        while jobs or not is_ending:
            taken = self._waiting.take(wait=not jobs)
            is_ending = is_ending or None in taken
            jobs += [each for each in taken if isinstance(each, Job)]
            jobs = self._work({each for each in taken if isinstance(each, str)}, jobs)
            # Rest as long as telling took: meanwhile ops come in and the next batch is larger.
            time.sleep(min(self._telling, LONGEST_REST))
            self._telling = 0.0
        self.is_stopped = True

    def _work(self, rung: set[str], jobs: list[Job]) -> list[Job]:
        """Do one round; return the jobs that come again, before all later ones."""
        try:
            if rung:
                self._look(rung)
            return self._round(jobs) if jobs else []
        except StoreUnavailable:
            # Whoever waits behind these would wait as long again; they all ask again.
            later = self._waiting.take(wait=False)
            self._fail([*jobs, *(each for each in later if isinstance(each, Job))])
            if None in later:
                self._waiting.put(None)
            return []
        except Exception:
            # One workshop's fault must not end the loop of all of them. Who was answered
            # already does not mind a second answer; everybody else asks again by op_id.
            log.exception("commit_fault", workshops=sorted({job.workshop_id for job in jobs}))
            _answer(jobs, "server.fault", "That went wrong on our side. Try again.")
            return []

    def _round(self, jobs: list[Job]) -> list[Job]:
        """Decide and commit once; return the jobs that come again, in their order."""
        left: list[Job] = []
        rounds: list[Round] = []
        for workshop_id, of_workshop in _by_workshop(jobs).items():
            share = _share(of_workshop)
            left += of_workshop[share:]
            begun = self._begin(workshop_id, of_workshop[:share])
            if begun is not None:
                rounds.append(begun)
        again: list[Job] = []
        writing = [each for each in rounds if each.batch.changes]
        refusing = [each for each in rounds if not each.batch.changes and each.unanswered()]
        if writing:
            again += self._write(writing)
        if refusing:
            again += self._refuse(refusing)
        return again + left

    def _begin(self, workshop_id: str, jobs: list[Job]) -> Round | None:
        try:
            hosted = self.host(workshop_id)
        except Refused as no:
            for job in jobs:
                job.done({"ok": False, "error": no.error()})
            return None
        batch = hosted.decide(jobs, now=self.now(), new_id=self.new_id, limits=self.limits)
        begun = Round(hosted, jobs, batch)
        begun.answer_known()
        return begun

    def _write(self, rounds: list[Round]) -> list[Job]:
        begun = time.perf_counter()
        outcomes = self.store.commit([each.hosted.commit_of(each.batch) for each in rounds])
        self._count(rounds, time.perf_counter() - begun)
        self.outlet.hold()
        try:
            return self._became_all(rounds, outcomes)
        finally:
            begun = time.perf_counter()
            self.outlet.flush()
            self._telling += time.perf_counter() - begun

    def _became_all(self, rounds: list[Round], outcomes: Sequence[Outcome]) -> list[Job]:
        again: list[Job] = []
        for each, outcome in zip(rounds, outcomes, strict=True):
            try:
                again += self._became(each, outcome)
            except UnknownWorkshop:
                self.erased(each.hosted.id)
                again += each.unanswered()  # the next round says what the matter is
            except Exception:
                # What went wrong with one workshop is not the others' business.
                log.exception("commit_fault", workshop_id=each.hosted.id)
                self.look(each.hosted.id)
                _answer(each.unanswered(), "server.fault", "That went wrong on our side.")
        return again

    def _became(self, done: Round, outcome: Outcome) -> list[Job]:
        """Take over what became of a batch; return the jobs that have to be decided again."""
        hosted = done.hosted
        if isinstance(outcome, Committed):
            self._lost.pop(hosted.id, None)
            hosted.advance(done.batch, outcome)
            done.answer(self._accepted_of(done))
            self._tell(hosted, done.batch.changes)
            self._snapshot_if_due(hosted)
            return []
        if isinstance(outcome, KnownOp):
            hosted.remember(outcome.op, outcome.ack)
        elif isinstance(outcome, Behind):
            self._hear(hosted, outcome.changes, outcome.head)
            return self._once_more(done)
        elif isinstance(outcome, Forked):
            self._reload(hosted)
        else:
            log.error("commit_failed", reason=outcome.reason)
            self._fail(done.unanswered())
            return []
        return done.unanswered()

    def _once_more(self, done: Round) -> list[Job]:
        if self.metrics is not None:
            self.metrics.conflicts.inc()
        lost = self._lost.get(done.hosted.id, 0) + 1
        self._lost[done.hosted.id] = lost
        if lost < MOST_TRIES:
            return done.unanswered()
        del self._lost[done.hosted.id]
        _answer(done.unanswered(), "workshop.busy", "Many people write at once; try again.")
        return []

    def _refuse(self, rounds: list[Round]) -> list[Job]:
        """Answer batches of refusals alone, but only on the newest state.

        Somebody may vote here for the note that was just added through another process.
        """
        behind = self._look({each.hosted.id for each in rounds})
        for each in rounds:
            if each.hosted.id not in behind:
                each.answer(self._accepted_of(each))
        return [job for each in rounds if each.hosted.id in behind for job in each.unanswered()]

    def _accepted_of(self, done: Round) -> dict[str, str] | None:
        # Sent again after a restart, an op that was accepted may be refused by what it did
        # itself ("no votes left"). The store knows it better than this replica.
        refused = done.refused()
        if not refused:
            return {}
        try:
            return self.store.accepted(done.hosted.id, [job.name for job in refused])
        except StoreUnavailable:
            return None

    def _tell(self, hosted: Hosted, changes: Sequence[Change]) -> None:
        begun = time.perf_counter()
        self._tell_all(hosted.id, lambda listener: listener.changed(hosted, changes))
        self._telling += time.perf_counter() - begun

    def _tell_all(self, workshop_id: str, tell: Callable[[Listener], None]) -> None:
        for listener in self.listeners:
            try:
                tell(listener)
            except Exception:
                log.exception("listener_fault", workshop_id=workshop_id)

    def _fail(self, jobs: list[Job]) -> None:
        # The batch may be in the log although no answer came, so look before the next one.
        for workshop_id in {job.workshop_id for job in jobs}:
            self.look(workshop_id)
        _answer(jobs, "store.unavailable", "Not saved yet; it is sent again.")

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

    def _look(self, workshop_ids: Iterable[str]) -> set[str]:
        """Catch up with the log where it went on; return the workshops where it had."""
        hosted = [self.hosted[name] for name in workshop_ids if name in self.hosted]
        if not hosted:
            return set()
        heads = self.store.heads([each.id for each in hosted])
        moved: set[str] = set()
        for each in hosted:
            head = heads.get(each.id)
            if head is not None and (head[0], head[2]) == (each.seq, each.epoch):
                continue
            moved.add(each.id)
            try:
                self._catch_up(each, head)
            except UnknownWorkshop:
                self.erased(each.id)
            except Damaged:
                self.hosted.pop(each.id, None)  # whoever asks next is told what it is
                log.exception("catch_up_fault", workshop_id=each.id)
        return moved

    def _catch_up(self, hosted: Hosted, head: tuple[int, str, str] | None) -> None:
        if head is None:
            self.erased(hosted.id)
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
        self._tell(hosted, changes)

    def _reload(self, hosted: Hosted) -> None:
        loaded: Loaded = self.store.load(hosted.id)
        hosted.take(loaded)
        hosted.people = self.store.people(hosted.id)
        self._tell_all(hosted.id, lambda listener: listener.replaced(hosted))

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

    def _count(self, rounds: list[Round], seconds: float) -> None:
        if self.metrics is not None:
            self.metrics.commits.inc(len(rounds))
            self.metrics.commit_seconds.observe(seconds)
            for each in rounds:
                self.metrics.batch_size.observe(len(each.batch.accepted))


def _by_workshop(jobs: list[Job]) -> dict[str, list[Job]]:
    found: dict[str, list[Job]] = {}
    for job in jobs:
        found.setdefault(job.workshop_id, []).append(job)
    return found


def _share(jobs: list[Job]) -> int:
    """Return how many of one workshop's jobs go into one write; one at least."""
    if len(jobs) <= MOST_AT_ONCE // 16:
        return len(jobs)
    size = 0
    for place, job in enumerate(jobs[:MOST_AT_ONCE]):
        size += job.size
        if size > MOST_BYTES_AT_ONCE and place:
            return place
    return min(len(jobs), MOST_AT_ONCE)


def _answer(jobs: Iterable[Job], code: str, message: str) -> None:
    ack = _no(code, message, retry=500)
    for job in jobs:
        job.done(ack)


def _no(code: str, message: str, *, retry: int) -> Ack:
    return {"ok": False, "error": Refused(code, message, retry_in_ms=retry).error()}


def _unavailable() -> Refused:
    return Refused("store.unavailable", "The store does not answer; try again.", retry_in_ms=500)
