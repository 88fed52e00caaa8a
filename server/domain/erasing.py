"""Erasing what somebody wrote: the texts go for good, the note and its dots stay."""

from dataclasses import dataclass, replace
from typing import ClassVar

from .change import ERASED, Change
from .details import TEXTS, without_texts
from .notes import about, put_note
from .refused import Refused
from .state import Moment, Seat, Workshop
from .translations import NO_TRANSLATIONS


@dataclass(frozen=True, slots=True)
class EraseNote:
    """The text of a note is erased from board and log, whether it is on the board or not."""

    type: ClassVar[str] = "note.erase"
    note_id: str


def decide_erase(workshop: Workshop, op: EraseNote, by: Seat, moment: Moment) -> list[Change]:
    """Return the erasing. The store takes the text out of the changes before it.

    Raises: Refused "note.unknown", "op.no_effect".
    """
    note = workshop.notes.get(op.note_id)
    if note is None:
        raise Refused("note.unknown", "There is no such note.", field="note_id")
    has_more = bool(note.translations) or any(getattr(note.details, name) for name in TEXTS)
    if (note.erased or note.text is None) and not has_more:
        raise Refused("op.no_effect", "The text of this note is erased already.")
    facts = {"note_id": note.id, "version": note.version + 1}
    return [about(replace(note, text=ERASED), "note.erased", facts)]


def apply_erased(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the note there and its text gone."""
    note = workshop.notes[change.facts["note_id"]]
    gone = replace(
        note,
        text=ERASED,
        erased=True,
        typed_by=None,
        version=change.facts["version"],
        details=without_texts(note.details),
        translations=NO_TRANSLATIONS,
    )
    return put_note(workshop, gone)


DECIDE = {EraseNote: decide_erase}
APPLY = {"note.erased": apply_erased}
