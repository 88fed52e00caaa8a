"""One run of the bench: whom it measures, how often, and what it found."""

from __future__ import annotations

import contextlib
import math
import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from places import say
from redis import Redis

from .candidates import EVERYBODY, LIMITS, OURS
from .measuring import Reading, Stage, stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

MET, MISSED, OPEN = "met", "missed", ""


@dataclass
class Row:
    """One figure of the table: a median for each candidate, and what it should be."""

    section: str
    figure: str
    unit: str
    values: dict[str, float]
    goal: str = ""
    verdict: str = OPEN
    note: str = ""


@dataclass
class Bench:
    """What every section is given."""

    redis: Any
    folder: Path
    runs: int = 3
    is_quick: bool = False
    candidates: Sequence[str] = EVERYBODY
    seconds: float | None = None  # of a load, instead of each section's own
    faults: list[str] = field(default_factory=list)

    def lasting(self, seconds: float) -> float:
        """Return how long a load lasts in this run of the bench."""
        if self.seconds is not None:
            return self.seconds
        return seconds / 4 if self.is_quick else seconds

    def of(self, *names: str) -> list[str]:
        """Return those of `names` that are measured, all without names."""
        return [name for name in self.candidates if not names or name in names]

    @contextlib.contextmanager
    def stage(self, name: str, *, clients: int, rooms: int = 1, **more: Any) -> Iterator[Stage]:
        """Start a candidate afresh over an empty Redis, with its rooms filled."""
        with Redis.from_url(self.redis.url) as redis:
            redis.flushall()
        more.setdefault("limits", LIMITS)
        with stage(
            name, redis=self.redis, folder=self.folder, rooms=rooms, clients=clients, **more
        ) as ready:
            say(f"{name} is process {ready.running.pid}")
            yield ready

    def in_turns(
        self, names: Sequence[str], measure: Callable[[str, int], Any]
    ) -> dict[str, list[Any]]:
        """Return what `measure(name, run)` gave: the candidates take turns, run after run."""
        found: dict[str, list[Any]] = {name: [] for name in names}
        for run in range(self.runs):
            for name in names:
                found[name].append(measure(name, run))
        return found

    def is_sound(self, section: str, ready: Stage, *, with_beat: bool = True) -> bool:
        """Return whether every op arrived once and in order; if not, a figure is worth nothing."""
        faults = ready.check(with_beat=with_beat)
        for fault in faults:
            self.fault(f"{section}, {ready.running.name}: {fault}")
        return not faults

    def fault(self, sentence: str) -> None:
        """Note what makes a figure worthless."""
        say(f"FAULT {sentence}")
        self.faults.append(sentence)


def middle(found: dict[str, list[Reading]], name: str) -> dict[str, float]:
    """Return the median of one figure of readings for each candidate."""
    return {
        who: statistics.median(getattr(one, name) for one in ones) for who, ones in found.items()
    }


def medians(found: dict[str, list[float]]) -> dict[str, float]:
    """Return the median for each candidate."""
    return {name: statistics.median(values) for name, values in found.items()}


def verdict(*, is_met: bool | None) -> str:
    """Return the word for the table; None where there is nothing to hold against."""
    return OPEN if is_met is None else MET if is_met else MISSED


def at_most(values: dict[str, float], most: float, *, times: str | None = None) -> str:
    """Judge our value: at most `most`, or at most `most` times the value of `times`."""
    if OURS not in values or (times is not None and times not in values):
        return OPEN
    limit = most * values[times] if times is not None else most
    return verdict(is_met=values[OURS] <= limit)


def at_least(values: dict[str, float], least: float, *, times: str) -> str:
    """Judge our value: at least `least` times the value of `times`."""
    if OURS not in values or times not in values:
        return OPEN
    return verdict(is_met=values[OURS] >= least * values[times])


def ratio(values: dict[str, float], other: str) -> str:
    """Return how our value stands to another's, in words."""
    if not values.get(other) or OURS not in values or math.isinf(values[other]):
        return ""
    return f"{values[OURS] / values[other]:.2f} × {other}"


def busy_note(readings: Sequence[Reading]) -> str:
    """Say it when the generator, or somebody else on the machine, may have been the limit."""
    if not readings:
        return ""
    marks = []
    if any(one.is_generator_busy for one in readings):
        marks.append("GENERATOR BUSY")
    if any(one.is_disturbed for one in readings):
        others = max(one.others_cpu for one in readings)
        marks.append(f"MACHINE NOT QUIET: others used up to {others:.0f} % of a core")
    worst = max(one.generator_cpu for one in readings)
    return "; ".join([*marks, f"at most {worst:.0f} %"])
