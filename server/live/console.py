"""What the console of a facilitator or of a city's lead shows beside who is here."""

import time
from collections.abc import Mapping
from typing import Any, Protocol

from server.domain.state import Seat, Workshop
from server.domain.votes import remaining_votes


class Acked(Protocol):
    """What is known of a connected seat: when it last reported on a beat, and with which board."""

    acked_at: float
    hash_equal: bool | None


def console_of(
    message: Mapping[str, Any],
    workshop: Workshop,
    *,
    here: Mapping[str, Acked],
    names: Mapping[str, Mapping[str, Any]],
    of_city: str | None = None,
) -> dict[str, Any]:
    """Return the people message with all that the console needs, of one city where it is a lead's.

    Each seat has {last_ack_age_ms, hash_equal} (null: unknown); each city shown has {notes} and,
    while ballots are open, {votes_left} of those connected: counts, never what is in them.
    Beside them: `waiting` in the lobby, and `removed` for facilitators: [{id, name, role, city}],
    by name.
    """
    shown = [city.id for city in workshop.cities if of_city in (None, city.id)]
    cities = {city_id: dict(counts) for city_id, counts in message["cities"].items()}
    for city_id, counts in _counted(workshop, shown, here).items():
        cities[city_id] |= counts
    seats = [seat for seat in message["seats"] if of_city in (None, seat["city"])]
    away = [seat for seat in workshop.seats.values() if of_city in (None, seat.city)]
    told: dict[str, Any] = {
        **message,
        "cities": cities,
        "seats": [seat | _acked(here.get(seat["id"])) for seat in seats],
        "lobby": _told([seat for seat in away if seat.waiting and not seat.removed], names),
    }
    if of_city is None:
        removed = [seat for seat in away if seat.removed and not seat.left]
        told["removed"] = _told(removed, names)
    return told


def _counted(
    workshop: Workshop, cities: list[str], here: Mapping[str, Acked]
) -> dict[str, dict[str, int]]:
    counted: dict[str, dict[str, int]] = {city_id: {"notes": 0} for city_id in cities}
    for note in workshop.kept_notes():
        if note.city in counted:
            counted[note.city]["notes"] += 1
    ballots = [ballot for ballot in workshop.open_ballots() if ballot.kind == "dots"]
    if not ballots:
        return counted
    for of in counted.values():
        of["votes_left"] = 0
    for seat in workshop.seats.values():
        if seat.city in counted and seat.is_seated and seat.id in here:
            left = sum(remaining_votes(workshop, ballot, seat.id) for ballot in ballots)
            counted[seat.city]["votes_left"] += left
    return counted


def _acked(known: Acked | None) -> dict[str, Any]:
    if known is None or not known.acked_at:
        return {"last_ack_age_ms": None, "hash_equal": None if known is None else known.hash_equal}
    age = round((time.time() - known.acked_at) * 1000)
    return {"last_ack_age_ms": max(age, 0), "hash_equal": known.hash_equal}


def _told(seats: list[Seat], names: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    told = [
        {
            "id": seat.id,
            "name": names.get(seat.id, {}).get("name", ""),
            "role": seat.role,
            "city": seat.city,
        }
        for seat in seats
    ]
    return sorted(told, key=lambda seat: (seat["name"], seat["id"]))
