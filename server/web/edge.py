"""Holds what every route needs, and says who is asking."""

import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, request

from server.desk.desk import Desk
from server.desk.imports import Imports
from server.desk.making import Made
from server.desk.making_rates import IMPORT_COSTS, MakingRates
from server.desk.past import Past
from server.desk.rates import Rates, check_rate
from server.desk.rehearsals import Rehearsals
from server.desk.results import Results
from server.desk.snapshots import Snapshots
from server.desk.tokens import Tokens
from server.domain.refused import Refused
from server.settings import Settings

from .answering import bearer

READS_FOR_EACH_OP = 4  # a seat may ask four times as often as it may write
READS_AT_ONCE = 400  # a seat on many devices that all reload, and each asks for every result


def reads_of(settings: Settings) -> Rates:
    """Return the buckets for what seats read; without a limit for ops there is none."""
    return Rates(rate=READS_FOR_EACH_OP * settings.limit_seat_ops, burst=READS_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Edge:
    """The parts the routes work with."""

    settings: Settings
    desk: Desk
    tokens: Tokens
    canvases: Mapping[str, Any]
    metrics: Any
    gauges: Callable[[], None]  # sets what is counted only when somebody asks
    making: MakingRates
    results: Results
    snapshots: Snapshots
    imports: Imports
    past: Past
    people: Any  # live/people.py's People, handed in: web does not know live
    reads: Rates  # by seat
    rehearsals: Rehearsals
    round_trips: Rates = field(default_factory=lambda: Rates(rate=1, burst=10))  # of /readyz


def edge() -> Edge:
    """Return the parts of the app that answers now."""
    found: Edge = current_app.extensions["citywheel"]
    return found


def asking_seat(workshop_id: str, *, may_wait: bool = False) -> dict[str, Any]:
    """Return the seat {id, role, city, name} that asks, by its Bearer token; see `Reading.seat`.

    Raises: Refused "token.missing", "token.bad", "workshop.unknown", "seat.removed",
    "seat.waiting"; for a read "op.too_fast" too.
    """
    of_workshop, seat_id = edge().tokens.read(bearer())
    if of_workshop != workshop_id:
        raise Refused("workshop.unknown", "There is no such workshop for this token.")
    if request.method == "GET":
        check_rate(
            edge().reads,
            f"{workshop_id}:{seat_id}",
            time.monotonic(),
            code="op.too_fast",
            message="This seat asks very often. Wait a moment, then ask again.",
        )
    return edge().desk.reading.seat(workshop_id, seat_id, may_wait=may_wait)


def asking_facilitator(workshop_id: str) -> dict[str, Any]:
    """Return the facilitator's seat that asks. Raises: Refused "role.not_allowed" too."""
    seat = asking_seat(workshop_id)
    if seat["role"] != "facilitator":
        raise Refused("role.not_allowed", "Only the facilitator does this.")
    return seat


def check_may_make(*, is_import: bool = False) -> None:
    """Refuse a maker without the make key, where the operator asks for one, and who hurries."""
    wanted = edge().settings.make_key
    if wanted and not hmac.compare_digest((bearer() or "").encode(), wanted.encode()):
        raise Refused("key.missing", "Making workshops needs the key of this server.")
    check_making_rate(costs=IMPORT_COSTS if is_import else 1)


def check_making_rate(*, costs: int = 1) -> None:
    """Refuse "workshop.too_many" to an address from which many workshops were made just now."""
    edge().making.check(request.remote_addr or "", costs=costs)


def public_url() -> str:
    """Return the address of the product as people outside write it, without a slash at the end."""
    settings = edge().settings
    if settings.public_url:
        return settings.public_url.rstrip("/")
    return request.host_url.rstrip("/") + settings.base_path


def made_answer(made: Made) -> dict[str, Any]:
    """Return what the maker of a workshop is told, with links."""
    return {
        "workshop": {"id": made.workshop_id, "title": made.title, "erase_on": made.erase_on},
        "facilitator_key": made.facilitator_key,
        "facilitator_link": f"{public_url()}/facilitate#{made.facilitator_key}",
        "invitations": with_links(made.invitations),
    }


def with_links(listed: dict[str, Any]) -> dict[str, Any]:
    """Return invitations with a join link beside each code."""

    def linked(one: dict[str, Any]) -> dict[str, Any]:
        return one | {"link": f"{public_url()}/join#{one['code']}"}

    return {
        "workshop": linked(listed["workshop"]),
        "observer": linked(listed["observer"]),
        "cities": [linked(one) for one in listed["cities"]],
    }
