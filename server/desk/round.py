"""The ops of one workshop that are committed together, and who hears what became of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from server.domain.refused import Refused

from .hosted import Ack, Batch, Hosted, Job, ack_of

MOST_AT_ONCE = 256  # ops of one workshop in one write, so that one import delays nobody
MOST_BYTES_AT_ONCE = 256 * 1024  # of the same


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

    def has_known(self) -> bool:
        """Whether an op was in the log before."""
        return any(self._is_stored(ack) for _, ack in self.batch.answered)

    def answer_known(self, *, is_kept: bool) -> None:
        """Answer those whose op was in the log before; `is_kept`: a failover cannot lose it."""
        for job, ack in self.batch.answered:
            if self._is_stored(ack):
                job.done(ack if is_kept else not_sure())

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
                job.done(not_sure())
            else:
                job.done(ack_of(known[job.name]) if job.name in known else ack)

    def _is_stored(self, ack: Ack) -> bool:
        return bool(ack["ok"]) and ack["seq"] <= self.batch.begun_at


def by_workshop(jobs: Iterable[Job]) -> dict[str, list[Job]]:
    """Return the jobs of each workshop, in their order."""
    found: dict[str, list[Job]] = {}
    for job in jobs:
        found.setdefault(job.workshop_id, []).append(job)
    return found


def share_of(jobs: list[Job]) -> int:
    """Return how many of one workshop's jobs go into one write; one at least."""
    if len(jobs) <= MOST_AT_ONCE // 16:
        return len(jobs)
    size = 0
    for place, job in enumerate(jobs[:MOST_AT_ONCE]):
        size += job.size
        if size > MOST_BYTES_AT_ONCE and place:
            return place
    return min(len(jobs), MOST_AT_ONCE)


def answer_all(jobs: Iterable[Job], code: str, message: str) -> None:
    """Answer the jobs that they have to come again, and why."""
    ack = no_ack(code, message, retry=500)
    for job in jobs:
        job.done(ack)


def not_sure() -> Ack:
    """Return the ack of an op of which nobody can say now whether it is kept."""
    return no_ack("store.unavailable", "Not sure yet; it is sent again.", retry=500)


def no_ack(code: str, message: str, *, retry: int) -> Ack:
    """Return the ack of an op that has to come again after `retry` milliseconds."""
    return {"ok": False, "error": Refused(code, message, retry_in_ms=retry).error()}
