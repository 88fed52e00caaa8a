"""Says what a copy of a workshop begins with: settings, agenda, services, notes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from server.domain.attached_shapes import service_json
from server.domain.change import Change
from server.domain.making import agenda_json
from server.domain.people import city_json
from server.domain.state import Workshop
from server.domain.walks import focus_json, opening_focus

from .making import MakeRequest, new_id

KEPT = ("settings", "agenda", "services", "seeded_notes")  # what can be kept
AT_ONCE = 100  # notes in one change


def request_for(known: Workshop, *, title: str, keep: Sequence[str]) -> MakeRequest:
    """Return the order for a workshop like another one."""
    return MakeRequest(
        title=title,
        cities=[city_json(city) for city in known.cities],
        canvas=known.canvas_id,
        service=known.service,
        languages=known.languages,
        settings=dict(known.settings) if "settings" in keep else {},
    )


def with_kept(
    changes: Sequence[Change], known: Workshop, *, keep: Sequence[str], now: str
) -> list[Change]:
    """Return the first changes of a copy with what it keeps of the workshop it is a copy of."""
    first, *others = changes
    if "agenda" in keep:
        first = replace(first, facts=first.facts | _agenda(known, first.at))
    kept = [first, *others]
    services = [_fresh(service) for service in known.services if not service.removed]
    if "services" in keep and services:
        kept.append(Change("services.imported", {"services": services}, at=now))
    if "seeded_notes" in keep:
        kept += seeded(known, first.facts["cities"], now)
    return kept


def open_to_all(changes: Sequence[Change]) -> list[Change]:
    """Return the first changes of a copy that nobody has to be let into."""
    first, *others = changes
    settings = first.facts["settings"] | {"join": "open"}
    return [replace(first, facts=first.facts | {"settings": settings}), *others]


def _agenda(known: Workshop, started_at: str) -> dict[str, Any]:
    """Return the agenda as it was changed. Its first phase is on."""
    first = known.phases[0]
    phase: dict[str, Any] = {"id": first.id, "kind": first.kind}
    phase |= {"started_at": started_at, "locked": False}
    focus = opening_focus(known.areas, first)
    if focus is not None:
        phase["focus"] = focus_json(focus)
    return {"phases": [agenda_json(each) for each in known.phases], "phase": phase}


def _fresh(service: Any) -> dict[str, Any]:
    """Return a service under a new id, without what seats said of it."""
    told = service_json(service)
    told.pop("scores", None)
    return told | {"id": new_id()}


def seeded(known: Workshop, cities: Sequence[Mapping[str, Any]], now: str) -> list[Change]:
    """Return the visible notes of another workshop as the first notes of a copy.

    They keep area, text, facet and who, and the city of the same name; nothing else.
    """
    city_ids = {
        old.id: new["id"] for old in known.cities for new in cities if new["name"] == old.name
    }
    notes = []
    for area in known.areas:
        for note in known.notes_of(area.id):
            if not note.is_votable:
                continue
            kept: dict[str, Any] = {"id": new_id(), "area": area.id, "text": note.text}
            kept["city"] = city_ids.get(note.city or "")
            if note.facet:
                kept["facet"] = note.facet
            if note.who:
                kept["who"] = list(note.who)
            notes.append(kept | {"version": 1})
    parts = range(0, len(notes), AT_ONCE)
    return [Change("notes.imported", {"notes": notes[at : at + AT_ONCE]}, at=now) for at in parts]
