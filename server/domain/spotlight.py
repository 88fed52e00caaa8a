"""The spotlight: one note that everybody is shown while it is talked about."""

from dataclasses import dataclass, replace
from typing import ClassVar

from .change import Change
from .refused import Refused
from .state import Moment, Seat, Spotlight, Workshop


@dataclass(frozen=True, slots=True)
class SetSpotlight:
    """Everybody is shown this note; None ends it."""

    type: ClassVar[str] = "spotlight.set"
    note_id: str | None


def moved(note_id: str | None) -> Change:
    """Return the change that shows everybody a note, or none."""
    return Change("spotlight.moved", {"note_id": note_id})


def decide_set(workshop: Workshop, op: SetSpotlight, by: Seat, moment: Moment) -> list[Change]:
    """Return the move. Raises: Refused "note.unknown", "note.hidden", "op.no_effect"."""
    if op.note_id is not None:
        note = workshop.notes.get(op.note_id)
        if note is None or not note.is_kept:
            raise Refused("note.unknown", "That note has left the board.", field="note_id")
        if note.hidden:
            raise Refused("note.hidden", "Reveal that note first, then show it.", field="note_id")
    if op.note_id == presented(workshop):
        raise Refused("op.no_effect", "The spotlight is there already.")
    return [moved(op.note_id)]


def presented(workshop: Workshop) -> str | None:
    """Return the note in the spotlight, or None."""
    return None if workshop.spotlight is None else workshop.spotlight.note_id


def apply_moved(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with its spotlight there."""
    return replace(workshop, spotlight=Spotlight(change.facts["note_id"]))


def follow(workshop: Workshop, gone: list[str], *, into: str | None = None) -> Workshop:
    """Return the workshop whose spotlight shows `into` where it showed one of the `gone` notes."""
    if presented(workshop) not in gone:
        return workshop
    return replace(workshop, spotlight=Spotlight(into))


def switch_off(workshop: Workshop) -> Workshop:
    """Return the workshop without a note in the spotlight: something else begins."""
    if presented(workshop) is None:
        return workshop
    return replace(workshop, spotlight=Spotlight(None))


DECIDE = {SetSpotlight: decide_set}
APPLY = {"spotlight.moved": apply_moved}
