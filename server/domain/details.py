"""Holds what can be said about a note beside its text, and writes it as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .replacing import replace

FUNDING = ("base_budget", "fee", "grant", "saving")
COST_BEHAVIOUR = ("flat", "same_pace", "slower")  # how cost grows with use
LONGEST = {"owner": 80, "indicator": 140, "supplier": 80}  # graphemes
TEXTS = tuple(LONGEST)  # what people write in their own words
CHOSEN = ("funding", "cost_behaviour")
LISTS = ("pays", "tags", "services")


@dataclass(frozen=True, slots=True)
class Details:
    """More about a note; nothing of it is ever required."""

    owner: str | None = None
    pays: tuple[str, ...] = ()  # groups, sorted
    indicator: str | None = None
    supplier: str | None = None
    funding: str | None = None
    cost_behaviour: str | None = None
    tags: tuple[str, ...] = ()  # of the canvas, sorted
    services: tuple[str, ...] = ()  # ids, sorted


NO_DETAILS = Details()


def details_json(details: Details) -> dict[str, Any]:
    """Return what is said, as it stands on a note; nothing where nothing is said."""
    if details is NO_DETAILS:
        return {}
    said = {name: getattr(details, name) for name in (*TEXTS, *CHOSEN)}
    said |= {name: list(getattr(details, name)) for name in LISTS}
    return {name: value for name, value in said.items() if value}


def details_from(record: Mapping[str, Any]) -> Details:
    """Return the details of a note that `details_json` wrote."""
    return changed_details(NO_DETAILS, record)


def changed_details(details: Details, facts: Mapping[str, Any]) -> Details:
    """Return the details with what `facts` say; "", None and [] take something away."""
    said: dict[str, Any] = {}
    said |= {name: facts[name] or None for name in (*TEXTS, *CHOSEN) if name in facts}
    said |= {name: tuple(facts[name] or ()) for name in LISTS if name in facts}
    changed = replace(details, **said) if said else details
    return NO_DETAILS if changed == NO_DETAILS else changed


def without_texts(details: Details) -> Details:
    """Return the details without what people wrote in their own words."""
    return changed_details(details, dict.fromkeys(TEXTS))
