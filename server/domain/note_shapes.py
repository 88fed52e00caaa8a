"""Writes a note as JSON, whole or masked, and reads it back."""

from typing import Any

from immutables import Map

from . import tally
from .answers import OPTIONS, counts_from, counts_json
from .details import details_from, details_json
from .rounds import rounds_from, rounds_json
from .state import Note
from .text import length_class
from .translations import translations_from, translations_json


def whole_note(note: Note) -> dict[str, Any]:
    """Return a note as its author and, once revealed, everybody knows it."""
    shown: dict[str, Any] = {"id": note.id, "area": note.area, "text": note.text}
    shown["city"] = note.city
    if note.shows_author and note.author is not None:
        shown["seat"] = note.author
    if note.is_of_room:
        shown["room"] = True
    if note.typed_by is not None:
        shown["typed_by"] = note.typed_by
    if note.facet is not None:
        shown["facet"] = note.facet
    if note.who:
        shown["who"] = list(note.who)
    shown |= details_json(note.details) | translations_json(note.translations)
    shown["version"] = note.version
    if note.erased:
        shown["erased"] = True
    if note.hidden:
        shown["hidden"] = True
    if note.merged_from:
        shown["merged_from"] = list(note.merged_from)
    if note.dots is not None:
        shown["dots"] = dict(note.dots)
    if note.rounds:
        shown["rounds"] = rounds_json(note.rounds)
    if note.ballots_before:
        shown["ballots_before"] = note.ballots_before
    return shown | {kind: counts_json(kind, of) for kind, of in note.answers.items()}


def masked_note(note: Note) -> dict[str, Any]:
    """Return all that others may know of a hidden note: where it is and how long."""
    length = note.length or length_class(note.text or "")
    return {
        "id": note.id,
        "area": note.area,
        "city": note.city,
        "hidden": True,
        "length": length,
        "version": note.version,
    }


def note_from(record: dict[str, Any], *, author: str | None) -> Note:
    """Return the note that `whole_note` or `masked_note` wrote, without a place yet."""
    dots = record.get("dots")
    return Note(
        id=record["id"],
        area=record["area"],
        position="",
        text=record.get("text"),
        city=record["city"],
        author=author,
        shows_author="seat" in record,
        facet=record.get("facet"),
        who=tuple(record.get("who", ())),
        version=record["version"],
        erased=record.get("erased", False),
        hidden=record.get("hidden", False),
        length=record.get("length"),
        merged_from=tuple(record.get("merged_from", ())),
        dots=None if dots is None else tally.as_map(dots),
        answers=Map({kind: counts_from(kind, record[kind]) for kind in OPTIONS if kind in record}),
        rounds=rounds_from(record.get("rounds", ())),
        ballots_before=record.get("ballots_before", 0),
        details=details_from(record),
        translations=translations_from(record),
        is_of_room=record.get("room", False),
        typed_by=record.get("typed_by"),
    )
