"""Writes a whole workshop as JSON for a stored snapshot, and reads it back."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

import orjson
from immutables import Map

from .state import Area, Ballot, City, Note, Paper, Phase, Place, Seat, Workshop

_PLAIN = (
    "seq", "title", "service", "canvas_id", "phase_id", "phase_started_at", "phase_locked",
    "seat_count", "made_at", "last_at", "closed_at", "erase_at", "imported_from",
)  # fmt: skip


NOTES_AT_ONCE = 200  # notes of one part: half a millisecond


def to_state(workshop: Workshop) -> dict[str, Any]:
    """Return everything a workshop is, as JSON values; hidden texts and papers too."""
    notes = [_note_state(note) for note in workshop.notes.values()]
    return _without_notes(workshop) | {"notes": notes}


def state_parts(workshop: Workshop) -> Iterator[bytes]:
    """Yield the JSON of `to_state` part by part, so that others may work between two parts."""
    yield orjson.dumps(_without_notes(workshop))[:-1] + b',"notes":['
    notes = list(workshop.notes.values())
    for first in range(0, len(notes), NOTES_AT_ONCE):
        part = [_note_state(note) for note in notes[first : first + NOTES_AT_ONCE]]
        yield (b"," if first else b"") + orjson.dumps(part)[1:-1]
    yield b"]}"


def _without_notes(workshop: Workshop) -> dict[str, Any]:
    state: dict[str, Any] = {name: getattr(workshop, name) for name in _PLAIN}
    state["languages"] = list(workshop.languages)
    state["settings"] = dict(workshop.settings)
    state["last_positions"] = dict(workshop.last_positions)
    state["areas"] = [_fields(area) | {"facets": list(area.facets)} for area in workshop.areas]
    state["phases"] = [_fields(phase) for phase in workshop.phases]
    state["cities"] = [_fields(city) for city in workshop.cities]
    state["seats"] = [_fields(seat) for seat in workshop.seats.values()]
    state["ballots"] = [_ballot_state(ballot) for ballot in workshop.ballots]
    return state


def from_state(state: dict[str, Any]) -> Workshop:
    """Return the workshop that `to_state` wrote."""
    seats = [Seat(**seat) for seat in state["seats"]]
    notes = [_note(record) for record in state["notes"]]
    return Workshop(
        **{name: state[name] for name in _PLAIN},
        languages=tuple(state["languages"]),
        settings=Map(state["settings"]),
        last_positions=Map(state["last_positions"]),
        areas=tuple(Area(area["id"], tuple(area["facets"])) for area in state["areas"]),
        phases=tuple(Phase(**phase) for phase in state["phases"]),
        cities=tuple(City(**city) for city in state["cities"]),
        seats=Map({seat.id: seat for seat in seats}),
        notes=Map({note.id: note for note in notes}),
        order=_order(notes),
        ballots=tuple(_ballot(record) for record in state["ballots"]),
    )


def _order(notes: list[Note]) -> Map[str, tuple[Place, ...]]:
    kept = sorted((note.area, note.position, note.id) for note in notes if note.is_kept)
    by_area = groupby(kept, key=lambda place: place[0])
    return Map({area: tuple(place[1:] for place in places) for area, places in by_area})


def _fields(fact: Any) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in fact.__dataclass_fields__}


def _note_state(note: Note) -> dict[str, Any]:
    state = _fields(note)
    state["dots"] = None if note.dots is None else dict(note.dots)
    return state | {"who": list(note.who), "merged_from": list(note.merged_from)}


def _note(state: dict[str, Any]) -> Note:
    dots = state["dots"]
    return replace(
        Note(**state),
        who=tuple(state["who"]),
        merged_from=tuple(state["merged_from"]),
        dots=None if dots is None else Map(dots),
    )


def _ballot_state(ballot: Ballot) -> dict[str, Any]:
    shown, present = ballot.shown, ballot.present
    return _fields(ballot) | {
        "turnout": dict(ballot.turnout),
        "present": None if present is None else dict(present),
        "shown": None if shown is None else {key: dict(dots) for key, dots in shown.items()},
        "papers": {
            seat_id: {"city": paper.city, "dots": dict(paper.dots)}
            for seat_id, paper in ballot.papers.items()
        },
    }


def _ballot(state: dict[str, Any]) -> Ballot:
    shown, present = state["shown"], state["present"]
    papers = {
        seat_id: Paper(paper["city"], Map(paper["dots"]))
        for seat_id, paper in state["papers"].items()
    }
    return replace(
        Ballot(**state),
        turnout=Map(state["turnout"]),
        present=None if present is None else Map(present),
        shown=None if shown is None else Map({key: Map(dots) for key, dots in shown.items()}),
        papers=Map(papers),
    )
