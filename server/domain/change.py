"""Holds Change, the one shape of everything that happened, and how its texts stand apart."""

from dataclasses import dataclass, field, replace
from typing import Any

VERSION = 1  # of the log format; rises when the facts of a change mean something new
ERASED = "[erased]"

_OUTER = ("seq", "v", "type", "at", "by", "city", "op_id")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened in a workshop, complete, as the log keeps it."""

    type: str
    facts: dict[str, Any] = field(default_factory=dict)
    by: str | None = None  # seat id; None = the server
    city: str | None = None  # the city it counts for; None = no city
    op_id: str | None = None
    seq: int = 0  # its place in the log, from 1; 0 = not committed
    at: str = ""  # time by the clock of the process that decided; never used for order
    v: int = VERSION

    def to_json(self) -> dict[str, Any]:
        """Return the change as the log keeps it: its facts apart, since one may be a `city` too."""
        return {name: getattr(self, name) for name in _OUTER} | {"facts": self.facts}

    @staticmethod
    def from_json(record: dict[str, Any]) -> "Change":
        """Return the change that `to_json` wrote."""
        return Change(facts=record["facts"], **{name: record[name] for name in _OUTER})


def texts_of(change: Change) -> dict[str, str]:
    """Return the texts people wrote in this change: path → text.

    Paths: "text" (an edit), "note.text" (one note), "notes.3.text" (the fourth of many).
    """
    found: dict[str, str] = {}
    if isinstance(change.facts.get("text"), str):
        found["text"] = change.facts["text"]
    if "text" in change.facts.get("note", {}):
        found["note.text"] = change.facts["note"]["text"]
    if change.type in ("notes.revealed", "notes.imported"):
        for place, note in enumerate(change.facts["notes"]):
            if "text" in note:
                found[f"notes.{place}.text"] = note["text"]
    return found


def without_texts(change: Change) -> Change:
    """Return the change with each text replaced by None: the form that is chained and logged."""
    return _put_texts(change, dict.fromkeys(texts_of(change)))


def with_texts(change: Change, texts: dict[str, str]) -> Change:
    """Return a logged change with its texts put back; one that is gone reads "[erased]"."""
    facts = change.facts
    gaps: dict[str, str | None] = {}
    if "text" in facts and facts["text"] is None:
        gaps["text"] = texts.get("text", ERASED)
    if facts.get("note", {}).get("text", "") is None:
        gaps["note.text"] = texts.get("note.text", ERASED)
    if change.type in ("notes.revealed", "notes.imported"):
        for place, note in enumerate(facts["notes"]):
            if note.get("text", "") is None:
                path = f"notes.{place}.text"
                gaps[path] = texts.get(path, ERASED)
    return _put_texts(change, gaps)


def _put_texts(change: Change, texts: dict[str, str | None]) -> Change:
    if not texts:
        return change
    facts = dict(change.facts)
    if "text" in texts:
        facts["text"] = texts["text"]
    if "note.text" in texts:
        facts["note"] = facts["note"] | {"text": texts["note.text"]}
    if change.type in ("notes.revealed", "notes.imported"):
        facts["notes"] = [
            note | {"text": texts[path]} if (path := f"notes.{place}.text") in texts else note
            for place, note in enumerate(facts["notes"])
        ]
    return replace(change, facts=facts)
