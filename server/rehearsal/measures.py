"""Counts what became of the ops of a rehearsal, and how fast everybody heard of them."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

LATE = 1.0  # seconds; a change that explains a refusal may be heard so long after it
EXPLAINED = {  # refusals that follow from what somebody else did in the same moment
    "state": (
        "phase.not_now", "phase.locked", "phase.over", "ballot.closed", "ballot.frozen",
        "ballot.which", "draft.frozen", "workshop.closed",
    ),
    "thing": (
        "note.unknown", "note.changed", "note.hidden", "vote.in_theme", "theme.unknown",
        "comment.unknown", "link.unknown", "op.no_effect",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answered:
    """One op and its ack."""

    seat: int
    type: str
    things: frozenset[str]  # ids the op is about
    made: float  # real seconds, monotonic, when the seat decided on it
    sent: float  # when it went on its way, the last time where it was sent again
    answered: float
    seq: int | None  # None = refused
    code: str = ""
    is_again: bool = False  # sent again after a lost connection


@dataclass(slots=True)
class Measures:
    """What happened, by one clock: all simulated seats live in one process."""

    answers: list[Answered] = field(default_factory=list)
    heard: dict[int, list[tuple[int, float]]] = field(default_factory=dict)  # seat → seq, when
    moments: dict[int, list[float]] = field(default_factory=dict)  # seat → when its state changed
    touched: dict[str, list[float]] = field(default_factory=dict)  # id → when a change named it
    returns: int = 0
    sent_again: int = 0

    def acked(self) -> int:
        """Return how many ops were acknowledged."""
        return sum(1 for one in self.answers if one.seq is not None)

    def refused(self, *, wrongly: bool) -> Counter[tuple[str, str]]:
        """Return (type, code) → how many refusals that should have passed, or that had to be."""
        return Counter(
            (one.type, one.code)
            for one in self.answers
            if one.seq is None and self._is_explained(one) != wrongly
        )

    def ack_times(self) -> list[float]:
        """Return how long each ack took, in milliseconds, sorted."""
        return sorted((one.answered - one.sent) * 1000 for one in self.answers)

    def deliveries(self) -> list[float]:
        """Return how long each change took to each other seat, in milliseconds, sorted.

        From the sending of the op to the hearing of its change; changes that a seat caught up
        with after its return do not count.
        """
        sent = {one.seq: one for one in self.answers if one.seq is not None and not one.is_again}
        return sorted(
            (at - sent[seq].sent) * 1000
            for seat, heard in self.heard.items()
            for seq, at in heard
            if seq in sent and sent[seq].seat != seat
        )

    def _is_explained(self, one: Answered) -> bool:
        if one.code in EXPLAINED["state"]:
            times: Sequence[Sequence[float]] = [self.moments.get(one.seat, [])]
        elif one.code in EXPLAINED["thing"]:
            times = [self.touched.get(thing, []) for thing in one.things]
        else:
            return False
        return any(_has_between(known, one.made, one.answered + LATE) for known in times)


def quantile(sorted_values: Sequence[float], share: float) -> float | None:
    """Return the smallest value that `share` of all do not exceed, or None where there is none."""
    if not sorted_values:
        return None
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]


def ids_in(value: Any) -> Iterator[str]:
    """Yield every text inside a value that can be an id."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from ids_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from ids_in(part)


def _has_between(times: Sequence[float], least: float, most: float) -> bool:
    at = bisect_left(times, least)
    return at < len(times) and times[at] <= most
