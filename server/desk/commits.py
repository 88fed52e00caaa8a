"""The commit loop of a process: takes all waiting ops, commits them in one write, tells."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog

from server.domain.limits import Limits
from server.domain.refused import Refused
from server.store.stored_workshop import (
    Behind,
    Committed,
    Forked,
    KnownOp,
    Outcome,
    StoreUnavailable,
    UnknownWorkshop,
)

from .ending import end_of
from .hosted import Hosted, Job
from .listening import AtOnce, Listener, Outlet
from .replicas import Replicas
from .round import Round, answer_all, by_workshop, no_ack, share_of
from .waiting import Waiting

MOST_TRIES = 100  # times in a row another process may be first
LONGEST_REST = 0.025  # seconds; under load batches grow instead of the queue

log = structlog.get_logger()


@dataclass(slots=True)
class CommitLoop:
    """Commits what is asked of the workshops of a process. One for each process."""

    replicas: Replicas
    now: Callable[[], str]
    new_id: Callable[[], str]
    limits: Limits
    metrics: Any = None
    outlet: Outlet = field(default_factory=AtOnce)
    is_stopped: bool = False
    _waiting: Waiting[Job | str | None] = field(default_factory=Waiting)
    _lost: dict[str, int] = field(default_factory=dict)  # workshop → times another was first

    @property
    def hosted(self) -> dict[str, Hosted]:
        """The live workshops."""
        return self.replicas.hosted

    @property
    def listeners(self) -> list[Listener]:
        """Who hears of them."""
        return self.replicas.listeners

    def host(self, workshop_id: str) -> Hosted:
        """Return the live workshop, loaded if it was not here. Raises: as `Replicas.host`."""
        return self.replicas.host(workshop_id)

    def erased(self, workshop_id: str) -> None:
        """Let go of a workshop that the store does not have any more, and tell it."""
        self.replicas.erased(workshop_id)

    def submit(self, job: Job) -> None:
        """Queue an op; `job.done` is called with its ack after the commit."""
        if self.is_stopped:
            job.done(
                no_ack("store.unavailable", "The server restarts; it is sent again.", retry=500)
            )
        else:
            self._waiting.put(job)

    def look(self, workshop_id: str) -> None:
        """Queue a look at the log of a hosted workshop: somebody rang."""
        self._waiting.put(workshop_id)

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
            time.sleep(min(self.replicas.telling, LONGEST_REST))
            self.replicas.telling = 0.0
        self.is_stopped = True

    def _work(self, rung: set[str], jobs: list[Job]) -> list[Job]:
        """Do one round; return the jobs that come again, before all later ones."""
        try:
            if rung:
                self.replicas.catch_up_all(rung)
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
            answer_all(jobs, "server.fault", "That went wrong on our side. Try again.")
            return []

    def _round(self, jobs: list[Job]) -> list[Job]:
        """Decide and commit once; return the jobs that come again, in their order."""
        left: list[Job] = []
        rounds: list[Round] = []
        for workshop_id, of_workshop in by_workshop(jobs).items():
            share = share_of(of_workshop)
            left += of_workshop[share:]
            begun = self._begin(workshop_id, of_workshop[:share])
            if begun is not None:
                rounds.append(begun)
        self._answer_known(rounds)
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
            hosted = self.replicas.host(workshop_id)
            hosted.check_writable()
        except Refused as no:
            for job in jobs:
                job.done({"ok": False, "error": no.error()})
            return None
        now = self.now()
        over = end_of(hosted, now=now)  # before all that came after it
        jobs = jobs if over is None else [over, *jobs]
        batch = hosted.decide(jobs, now=now, new_id=self.new_id, limits=self.limits)
        return Round(hosted, jobs, batch)

    def _answer_known(self, rounds: list[Round]) -> None:
        """Answer ops sent again, once what they did cannot be lost."""
        asked = [each.hosted.id for each in rounds if each.has_known()]
        kept = self.replicas.store.replicated(asked) if asked else set()
        for each in rounds:
            each.answer_known(is_kept=each.hosted.id in kept)

    def _write(self, rounds: list[Round]) -> list[Job]:
        begun = time.perf_counter()
        outcomes = self.replicas.store.commit(
            [each.hosted.commit_of(each.batch) for each in rounds]
        )
        self._count(rounds, time.perf_counter() - begun)
        self.outlet.hold()
        try:
            return self._became_all(rounds, outcomes)
        finally:
            begun = time.perf_counter()
            self.outlet.flush()
            self.replicas.telling += time.perf_counter() - begun

    def _became_all(self, rounds: list[Round], outcomes: Sequence[Outcome]) -> list[Job]:
        again: list[Job] = []
        for each, outcome in zip(rounds, outcomes, strict=True):
            try:
                again += self._became(each, outcome)
            except UnknownWorkshop:
                self.replicas.erased(each.hosted.id)
                again += each.unanswered()  # the next round says what the matter is
            except Exception:
                # What went wrong with one workshop is not the others' business.
                log.exception("commit_fault", workshop_id=each.hosted.id)
                self.look(each.hosted.id)
                answer_all(each.unanswered(), "server.fault", "That went wrong on our side.")
        return again

    def _became(self, done: Round, outcome: Outcome) -> list[Job]:
        """Take over what became of a batch; return the jobs that have to be decided again."""
        hosted = done.hosted
        if isinstance(outcome, Committed):
            self._lost.pop(hosted.id, None)
            hosted.advance(done.batch, outcome)
            done.answer(self._accepted_of(done))
            self.replicas.tell(hosted, done.batch.changes)
            self.replicas.snapshot_if_due(hosted)
            return []
        if isinstance(outcome, KnownOp):
            hosted.remember(outcome.op, outcome.ack)
        elif isinstance(outcome, Behind):
            self.replicas.hear(hosted, outcome.changes, outcome.head)
            return self._once_more(done)
        elif isinstance(outcome, Forked):
            self.replicas.reload(hosted)
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
        answer_all(done.unanswered(), "workshop.busy", "Many people write at once; try again.")
        return []

    def _refuse(self, rounds: list[Round]) -> list[Job]:
        """Answer batches of refusals alone, but only on the newest state.

        Somebody may vote here for the note that was just added through another process.
        """
        behind = self.replicas.catch_up_all({each.hosted.id for each in rounds})
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
        store = self.replicas.store
        try:
            found = store.accepted(done.hosted.id, [job.name for job in refused])
            return found if not found or store.replicated([done.hosted.id]) else None
        except StoreUnavailable:
            return None

    def _fail(self, jobs: list[Job]) -> None:
        # The batch may be in the log although no answer came, so look before the next one.
        for workshop_id in {job.workshop_id for job in jobs}:
            self.look(workshop_id)
        answer_all(jobs, "store.unavailable", "Not saved yet; it is sent again.")

    def _count(self, rounds: list[Round], seconds: float) -> None:
        if self.metrics is not None:
            self.metrics.commits.inc(len(rounds))
            self.metrics.commit_seconds.observe(seconds)
            for each in rounds:
                self.metrics.batch_size.observe(len(each.batch.accepted))
