"""Revealing notes that were written in silence."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import ClassVar

from .change import Change
from .note_shapes import whole_note
from .notes import check_place
from .refused import Refused
from .spotlight import moved
from .state import Moment, Note, Seat, Workshop

MOST_REVEALED = 200  # notes in one notes.revealed, so that one frame stays small


@dataclass(frozen=True, slots=True)
class RevealNotes:
    """Hidden notes are shown: those of an area, of a city, or all."""

    type: ClassVar[str] = "notes.reveal"
    area: str | None = None
    city: str | None = None


@dataclass(frozen=True, slots=True)
class RevealNext:
    """One more hidden note is shown and presented: everybody's voice is heard in turn."""

    type: ClassVar[str] = "notes.reveal_next"
    area: str | None = None
    city: str | None = None


def decide_reveal(workshop: Workshop, op: RevealNotes, by: Seat, moment: Moment) -> list[Change]:
    """Return the hidden notes of an area, a city, or all, in board order."""
    hidden = _hidden_there(workshop, op)
    return _shown(hidden)


def decide_reveal_next(
    workshop: Workshop, op: RevealNext, by: Seat, moment: Moment
) -> list[Change]:
    """Return the note whose turn it is, shown and in the spotlight.

    Order: the seat with the fewest notes shown there, of those the one whose city has the
    fewest, then board order. So each seat's first note comes before anybody's second one, and
    the cities take turns. (The round robin of the nominal group technique.)
    """
    hidden = _hidden_there(workshop, op)
    seats: Counter[str | None] = Counter()
    cities: Counter[str | None] = Counter()
    for note in workshop.kept_notes():
        if not note.hidden and op.area in (None, note.area):
            seats[note.author] += 1
            cities[note.city] += 1
    turn = min(hidden, key=lambda note: (seats[note.author], cities[note.city]))
    return [*_shown([turn]), moved(turn.id)]


def _hidden_there(workshop: Workshop, op: RevealNotes | RevealNext) -> list[Note]:
    """Return what is to be revealed.

    Raises: Refused "op.malformed", "city.unknown", "op.no_effect".
    """
    if op.area is not None:
        check_place(workshop, area=op.area, facet=None)
    if op.city is not None and workshop.city(op.city) is None:
        raise Refused("city.unknown", "That city is not in this workshop.", field="city")
    hidden = _hidden(workshop, area=op.area, city=op.city)
    if not hidden:
        raise Refused("op.no_effect", "There is no hidden note to reveal there.")
    return hidden


def reveal_changes(workshop: Workshop) -> list[Change]:
    """Return the changes that show all hidden notes; [] when there are none."""
    return _shown(_hidden(workshop, area=None, city=None))


def _hidden(workshop: Workshop, *, area: str | None, city: str | None) -> list[Note]:
    return [
        note
        for each in workshop.areas
        if area in (None, each.id)
        for note in workshop.notes_of(each.id)
        if note.hidden and note.text is not None and city in (None, note.city)
    ]


def _shown(hidden: list[Note]) -> list[Change]:
    shown = [whole_note(replace(note, hidden=False)) for note in hidden]
    parts = range(0, len(shown), MOST_REVEALED)
    return [Change("notes.revealed", {"notes": shown[at : at + MOST_REVEALED]}) for at in parts]


def apply_revealed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with those notes visible to everybody."""
    notes = workshop.notes.mutate()
    for shown in change.facts["notes"]:
        notes[shown["id"]] = replace(notes[shown["id"]], hidden=False)
    return replace(workshop, notes=notes.finish())


DECIDE = {RevealNotes: decide_reveal, RevealNext: decide_reveal_next}
APPLY = {"notes.revealed": apply_revealed}
