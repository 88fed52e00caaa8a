"""Keeps the canonical bytes of a board, made anew only where something changed.

A beat and every join need them; at 10,000 notes what was kept halves the time, and a second
asker of the same state waits for nothing.
"""

import hashlib
import threading
from bisect import bisect_left, insort
from collections.abc import Callable
from typing import Any

import orjson

from server.domain.attached import Attached, Thing
from server.domain.board import ATTACHED, board_without_lists, canonical, shared_note
from server.domain.state import Note, Workshop

Place = tuple[str, str]  # order key and id: what notes of an area are sorted by


class BoardBytes:
    """The canonical shared board of one workshop, and its hash.

    It follows one history: after a reload begin with a fresh one.
    """

    def __init__(self) -> None:
        """Begin with nothing made."""
        self._lock = threading.RLock()
        self._workshop: Workshop | None = None
        self._board = b""
        self._hash = ""
        self._notes: dict[str, Note] = {}  # those whose bytes are kept, as they were then
        self._bytes: dict[str, bytes] = {}
        self._order: dict[str, list[Place]] = {}  # area → places in board order
        self._lists = {name: _ListBytes(written) for name, written in ATTACHED.items()}

    def board(self, workshop: Workshop) -> bytes:
        """Return the canonical bytes of the shared board."""
        with self._lock:
            if self._workshop is None or not self._workshop.shows_the_same(workshop):
                self._board = self._made(workshop)
                self._hash = ""
            self._workshop = workshop
            return self._board

    def board_and_hash(self, workshop: Workshop) -> tuple[bytes, str]:
        """Return both of the same moment, whoever asks for another one meanwhile."""
        with self._lock:
            return self.board(workshop), self.hash(workshop)

    def hash(self, workshop: Workshop) -> str:
        """Return the SHA-256 of the canonical board, in hexadecimal."""
        with self._lock:
            board = self.board(workshop)
            if not self._hash:
                self._hash = hashlib.sha256(board).hexdigest()
            return self._hash

    def _made(self, workshop: Workshop) -> bytes:
        # A note is a value: the same object says the same, and comparing 10,000 takes 1 ms.
        for note_id, note in workshop.notes.items():
            if self._notes.get(note_id) is not note:
                self._take(note)
        listed = b",".join(
            [self._bytes[note_id] for area in workshop.areas for _, note_id in self._of(area.id)]
        )
        lists = {name: kept.of(getattr(workshop, name)) for name, kept in self._lists.items()}
        lists["notes"] = b"[" + listed + b"]"
        made = {name: orjson.Fragment(written) for name, written in lists.items()}
        return canonical(board_without_lists(workshop) | made)

    def _take(self, note: Note) -> None:
        before = self._notes.get(note.id)
        if before is not None and before.is_kept:
            places = self._of(before.area)
            del places[bisect_left(places, (before.position, before.id))]
        if note.is_kept:
            insort(self._of(note.area), (note.position, note.id))
            self._bytes[note.id] = canonical(shared_note(note))
        else:
            self._bytes.pop(note.id, None)
        self._notes[note.id] = note

    def _of(self, area_id: str) -> list[Place]:
        return self._order.setdefault(area_id, [])


class _ListBytes:
    """The canonical bytes of the links, themes or comments of a board."""

    def __init__(self, written: Callable[[Any], dict[str, Any]]) -> None:
        self._written = written
        self._attached: Attached[Any] | None = None
        self._bytes = b"[]"
        self._kept: dict[str, tuple[Thing, bytes]] = {}

    def of(self, attached: Attached[Any]) -> bytes:
        """Return the list as it is now; made anew only where something changed."""
        if attached is not self._attached:
            kept = {}
            for thing in attached.listed():
                known = self._kept.get(thing.id)
                is_same = known is not None and known[0] is thing
                kept[thing.id] = known if is_same else (thing, canonical(self._written(thing)))
            self._kept = kept
            self._bytes = b"[" + b",".join([written for _, written in kept.values()]) + b"]"
            self._attached = attached
        return self._bytes
