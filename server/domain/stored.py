"""Writes a whole workshop as JSON for a stored snapshot, and reads it back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

import orjson
from immutables import Map

from .agreement import UNTOUCHED, Drafting, agreement_json, drafting_from, verdicts_from
from .answers import (
    NO_ANSWERS,
    Answer,
    Answers,
    Sheet,
    Split,
    counts_from,
    counts_json,
    criterion,
    weights_from,
    weights_json,
)
from .attached import Attached, Comment, Link, Some, Theme, attach_all
from .details import NO_DETAILS, Details, changed_details
from .hubs import hub_from, hub_json
from .phases import phase_from
from .rounds import rounds_from
from .state import Area, City, Focus, Note, Phase, Place, Seat, Service, Spotlight, Timer, Workshop
from .stored_ballots import ballot_from_state, ballot_state
from .translations import translations_from, translations_state

_PLAIN = (
    "seq", "title", "service", "canvas_id", "phase_id", "phase_started_at", "phase_locked",
    "seat_count", "made_at", "last_at", "closed_at", "erase_at", "imported_from",
)  # fmt: skip


AT_ONCE = 200  # notes, links or comments of one part: half a millisecond
_ATTACHED = ("links", "themes", "comments")


def to_state(workshop: Workshop) -> dict[str, Any]:
    """Return everything a workshop is, as JSON values; hidden texts and papers too."""
    answers = {"answers": _answers_state(workshop.answers)}
    lists = {
        name: [written(thing) for thing in things] for name, things, written in _lists(workshop)
    }
    return _without_lists(workshop) | lists | answers


def state_parts(workshop: Workshop) -> Iterator[bytes]:
    """Yield the JSON of `to_state` part by part, so that others may work between two parts.

    Without answers that only their seats know: no result may read them.
    """
    yield orjson.dumps(_without_lists(workshop))[:-1]
    for name, things, written in _lists(workshop):
        yield f',"{name}":['.encode()
        for first in range(0, len(things), AT_ONCE):
            part = [written(thing) for thing in things[first : first + AT_ONCE]]
            yield (b"," if first else b"") + orjson.dumps(part)[1:-1]
        yield b"]"
    yield b"}"


def _lists(workshop: Workshop) -> list[tuple[str, list[Any], Callable[[Any], dict[str, Any]]]]:
    attached = [
        (name, list(getattr(workshop, name).by_id.values()), _attached_state) for name in _ATTACHED
    ]
    return [("notes", list(workshop.notes.values()), _note_state), *attached]


def _without_lists(workshop: Workshop) -> dict[str, Any]:
    state: dict[str, Any] = {name: getattr(workshop, name) for name in _PLAIN}
    state["languages"] = list(workshop.languages)
    state["settings"] = dict(workshop.settings)
    state["last_positions"] = dict(workshop.last_positions)
    state["last_places"] = {name: getattr(workshop, name).last for name in _ATTACHED}
    state["criteria"] = list(workshop.criteria)
    state["weights"] = weights_json(workshop.weights)
    state["services"] = [_service_state(service) for service in workshop.services]
    state["tags"] = list(workshop.tags)
    state["areas"] = [_fields(area) | {"facets": list(area.facets)} for area in workshop.areas]
    state["phases"] = [_phase_state(phase) for phase in workshop.phases]
    state["cities"] = [_fields(city) for city in workshop.cities]
    state["seats"] = [_fields(seat) for seat in workshop.seats.values()]
    state["ballots"] = [ballot_state(ballot) for ballot in workshop.ballots]
    state["hubs"] = [hub_json(hub) for hub in workshop.hubs]
    state["phase_log"] = [list(started) for started in workshop.phase_log]
    state["focus"] = None if workshop.focus is None else _fields(workshop.focus)
    state["spotlight"] = None if workshop.spotlight is None else _fields(workshop.spotlight)
    state["timer"] = None if workshop.timer is None else _fields(workshop.timer)
    agreed = agreement_json(workshop.verdicts, workshop.drafting)
    state["verdicts"] = agreed.get("verdicts", [])
    state["draft"] = agreed.get("draft")
    frozen = workshop.drafting.frozen
    state["is_frozen_elsewhere"] = frozen is not None and frozen.is_imported
    state["frozen_head"] = None if frozen is None else frozen.log_head
    return state


def from_state(state: dict[str, Any]) -> Workshop:
    """Return the workshop that `to_state` wrote."""
    seats = [Seat(**seat) for seat in state["seats"]]
    notes = [_note(record) for record in state["notes"]]
    # What a snapshot of an earlier version does not have, its workshop did not have.
    draft, focus, spotlight, timer = map(state.get, ("draft", "focus", "spotlight", "timer"))
    drafting = _drafting(draft, state) if draft else UNTOUCHED
    return Workshop(
        **{name: state[name] for name in _PLAIN},
        languages=tuple(state["languages"]),
        settings=Map(state["settings"]),
        last_positions=Map(state["last_positions"]),
        areas=tuple(Area(area["id"], tuple(area["facets"])) for area in state["areas"]),
        phases=tuple(phase_from(phase) for phase in state["phases"]),
        phase_log=tuple((phase, at) for phase, at in state.get("phase_log", ())),
        cities=tuple(City(**city) for city in state["cities"]),
        seats=Map({seat.id: seat for seat in seats}),
        notes=Map({note.id: note for note in notes}),
        order=_order(notes),
        tags=tuple(state.get("tags", ())),
        links=_attached(state, "links", lambda record: Link(**record)),
        themes=_attached(state, "themes", _theme),
        comments=_attached(state, "comments", _comment),
        criteria=tuple(state.get("criteria", ())),
        weights=weights_from(state.get("weights", {})),
        services=tuple(_service(record) for record in state.get("services", ())),
        ballots=tuple(ballot_from_state(record) for record in state["ballots"]),
        hubs=tuple(hub_from(record) for record in state.get("hubs", ())),
        focus=Focus(**focus) if focus else None,
        spotlight=Spotlight(**spotlight) if spotlight else None,
        timer=Timer(**timer) if timer else None,
        answers=_answers(state["answers"]) if "answers" in state else NO_ANSWERS,
        verdicts=verdicts_from(state.get("verdicts", [])),
        drafting=drafting,
    )


def _phase_state(phase: Phase) -> dict[str, Any]:
    return _fields(phase) | {"areas": list(phase.areas), "rights": dict(phase.rights)}


def _order(notes: list[Note]) -> Map[str, tuple[Place, ...]]:
    kept = sorted((note.area, note.position, note.id) for note in notes if note.is_kept)
    by_area = groupby(kept, key=lambda place: place[0])
    return Map({area: tuple(place[1:] for place in places) for area, places in by_area})


def _fields(fact: Any) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in fact.__dataclass_fields__}


def _note_state(note: Note) -> dict[str, Any]:
    state = _fields(note)
    state["dots"] = None if note.dots is None else dict(note.dots)
    state["answers"] = {kind: counts_json(kind, of) for kind, of in note.answers.items()}
    state["details"] = _fields(note.details)
    state["translations"] = translations_state(note.translations)
    return state | {"who": list(note.who), "merged_from": list(note.merged_from)}


def _note(state: dict[str, Any]) -> Note:
    dots, shown = state["dots"], state.get("answers", {})
    return replace(
        Note(**state),
        who=tuple(state["who"]),
        merged_from=tuple(state["merged_from"]),
        dots=None if dots is None else Map(dots),
        answers=Map({kind: counts_from(kind, of) for kind, of in shown.items()}),
        rounds=rounds_from(state.get("rounds", ())),
        details=_details(state.get("details", {})),
        translations=translations_from(state),
    )


def _details(state: dict[str, Any]) -> Details:
    # As a change of nothing: notes about which nothing is said share one value.
    return changed_details(NO_DETAILS, state)


def _attached_state(thing: Link | Theme | Comment) -> dict[str, Any]:
    state = _fields(thing)
    if isinstance(thing, Theme):
        state["dots"] = None if thing.dots is None else dict(thing.dots)
    return state


def _attached(
    state: dict[str, Any], name: str, read: Callable[[dict[str, Any]], Some]
) -> Attached[Some]:
    # A snapshot that was stored before there were any has none.
    last = state.get("last_places", {}).get(name, 0)
    return attach_all([read(record) for record in state.get(name, ())], last=last)


def _theme(state: dict[str, Any]) -> Theme:
    dots = state["dots"]
    return replace(
        Theme(**state),
        notes=tuple(state["notes"]),
        dots=None if dots is None else Map(dots),
    )


def _comment(state: dict[str, Any]) -> Comment:
    edge = state["edge"]
    return replace(Comment(**state), edge=None if edge is None else (edge[0], edge[1]))


def _service_state(service: Service) -> dict[str, Any]:
    maps: dict[str, Any] = {
        "layers": dict(service.layers),
        "knock_outs": dict(service.knock_outs),
        "scores": {
            name: counts_json(criterion(name), counts) for name, counts in service.scores.items()
        },
    }
    return _fields(service) | maps


def _service(state: dict[str, Any]) -> Service:
    scores = {
        name: counts_from(criterion(name), counts)
        for name, counts in state.get("scores", {}).items()
    }
    return replace(
        Service(**state),
        layers=Map(state["layers"]),
        knock_outs=Map(state["knock_outs"]),
        scores=Map(scores),
    )


def _drafting(draft: dict[str, Any], state: dict[str, Any]) -> Drafting:
    drafting = drafting_from(draft, is_imported=state["is_frozen_elsewhere"])
    if drafting.frozen is None:
        return drafting
    return replace(drafting, frozen=replace(drafting.frozen, log_head=state["frozen_head"]))


def _answers_state(answers: Answers) -> dict[str, Any]:
    pending = [
        [kind, note_id, counts_json(kind, counts)]
        for (kind, note_id), counts in answers.pending.items()
    ]
    is_shown = answers.shown_sheets is answers.sheets
    return {
        "sheets": _sheets_state(answers.sheets),
        "shown_sheets": None if is_shown else _sheets_state(answers.shown_sheets),
        "rounds": [_sheets_state(sheets) for sheets in answers.rounds],
        "pending": pending,
        "offers": _sheets_state(answers.offers),
        "splits": {
            seat_id: {"city": split.city, "points": dict(split.points)}
            for seat_id, split in answers.splits.items()
        },
        "weights": None if answers.weights is None else weights_json(answers.weights),
    }


def _sheets_state(sheets: Map[str, Sheet]) -> dict[str, Any]:
    return {
        seat_id: [
            [kind, note_id, answer.city, answer.value, answer.seq]
            for (kind, note_id), answer in sheet.items()
        ]
        for seat_id, sheet in sheets.items()
    }


def _answers(state: dict[str, Any]) -> Answers:
    sheets = _sheets(state["sheets"])
    shown = state["shown_sheets"]
    pending = {
        (kind, note_id): counts_from(kind, counts) for kind, note_id, counts in state["pending"]
    }
    splits = {
        seat_id: Split(split["city"], Map(split["points"]))
        for seat_id, split in state.get("splits", {}).items()
    }
    weights = state.get("weights")
    return Answers(
        sheets,
        sheets if shown is None else _sheets(shown),
        tuple(_sheets(sheets) for sheets in state.get("rounds", ())),
        Map(pending),
        Map(splits),
        None if weights is None else weights_from(weights),
        _sheets(state.get("offers", {})),
    )


def _sheets(state: dict[str, Any]) -> Map[str, Sheet]:
    return Map(
        {
            seat_id: Map({(kind, note_id): Answer(*rest) for kind, note_id, *rest in sheet})
            for seat_id, sheet in state.items()
        }
    )
