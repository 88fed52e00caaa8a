"""Saying a note in another language: people write it, and the original stays."""

from dataclasses import dataclass
from typing import ClassVar

from immutables import Map

from .change import Change
from .notes import about, put_note
from .refused import Refused
from .replacing import replace
from .state import Moment, Note, Seat, Workshop
from .text import clean_note_text, clean_text
from .translations import Translation
from .whose import is_of, kept_note

MOST_LANGUAGES = 12  # of one note beside its original


@dataclass(frozen=True, slots=True)
class TranslateNote:
    """A note says the same in another language; "" takes that version away."""

    type: ClassVar[str] = "note.translate"
    note_id: str
    language: str
    text: str


def decide_translate(
    workshop: Workshop, op: TranslateNote, by: Seat, moment: Moment
) -> list[Change]:
    """Return the version in that language.

    Anybody who may write gives one that is missing. One that is there is changed by who wrote it,
    the note's author, a lead of either's city, a facilitator.
    Raises: Refused "note.unknown", "note.hidden", "role.not_allowed", "note.too_long",
    "op.no_effect", "board.full".
    """
    note = kept_note(workshop, op.note_id, field="note_id")
    if note.hidden and note.author != by.id:
        raise Refused("note.hidden", "Reveal the note first: you cannot see what it says.")
    known = note.translations.get(op.language)
    _check_whose(note, known, by)
    is_kept = bool(clean_text(op.text))
    text = clean_note_text(op.text, longest=moment.limits.note_text) if is_kept else ""
    if text == ("" if known is None else known.text) and not (known and known.outdated and text):
        raise Refused("op.no_effect", "The note says this already in that language.")
    if known is None and len(note.translations) >= MOST_LANGUAGES:
        raise Refused(
            "board.full",
            f"A note holds versions in {MOST_LANGUAGES} languages.",
            field="language",
            numbers={"limit": MOST_LANGUAGES},
        )
    facts = {"note_id": note.id, "language": op.language, "text": text}
    return [about(note, "note.translated", facts)]


def apply_translated(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the note's version in that language, or without it."""
    facts = change.facts
    note, language = workshop.notes[facts["note_id"]], facts["language"]
    if facts["text"]:
        version = Translation(facts["text"], change.city, change.by)
        translations = note.translations.set(language, version)
    else:
        translations = Map({key: one for key, one in note.translations.items() if key != language})
    return put_note(workshop, replace(note, translations=translations))


def _check_whose(note: Note, known: Translation | None, by: Seat) -> None:
    if known is None:
        return
    if not is_of(by, authors=[known.author, note.author], cities=[known.city, note.city]):
        raise Refused("role.not_allowed", "This version is somebody else's; ask the facilitator.")


DECIDE = {TranslateNote: decide_translate}
APPLY = {"note.translated": apply_translated}
