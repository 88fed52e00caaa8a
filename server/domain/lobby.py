"""The lobby: where the facilitator wants it, who joins waits to be let in and sees nothing."""

from dataclasses import dataclass
from typing import ClassVar

from .change import Change
from .people import apply_removed
from .refused import Refused
from .replacing import replace
from .state import Moment, Seat, Workshop


@dataclass(frozen=True, slots=True)
class AdmitSeat:
    """Somebody who waits is let in."""

    type: ClassVar[str] = "seat.admit"
    seat_id: str


@dataclass(frozen=True, slots=True)
class RefuseSeat:
    """Somebody who waits is turned away."""

    type: ClassVar[str] = "seat.refuse"
    seat_id: str


def decide_admit(workshop: Workshop, op: AdmitSeat, by: Seat, moment: Moment) -> list[Change]:
    """Return the change that lets somebody in. Raises: as `_waiting`."""
    return [Change("seat.admitted", {"seat_id": _waiting(workshop, op.seat_id, by).id})]


def decide_refuse(workshop: Workshop, op: RefuseSeat, by: Seat, moment: Moment) -> list[Change]:
    """Return the change that turns somebody away. Raises: as `_waiting`."""
    return [Change("seat.refused", {"seat_id": _waiting(workshop, op.seat_id, by).id})]


def open_door(workshop: Workshop) -> list[Change]:
    """Return the changes that let in everybody who waits."""
    waiting = (seat for seat in workshop.seats.values() if seat.waiting and not seat.removed)
    ids = sorted(seat.id for seat in waiting)
    return [Change("seat.admitted", {"seat_id": seat_id}) for seat_id in ids]


def apply_admitted(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop in which that seat takes part."""
    seat = replace(workshop.seats[change.facts["seat_id"]], waiting=False)
    return replace(workshop, seats=workshop.seats.set(seat.id, seat))


def _waiting(workshop: Workshop, seat_id: str, by: Seat) -> Seat:
    """Return a seat that waits, for who may decide about it.

    Raises: Refused "seat.unknown", "op.no_effect" (it does not wait), "role.not_allowed" to the
    lead of another city.
    """
    seat = workshop.seats.get(seat_id)
    if seat is None or seat.removed:
        raise Refused("seat.unknown", "That seat is not in this workshop.", field="seat_id")
    if by.role != "facilitator" and seat.city != by.city:
        raise Refused("role.not_allowed", "The lead of a city lets in who comes for it.")
    if not seat.waiting:
        raise Refused("op.no_effect", "They are in already.", field="seat_id")
    return seat


DECIDE = {AdmitSeat: decide_admit, RefuseSeat: decide_refuse}
APPLY = {"seat.admitted": apply_admitted, "seat.refused": apply_removed}
