"""Decides who may hear what: the only place.

It reads the change alone, never the board, so a change is masked once, as of its own moment,
and early, late and catching-up clients hear the same bytes.
"""

from typing import Any

from .change import Change
from .text import length_class

VOTES = ("vote.placed", "vote.withdrawn")
_OUTER = ("seq", "type", "at", "city")


def heard(change: Change, *, seat_id: str | None) -> dict[str, Any]:
    """Return the change as a seat hears it; None = everybody but its own seat.

    The own seat hears everything. Others never hear `op_id`; of a vote only that it was
    placed (rulings 4), of a hidden note only where it is and how long (rulings 3).
    Source of truth for frames, catching up and HTTP alike.
    """
    if seat_id is not None and seat_id == change.by:
        return _own(change)
    outer = {name: getattr(change, name) for name in _OUTER}
    if change.type in VOTES:
        return outer | _vote(change)
    if is_hidden(change):
        return outer | _masked(change)
    if change.type.startswith("note.") and _hides_author(change):
        return outer | change.facts
    return outer | {"by": change.by} | change.facts


def is_hidden(change: Change) -> bool:
    """Whether the change is about a note that only its author may read."""
    return bool(change.facts.get("hidden") or change.facts.get("note", {}).get("hidden"))


def _own(change: Change) -> dict[str, Any]:
    outer = {name: getattr(change, name) for name in (*_OUTER, "by", "op_id")}
    return outer | change.facts


def _vote(change: Change) -> dict[str, Any]:
    facts = change.facts
    names = ["ballot_id", "turnout"]
    if facts.get("open"):
        names += ["target_id", "dots"]
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
    if change.type == "note.edited":
        masked |= {"length": facts["length"], "version": facts["version"]}
    return masked


def _hides_author(change: Change) -> bool:
    note = change.facts.get("note")
    return change.facts.get("unsigned", False) or (note is not None and "seat" not in note)
