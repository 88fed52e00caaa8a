"""Cities and seats: who takes part, for which city, in which role."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from . import tally
from .change import Change
from .hubs import without_hub
from .refused import Refused
from .replacing import replace
from .state import City, Moment, Seat, Workshop
from .text import clean_line

ROLES = ("facilitator", "city_lead", "participant", "observer")
MOST_CITIES = 40
SPARE_SEATS = 10  # for facilitators: where all are taken, somebody must get in to free one


@dataclass(frozen=True, slots=True)
class JoinSeat:
    """Somebody takes a new seat; only the desk makes this op."""

    type: ClassVar[str] = "seat.join"
    seat_id: str
    role: str
    city: str | None


@dataclass(frozen=True, slots=True)
class RenameSeat:
    """A seat gets a name; without `seat_id` the own seat. The name itself is kept by the store."""

    type: ClassVar[str] = "seat.rename"
    name: str
    seat_id: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveSeat:
    """A seat is taken away; its notes and votes stay."""

    type: ClassVar[str] = "seat.remove"
    seat_id: str


@dataclass(frozen=True, slots=True)
class RestoreSeat:
    """A removed seat comes back, with its name, its notes and its votes."""

    type: ClassVar[str] = "seat.restore"
    seat_id: str


@dataclass(frozen=True, slots=True)
class LeaveSeat:
    """Somebody gives up the own seat; its notes and votes stay, its name goes when `erase`."""

    type: ClassVar[str] = "seat.leave"
    erase: bool


@dataclass(frozen=True, slots=True)
class PromoteSeat:
    """A seat gets another role, and another city when one is named."""

    type: ClassVar[str] = "seat.promote"
    seat_id: str
    role: str
    city: str | None = None


@dataclass(frozen=True, slots=True)
class AddCity:
    """One more city takes part."""

    type: ClassVar[str] = "city.add"
    name: str
    letters: str | None = None
    country: str | None = None


def decide_join(workshop: Workshop, op: JoinSeat, by: Seat, moment: Moment) -> list[Change]:
    """Return the change that seats somebody. Reading goes on in a closed workshop, so does joining.

    Raises: Refused "city.unknown", "workshop.full".
    """
    if op.city is not None and workshop.city(op.city) is None:
        raise Refused("city.unknown", "That city is not in this workshop.", field="city")
    _check_room(workshop, op.role, moment)
    facts: dict[str, Any] = {"seat_id": op.seat_id, "role": op.role, "city": op.city}
    if workshop.settings["join"] == "approval" and op.role != "facilitator":
        facts["waiting"] = True  # decided with the setting of this moment of the log
    return [Change("seat.joined", facts, by=op.seat_id)]


def decide_rename(workshop: Workshop, op: RenameSeat, by: Seat, moment: Moment) -> list[Change]:
    """Return the change that says a seat has a new name (the log does not hold the name)."""
    seat_id = op.seat_id or by.id
    _seat(workshop, seat_id)
    if seat_id != by.id and by.role != "facilitator":
        raise Refused("role.not_allowed", "Only the facilitator renames the seats of others.")
    clean_line(op.name, field="name")
    return [Change("seat.renamed", {"seat_id": seat_id})]


def decide_remove(workshop: Workshop, op: RemoveSeat, by: Seat, moment: Moment) -> list[Change]:
    """Return the change that removes a seat. Raises: Refused "seat.last_facilitator"."""
    seat = _seated(workshop, op.seat_id)
    _keep_a_facilitator(workshop, seat)
    return [Change("seat.removed", {"seat_id": op.seat_id})]


def decide_restore(workshop: Workshop, op: RestoreSeat, by: Seat, moment: Moment) -> list[Change]:
    """Return the change that brings a removed seat back: its old token opens it again.

    Raises: Refused "seat.unknown", "op.no_effect", "workshop.full".
    """
    seat = workshop.seats.get(op.seat_id)
    if seat is None or seat.left:
        sentence = "Nobody was removed from that seat; who left comes in again by link."
        raise Refused("seat.unknown", sentence, field="seat_id")
    if not seat.removed:
        raise Refused("op.no_effect", "That seat is taken already.")
    _check_room(workshop, seat.role, moment)
    return [Change("seat.restored", {"seat_id": seat.id})]


def decide_leave(workshop: Workshop, op: LeaveSeat, by: Seat, moment: Moment) -> list[Change]:
    """Return the change that frees the own seat.

    Raises: Refused "seat.last_facilitator", not in a closed workshop: nothing is steered there,
    and the key opens a seat again.
    """
    seat = _seat(workshop, by.id)
    if workshop.closed_at is None:
        _keep_a_facilitator(workshop, seat)
    return [Change("seat.left", {"seat_id": seat.id, "erased": op.erase})]


def decide_promote(workshop: Workshop, op: PromoteSeat, by: Seat, moment: Moment) -> list[Change]:
    """Return the change that gives a seat a role and a city; a facilitator has no city."""
    seat = _seated(workshop, op.seat_id)
    city = None if op.role in ("facilitator", "observer") else (op.city or seat.city)
    if op.role in ("city_lead", "participant") and (city is None or not workshop.city(city)):
        raise Refused("city.unknown", "Name the city this seat is to stand for.", field="city")
    if seat.role == op.role and seat.city == city:
        raise Refused("op.no_effect", "That seat has this role already.")
    if op.role != "facilitator":
        _keep_a_facilitator(workshop, seat)
    return [Change("seat.promoted", {"seat_id": seat.id, "role": op.role, "city": city})]


def decide_add_city(workshop: Workshop, op: AddCity, by: Seat, moment: Moment) -> list[Change]:
    """Return the change that adds a city. Raises: Refused "city.exists", "city.full"."""
    name = clean_line(op.name, field="name")
    if any(city.name.casefold() == name.casefold() for city in workshop.cities):
        raise Refused("city.exists", f"{name} takes part already.", field="name")
    if len(workshop.cities) >= MOST_CITIES:
        raise Refused("city.full", f"A workshop holds {MOST_CITIES} cities.")
    taken = {city.letters for city in workshop.cities}
    letters = unique_letters(op.letters or name, taken=taken)
    city = City(moment.new_id(), name, letters, op.country.upper() if op.country else None)
    return [Change("city.added", {"city": city_json(city)})]


def city_json(city: City) -> dict[str, str]:
    """Return the city as it stands in the shared board."""
    known = {"id": city.id, "name": city.name, "letters": city.letters}
    return known if city.country is None else known | {"country": city.country}


def unique_letters(wanted: str, *, taken: set[str]) -> str:
    """Return two capital letters for a city that no other city of the workshop has.

    Order: the first two letters, then the first letter with each later one, then with a digit.
    """
    letters: list[str] = [letter for letter in wanted.upper() if letter.isalnum()] or ["C"]
    seconds: list[str] = [*letters[1:], *"23456789", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    for second in seconds:
        if letters[0] + second not in taken:
            return letters[0] + second
    return next(a + b for a in "CDEFGH" for b in seconds if a + b not in taken)


def apply_joined(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the new seat."""
    facts = change.facts
    waiting = facts.get("waiting", False)
    seat = Seat(facts["seat_id"], facts["role"], facts["city"], waiting=waiting)
    seats = workshop.seats.set(seat.id, seat)
    return replace(workshop, seats=seats, seat_count=workshop.seat_count + 1)


def apply_renamed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop unchanged: names live outside the log."""
    return workshop


def apply_removed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with that seat marked as removed."""
    seat = replace(workshop.seats[change.facts["seat_id"]], removed=True)
    seats = workshop.seats.set(seat.id, seat)
    left = without_hub(workshop, seat.id)
    return replace(left, seats=seats, seat_count=workshop.seat_count - 1)


def apply_left(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with that seat given up for good."""
    gone = apply_removed(workshop, change)
    seat = replace(gone.seats[change.facts["seat_id"]], left=True)
    return replace(gone, seats=gone.seats.set(seat.id, seat))


def apply_restored(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with that seat as it was before its removal."""
    seat = replace(workshop.seats[change.facts["seat_id"]], removed=False)
    seats = workshop.seats.set(seat.id, seat)
    return replace(workshop, seats=seats, seat_count=workshop.seat_count + 1)


def apply_promoted(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the seat's new role and city; a room stays with its city."""
    facts = change.facts
    if facts["role"] in ("facilitator", "observer") or _moves(workshop, facts):
        workshop = without_hub(workshop, facts["seat_id"])
    seat = replace(workshop.seats[facts["seat_id"]], role=facts["role"], city=facts["city"])
    return replace(workshop, seats=workshop.seats.set(seat.id, seat))


def apply_city_added(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with one more city, last in order; it has 0 dots wherever dots stand."""
    city = City(**change.facts["city"])
    ballots = tuple(tally.with_city(ballot, city.id) for ballot in workshop.ballots)
    notes = workshop.notes.mutate()
    for note in workshop.notes.values():
        if note.dots is not None:
            notes[note.id] = replace(note, dots=note.dots.set(city.id, 0))
    themes = workshop.themes
    for theme in themes.listed():
        if theme.dots is not None:
            themes = themes.put(replace(theme, dots=theme.dots.set(city.id, 0)))
    cities = (*workshop.cities, city)
    return replace(workshop, cities=cities, ballots=ballots, notes=notes.finish(), themes=themes)


def _moves(workshop: Workshop, facts: Mapping[str, Any]) -> bool:
    hub = workshop.hub(facts["seat_id"])
    return hub is not None and hub.city != facts["city"]


def _seat(workshop: Workshop, seat_id: str) -> Seat:
    seat = workshop.seats.get(seat_id)
    if seat is None or seat.removed:
        raise Refused("seat.unknown", "That seat is not in this workshop.", field="seat_id")
    return seat


def _seated(workshop: Workshop, seat_id: str) -> Seat:
    seat = _seat(workshop, seat_id)
    if seat.waiting:
        raise Refused("seat.waiting", "They wait in the lobby: let them in, or turn them away.")
    return seat


def _check_room(workshop: Workshop, role: str, moment: Moment) -> None:
    spare = SPARE_SEATS if role == "facilitator" else 0
    if workshop.seat_count >= moment.limits.seats + spare:
        raise Refused(
            "workshop.full",
            f"All {moment.limits.seats} seats are taken. Ask the facilitator to free one.",
            numbers={"limit": moment.limits.seats},
        )


def _keep_a_facilitator(workshop: Workshop, seat: Seat) -> None:
    others = [
        other
        for other in workshop.seats.values()
        if other.role == "facilitator" and other.is_seated and other.id != seat.id
    ]
    if seat.role == "facilitator" and not others:
        raise Refused("seat.last_facilitator", "Name another facilitator first.", field="seat_id")


DECIDE = {
    JoinSeat: decide_join,
    RenameSeat: decide_rename,
    RemoveSeat: decide_remove,
    RestoreSeat: decide_restore,
    LeaveSeat: decide_leave,
    PromoteSeat: decide_promote,
    AddCity: decide_add_city,
}
APPLY = {
    "seat.joined": apply_joined,
    "seat.renamed": apply_renamed,
    "seat.removed": apply_removed,
    "seat.left": apply_left,
    "seat.restored": apply_restored,
    "seat.promoted": apply_promoted,
    "city.added": apply_city_added,
}
