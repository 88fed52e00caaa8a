"""Holds a Workshop as one immutable value, and the facts it is made of."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from immutables import Map

from .agreement import UNTOUCHED, Drafting, Verdict
from .answers import NO_ANSWERS, Answers, Counts, Weights
from .attached import NONE, NOTHING, Attached, Comment, Link, Theme
from .details import NO_DETAILS, Details
from .limits import DEFAULT_LIMITS, Limits
from .rounds import Rounds
from .translations import NO_TRANSLATIONS, Translations

Place = tuple[str, str]  # order key and id of a note: what the notes of an area are sorted by


@dataclass(frozen=True, slots=True)
class City:
    """A city that takes part; `letters` are the two that stand on its notes."""

    id: str
    name: str
    letters: str
    country: str | None = None  # two letters, ISO 3166-1; None = not said


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place in one workshop; it survives reconnects and devices."""

    id: str
    role: str
    city: str | None = None
    removed: bool = False
    left: bool = False  # removed by whoever sat there: nobody else brings that back
    waiting: bool = False  # in the lobby; removed and waiting: turned away there

    @property
    def is_seated(self) -> bool:
        """Whether somebody sits there who takes part."""
        return not self.removed and not self.waiting


SERVER = Seat("server", "facilitator")  # the one who acts when nobody did


@dataclass(frozen=True, slots=True)
class Moment:
    """What a decision is given from outside: the time, new ids, and how much fits."""

    now: str
    new_id: Callable[[], str]
    limits: Limits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the canvas, as far as decisions need it."""

    id: str
    facets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """A step of the agenda."""

    id: str
    kind: str  # one of the table of rights
    title: str
    instruction: str | None = None  # what is asked, in the workshop's own words
    silent: bool = False  # notes stay with their authors until they are revealed
    seconds: int | None = None
    reveal: bool = True  # a vote phase shows its totals when it is left
    keep_hidden: bool = False  # starting it does not reveal what earlier phases hid
    direction: str | None = None  # of a walk: clockwise or anticlockwise
    stances: bool = False  # seats say whether they agree with notes
    areas: tuple[str, ...] = ()  # what the phase is about; none = the whole canvas
    rights: Map[str, str] = NONE  # right → whose notes, where it is not what the kind says


@dataclass(frozen=True, slots=True)
class Focus:
    """Where a walk is: an area, and one note of it when that is talked about."""

    area: str
    note_id: str | None = None


@dataclass(frozen=True, slots=True)
class Spotlight:
    """The note everybody is shown; None = none now, but there was one."""

    note_id: str | None


@dataclass(frozen=True, slots=True)
class Timer:
    """Time that runs, by the server's clock; one at rest keeps what was left."""

    id: str
    ends_at: str
    at_end: str  # nothing, lock or advance
    grace_ms: int  # after the end, until what follows
    paused_left_ms: int | None = None
    paused_by: str | None = None  # seat


@dataclass(frozen=True, slots=True)
class Note:
    """A sticky note. A removed or merged one is kept, so that it can come back."""

    id: str
    area: str
    position: str  # order key among the notes of its area
    text: str | None  # None: an imported note whose text was never shown
    city: str | None
    author: str | None
    shows_author: bool = True
    facet: str | None = None
    who: tuple[str, ...] = ()
    version: int = 1
    hidden: bool = False
    length: str | None = None  # length class, only where the text is None
    erased: bool = False  # the text is gone for good, until somebody writes another one
    removed: bool = False
    merged_into: str | None = None
    merged_from: tuple[str, ...] = ()
    dots: Map[str, int] | None = None  # city → dots in the ballot revealed last
    answers: Map[str, Counts] = NONE  # stances, importance, readiness → counts everybody knows
    rounds: Rounds = ()  # importance in each round, by the same seats; () = asked once at most
    ballots_before: int = 0  # that had been opened when it was made, or others merged into it
    details: Details = NO_DETAILS
    translations: Translations = NO_TRANSLATIONS  # what it says in other languages
    theme: str | None = None  # the theme it is in, or was in when it was removed
    is_of_room: bool = False  # written at the one device of a room, by anybody there
    typed_by: str | None = None  # who typed it for the room

    @property
    def is_kept(self) -> bool:
        """Whether the note is on the board, hidden or not."""
        return not self.removed and self.merged_into is None

    @property
    def is_votable(self) -> bool:
        """Whether everybody can see the note and vote for it."""
        return self.is_kept and not self.hidden


@dataclass(frozen=True, slots=True)
class Service:
    """A digital service that notes belong to. A removed one is kept, so that it can be erased."""

    id: str
    name: str
    state: str  # existing or new
    layers: Map[str, str] = NONE  # layer it has → who owns that, or ""
    knock_outs: Map[str, bool] = NONE  # condition → whether it is met; those not known are absent
    erased: bool = False  # name and owners are gone for good, until somebody writes others
    removed: bool = False
    scores: Map[str, Counts] = NONE  # criterion → counts everybody knows


@dataclass(frozen=True, slots=True)
class Hub:
    """One device that counts for a room: a seat, its city, and the people there as declared."""

    seat_id: str
    city: str
    heads: int


@dataclass(frozen=True, slots=True)
class Rating:
    """What was said of one target on a scale: how many people chose each step (a seat is one)."""

    steps: tuple[int, ...]
    seq: int  # when; where targets become one the latest of a paper counts


@dataclass(frozen=True, slots=True)
class Paper:
    """What one seat, or one room, said in one ballot, counted for `city`.

    Which of dots, ratings and ranks holds anything follows from the kind of the ballot.
    """

    city: str
    dots: Map[str, int] = NONE  # target → dots
    ratings: Map[str, Rating] = NONE
    ranks: tuple[str, ...] = ()  # targets, best first
    heads: int = 0  # people of the room it was tallied in; 0: one person's own paper


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote with its settings, its papers and, once closed, who was there."""

    id: str
    title: str
    votes_each: int
    note_cap: int
    own_notes: bool
    totals: str  # hidden or open
    weighting: str
    kind: str = "dots"
    top: int | None = None  # of a ranking: how many places a paper has
    phase: str | None = None
    state: str = "open"  # open, closed, revealed
    reopened: bool = False
    turnout: Map[str, int] = NONE  # city → people who took part, as far as papers tell
    present: Map[str, int] | None = None  # city → seats and heads of rooms, as of closing
    heads: Map[str, int] | None = None  # city → heads of its rooms, as of closing; None: no room
    papers: Map[str, Paper] = NONE  # seat id → paper
    shown: Map[str, Map[str, Any]] | None = None  # target → city → counts that everybody knows
    revealed_seq: int = 0  # when it was revealed last; 0 = never
    leaves_out_rooms: bool = False  # of a result alone: its counts are without those of rooms

    @property
    def shows_totals(self) -> bool:
        """Whether everybody may know the dots of every target now."""
        return self.totals == "open" or self.state == "revealed"


@dataclass(frozen=True, slots=True)
class Workshop:
    """Everything a workshop is at one point of its log."""

    seq: int = 0
    title: str = ""
    service: str | None = None
    languages: tuple[str, ...] = ("en",)
    canvas_id: str = ""
    areas: tuple[Area, ...] = ()
    tags: tuple[str, ...] = ()  # that notes may carry
    phases: tuple[Phase, ...] = ()
    phase_id: str = ""
    phase_started_at: str = ""
    phase_log: tuple[tuple[str, str], ...] = ()  # phase and time of each start, oldest first
    phase_locked: bool = False
    focus: Focus | None = None  # of the walk that is on
    spotlight: Spotlight | None = None  # None: there never was one
    timer: Timer | None = None
    settings: Map[str, Any] = NONE
    cities: tuple[City, ...] = ()
    seats: Map[str, Seat] = NONE
    seat_count: int = 0  # seats that were not removed
    notes: Map[str, Note] = NONE
    order: Map[str, tuple[Place, ...]] = NONE  # area → places of its kept notes, in board order
    last_positions: Map[str, str] = NONE  # area → highest order key given
    links: Attached[Link] = NOTHING
    themes: Attached[Theme] = NOTHING
    comments: Attached[Comment] = NOTHING
    services: tuple[Service, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    hubs: tuple[Hub, ...] = ()  # in the order they were declared
    answers: Answers = NO_ANSWERS
    criteria: tuple[str, ...] = ()  # of the canvas: what services are scored on
    weights: Weights = NONE  # what seats gave to the criteria, as everybody knows
    verdicts: tuple[Verdict, ...] = ()
    drafting: Drafting = UNTOUCHED
    made_at: str = ""
    last_at: str = ""
    closed_at: str | None = None
    erase_at: str | None = None  # fixed from the beginning (demos); None = it follows the work
    imported_from: dict[str, Any] | None = None

    @property
    def phase(self) -> Phase:
        """The phase that is on now."""
        return next(phase for phase in self.phases if phase.id == self.phase_id)

    def shows_the_same(self, other: "Workshop") -> bool:
        """Whether both have the same shared board, told without looking through it.

        False may be wrong where a fact was replaced by an equal one; True never is.
        """
        return all(getattr(self, name) is getattr(other, name) for name in _ON_THE_BOARD)

    @property
    def is_silent(self) -> bool:
        """Whether a note written now stays with its author."""
        return self.phase.silent and bool(self.settings["silent"])

    def area(self, area_id: str) -> Area | None:
        """Return the area with that id, or None."""
        return next((area for area in self.areas if area.id == area_id), None)

    def city(self, city_id: str) -> City | None:
        """Return the city with that id, or None."""
        return next((city for city in self.cities if city.id == city_id), None)

    def ballot(self, ballot_id: str) -> Ballot | None:
        """Return the ballot with that id, or None."""
        return next((ballot for ballot in self.ballots if ballot.id == ballot_id), None)

    def hub(self, seat_id: str) -> Hub | None:
        """Return the hub that seat is, or None."""
        return next((hub for hub in self.hubs if hub.seat_id == seat_id), None)

    def known_service(self, service_id: str) -> Service | None:
        """Return the service with that id, removed ones too, or None."""
        return next((service for service in self.services if service.id == service_id), None)

    def theme_of(self, note: Note) -> Theme | None:
        """Return the theme a note on the board is in, or None."""
        return self.themes.get(note.theme) if note.theme and note.is_kept else None

    def open_ballots(self) -> list[Ballot]:
        """Return the ballots in which dots can be placed now, oldest first."""
        return [ballot for ballot in self.ballots if ballot.state == "open"]

    def kept_notes(self) -> Iterator[Note]:
        """Yield the notes on the board, hidden ones too, in no order."""
        return (note for note in self.notes.values() if note.is_kept)

    def notes_of(self, area_id: str) -> list[Note]:
        """Return the notes of an area in board order."""
        return [self.notes[note_id] for _, note_id in self.order.get(area_id, ())]

    def next_in_area(self, note: Note) -> str | None:
        """Return the note that comes after the place of `note` in its area, or None."""
        places = self.order.get(note.area, ())
        at = bisect_right(places, (note.position, note.id))
        return places[at][1] if at < len(places) else None

    def places_before(self, note: Note, most: int) -> tuple[Place, ...]:
        """Return the last `most` places before that of `note` in its area."""
        places = self.order.get(note.area, ())
        at = bisect_left(places, (note.position, note.id))
        return places[max(0, at - most) : at]


def ordered(
    order: Map[str, tuple[Place, ...]], before: Note | None, note: Note
) -> Map[str, tuple[Place, ...]]:
    """Return the order of notes after `note` has come in the place of `before`."""
    if before is not None and before.is_kept:
        if note.is_kept and (before.area, before.position) == (note.area, note.position):
            return order
        places = order[before.area]
        at = bisect_left(places, (before.position, before.id))
        left = places[:at] + places[at + 1 :]
        order = order.set(before.area, left) if left else order.delete(before.area)
    if not note.is_kept:
        return order
    places, place = order.get(note.area, ()), (note.position, note.id)
    at = bisect_left(places, place)
    return order.set(note.area, (*places[:at], place, *places[at:]))


# Somebody who joins or scores moves only what stands beside the board.
_ON_THE_BOARD = tuple(
    each.name
    for each in fields(Workshop)
    if each.name not in ("seq", "last_at", "seats", "seat_count", "answers")
)
EMPTY = Workshop()
