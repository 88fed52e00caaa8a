"""The end of a timer: what follows when time is over, whichever process says so first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from . import phases
from .change import Change
from .instants import later
from .refused import Refused
from .replacing import replace
from .state import Moment, Seat, Timer, Workshop


@dataclass(frozen=True, slots=True)
class EndTimer:
    """Time is over. Only the server says so; no seat can send it."""

    type: ClassVar[str] = "timer.end"
    timer_id: str


def over_timer(workshop: Workshop, *, now: str) -> Timer | None:
    """Return the timer when its time and its grace are over, or None.

    A timer that an imported board brought along when it was over already ends nothing here.
    """
    timer = workshop.timer
    if timer is None or timer.paused_left_ms is not None or timer.ends_at <= workshop.made_at:
        return None
    return timer if later(timer.ends_at, ms=timer.grace_ms) <= now else None


def decide_end(workshop: Workshop, op: EndTimer, by: Seat, moment: Moment) -> list[Change]:
    """Return the end and what follows: nothing, a lock, or the next phase of the agenda.

    Raises: Refused "op.no_effect" when the timer has got more time, rests or is gone.
    """
    timer = over_timer(workshop, now=moment.now)
    if timer is None or timer.id != op.timer_id:
        raise Refused("op.no_effect", "This timer is not over.")
    ended = Change("timer.ended", {"timer_id": timer.id})
    without = replace(workshop, timer=None)
    if timer.at_end == "lock" and not workshop.phase_locked:
        return [ended, *phases.decide_lock(without, phases.LockPhase(locked=True), by, moment)]
    following = phases.next_phase(workshop)
    # An agreed canvas stays as it is, whatever the clock says.
    if timer.at_end == "advance" and following is not None and not workshop.drafting.frozen:
        return [ended, *phases.decide_start(without, phases.StartPhase(following.id), by, moment)]
    return [ended]


DECIDE = {EndTimer: decide_end}
APPLY: dict[str, Callable[[Workshop, Change], Workshop]] = {}  # it makes changes of others
