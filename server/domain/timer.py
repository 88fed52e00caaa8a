"""The timer of a phase: start it, give it more time, let it rest, stop it."""

from dataclasses import dataclass
from typing import Any, ClassVar

from .change import Change
from .instants import later, ms_between
from .refused import Refused
from .replacing import replace
from .state import Moment, Seat, Timer, Workshop

AT_END = ("nothing", "lock", "advance")
LONGEST = 24 * 3600  # seconds; a phase that takes longer than a day needs no timer
GRACE = 10_000  # ms after the end in which a sentence that was begun may still be finished
MOST_LEFT = 100 * LONGEST * 1000  # ms; more never fits in a date people plan with


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Time begins to run, in the place of a timer that was there; `at_end` says what follows."""

    type: ClassVar[str] = "timer.start"
    seconds: int
    at_end: str = "nothing"


@dataclass(frozen=True, slots=True)
class AddTime:
    """The timer gets more time."""

    type: ClassVar[str] = "timer.add"
    seconds: int


@dataclass(frozen=True, slots=True)
class PauseTimer:
    """The timer rests, or goes on with the time it had left."""

    type: ClassVar[str] = "timer.pause"
    paused: bool


@dataclass(frozen=True, slots=True)
class StopTimer:
    """The timer is taken away, and nothing follows."""

    type: ClassVar[str] = "timer.stop"


def decide_start(workshop: Workshop, op: StartTimer, by: Seat, moment: Moment) -> list[Change]:
    """Return the running timer. What nothing follows has no grace: nobody is cut off."""
    timer = Timer(
        id=moment.new_id(),
        ends_at=later(moment.now, ms=op.seconds * 1000),
        at_end=op.at_end,
        grace_ms=0 if op.at_end == "nothing" else GRACE,
    )
    return [Change("timer.started", {"timer": timer_json(timer)})]


def decide_add(workshop: Workshop, op: AddTime, by: Seat, moment: Moment) -> list[Change]:
    """Return the timer with more time; one whose time is over gets it from now on.

    Raises: Refused "timer.unknown", "op.malformed".
    """
    timer, added = running(workshop), op.seconds * 1000
    if ms_left(timer, now=moment.now) + added > MOST_LEFT:
        raise Refused("op.malformed", "That is more time than a timer holds.", field="seconds")
    if timer.paused_left_ms is not None:
        timer = replace(timer, paused_left_ms=timer.paused_left_ms + added)
    else:
        timer = replace(timer, ends_at=later(max(timer.ends_at, moment.now), ms=added))
    return [Change("timer.extended", {"timer": timer_json(timer)})]


def decide_pause(workshop: Workshop, op: PauseTimer, by: Seat, moment: Moment) -> list[Change]:
    """Return the timer at rest, or running on. Raises: Refused "timer.unknown", "op.no_effect"."""
    timer = running(workshop)
    if op.paused == (timer.paused_left_ms is not None):
        raise Refused("op.no_effect", "It rests already." if op.paused else "It runs already.")
    left = ms_left(timer, now=moment.now)
    if op.paused:
        timer = replace(timer, paused_left_ms=left, paused_by=by.id)
    else:
        ends_at = later(moment.now, ms=left)
        timer = replace(timer, ends_at=ends_at, paused_left_ms=None, paused_by=None)
    return [Change("timer.paused", {"timer": timer_json(timer)})]


def decide_stop(workshop: Workshop, op: StopTimer, by: Seat, moment: Moment) -> list[Change]:
    """Return the end of the timer. Raises: Refused "timer.unknown"."""
    running(workshop)
    return stop_changes(workshop)


def stop_changes(workshop: Workshop) -> list[Change]:
    """Return the change that takes the timer away; [] where there is none."""
    if workshop.timer is None:
        return []
    return [Change("timer.stopped", {"timer_id": workshop.timer.id})]


def running(workshop: Workshop) -> Timer:
    """Return the timer, at rest or not. Raises: Refused "timer.unknown"."""
    if workshop.timer is None:
        raise Refused("timer.unknown", "No timer is running; start one first.")
    return workshop.timer


def ms_left(timer: Timer, *, now: str) -> int:
    """Return the milliseconds left, 0 and up; of a timer at rest those it will go on with."""
    if timer.paused_left_ms is not None:
        return timer.paused_left_ms
    return max(0, ms_between(now, timer.ends_at))


def timer_json(timer: Timer) -> dict[str, Any]:
    """Return the timer as it stands on the board."""
    known: dict[str, Any] = {
        "id": timer.id,
        "ends_at": timer.ends_at,
        "at_end": timer.at_end,
        "grace_ms": timer.grace_ms,
    }
    if timer.paused_left_ms is not None:
        known["paused_left_ms"] = timer.paused_left_ms
    if timer.paused_by is not None:
        known["paused_by"] = timer.paused_by
    return known


def apply_set(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the timer as it is now."""
    return replace(workshop, timer=Timer(**change.facts["timer"]))


def apply_gone(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop without a timer."""
    return replace(workshop, timer=None)


DECIDE = {
    StartTimer: decide_start,
    AddTime: decide_add,
    PauseTimer: decide_pause,
    StopTimer: decide_stop,
}
APPLY = {
    "timer.started": apply_set,
    "timer.extended": apply_set,
    "timer.paused": apply_set,
    "timer.stopped": apply_gone,
    "timer.ended": apply_gone,
}
