"""Makes a workshop: from a canvas, or from an exported board."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from immutables import Map

from .canvas import Canvas
from .change import Change
from .hubs import hub_from
from .people import MOST_CITIES, city_json, unique_letters
from .phases import phase_from, phase_json, phase_log_from
from .refused import Refused
from .settings import DEFAULTS, settle
from .state import Area, City, Phase, Spotlight, Timer, Workshop
from .text import clean_line
from .walks import focus_from, focus_json, opening_focus

MOST_IN_ONE = 100  # notes in one notes.imported, so that one record of the log stays small
LISTS = ("services", "notes", "links", "themes", "comments")  # each imported by its own change


def make_workshop(
    *,
    canvas: Canvas,
    title: str,
    service: str | None,
    cities: Sequence[Mapping[str, Any]],
    languages: Sequence[str],
    settings: Mapping[str, Any],
    now: str,
    new_id: Callable[[], str],
) -> list[Change]:
    """Return the first change of a new workshop, in its first phase.

    `cities`: [{name, letters?, country?}]; letters are made unique.
    Texts are in the first language.
    Raises: Refused "op.malformed", "city.exists", "city.full", "text.empty", "text.too_long".
    """
    phases = [phase_of(canvas, name, languages[0]) for name in canvas.agenda]
    facts: dict[str, Any] = {
        "title": clean_line(title, field="title"),
        "languages": list(languages),
        "canvas": canvas.id,
        "areas": _areas(canvas),
        "phases": [agenda_json(phase) for phase in phases],
        **_criteria(canvas),
        "phase": {
            "id": phases[0].id,
            "kind": phases[0].kind,
            "started_at": now,
            "locked": False,
        },
        "cities": _cities(cities, new_id),
        "settings": settle(settle(DEFAULTS, dict(canvas.settings)), dict(settings)),
    }
    focus = opening_focus([Area(area.id) for area in canvas.areas], phases[0])
    if focus is not None:
        facts["phase"]["focus"] = focus_json(focus)
    if canvas.tags:
        facts["tags"] = [tag.id for tag in canvas.tags]
    if service:
        facts["service"] = clean_line(service, field="service")
    changes = [Change("workshop.made", facts, at=now)]
    if phases[0].kind == "vote":
        raise Refused("op.malformed", "A canvas whose agenda starts with a vote has nothing yet.")
    return changes


def import_workshop(*, canvas: Canvas, exported: Mapping[str, Any], now: str) -> list[Change]:
    """Return the first changes of a workshop with the shared board of an export, to the byte.

    `exported` is what `export/read_json.py` has checked: {board, ballots: [{id, papers}],
    workshop: {id}, seq, log_head}. There are no seats; author ids stay as they were.
    """
    board = exported["board"]
    phases = [_phase_from(record, canvas) for record in board["phases"]]
    names = (
        "title", "service", "languages", "canvas", "phase", "timer", "cities", "settings",
        "closed_at", "spotlight", "hubs",
    )  # fmt: skip
    facts = {name: board[name] for name in names if name in board}
    facts |= {
        "areas": _areas(canvas),
        "phases": [agenda_json(phase) for phase in phases],
        **_criteria(canvas),
        "imported_from": {
            "workshop_id": exported["workshop"]["id"],
            "seq": exported["seq"],
            "log_head": exported["log_head"],
        },
    }
    if canvas.tags:
        facts["tags"] = [tag.id for tag in canvas.tags]
    if "phase_log" in exported:
        facts["phase_log"] = exported["phase_log"]
    changes = [Change("workshop.made", facts, at=now)]
    for name in LISTS:
        listed = board.get(name, [])
        for start in range(0, len(listed), MOST_IN_ONE):
            part = listed[start : start + MOST_IN_ONE]
            changes.append(Change(f"{name}.imported", {name: part}, at=now))
    if board["ballots"]:
        papers = [
            {"ballot_id": ballot["id"]} | paper
            for ballot in exported["ballots"]
            for paper in ballot["papers"]
        ]
        revealed = [ballot["id"] for ballot in exported["ballots"]]  # in this order
        ballots = {"ballots": board["ballots"], "papers": papers, "revealed": revealed}
        changes.append(Change("ballots.imported", ballots, at=now))
    agreed = {name: board[name] for name in ("verdicts", "draft", "weights") if name in board}
    if agreed:
        changes.append(Change("agreement.imported", agreed, at=now))
    return changes


def phase_of(canvas: Canvas, phase_id: str, language: str) -> Phase:
    """Return a phase of the canvas's agenda with its title in one language."""
    found = next(phase for phase in canvas.phases if phase.id == phase_id)
    title = found.title.get(language) or next(iter(found.title.values()))
    return Phase(
        id=found.id,
        kind=found.kind,
        title=title,
        silent=found.silent,
        seconds=found.seconds,
        reveal=found.reveal,
        keep_hidden=found.keep_hidden,
        direction=found.direction,
        stances=found.stances,
        areas=found.areas,
        rights=Map(found.rights),
    )


def apply_made(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop as it begins."""
    facts = change.facts
    focus = facts["phase"].get("focus")
    return replace(
        workshop,
        title=facts["title"],
        service=facts.get("service"),
        languages=tuple(facts["languages"]),
        canvas_id=facts["canvas"],
        areas=tuple(Area(area["id"], tuple(area["facets"])) for area in facts["areas"]),
        tags=tuple(facts.get("tags", ())),
        phases=tuple(phase_from(phase) for phase in facts["phases"]),
        phase_id=facts["phase"]["id"],
        phase_started_at=facts["phase"]["started_at"],
        phase_log=phase_log_from(facts.get("phase_log", [facts["phase"]])),
        phase_locked=facts["phase"]["locked"],
        focus=focus_from(focus) if focus else None,
        spotlight=Spotlight(facts["spotlight"]) if "spotlight" in facts else None,
        timer=Timer(**facts["timer"]) if "timer" in facts else None,
        criteria=tuple(facts.get("criteria", ())),
        settings=Map(facts["settings"]),
        cities=tuple(City(**city) for city in facts["cities"]),
        hubs=tuple(hub_from(record) for record in facts.get("hubs", ())),
        made_at=change.at,
        closed_at=facts.get("closed_at"),
        erase_at=facts.get("erase_at"),
        imported_from=facts.get("imported_from"),
    )


def _areas(canvas: Canvas) -> list[dict[str, Any]]:
    return [{"id": area.id, "facets": [facet.id for facet in area.facets]} for area in canvas.areas]


def _criteria(canvas: Canvas) -> dict[str, list[str]]:
    ids = [criterion.id for criterion in canvas.criteria]
    return {"criteria": ids} if ids else {}


def agenda_json(phase: Phase) -> dict[str, Any]:
    """Return a phase as `workshop.made` holds it: with what is not on the board."""
    return phase_json(phase) | {"reveal": phase.reveal, "keep_hidden": phase.keep_hidden}


def _phase_from(record: Mapping[str, Any], canvas: Canvas) -> Phase:
    known = next((phase for phase in canvas.phases if phase.id == record["id"]), None)
    return phase_from(
        record,
        reveal=known.reveal if known else True,
        keep_hidden=known.keep_hidden if known else False,
    )


def _cities(cities: Sequence[Mapping[str, Any]], new_id: Callable[[], str]) -> list[dict[str, str]]:
    if not 1 <= len(cities) <= MOST_CITIES:
        raise Refused("city.full", f"A workshop has 1 to {MOST_CITIES} cities.", field="cities")
    made: list[dict[str, str]] = []
    for city in cities:
        name = clean_line(city["name"], field="cities")
        if any(other["name"].casefold() == name.casefold() for other in made):
            raise Refused("city.exists", f"{name} stands there twice.", field="cities")
        taken = {other["letters"] for other in made}
        letters = unique_letters(city.get("letters") or name, taken=taken)
        made.append(
            city_json(City(new_id(), name, letters, (city.get("country") or "").upper() or None))
        )
    return made


APPLY = {"workshop.made": apply_made}
