"""Makes the shared board, what is personal beside it, and the hash everybody can compare."""

import hashlib
from collections.abc import Callable
from typing import Any

import orjson

from .agreement import agreement_json
from .answers import SCORES, criterion_in, weights_json
from .attached import Attached
from .attached_shapes import comment_json, link_json, service_json, theme_json
from .ballot_shapes import ballot_json
from .hubs import hub_json
from .note_shapes import masked_note, whole_note
from .people import city_json
from .phases import phase_json
from .ratings import own_pooled, own_ranks, own_ratings
from .state import Note, Workshop
from .timer import timer_json
from .votes import remaining_votes
from .walks import focus_json

# name of a long list of the board, and of the workshop → what writes one of its things
ATTACHED: dict[str, Callable[[Any], dict[str, Any]]] = {
    "links": link_json,
    "themes": theme_json,
    "comments": comment_json,
}


def board_of(workshop: Workshop) -> dict[str, Any]:
    """Return the shared board: the same for every seat and role.

    Order: areas and phases as in the canvas, notes by area, then position; all else (cities,
    ballots, links, themes, comments, services) as made. Whole numbers only; fields without a
    value are left out.
    """
    notes = [shared_note(note) for area in workshop.areas for note in workshop.notes_of(area.id)]
    attached = {
        name: [written(thing) for thing in getattr(workshop, name).listed()]
        for name, written in ATTACHED.items()
    }
    return board_without_lists(workshop) | {"notes": notes} | attached


def board_without_lists(workshop: Workshop) -> dict[str, Any]:
    """Return all of the shared board but its long lists: small, however large the board is.

    The lists are its notes, and those in ATTACHED.
    """
    phase = workshop.phase
    board: dict[str, Any] = {
        "canvas": workshop.canvas_id,
        "title": workshop.title,
        "languages": list(workshop.languages),
        "areas": [area.id for area in workshop.areas],
        "cities": [city_json(city) for city in workshop.cities],
        "phases": [phase_json(phase) for phase in workshop.phases],
        "phase": {
            "id": phase.id,
            "kind": phase.kind,
            "started_at": workshop.phase_started_at,
            "locked": workshop.phase_locked,
        },
        "settings": dict(workshop.settings),
        "ballots": [ballot_json(ballot) for ballot in workshop.ballots],
    }
    if workshop.focus is not None:
        board["phase"]["focus"] = focus_json(workshop.focus)
    if workshop.spotlight is not None:
        board["spotlight"] = workshop.spotlight.note_id
    if workshop.timer is not None:
        board["timer"] = timer_json(workshop.timer)
    if workshop.weights:
        board["weights"] = weights_json(workshop.weights)
    if workshop.hubs:
        board["hubs"] = [hub_json(hub) for hub in workshop.hubs]
    board |= agreement_json(workshop.verdicts, workshop.drafting)
    services = [service_json(each) for each in workshop.services if not each.removed]
    if services:
        board["services"] = services
    if workshop.service is not None:
        board["service"] = workshop.service
    if workshop.closed_at is not None:
        board["closed_at"] = workshop.closed_at
    return board


def shared_note(note: Note) -> dict[str, Any]:
    """Return the note as it stands in the shared board: masked while it is hidden."""
    return masked_note(note) if note.hidden else whole_note(note)


def you_of(workshop: Workshop, seat_id: str) -> dict[str, Any]:
    """Return what belongs to one seat: its votes, what is left, and its own notes.

    Shape: {seat: {id, role, city}, votes: [{ballot_id, target_id, dots}],
    votes_left: {ballot_id: n} (open ballots of dots), ratings: [{ballot_id, target_id, value}],
    oldest first in each ballot, ranks: [{ballot_id, targets}], pooled: {ballot_id: heads} of the
    room it counts for (these three only if there are any), stances: [{note_id, stance}], scores:
    [{note_id, kind, value}], service_scores: [{service_id, criterion, value}], offers:
    [{note_id, offer}], all oldest first, weights: {criterion: points} (both if the seat gave
    any), hidden_notes: [whole notes], notes: [ids], links: [ids], comments: [ids]}; own links
    and comments also while they are off the board.
    """
    answers = workshop.answers.of_seat(seat_id)
    split = workshop.answers.splits.get(seat_id)
    offers = [
        {"note_id": note_id, "offer": offer}
        for note_id, offer in workshop.answers.offers_of(seat_id)
    ]
    seat = workshop.seats[seat_id]
    areas = {area.id: place for place, area in enumerate(workshop.areas)}
    # Picked first and sorted then: of 10,000 notes only a few are anybody's own.
    own = [note for note in workshop.notes.values() if note.author == seat_id and note.is_kept]
    own.sort(key=lambda note: (areas[note.area], note.position, note.id))
    return {
        "seat": {"id": seat.id, "role": seat.role, "city": seat.city},
        "votes": [
            {"ballot_id": ballot.id, "target_id": target_id, "dots": dots}
            for ballot in workshop.ballots
            if seat_id in ballot.papers
            for target_id, dots in sorted(ballot.papers[seat_id].dots.items())
        ],
        "votes_left": {
            ballot.id: remaining_votes(workshop, ballot, seat_id)
            for ballot in workshop.open_ballots()
            if seat.role in ("participant", "city_lead") and ballot.kind == "dots"
        },
        **own_ratings(workshop, seat_id),
        **own_ranks(workshop, seat_id),
        **own_pooled(workshop, seat_id),
        "stances": [
            {"note_id": note_id, "stance": value}
            for (kind, note_id), value in answers
            if kind == "stances"
        ],
        "scores": [
            {"note_id": note_id, "kind": kind, "value": value}
            for (kind, note_id), value in answers
            if kind in SCORES
        ],
        "service_scores": [
            {"service_id": service_id, "criterion": criterion, "value": value}
            for (kind, service_id), value in answers
            if (criterion := criterion_in(kind)) is not None
        ],
        **({"offers": offers} if offers else {}),
        **({} if split is None else {"weights": dict(split.points)}),
        "hidden_notes": [whole_note(note) for note in own if note.hidden],
        "notes": [note.id for note in own],
        "links": _own(workshop.links, seat_id),
        "comments": _own(workshop.comments, seat_id),
    }


def _own(attached: Attached[Any], seat_id: str) -> list[str]:
    own = [thing for thing in attached.by_id.values() if thing.author == seat_id]
    return [thing.id for thing in sorted(own, key=lambda thing: thing.place)]


def canonical(value: Any) -> bytes:
    """Return the one way to write a value as bytes: UTF-8 JSON, keys sorted, no spaces."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def board_hash(workshop: Workshop) -> str:
    """Return the SHA-256 of the canonical shared board, in hexadecimal."""
    return hashlib.sha256(canonical(board_of(workshop))).hexdigest()
