"""Decides who may do what in which phase: the one table of rights."""

from typing import Any

from .refused import Refused
from .state import Seat, Workshop

# What each role may do in each kind of phase. "own" and "city" limit whose notes are meant.
NOTE_OPS = ("note.add", "note.edit", "note.move", "note.remove", "note.restore", "note.merge")
VOTE_OPS = ("vote.place", "vote.withdraw")
STEERING_OPS = (
    "ballot.open", "ballot.close", "ballot.reveal", "phase.start", "phase.lock", "notes.reveal",
    "note.erase",
    "seat.remove", "seat.promote", "city.add", "workshop.settings", "workshop.close",
    "workshop.reopen",
)  # fmt: skip
ANYTIME_OPS = ("seat.join", "seat.rename", "seat.leave")
LIST_OPS = ("note.add", "note.move", "note.merge")  # what a running ballot forbids to everybody
WRITING_OPS = ("note.add", "note.edit", "note.move", "note.remove", "note.restore")


def check_allowed(workshop: Workshop, op: Any, by: Seat) -> None:
    """Refuse an op that this seat may not do now. Whose note it is, the note's own check says.

    Order: workshop closed, role, running ballot, lock, phase.
    Raises: Refused "workshop.closed", "role.not_allowed", "ballot.frozen", "phase.locked",
    "phase.not_now".
    """
    kind: str = op.type
    if kind == "seat.join":
        return
    if workshop.closed_at is not None and not _goes_on_when_closed(op):
        raise Refused("workshop.closed", "This workshop is closed; it can be read and exported.")
    _check_role(kind, op, by)
    if kind in ANYTIME_OPS or kind in STEERING_OPS:
        return
    if workshop.open_ballots() and (kind in LIST_OPS or _changes_text(op)):
        raise Refused("ballot.frozen", "The list stays as it is while people vote.")
    if workshop.phase_locked and by.role != "facilitator":
        raise Refused("phase.locked", "The facilitator has locked this phase; wait a moment.")
    _check_phase(workshop, kind, by)


def _goes_on_when_closed(op: Any) -> bool:
    # Whoever takes part may take the own name back at any time.
    return bool(op.type == "workshop.reopen" or (op.type == "seat.leave" and op.erase))


def _check_role(kind: str, op: Any, by: Seat) -> None:
    if kind == "seat.leave":
        return  # everybody may go
    if by.role == "observer":
        raise Refused("role.not_allowed", "Observers read along; ask for a city's link to join in.")
    if kind in VOTE_OPS and by.role == "facilitator":
        raise Refused("role.not_allowed", "Facilitators do not vote.")
    if by.role == "facilitator" or kind in VOTE_OPS or kind in ANYTIME_OPS:
        return
    if kind in STEERING_OPS or kind == "note.merge":
        raise Refused("role.not_allowed", "Only the facilitator does this.")
    on_behalf_of = getattr(op, "on_behalf_of", None)
    if on_behalf_of is not None and (by.role != "city_lead" or on_behalf_of != by.city):
        raise Refused(
            "role.not_allowed",
            "Only a city's lead writes on behalf of that city.",
            field="on_behalf_of",
        )


def _check_phase(workshop: Workshop, kind: str, by: Seat) -> None:
    phase = workshop.phase
    if kind in VOTE_OPS:
        if not workshop.open_ballots() and phase.kind != "vote":
            raise Refused("phase.not_now", "There is no vote in this phase.")
        return
    if phase.kind == "gather":
        return
    if by.role != "facilitator":
        raise Refused("phase.not_now", f"Notes rest during “{phase.title}”.")
    if phase.kind == "vote" and kind not in ("note.remove", "note.restore"):
        raise Refused("phase.not_now", f"During “{phase.title}” notes can only be removed.")


def _changes_text(op: Any) -> bool:
    return op.type == "note.edit" and op.text is not None
