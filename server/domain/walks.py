"""Walks: phases that go round the areas, one in focus after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from .change import Change
from .notes import check_place
from .refused import Refused
from .state import Area, Focus, Moment, Phase, Seat, Workshop

DIRECTIONS = ("clockwise", "anticlockwise")


@dataclass(frozen=True, slots=True)
class FocusWalk:
    """Everybody looks at an area, or at one note of it."""

    type: ClassVar[str] = "walk.focus"
    area: str
    note_id: str | None = None


def opening_focus(areas: Sequence[Area], phase: Phase) -> Focus | None:
    """Return where a walk begins: clockwise the first area of the canvas, else the last one."""
    if phase.kind != "walk":
        return None
    return Focus(areas[-1 if phase.direction == "anticlockwise" else 0].id)


def focus_json(focus: Focus) -> dict[str, Any]:
    """Return the focus as it stands on the board: {area, note_id?}."""
    shown = {"area": focus.area}
    return shown if focus.note_id is None else shown | {"note_id": focus.note_id}


def focus_from(record: dict[str, Any]) -> Focus:
    """Return the focus that `focus_json` wrote."""
    return Focus(record["area"], record.get("note_id"))


def focused(focus: Focus) -> Change:
    """Return the change that brings the walk to a place."""
    return Change("walk.focused", focus_json(focus))


def decide_focus(workshop: Workshop, op: FocusWalk, by: Seat, moment: Moment) -> list[Change]:
    """Return the new focus. Raises: Refused "op.malformed", "note.unknown", "op.no_effect"."""
    check_place(workshop, area=op.area, facet=None)
    if op.note_id is not None:
        note = workshop.notes.get(op.note_id)
        if note is None or not note.is_votable or note.area != op.area:
            raise Refused("note.unknown", "That note is not in this area.", field="note_id")
    focus = Focus(op.area, op.note_id)
    if focus == workshop.focus:
        raise Refused("op.no_effect", "The walk is there already.")
    return [focused(focus)]


def apply_focused(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with its walk at that place."""
    return replace(workshop, focus=focus_from(change.facts))


DECIDE = {FocusWalk: decide_focus}
APPLY = {"walk.focused": apply_focused}
