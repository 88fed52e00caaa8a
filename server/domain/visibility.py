"""Decides who may hear what: the only place.

It reads the change alone, never the board, so a change is masked once, as of its own moment,
and early, late and catching-up clients hear the same bytes.
"""

from typing import Any

from .change import Change
from .text import length_class

VOTES = (
    "vote.placed", "vote.withdrawn", "vote.rated", "vote.ranked", "hub.tallied", "turnout.changed",
)  # fmt: skip
ANSWERS = ("stance.taken", "note.scored", "service.scored", "weights.given")
_OUTER = ("seq", "type", "at", "city")
_SIGNED = ("note.", "link.", "comment.")  # what names its author only where authors are shown


def heard(change: Change, *, seat_id: str | None) -> dict[str, Any]:
    """Return the change as a seat hears it; None = everybody who has no part in it.

    Only the seat that did it hears `op_id`. Of a vote, a stance or a score others hear only that
    it was given: counting single changes would give the totals away. An offer is
    heard for the city, without the seat. Of a hidden note everybody
    but its author, the facilitator who moved it too, hears only where it is and how long.
    Source of truth for frames, catching up and HTTP alike.
    """
    outer = {name: getattr(change, name) for name in _OUTER}
    is_own = seat_id is not None and seat_id == change.by
    if is_own:
        outer |= {"by": change.by, "op_id": change.op_id}
    if is_hidden(change):
        is_author = seat_id is not None and seat_id == author_of(change)
        return outer | (_of_author(change) if is_author else _masked(change))
    if is_own:
        return outer | change.facts
    if change.type in ANSWERS:
        return outer
    if change.type == "offer.taken":
        return outer | {name: change.facts[name] for name in ("note_id", "counts")}
    if change.type in VOTES:
        return outer | _vote(change)
    if change.type.startswith(_SIGNED) and _hides_author(change):
        return outer | change.facts
    return outer | {"by": change.by} | change.facts


def apart(change: Change) -> set[str]:
    """Return the seats that hear the change in another form than everybody else."""
    seats = {change.by, author_of(change) if is_hidden(change) else None}
    return {seat_id for seat_id in seats if seat_id is not None}


def author_of(change: Change) -> str | None:
    """Return the seat that wrote the hidden note a change is about."""
    if change.type == "note.added":
        return change.by
    author: str | None = change.facts.get("author")
    return author


def is_hidden(change: Change) -> bool:
    """Whether the change is about a note that only its author may read."""
    return bool(change.facts.get("hidden") or change.facts.get("note", {}).get("hidden"))


def _of_author(change: Change) -> dict[str, Any]:
    facts = {name: value for name, value in change.facts.items() if name != "author"}
    return {"by": change.by} | facts


def _vote(change: Change) -> dict[str, Any]:
    facts = change.facts
    names = ["ballot_id"]
    if change.type == "turnout.changed":
        names.append("turnout")
    elif facts.get("open"):
        names += ["target_id", "dots", "more"]
    return {name: facts[name] for name in names if name in facts}


def _masked(change: Change) -> dict[str, Any]:
    facts = change.facts
    if "note" in facts:
        note = facts["note"]
        known = {name: note[name] for name in ("id", "area", "city", "version")}
        length = note.get("length") or length_class(note["text"] or "")
        masked: dict[str, Any] = {"note": known | {"hidden": True, "length": length}}
        return masked | ({"before": facts["before"]} if "before" in facts else {})
    names = ("note_id", "area", "before", "turnout", "hidden")
    masked = {name: facts[name] for name in names if name in facts}
    if change.type in ("note.edited", "note.erased"):
        masked |= {"length": facts["length"], "version": facts["version"]}
    return masked


def _hides_author(change: Change) -> bool:
    note = change.facts.get("note")
    return change.facts.get("unsigned", False) or (note is not None and "seat" not in note)
