"""The agenda of a workshop: another order, more or fewer phases, and what each lets people do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from immutables import Map

from .change import Change
from .phases import phase_from, phase_json
from .refused import Refused
from .replacing import replace
from .rights import DEFAULTS
from .state import Moment, Phase, Seat, Workshop
from .text import clean_line
from .walks import DIRECTIONS

MOST_PHASES = 24
LONGEST_TITLE = 80  # graphemes
LONGEST_INSTRUCTION = 200  # graphemes: one sentence that a phone shows whole
WITHOUT_STANCES = ("vote", "agree", "break")


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """A phase as somebody wants it; without an id it is a new one.

    `rights` may also hold `see`: own = silent, all = not.
    """

    kind: str
    title: str
    id: str | None = None
    instruction: str | None = None
    silent: bool | None = None
    seconds: int | None = None
    direction: str | None = None
    stances: bool = False
    areas: tuple[str, ...] = ()
    rights: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangeAgenda:
    """The agenda becomes this one; the phase that is on stays in it."""

    type: ClassVar[str] = "agenda.change"
    phases: tuple[PlannedPhase, ...]


def decide_change(workshop: Workshop, op: ChangeAgenda, by: Seat, moment: Moment) -> list[Change]:
    """Return the new agenda, whole.

    Raises: Refused "phase.running", "op.malformed", "op.no_effect", "text.empty", "text.too_long".
    """
    phases = [_phase(workshop, planned, moment) for planned in op.phases]
    if len({phase.id for phase in phases}) != len(phases):
        raise Refused("op.malformed", "A phase is in the agenda twice.", field="phases")
    _check_running(workshop, phases)
    listed = [phase_json(phase) for phase in phases]
    if listed == [phase_json(phase) for phase in workshop.phases]:
        raise Refused("op.no_effect", "The agenda is as you want it already.")
    return [Change("agenda.changed", {"phases": listed})]


def apply_changed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with that agenda; what its board does not tell of a phase stays."""
    known = {phase.id: phase for phase in workshop.phases}
    phases = []
    for record in change.facts["phases"]:
        phase, before = phase_from(record), known.get(record["id"])
        if before is not None:
            phase = replace(phase, reveal=before.reveal, keep_hidden=before.keep_hidden)
        phases.append(phase)
    return replace(workshop, phases=tuple(phases))


def _phase(workshop: Workshop, planned: PlannedPhase, moment: Moment) -> Phase:
    direction = planned.direction
    if planned.kind == "walk":
        direction = direction or DIRECTIONS[0]
    elif direction is not None:
        raise _malformed("Only a walk has a direction.")
    silent = _silent(planned)
    if planned.stances and (silent or planned.kind in WITHOUT_STANCES):
        raise _malformed("Nobody can be asked for stances in such a phase.")
    return Phase(
        id=planned.id or moment.new_id(),
        kind=planned.kind,
        title=clean_line(planned.title, field="phases", longest=LONGEST_TITLE),
        instruction=_instruction(planned.instruction),
        silent=silent,
        seconds=planned.seconds,
        direction=direction,
        stances=planned.stances,
        areas=_areas(workshop, planned.areas),
        rights=_rights(planned),
    )


def _instruction(text: str | None) -> str | None:
    if text is None or not text.strip():
        return None  # the words of the canvas, in each reader's language
    return clean_line(text, field="phases", longest=LONGEST_INSTRUCTION)


def _silent(planned: PlannedPhase) -> bool:
    seen = planned.rights.get("see")
    if seen is None:
        return bool(planned.silent)
    if planned.silent is not None and planned.silent != (seen == "own"):
        raise _malformed("“silent” and the right to see contradict each other.")
    return seen == "own"


def _areas(workshop: Workshop, wanted: tuple[str, ...]) -> tuple[str, ...]:
    known = [area.id for area in workshop.areas]
    if not set(known).issuperset(wanted):
        raise _malformed("The canvas has no such area.")
    found = tuple(area for area in known if area in wanted)
    return () if len(found) == len(known) else found


def _rights(planned: PlannedPhase) -> Map[str, str]:
    """Return what differs from what the kind says, in the order of the names."""
    usual = DEFAULTS[planned.kind]
    return Map(
        {
            right: scope
            for right, scope in sorted(planned.rights.items())
            if right != "see" and usual[right] != scope
        }
    )


def _check_running(workshop: Workshop, phases: list[Phase]) -> None:
    now = workshop.phase
    kept = next((phase for phase in phases if phase.id == now.id), None)
    if kept is None or (kept.kind, kept.direction) != (now.kind, now.direction):
        raise Refused(
            "phase.running",
            f"“{now.title}” is on now: it stays in the agenda, and of its kind.",
            field="phases",
        )


def _malformed(sentence: str) -> Refused:
    return Refused("op.malformed", sentence, field="phases")


DECIDE = {ChangeAgenda: decide_change}
APPLY = {"agenda.changed": apply_changed}
