"""Holds Change, the one shape of everything that happened, and how its texts stand apart."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from .change_texts import places_of, put_at
from .replacing import replace

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


def changes_from(body: bytes) -> Iterator[Change]:
    """Yield the changes of a JSON list of what `Change.to_json` wrote."""
    return map(Change.from_json, orjson.loads(body))


def texts_of(change: Change) -> dict[str, str]:
    """Return the texts people wrote in this change: path → text. An empty one is no text."""
    places = places_of(change.type, change.facts)
    return {path: text for path, text in places if isinstance(text, str) and text}


def without_texts(change: Change) -> Change:
    """Return the change with each text replaced by None: the form that is chained and logged."""
    return _put_texts(change, dict.fromkeys(texts_of(change)))


def with_texts(change: Change, texts: dict[str, str]) -> Change:
    """Return a logged change with its texts put back; one that is gone reads "[erased]"."""
    places = places_of(change.type, change.facts)
    gaps: dict[str, str | None] = {
        path: texts.get(path, ERASED) for path, text in places if text is None
    }
    return _put_texts(change, gaps)


def _put_texts(change: Change, texts: dict[str, str | None]) -> Change:
    return replace(change, facts=put_at(change.facts, texts)) if texts else change
