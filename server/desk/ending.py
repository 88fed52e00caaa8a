"""The op that ends a timer, as every process makes it."""

from uuid import NAMESPACE_URL, uuid5

from server.domain.timer_end import EndTimer, over_timer

from .hosted import Hosted, Job


def end_op_id(workshop_id: str, timer_id: str) -> str:
    """Return the op_id every process offers the end with, so that it happens once."""
    return str(uuid5(uuid5(NAMESPACE_URL, f"citywheel:{workshop_id}"), timer_id))


def end_of(hosted: Hosted, *, now: str) -> Job | None:
    """Return the op that ends the timer of a workshop, or None while it has time."""
    timer = over_timer(hosted.workshop, now=now)
    if timer is None:
        return None
    op_id = end_op_id(hosted.id, timer.id)
    return Job(hosted.id, None, op_id, EndTimer(timer.id), done=lambda _: None)
