"""Writes a ballot as everybody may know it, and reads it back."""

from typing import Any

from immutables import Map

from . import tally
from .ballot_kinds import counted_as
from .state import Ballot

_PLAIN = ("id", "title", "state", "votes_each", "note_cap", "own_notes", "totals", "weighting")


def ballot_json(ballot: Ballot) -> dict[str, Any]:
    """Return the ballot as everybody may know it; `kind` only where it is not of dots."""
    known: dict[str, Any] = {name: getattr(ballot, name) for name in _PLAIN}
    known["turnout"] = dict(ballot.turnout)
    if ballot.kind != "dots":
        known["kind"] = ballot.kind
    for name in ("top", "phase"):
        if getattr(ballot, name) is not None:
            known[name] = getattr(ballot, name)
    for name in ("present", "heads"):
        if getattr(ballot, name) is not None:
            known[name] = dict(getattr(ballot, name))
    if ballot.reopened:
        known["reopened"] = True
    if ballot.shown is not None:
        known[counted_as(ballot.kind)] = {
            target: tally.plain(totals) for target, totals in ballot.shown.items()
        }
    return known


def ballot_from(record: dict[str, Any]) -> Ballot:
    """Return the ballot that `ballot_json` wrote, without papers."""
    kind = record.get("kind", "dots")
    shown = record.get(counted_as(kind))
    return Ballot(
        **{name: record[name] for name in _PLAIN},
        kind=kind,
        top=record.get("top"),
        phase=record.get("phase"),
        reopened=record.get("reopened", False),
        turnout=Map(record["turnout"]),
        present=_counts(record.get("present")),
        heads=_counts(record.get("heads")),
        shown=None
        if shown is None
        else Map({target: tally.as_map(totals) for target, totals in shown.items()}),
    )


def _counts(record: dict[str, int] | None) -> Map[str, int] | None:
    return None if record is None else Map(record)
