"""Phases: starting one, locking it, closing the workshop and opening it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from immutables import Map

from . import ballots, erase_date, scores, timer
from .change import Change
from .refused import Refused
from .replacing import replace
from .revealing import apply_revealed, reveal_changes
from .spotlight import switch_off
from .state import Moment, Phase, Seat, Workshop
from .walks import focused, opening_focus

MOST_STARTS = 500  # of phases are kept; the oldest go first


@dataclass(frozen=True, slots=True)
class StartPhase:
    """The workshop goes to another phase of its agenda, forward or back."""

    type: ClassVar[str] = "phase.start"
    phase: str


@dataclass(frozen=True, slots=True)
class LockPhase:
    """Everybody but the facilitator rests, or goes on."""

    type: ClassVar[str] = "phase.lock"
    locked: bool


@dataclass(frozen=True, slots=True)
class CloseWorkshop:
    """The workshop ends: everything hidden is shown, nothing can be changed any more."""

    type: ClassVar[str] = "workshop.close"


@dataclass(frozen=True, slots=True)
class ReopenWorkshop:
    """A closed workshop goes on from where it was."""

    type: ClassVar[str] = "workshop.reopen"


def phase_json(phase: Phase) -> dict[str, Any]:
    """Return the phase as it stands in the board's agenda."""
    known: dict[str, Any] = {"id": phase.id, "kind": phase.kind, "title": phase.title}
    known["silent"] = phase.silent
    if phase.instruction is not None:
        known["instruction"] = phase.instruction
    if phase.seconds is not None:
        known["seconds"] = phase.seconds
    if phase.direction is not None:
        known["direction"] = phase.direction
    if phase.stances:
        known["stances"] = True
    if phase.areas:
        known["areas"] = list(phase.areas)
    if phase.rights:
        known["rights"] = dict(phase.rights)
    return known


def phase_from(record: Mapping[str, Any], **hidden: bool) -> Phase:
    """Return the phase that `phase_json` wrote; `hidden`: what the board does not tell of it."""
    areas, rights = tuple(record.get("areas", ())), Map(record.get("rights", {}))
    return Phase(**{**record, "areas": areas, "rights": rights, **hidden})


def phase_log_json(workshop: Workshop) -> list[dict[str, str]]:
    """Return which phase was started when, oldest first."""
    return [{"id": phase, "started_at": at} for phase, at in workshop.phase_log]


def phase_log_from(record: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Return the log that `phase_log_json` wrote."""
    return tuple((one["id"], one["started_at"]) for one in record)


def decide_start(workshop: Workshop, op: StartPhase, by: Seat, moment: Moment) -> list[Change]:
    """Return all that comes with a new phase, in order.

    The timer belonged to the phase that is left. Leaving a phase shows the stances and scores
    that were given in it, leaving a vote closes and shows its ballot, a phase that is not silent
    shows hidden notes, entering a vote opens its ballot and entering a walk brings everybody to
    where it begins.
    Raises: Refused "phase.unknown", "op.no_effect".
    """
    phase = next((phase for phase in workshop.phases if phase.id == op.phase), None)
    if phase is None:
        raise Refused("phase.unknown", "The agenda has no such phase.", field="phase")
    if phase.id == workshop.phase_id:
        raise Refused("op.no_effect", "This phase is on already.", field="phase")
    changes = [*timer.stop_changes(workshop), *_leave(workshop)]
    silent = phase.silent and workshop.settings["silent"]
    if not silent and not phase.keep_hidden:
        changes += reveal_changes(workshop)
    changes.append(Change("phase.started", {"phase": phase.id, "started_at": moment.now}))
    return changes + _enter(workshop, phase, moment)


def decide_lock(workshop: Workshop, op: LockPhase, by: Seat, moment: Moment) -> list[Change]:
    """Return the lock or its end. Raises: Refused "op.no_effect"."""
    if op.locked == workshop.phase_locked:
        raise Refused("op.no_effect", "It is locked already." if op.locked else "It is open.")
    return [Change("phase.locked", {"locked": op.locked})]


def decide_close(workshop: Workshop, op: CloseWorkshop, by: Seat, moment: Moment) -> list[Change]:
    """Return the end: hidden notes shown, ballots closed and shown, so the export holds it all."""
    changes = [*scores.reveal_changes(workshop), *reveal_changes(workshop)]
    # Totals name every votable note, so count them as if the hidden ones were shown already.
    shown = _apply_reveals(workshop, changes)
    for ballot in workshop.ballots:
        if ballot.state == "open":
            changes.append(ballots.closed(shown, ballot))
        if ballot.state != "revealed":
            changes.append(ballots.revealed(shown, ballot))
    changes += [*timer.stop_changes(workshop), *erase_date.moved(workshop, now=moment.now)]
    return [*changes, Change("workshop.closed")]


def decide_reopen(workshop: Workshop, op: ReopenWorkshop, by: Seat, moment: Moment) -> list[Change]:
    """Return the new beginning. Raises: Refused "op.no_effect"."""
    if workshop.closed_at is None:
        raise Refused("op.no_effect", "This workshop is open.")
    return [*erase_date.moved(workshop, now=moment.now), Change("workshop.reopened")]


def next_phase(workshop: Workshop) -> Phase | None:
    """Return the phase that follows in the agenda, or None after the last."""
    places = [place for place, each in enumerate(workshop.phases) if each.id == workshop.phase_id]
    following = workshop.phases[places[0] + 1 :]
    return following[0] if following else None


def apply_started(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop in its new phase, not locked, nothing in the spotlight."""
    facts = change.facts
    return replace(
        switch_off(workshop),
        phase_id=facts["phase"],
        phase_started_at=facts["started_at"],
        phase_log=(*workshop.phase_log, (facts["phase"], facts["started_at"]))[-MOST_STARTS:],
        phase_locked=False,
        focus=None,
    )


def apply_locked(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with its phase locked or open."""
    return replace(workshop, phase_locked=change.facts["locked"])


def apply_closed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop as closed."""
    return replace(workshop, closed_at=change.at)


def apply_reopened(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop as open."""
    return replace(workshop, closed_at=None)


def _leave(workshop: Workshop) -> list[Change]:
    changes = scores.reveal_changes(workshop) if workshop.phase.reveal else []
    if workshop.phase.kind != "vote":
        return changes
    for ballot in workshop.ballots:
        if ballot.phase != workshop.phase_id or ballot.state == "revealed":
            continue
        if ballot.state == "open":
            changes.append(ballots.closed(workshop, ballot))
        if workshop.phase.reveal:
            changes.append(ballots.revealed(workshop, ballot))
    return changes


def _enter(workshop: Workshop, phase: Phase, moment: Moment) -> list[Change]:
    focus = opening_focus(workshop.areas, phase)
    if focus is not None:
        return [focused(focus)]
    if phase.kind != "vote":
        return []
    for ballot in workshop.ballots:
        if ballot.phase == phase.id:
            return [] if ballot.state == "open" else [ballots.opened(ballots.reopen(ballot))]
    ballot_id = moment.new_id()
    ballot = ballots.new_ballot(workshop, ballot_id=ballot_id, title=phase.title, phase=phase)
    return [ballots.opened(ballot)]


def _apply_reveals(workshop: Workshop, changes: list[Change]) -> Workshop:
    for change in changes:
        if change.type == "notes.revealed":
            workshop = apply_revealed(workshop, change)
    return workshop


DECIDE = {
    StartPhase: decide_start,
    LockPhase: decide_lock,
    CloseWorkshop: decide_close,
    ReopenWorkshop: decide_reopen,
}
APPLY = {
    "phase.started": apply_started,
    "phase.locked": apply_locked,
    "workshop.closed": apply_closed,
    "workshop.reopened": apply_reopened,
}
