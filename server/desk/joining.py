"""Lets people in: by code, by facilitator key, or back to the seat they had."""

import uuid
from dataclasses import dataclass
from typing import Any

import orjson

from server.domain.people import JoinSeat
from server.domain.refused import Refused
from server.domain.text import clean_line
from server.store.stored_workshop import Store

from . import invitations
from .invitations import Invitation
from .making import new_id
from .shared_rates import SharedRates

WRONG_CODES_SERVER = 100  # wrong codes a minute from everywhere; right ones always pass
WRONG_CODES_ADDRESS = 20  # wrong codes a minute from one address


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody who wants in has said."""

    code: str | None = None
    facilitator_key: str | None = None
    seat: tuple[str, str] | None = None  # workshop id and seat id of a token
    name: str | None = None
    language: str | None = None
    city: str | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """A seat somebody has, new or again."""

    workshop_id: str
    seat_id: str
    role: str
    city: str | None
    name: str
    is_new: bool
    waits: bool = False  # in the lobby, until somebody lets it in


class Guesses:
    """Counts wrong codes, so that nobody tries them all."""

    def __init__(self, store: Store) -> None:
        """Count in `store`, with the other processes."""
        self._rates = SharedRates(
            store, "guessing", a_minute=WRONG_CODES_ADDRESS, for_all=WRONG_CODES_SERVER
        )

    def wrong(self, address: str) -> Refused:
        """Return the refusal for a wrong code or key from this address."""
        try:
            self._rates.check(
                address,
                code="join.too_many_wrong",
                message="Too many wrong codes. Wait a moment, then check yours.",
            )
        except Refused as no:
            return no
        return Refused(
            "join.unknown_code", "This code opens nothing. Check it with your facilitator."
        )


def find_invitation(store: Store, code: str) -> Invitation | None:
    """Return what a code means, however it was typed; None when it means nothing."""
    plain = invitations.plain_code(code)
    kept = store.code(plain) if plain else None
    return Invitation(**kept) if kept else None


def find_by_key(store: Store, key: str) -> str | None:
    """Return the workshop a facilitator key belongs to, or None."""
    workshop_id, _, _ = key.partition(".")
    if not workshop_id.isalnum() or len(workshop_id) != 12:
        return None
    kept = store.meta(workshop_id).get("facilitator_key")
    return workshop_id if kept and invitations.is_key(key, kept) else None


def seating(asked: Asked, invitation: Invitation) -> tuple[JoinSeat, dict[str, Any]]:
    """Return the op that seats somebody, and the name and language kept beside the log.

    Raises: Refused "join.city_needed", "text.empty", "text.too_long".
    """
    name = clean_line(asked.name or "", field="name")
    city = invitation.city
    if invitation.role == "participant" and city is None:
        if asked.city is None:
            raise Refused("join.city_needed", "Say which city you stand for.", field="city")
        city = asked.city
    person: dict[str, Any] = {"name": name}
    if asked.language:
        person["language"] = asked.language
    return JoinSeat(new_id(), invitation.role, city), person


def join_op_id() -> str:
    """Return an op_id for a seat the server makes."""
    return str(uuid.uuid4())


def codes_of(store: Store, workshop_id: str) -> dict[str, str]:
    """Return name → code of a workshop."""
    return dict(orjson.loads(store.meta(workshop_id).get("codes", "{}")))
