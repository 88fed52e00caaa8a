"""Holds Change, the one shape of everything that happened, and how its texts stand apart."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .replacing import replace

VERSION = 1  # of the log format; rises when the facts of a change mean something new
ERASED = "[erased]"

_OUTER = ("seq", "v", "type", "at", "by", "city", "op_id")

# Where people's own words stand in the facts of a change; "*" is each of a list. They are kept
# apart from the log, so that they can be erased. A fact at such a place is a text or is left out:
# None is how the log marks a text that stands apart.
TEXT_PLACES = (
    "text",
    "reason",
    "note.text",
    "notes.*.text",
    "verdicts.*.reason",
    "draft.edits.*.text",
    "draft.signatures.*.text",
)
_TEXT_PLACES = tuple(tuple(place.split(".")) for place in TEXT_PLACES)


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

    def take(path: str, held: Any) -> Any:
        if isinstance(held, str):
            found[path] = held
        return held

    _each_text(change.facts, take)
    return found


def without_texts(change: Change) -> Change:
    """Return the change with each text replaced by None: the form that is chained and logged."""
    facts = _each_text(change.facts, lambda _, held: None if isinstance(held, str) else held)
    return change if facts is change.facts else replace(change, facts=facts)


def with_texts(change: Change, texts: dict[str, str]) -> Change:
    """Return a logged change with its texts put back; one that is gone reads "[erased]"."""
    facts = _each_text(
        change.facts, lambda path, held: texts.get(path, ERASED) if held is None else held
    )
    return change if facts is change.facts else replace(change, facts=facts)


def _each_text(facts: dict[str, Any], new: Callable[[str, Any], Any]) -> dict[str, Any]:
    """Return facts with `new(path, text)` in the place of each text; the same where all stay."""
    for place in _TEXT_PLACES:
        if place[0] in facts:
            facts = _changed(facts, place, "", new)
    return facts


def _changed(held: Any, place: tuple[str, ...], path: str, new: Callable[[str, Any], Any]) -> Any:
    if not place:
        return new(path, held)
    name, below = place[0], place[1:]
    if name == "*":
        if not isinstance(held, list):
            return held
        listed = [_changed(one, below, f"{path}.{at}", new) for at, one in enumerate(held)]
        return listed if any(a is not b for a, b in zip(listed, held, strict=True)) else held
    if not isinstance(held, dict) or name not in held:
        return held
    one = _changed(held[name], below, f"{path}.{name}" if path else name, new)
    return held if one is held[name] else held | {name: one}
