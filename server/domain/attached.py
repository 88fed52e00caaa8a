"""Holds what people attach to notes, links, comments and themes, in the order it was made."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from immutables import Map

Place = tuple[int, str]  # number and id: what is listed is sorted by it
NONE: Map[Any, Any] = Map()  # maps never change, so all may share one


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow from one note to another."""

    id: str
    start: str
    end: str
    kind: str  # leads_to, requires or contradicts
    place: int
    walk: str | None = None  # the walk in which it was drawn: clockwise or anticlockwise
    city: str | None = None
    author: str | None = None
    is_off: bool = False  # one of its notes is not on the board

    @property
    def is_shown(self) -> bool:
        """Whether it is on the board."""
        return not self.is_off

    @property
    def note_ids(self) -> tuple[str, ...]:
        """The notes it is attached to."""
        return (self.start, self.end)


@dataclass(frozen=True, slots=True)
class Comment:
    """A question, a concern or some evidence at a note."""

    id: str
    note_id: str
    kind: str
    text: str | None  # None: a step of a walk nobody could answer, and `edge` says which
    place: int
    city: str | None = None
    author: str | None = None
    edge: tuple[str, str] | None = None  # the area of the note and the one it could not reach
    is_open: bool = True
    erased: bool = False
    is_off: bool = False  # its note is not on the board

    @property
    def is_shown(self) -> bool:
        """Whether it is on the board."""
        return not self.is_off

    @property
    def note_ids(self) -> tuple[str, ...]:
        """The notes it is attached to."""
        return (self.note_id,)


@dataclass(frozen=True, slots=True)
class Theme:
    """Notes of one area under one title; votes are placed on it, and not on its notes."""

    id: str
    area: str
    title: str
    notes: tuple[str, ...]  # those on the board, in the order they came in
    place: int
    dots: Map[str, int] | None = None  # city → dots in the ballot revealed last
    erased: bool = False  # the title is gone for good, until somebody writes another one
    dissolved: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether it is on the board."""
        return not self.dissolved

    @property
    def note_ids(self) -> tuple[str, ...]:
        """None: a note knows its theme."""
        return ()


class Thing(Protocol):
    """Something that can be attached to notes."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def place(self) -> int:
        """Its number: things are made in this order."""

    @property
    def is_shown(self) -> bool:
        """Whether it is on the board."""

    @property
    def note_ids(self) -> tuple[str, ...]:
        """The notes it is attached to."""


Some = TypeVar("Some", bound=Thing)


@dataclass(frozen=True, slots=True)
class Attached(Generic[Some]):
    """Things of one kind as an immutable value; to put one in does not touch the others."""

    by_id: Map[str, Some] = NONE  # those that are off the board too
    of_note: Map[str, tuple[Place, ...]] = NONE  # note id → all that is attached to it
    order: tuple[Place, ...] = ()  # of those on the board
    last: int = 0  # highest number given

    def __len__(self) -> int:
        """Return how many there are, on the board or not."""
        return len(self.by_id)

    def get(self, thing_id: str) -> Some | None:
        """Return the one with that id, or None."""
        return self.by_id.get(thing_id)

    def listed(self) -> Iterator[Some]:
        """Yield those on the board in the order they were made."""
        return (self.by_id[thing_id] for _, thing_id in self.order)

    def at(self, note_id: str) -> list[Some]:
        """Return all that is attached to a note, in the order it was made."""
        return [self.by_id[thing_id] for _, thing_id in self.of_note.get(note_id, ())]

    def next_after(self, thing: Some) -> str | None:
        """Return what comes after the place of `thing` on the board, or None."""
        place = bisect_right(self.order, (thing.place, thing.id))
        return self.order[place][1] if place < len(self.order) else None

    def put(self, thing: Some) -> "Attached[Some]":
        """Return all with `thing` in the place of the one with its id."""
        before, place = self.by_id.get(thing.id), (thing.place, thing.id)
        of_note = self.of_note
        if before is None or before.note_ids != thing.note_ids:
            of_note = _unpinned(of_note, before)
            for note_id in thing.note_ids:
                of_note = of_note.set(note_id, _with(of_note.get(note_id, ()), place))
        was_shown = before is not None and before.is_shown
        order = self.order
        if thing.is_shown != was_shown:
            order = _with(order, place) if thing.is_shown else _without(order, place)
        by_id = self.by_id.set(thing.id, thing)
        return Attached(by_id, of_note, order, max(self.last, thing.place))

    def drop(self, thing: Some) -> "Attached[Some]":
        """Return all without `thing`."""
        of_note = _unpinned(self.of_note, thing)
        order = _without(self.order, (thing.place, thing.id)) if thing.is_shown else self.order
        return Attached(self.by_id.delete(thing.id), of_note, order, self.last)


NOTHING: Attached[Any] = Attached()


def attach_all(things: Iterable[Some], *, last: int = 0) -> Attached[Some]:
    """Return the things as one value, in one go."""
    known = list(things)
    of_note: dict[str, list[Place]] = {}
    for thing in known:
        for note_id in thing.note_ids:
            insort(of_note.setdefault(note_id, []), (thing.place, thing.id))
    return Attached(
        Map({thing.id: thing for thing in known}),
        Map({note_id: tuple(places) for note_id, places in of_note.items()}),
        tuple(sorted((thing.place, thing.id) for thing in known if thing.is_shown)),
        max([last, *(thing.place for thing in known)]),
    )


def _unpinned(
    of_note: Map[str, tuple[Place, ...]], thing: Thing | None
) -> Map[str, tuple[Place, ...]]:
    for note_id in thing.note_ids if thing else ():
        left = _without(of_note[note_id], (thing.place, thing.id)) if thing else ()
        of_note = of_note.set(note_id, left) if left else of_note.delete(note_id)
    return of_note


def _with(places: tuple[Place, ...], place: Place) -> tuple[Place, ...]:
    at = bisect_left(places, place)
    return (*places[:at], place, *places[at:])


def _without(places: tuple[Place, ...], place: Place) -> tuple[Place, ...]:
    at = bisect_left(places, place)
    return places[:at] + places[at + 1 :]
