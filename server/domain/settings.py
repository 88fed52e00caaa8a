"""Settings of one workshop: their defaults, their bounds, and changing them."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, ClassVar

from . import erase_date, lobby
from .change import Change
from .refused import Refused
from .state import Moment, Seat, Workshop

DEFAULTS: dict[str, Any] = {
    "votes_each": 5,  # dots a seat can place in one ballot
    "note_cap": 2,  # dots a seat can place on one note
    "own_notes": True,  # dots on own notes are allowed
    "totals": "hidden",  # until the ballot is revealed
    "weighting": "equal",  # one city one vote
    "silent": True,  # silent phases keep notes with their authors
    "join": "open",  # by any code; by a city's own code alone; or when somebody lets them in
    "show_authors": True,  # notes name the seat that wrote them
    "retention_days": 90,  # days after the end until everything is erased
    "thresholds": {},  # what differs from the canvas's thresholds
}
NUMBERS = {"votes_each": (1, 1000), "note_cap": (1, 1000), "retention_days": (1, 3650)}
CHOICES = {
    "totals": ("hidden", "open"),
    "weighting": ("equal", "degressive", "pooled"),
    "join": ("open", "code", "approval"),
}
YES_OR_NO = ("own_notes", "silent", "show_authors")
OF_THE_CANVAS = ("pairs",)  # ids of the canvas; not among a workshop's settings until set
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
FROZEN_WHILE_VOTING = ("votes_each", "note_cap", "weighting")


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """Some settings get new values."""

    type: ClassVar[str] = "workshop.settings"
    settings: dict[str, Any]


def settle(known: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return `known` with the given values, checked; thresholds as decimal strings.

    The board holds whole numbers only, or JSON writers would differ on it: 1.25 is kept as "1.25".
    Raises: Refused "op.malformed".
    """
    settings = dict(known)
    for name, value in given.items():
        settings[name] = _checked(name, value)
    return settings


def decide_settings(
    workshop: Workshop, op: ChangeSettings, by: Seat, moment: Moment
) -> list[Change]:
    """Return the settings that changed. Raises: Refused "ballot.frozen", "op.no_effect"."""
    known = dict(workshop.settings)
    settled = settle(known, op.settings)
    changed = {name: settled[name] for name in op.settings if settled[name] != known.get(name)}
    if not changed:
        raise Refused("op.no_effect", "These settings are as you want them already.")
    frozen = [name for name in FROZEN_WHILE_VOTING if name in changed]
    if frozen and workshop.open_ballots():
        raise Refused("ballot.frozen", "Close the vote first, then change this.", field=frozen[0])
    days = changed.get("retention_days")
    dated = erase_date.moved(workshop, now=moment.now, retention_days=days) if days else []
    # An open door leaves nobody standing before it.
    admitted = lobby.open_door(workshop) if changed.get("join", "approval") != "approval" else []
    return [*admitted, *dated, Change("workshop.changed", changed)]


def apply_changed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the new settings."""
    return replace(workshop, settings=workshop.settings.update(change.facts))


def _checked(name: str, value: Any) -> Any:
    if name not in DEFAULTS and name not in OF_THE_CANVAS:
        raise Refused("op.malformed", f"There is no setting “{name}”.", field=name)
    if name == "thresholds":
        return _thresholds(value)
    if name in NUMBERS:
        low, high = NUMBERS[name]
        if type(value) is not int or not low <= value <= high:
            raise Refused(
                "op.malformed",
                f"This is a whole number from {low} to {high}.",
                field=name,
                numbers={"least": low, "limit": high},
            )
    elif name in CHOICES and value not in CHOICES[name]:
        raise Refused("op.malformed", f"Choose one of {', '.join(CHOICES[name])}.", field=name)
    elif name in OF_THE_CANVAS and not (isinstance(value, str) and _ID.fullmatch(value)):
        raise Refused("op.malformed", "This is the id of something of the canvas.", field=name)
    elif name in YES_OR_NO and type(value) is not bool:
        raise Refused("op.malformed", "This is true or false.", field=name)
    return value


def _thresholds(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > 50:
        raise Refused("op.malformed", "Thresholds are names with numbers.", field="thresholds")
    return {str(name).lower(): _decimal_text(number) for name, number in sorted(value.items())}


def _decimal_text(number: Any) -> str:
    if isinstance(number, bool) or not isinstance(number, int | float | str):
        raise Refused("op.malformed", "A threshold is a number.", field="thresholds")
    try:
        exact = Decimal(str(number))
    except ArithmeticError:
        raise Refused("op.malformed", "A threshold is a number.", field="thresholds") from None
    if not exact.is_finite() or not -1000 <= exact <= 1000:
        raise Refused("op.malformed", "A threshold is from -1000 to 1000.", field="thresholds")
    text = format(exact, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


DECIDE = {ChangeSettings: decide_settings}
APPLY = {"workshop.changed": apply_changed}
