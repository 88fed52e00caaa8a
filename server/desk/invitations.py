"""Join codes: eight letters that are easy to read out, and whom they let in as what."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Any

import orjson

from server.domain.state import City

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 8  # 40 bits: hopeless to guess at a hundred tries a minute


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a code means."""

    workshop_id: str
    role: str
    city: str | None = None  # None with role participant: the workshop's code, name a city

    def to_json(self) -> str:
        """Return the invitation as the store keeps it."""
        kept = {"workshop_id": self.workshop_id, "role": self.role, "city": self.city}
        return orjson.dumps(kept).decode()


def new_code() -> str:
    """Return a fresh code without its hyphen."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """Return the code as people read it: ABCD-EFGH."""
    return f"{code[:4]}-{code[4:]}"


def plain_code(written: str) -> str | None:
    """Return a code as it is kept, from whatever a person typed; None when it cannot be one."""
    code = re.sub(r"[\s\-\u2010-\u2015]+", "", written).upper()
    return code if len(code) == LENGTH and all(sign in ALPHABET for sign in code) else None


def new_codes(cities: tuple[City, ...]) -> dict[str, str]:
    """Return name → code: "workshop", "observer", and one for each city id."""
    return {name: new_code() for name in ("workshop", "observer", *(city.id for city in cities))}


def invitation_of(workshop_id: str, name: str) -> Invitation:
    """Return what the code of that name lets in."""
    if name == "workshop":
        return Invitation(workshop_id, "participant")
    if name == "observer":
        return Invitation(workshop_id, "observer")
    return Invitation(workshop_id, "participant", name)


def listed(codes: dict[str, str], cities: tuple[City, ...]) -> dict[str, Any]:
    """Return the codes as the wire lists them: workshop, observer, cities in order."""
    return {
        "workshop": {"code": shown(codes["workshop"])},
        "observer": {"code": shown(codes["observer"])},
        "cities": [
            {"city": city.id, "name": city.name, "code": shown(codes[city.id])}
            for city in cities
            if city.id in codes
        ],
    }


def new_facilitator_key(workshop_id: str) -> str:
    """Return a key that names its workshop; only its digest is ever stored."""
    return f"{workshop_id}.{secrets.token_urlsafe(24)}"


def digest(key: str) -> str:
    """Return what is stored of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def is_key(key: str, kept: str) -> bool:
    """Whether `key` is the one whose digest is kept, in the same time whatever it is."""
    return hmac.compare_digest(digest(key), kept)
