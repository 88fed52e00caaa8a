"""Keys and codes of a workshop: replacing them, listing them."""

from typing import Any

import orjson

from server.domain.refused import Refused
from server.domain.workshop import Workshop
from server.store.stored_workshop import Store

from . import invitations, joining


def rotate(store: Store, workshop_id: str, workshop: Workshop, which: list[str]) -> dict[str, Any]:
    """Replace the keys and codes named and return the new ones. Old ones end at once.

    `which`: "facilitator", "workshop", "observer" or city ids. Raises: Refused "city.unknown".
    """
    names = [name for name in which if name != "facilitator"]
    for name in names:
        if name not in ("workshop", "observer") and workshop.city(name) is None:
            raise Refused("city.unknown", "That city is not in this workshop.", field="which")
    codes = joining.codes_of(store, workshop_id)
    old = [codes[name] for name in names if name in codes]
    fresh = {name: invitations.new_code() for name in names}
    codes |= fresh
    answer: dict[str, Any] = {}
    meta = {"codes": orjson.dumps(codes).decode()}
    if "facilitator" in which:
        answer["facilitator_key"] = invitations.new_facilitator_key(workshop_id)
        meta["facilitator_key"] = invitations.digest(answer["facilitator_key"])
    store.set_meta(workshop_id, meta)
    kept = {
        code: invitations.invitation_of(workshop_id, name).to_json() for name, code in fresh.items()
    }
    store.change_codes(remove=old, add=kept)
    return answer | {"invitations": invitations.listed(codes, workshop.cities)}


def listed(store: Store, workshop_id: str, workshop: Workshop) -> dict[str, Any]:
    """Return the workshop's codes; cities added later get theirs now."""
    codes = joining.codes_of(store, workshop_id)
    missing = [city.id for city in workshop.cities if city.id not in codes]
    if missing:
        return dict(rotate(store, workshop_id, workshop, missing)["invitations"])
    return invitations.listed(codes, workshop.cities)
