"""The way in: what a code means, and a seat for whoever holds one."""

from typing import Any

from server.domain.erase_date import date_text, erased_at
from server.domain.refused import Refused
from server.store.stored_workshop import Store

from . import joining
from .acks import refused_from, wait_for_ack
from .commits import CommitLoop
from .hosted import Job
from .invitations import Invitation
from .joining import Asked, Joined


class Entrance:
    """Lets people in."""

    def __init__(self, store: Store, loop: CommitLoop) -> None:
        """Look codes up in `store`; seats are given through `loop`."""
        self._store = store
        self._loop = loop
        self._guesses = joining.Guesses(store)

    def invitation(self, code: str, *, address: str = "") -> dict[str, Any]:
        """Return what a code means to somebody not yet in. Raises: "join.unknown_code"."""
        found = joining.find_invitation(self._store, code)
        if found is None:
            raise self._guesses.wrong(address)
        workshop = self._loop.host(found.workshop_id).workshop
        said: dict[str, Any] = {
            "title": workshop.title,
            "role": found.role,
            "cities": [
                {"id": city.id, "name": city.name, "letters": city.letters}
                for city in workshop.cities
            ],
            "languages": list(workshop.languages),
            "join": workshop.settings["join"],
            "erase_on": date_text(erased_at(workshop)),
        }
        if workshop.service:
            said["service"] = workshop.service
        if found.city is not None:
            said["city"] = found.city
        return said

    def join(self, asked: Asked) -> Joined:
        """Give somebody a seat, or the one they had in that workshop.

        Raises: Refused "join.unknown_code", "join.city_needed", "join.city_code_needed",
        "workshop.full", …
        """
        invitation = self._invited(asked)
        again = self._again(asked.seat, invitation) if asked.seat is not None else None
        if again is not None:
            return again
        self._check_code(invitation)
        op, person = joining.seating(asked, invitation)
        op_id, workshop_id = joining.join_op_id(), invitation.workshop_id
        ack = wait_for_ack(
            lambda done: self._loop.submit(Job(workshop_id, None, op_id, op, done, person=person))
        )
        if not ack["ok"]:
            raise refused_from(ack)
        waits = self._loop.host(workshop_id).workshop.seats[op.seat_id].waiting
        name = person["name"]
        return Joined(workshop_id, op.seat_id, op.role, op.city, name, is_new=True, waits=waits)

    def _invited(self, asked: Asked) -> Invitation:
        if asked.facilitator_key is not None:
            workshop_id = joining.find_by_key(self._store, asked.facilitator_key)
            if workshop_id is None:
                raise self._guesses.wrong(asked.address)
            return Invitation(workshop_id, "facilitator")
        if asked.code is not None:
            found = joining.find_invitation(self._store, asked.code)
            if found is None:
                raise self._guesses.wrong(asked.address)
            return found
        if asked.seat is None:
            raise Refused("op.malformed", "Send a code, a facilitator_key or a token.")
        return Invitation(asked.seat[0], "observer")

    def _check_code(self, invitation: Invitation) -> None:
        """Refuse the code of the whole workshop where only a city's own code lets people in."""
        settings = self._loop.host(invitation.workshop_id).workshop.settings
        is_shared = invitation.role == "participant" and invitation.city is None
        if is_shared and settings["join"] == "code":
            raise Refused(
                "join.city_code_needed", "Here the code of your city lets you in. Ask for it."
            )

    def _again(self, of: tuple[str, str], invitation: Invitation) -> Joined | None:
        workshop_id, seat_id = of
        if workshop_id != invitation.workshop_id:
            return None
        hosted = self._loop.host(workshop_id)
        seat = hosted.seat_told(seat_id, may_wait=True)
        waits = hosted.seat(seat_id).waiting
        if invitation.role == "facilitator" and seat["role"] != "facilitator":
            return None  # the key gives a facilitator's seat, always
        of = (seat["role"], seat["city"], seat["name"])
        return Joined(workshop_id, seat_id, *of, is_new=False, waits=waits)
