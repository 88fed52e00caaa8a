"""Describing a note: who owns it, who pays, how it is measured, what it is about."""

from dataclasses import dataclass
from typing import Any, ClassVar

from . import details, whose
from .change import Change
from .notes import KEEP, Keep, about, put_note
from .refused import Refused
from .replacing import replace
from .state import Moment, Note, Seat, Workshop
from .text import clean_line, clean_text


@dataclass(frozen=True, slots=True)
class DescribeNote:
    """More is said about a note; None, "" and () take something away."""

    type: ClassVar[str] = "note.describe"
    note_id: str
    owner: str | Keep | None = KEEP
    pays: tuple[str, ...] | Keep | None = KEEP
    indicator: str | Keep | None = KEEP
    supplier: str | Keep | None = KEEP
    funding: str | Keep | None = KEEP
    cost_behaviour: str | Keep | None = KEEP
    tags: tuple[str, ...] | Keep | None = KEEP
    services: tuple[str, ...] | Keep | None = KEEP


def decide_describe(workshop: Workshop, op: DescribeNote, by: Seat, moment: Moment) -> list[Change]:
    """Return what changed; "", None and [] say that something was taken away.

    Raises: Refused "note.unknown", "role.not_allowed", "note.hidden", "text.too_long",
    "tag.unknown", "service.unknown", "op.no_effect".
    """
    note = whose.own_note(workshop, op.note_id, by)
    if note.hidden and note.author != by.id:
        raise Refused("note.hidden", "Reveal the note first: you cannot see what it says.")
    asked = _texts(op) | _choices(op) | _lists(op)
    _check_known(workshop, note, asked)
    known = {
        name: "" if name in details.TEXTS and value is None else value
        for name, value in ((name, getattr(note.details, name)) for name in asked)
    }
    facts = {name: value for name, value in asked.items() if value != _plain(known[name])}
    if not facts:
        raise Refused("op.no_effect", "The note says this already.")
    return [about(note, "note.described", {"note_id": note.id} | facts)]


def apply_described(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with what is said about the note now."""
    note = workshop.notes[change.facts["note_id"]]
    described = details.changed_details(note.details, change.facts)
    return put_note(workshop, replace(note, details=described))


def _texts(op: DescribeNote) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name, longest in details.LONGEST.items():
        text = getattr(op, name)
        if not isinstance(text, Keep):
            cleaned = clean_text(text or "")
            said[name] = clean_line(cleaned, field=name, longest=longest) if cleaned else ""
    return said


def _choices(op: DescribeNote) -> dict[str, Any]:
    said = {name: getattr(op, name) for name in details.CHOSEN}
    return {name: value for name, value in said.items() if not isinstance(value, Keep)}


def _lists(op: DescribeNote) -> dict[str, Any]:
    said = {name: getattr(op, name) for name in details.LISTS}
    return {
        name: sorted(set(value or ()))
        for name, value in said.items()
        if not isinstance(value, Keep)
    }


def _check_known(workshop: Workshop, note: Note, asked: dict[str, Any]) -> None:
    unknown = set(asked.get("tags", ())) - {*workshop.tags, *note.details.tags}
    if unknown:
        raise Refused("tag.unknown", "This canvas has no such tag.", field="tags")
    for service_id in asked.get("services", ()):
        service = workshop.known_service(service_id)
        if service is None or service.removed:
            raise Refused("service.unknown", "That service is not here.", field="services")


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


DECIDE = {DescribeNote: decide_describe}
APPLY = {"note.described": apply_described}
