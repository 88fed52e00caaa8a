"""Makes or takes a workshop, plays it, and returns the report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .cast import Cast
from .measures import Measures
from .playing import Playing, Tell
from .report import report_of
from .wire import Http

CITIES = ("Oulu", "Sofia", "Ghent", "Aarhus", "Porto", "Tartu", "Brno", "Turin")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be rehearsed, and how."""

    url: str
    cities: int
    seats: int  # in each city
    agenda_minutes: float = 10.0
    seed: int = 1
    facilitator_key: str | None = None  # of a workshop that is there; else one is made
    make_key: str | None = None  # of the server, where it asks for one
    languages: Sequence[str] = ("en", "fi")


def rehearse(order: Order, tell: Tell) -> dict[str, Any]:
    """Play a whole workshop; return the report. Raises: WireError when it cannot begin."""
    measures = Measures()
    workshop = _taken(order) if order.facilitator_key else _made(order)
    cast = Cast(order.url, workshop, seats=order.seats, seed=order.seed, measures=measures)
    playing = Playing(cast, measures, tell)
    try:
        pace = playing.play(order.agenda_minutes)
        report = report_of(cast, measures, playing.phases)
    finally:
        for seat in cast.everybody():
            seat.leave()
    about = {"cities": len(workshop["codes"]), "seed": order.seed, "scale": pace.scale}
    return about | {"agenda_minutes": order.agenda_minutes} | report


def _made(order: Order) -> dict[str, Any]:
    """Make a workshop for the rehearsal."""
    body = {
        "title": "Rehearsal",
        "cities": [{"name": _city(place)} for place in range(order.cities)],
        "languages": list(order.languages),
        "settings": {"retention_days": 1},  # nobody needs it for longer
    }
    made = Http(order.url, order.make_key).post("/workshops", body)
    return _with_codes(made["facilitator_key"], made["invitations"], order.languages)


def _taken(order: Order) -> dict[str, Any]:
    """Take the workshop of a facilitator key."""
    key = order.facilitator_key or ""
    joined = Http(order.url).post("/join", {"facilitator_key": key, "name": "Citywheel"})
    inside = Http(order.url, joined["token"])
    path = f"/workshops/{joined['workshop_id']}"
    invitations = inside.get(f"{path}/invitations")["invitations"]
    languages = inside.get(f"{path}/snapshot")["board"]["languages"]
    return _with_codes(key, invitations, languages)


def _with_codes(
    key: str, invitations: Mapping[str, Any], languages: Sequence[str]
) -> dict[str, Any]:
    codes = {one["name"]: one["code"] for one in invitations["cities"]}
    return {"key": key, "codes": codes, "languages": list(languages)}


def _city(place: int) -> str:
    return CITIES[place] if place < len(CITIES) else f"City {place + 1}"
