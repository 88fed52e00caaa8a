"""Many notes at once, all or none: what was written on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from .change import Change
from .notes import AddNote, check_room, decide_add
from .state import Moment, Seat, Workshop

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class AddNotes:
    """The facilitator brings notes, each as if added alone."""

    type: ClassVar[str] = "notes.add"
    notes: tuple[AddNote, ...]


def decide_add_notes(workshop: Workshop, op: AddNotes, by: Seat, moment: Moment) -> list[Change]:
    """Return the new notes in the order given. Raises: Refused, as for a single one."""
    check_room(workshop, len(op.notes), moment)
    return [change for note in op.notes for change in decide_add(workshop, note, by, moment)]


DECIDE = {AddNotes: decide_add_notes}
APPLY: dict[str, Callable[[Workshop, Change], Workshop]] = {}  # each is a `note.added`
