"""Decides whether something on the board is somebody's to change."""

from collections.abc import Iterable

from .refused import Refused
from .rights import may_touch
from .state import Note, Seat, Workshop


def kept_note(workshop: Workshop, note_id: str, *, field: str) -> Note:
    """Return the note with that id. Raises: Refused "note.unknown" when it is not there."""
    note = workshop.notes.get(note_id)
    if note is None or not note.is_kept:
        raise Refused("note.unknown", "That note has been removed.", field=field)
    return note


def seen_note(workshop: Workshop, note_id: str, *, field: str) -> Note:
    """Return a note everybody can see. Raises: Refused "note.unknown", "note.hidden"."""
    note = kept_note(workshop, note_id, field=field)
    if note.hidden:
        raise Refused("note.hidden", "Reveal the note first: others cannot see it.", field=field)
    return note


def own_note(workshop: Workshop, note_id: str, by: Seat, *, right: str = "edit") -> Note:
    """Return a note the seat may change. Raises: Refused "note.unknown", "role.not_allowed"."""
    note = kept_note(workshop, note_id, field="note_id")
    check_whose(workshop, note, by, right=right)
    return note


def check_whose(workshop: Workshop, note: Note, by: Seat, *, right: str) -> None:
    """Refuse a note that the right does not reach in this phase."""
    if not may_touch(workshop, right, by, authors=[note.author], cities=[note.city]):
        raise Refused("role.not_allowed", "This note is somebody else's; ask the facilitator.")


def is_of(by: Seat, *, authors: Iterable[str | None], cities: Iterable[str | None]) -> bool:
    """Whether one of the authors is the seat, or one of the cities the one it leads."""
    if by.role == "facilitator" or by.id in authors:
        return True
    return by.role == "city_lead" and by.city is not None and by.city in cities
