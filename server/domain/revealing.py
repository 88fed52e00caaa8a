"""Revealing notes that were written in silence."""

from dataclasses import dataclass, replace
from typing import ClassVar

from .change import Change
from .note_shapes import whole_note
from .notes import check_place
from .refused import Refused
from .state import Moment, Seat, Workshop

MOST_REVEALED = 200  # notes in one notes.revealed, so that one frame stays small


@dataclass(frozen=True, slots=True)
class RevealNotes:
    """Hidden notes are shown: those of an area, of a city, or all."""

    type: ClassVar[str] = "notes.reveal"
    area: str | None = None
    city: str | None = None


def decide_reveal(workshop: Workshop, op: RevealNotes, by: Seat, moment: Moment) -> list[Change]:
    """Return the hidden notes of an area, a city, or all, in board order."""
    if op.area is not None:
        check_place(workshop, area=op.area, facet=None)
    if op.city is not None and workshop.city(op.city) is None:
        raise Refused("city.unknown", "That city is not in this workshop.", field="city")
    changes = reveal_changes(workshop, area=op.area, city=op.city)
    if not changes:
        raise Refused("op.no_effect", "There is no hidden note to reveal there.")
    return changes


def reveal_changes(
    workshop: Workshop, *, area: str | None = None, city: str | None = None
) -> list[Change]:
    """Return the changes that show the hidden notes asked for; [] when there are none."""
    hidden = [
        note
        for each in workshop.areas
        if area in (None, each.id)
        for note in workshop.notes_of(each.id)
        if note.hidden and note.text is not None and city in (None, note.city)
    ]
    shown = [whole_note(replace(note, hidden=False)) for note in hidden]
    parts = range(0, len(shown), MOST_REVEALED)
    return [Change("notes.revealed", {"notes": shown[at : at + MOST_REVEALED]}) for at in parts]


def apply_revealed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with those notes visible to everybody."""
    notes = workshop.notes.mutate()
    for shown in change.facts["notes"]:
        notes[shown["id"]] = replace(notes[shown["id"]], hidden=False)
    return replace(workshop, notes=notes.finish())


DECIDE = {RevealNotes: decide_reveal}
APPLY = {"notes.revealed": apply_revealed}
