"""Decides who may do what in which phase; what a phase lets people do, `rights.py` says."""

from typing import Any

from .refused import Refused
from .rights import RIGHT_OF, scope_of
from .state import SERVER, Seat, Workshop

# What each role may do in each kind of phase. "own" and "city" limit whose notes are meant.
NOTE_OPS = ("note.add", "note.edit", "note.move", "note.remove", "note.restore", "note.merge")
VOTE_OPS = ("vote.place", "vote.withdraw", "vote.rate", "vote.rank", "hub.tally")
ANSWER_OPS = ("stance.set", "score.set", "offer.set", "service.score", "weights.split")
OPINION_OPS = (*VOTE_OPS, *ANSWER_OPS)  # counted per city: participants and leads have one
DRAFT_OPS = ("draft.edit", "draft.order", "draft.omit", "draft.freeze", "draft.unfreeze")
WRITING_OPS = ("draft.edit", "draft.order", "draft.omit")
AGREEING_OPS = (*DRAFT_OPS, "draft.sign")
STEERING_OPS = (
    "ballot.open", "ballot.close", "ballot.reveal", "phase.start", "phase.lock", "agenda.change",
    "notes.reveal", "notes.reveal_next",
    "note.erase", "comment.erase", "theme.erase", "service.erase", "draft.erase", "finding.erase",
    "service.add", "service.edit", "service.remove", "finding.judge",
    "seat.remove", "seat.restore", "seat.promote", "city.add", "workshop.settings",
    "workshop.close", "workshop.reopen", "spotlight.set", "announce",
    "timer.start", "timer.add", "timer.pause", "timer.stop", "hub.declare",
)  # fmt: skip
SERVER_OPS = ("timer.end",)  # nobody sends these
ANYTIME_OPS = ("seat.join", "seat.rename", "seat.leave")
LOBBY_OPS = ("seat.admit", "seat.refuse")  # of the own city for its lead
ERASING_OPS = (
    "note.erase", "comment.erase", "theme.erase", "service.erase", "draft.erase", "finding.erase",
)  # fmt: skip
THEME_OPS = ("theme.form", "theme.rename", "theme.fill", "theme.empty", "theme.dissolve")
# What a running ballot forbids to everybody.
LIST_OPS = ("note.add", "notes.add", "note.move", "note.merge", "note.translate", *THEME_OPS)
# What an agreed canvas bears: who is here, what the law asks for, the end, and the thaw.
FROZEN_OPS = (
    *ANYTIME_OPS, *LOBBY_OPS, *ERASING_OPS, "seat.remove", "seat.restore", "seat.promote",
    "phase.lock", "workshop.close", "workshop.reopen", "draft.unfreeze", "spotlight.set",
    "announce", "timer.start", "timer.add", "timer.pause", "timer.stop", *SERVER_OPS,
)  # fmt: skip


def check_allowed(workshop: Workshop, op: Any, by: Seat) -> None:
    """Refuse an op that this seat may not do now. Whose note it is, the note's own check says.

    Order: lobby, workshop closed, role, frozen draft, running ballot, lock, phase.
    Raises: Refused "seat.waiting", "workshop.closed", "role.not_allowed", "draft.frozen",
    "ballot.frozen", "phase.locked", "phase.not_now".
    """
    kind: str = op.type
    if kind == "seat.join":
        return
    if by.waiting and kind != "seat.leave":
        raise Refused("seat.waiting", "Wait until the facilitator lets you in.")
    if workshop.closed_at is not None and not _goes_on_when_closed(op):
        raise Refused("workshop.closed", "This workshop is closed; it can be read and exported.")
    _check_role(kind, op, by)
    if kind == "hub.tally" and workshop.hub(by.id) is None:
        raise Refused("role.not_allowed", "Only the declared device of a room counts its hands.")
    if workshop.drafting.frozen is not None and kind not in FROZEN_OPS:
        raise Refused("draft.frozen", "The draft is agreed. Unfreeze it first to change anything.")
    if kind in (*ANYTIME_OPS, *LOBBY_OPS, *STEERING_OPS, *SERVER_OPS):
        return
    if workshop.open_ballots() and (kind in LIST_OPS or _changes_text(op)):
        raise Refused("ballot.frozen", "The list stays as it is while people vote.")
    if kind in WRITING_OPS and any(one.kind == "gradient" for one in workshop.open_ballots()):
        raise Refused("ballot.frozen", "The draft stays as it is while people vote on it.")
    if workshop.phase_locked and by.role != "facilitator":
        raise Refused("phase.locked", "The facilitator has locked this phase; wait a moment.")
    _check_phase(workshop, kind, by)


def _goes_on_when_closed(op: Any) -> bool:
    # Whoever takes part may take the own name back at any time; who comes late may come to read.
    is_leaving = op.type == "seat.leave" and op.erase
    return is_leaving or op.type in ("workshop.reopen", *LOBBY_OPS)


def _check_role(kind: str, op: Any, by: Seat) -> None:
    if kind == "seat.leave":
        return  # everybody may go
    if kind in SERVER_OPS and by is not SERVER:
        raise Refused("role.not_allowed", "Only the server does this.")
    if by.role == "observer":
        raise Refused("role.not_allowed", "Observers read along; ask for a city's link to join in.")
    if kind in OPINION_OPS and by.role == "facilitator":
        raise Refused("role.not_allowed", "Facilitators do not vote.")
    if kind == "draft.sign" and by.role != "city_lead":
        raise Refused("role.not_allowed", "The lead of a city signs for it.")
    if by.role == "facilitator" or kind in (*OPINION_OPS, *ANYTIME_OPS, "draft.sign"):
        return
    if kind in (*STEERING_OPS, *DRAFT_OPS, *THEME_OPS, "notes.add", "note.merge", "walk.focus"):
        raise Refused("role.not_allowed", "Only the facilitator does this.")
    if kind in LOBBY_OPS and by.role != "city_lead":
        raise Refused("role.not_allowed", "The facilitator, or the city's lead, lets people in.")
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
        is_open = bool(workshop.open_ballots()) or phase.kind == "vote"
        if not is_open or scope_of(phase, "vote") == "nobody":
            raise Refused("phase.not_now", "There is no vote in this phase.")
        return
    if kind in ANSWER_OPS:
        _check_asked(workshop, kind)
        return
    if kind in AGREEING_OPS and phase.kind != "agree":
        raise Refused("phase.not_now", "The draft is worked on when it is agreed.")
    if kind == "walk.focus" and phase.kind != "walk":
        raise Refused("phase.not_now", "There is no walk in this phase.")
    if kind in AGREEING_OPS:
        return
    if by.role != "facilitator":
        if scope_of(phase, RIGHT_OF[kind]) == "nobody":
            raise Refused("phase.not_now", f"Notes rest during “{phase.title}”.")
        return
    if phase.kind == "vote" and kind not in ("note.remove", "note.restore"):
        raise Refused("phase.not_now", f"During “{phase.title}” notes can only be removed.")


def _check_asked(workshop: Workshop, kind: str) -> None:
    phase = workshop.phase
    if kind == "score.set" and phase.kind != "walk":
        raise Refused("phase.not_now", "Notes are scored during the walks.")
    if kind in ("service.score", "weights.split") and (
        workshop.is_silent or phase.kind in ("agree", "break")
    ):
        raise Refused("phase.not_now", f"Services are not scored during “{phase.title}”.")
    if kind == "offer.set" and (workshop.is_silent or phase.kind in ("vote", "break")):
        raise Refused("phase.not_now", f"Cities do not offer during “{phase.title}”.")
    if kind == "stance.set" and (not phase.stances or workshop.is_silent):
        raise Refused("phase.not_now", f"Nobody is asked for stances during “{phase.title}”.")


def _changes_text(op: Any) -> bool:
    return op.type == "note.edit" and op.text is not None
