"""Builds a Canvas from the checked tables of its files."""

from collections.abc import Iterable, Mapping
from typing import Any

from server.domain.canvas import (
    Beneficiary,
    Canvas,
    CanvasArea,
    CanvasFacet,
    CanvasPhase,
    Criterion,
    DraftTemplate,
    Place,
    Preset,
    Section,
    Slot,
    Tag,
    Threshold,
    Words,
)
from server.domain.rights import DEFAULTS

ASKED_FOR_STANCES = ("gather", "walk", "discuss", "close_gaps")  # unless the canvas says else
ANCHORS = {"1": "lowest", "3": "middle", "5": "highest"}  # the scores a criterion explains
Tables = Mapping[str, Mapping[str, Any]]  # language → the table of its words file


def build_canvas(record: Mapping[str, Any], words: Tables) -> Canvas:
    """Return the canvas that canvas.toml and the words files describe together.

    Words that are missing are left out: `consistency.py` has said so.
    """
    pairs = dict(record["pairs"])
    default = pairs.pop("default", None)
    return Canvas(
        id=record["id"],
        version=record["version"],
        layout=record["layout"],
        languages=tuple(record["languages"]),
        title=_words(words, "title"),
        description=_words(words, "description"),
        areas=tuple(_area(area, words) for area in record["areas"]),
        phases=tuple(_phase(phase, words) for phase in record["phases"]),
        presets=tuple(_preset(one, words) for one in record["presets"]),
        draft=_draft(record["draft"], words),
        who=tuple(Beneficiary(who, _words(words, "who", who)) for who in record["who"]),
        tags=tuple(Tag(tag, _words(words, "tags", tag)) for tag in record["tags"]),
        criteria=tuple(_criterion(one, words) for one in record["criteria"]),
        default_pairs=default,
        pairs={name: tuple((a, b) for a, b in known) for name, known in pairs.items()},
        settings=dict(record["settings"]),
        thresholds={
            name: Threshold(name, _words(words, "thresholds", name), **known)
            for name, known in record["thresholds"].items()
        },
        walks={
            direction: {
                area["id"]: _words(words, "walks", direction, area["id"])
                for area in record["areas"]
            }
            for direction in directions(record["phases"])
        },
        phrases={language: known.get("phrases", {}) for language, known in words.items()},
    )


def directions(phases: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the directions in which an agenda walks, in the order of the first walks."""
    return list(dict.fromkeys(one["direction"] for one in phases if "direction" in one))


def _area(area: Mapping[str, Any], words: Tables) -> CanvasArea:
    known = area["id"]
    place = area.get("place")
    asked = _words(words, "areas", known, "questions")
    questions = {language: tuple(listed) for language, listed in asked.items()}
    facets = tuple(
        CanvasFacet(
            facet["id"], _words(words, "areas", known, "facets", facet["id"]), facet.get("lens")
        )
        for facet in area["facets"]
    )
    return CanvasArea(
        id=known,
        label=_words(words, "areas", known, "label"),
        definition=_words(words, "areas", known, "definition"),
        questions=questions,
        facets=facets,
        color=area["color"],
        color_dark=area["color_dark"],
        side=area.get("side"),
        lens=area.get("lens"),
        place=Place(**place) if place else None,
    )


def _phase(phase: Mapping[str, Any], words: Tables) -> CanvasPhase:
    is_open = phase["kind"] in ASKED_FOR_STANCES and not phase["silent"]
    known = {"stances": is_open, **phase, "areas": tuple(phase.get("areas", ()))}
    usual = DEFAULTS[phase["kind"]]
    known["rights"] = {
        right: scope
        for right, scope in sorted(phase.get("rights", {}).items())
        if right != "see" and usual[right] != scope
    }
    return CanvasPhase(
        title=_words(words, "phases", phase["id"], "title"),
        instruction=_words(words, "phases", phase["id"], "instruction"),
        **known,
    )


def _preset(preset: Mapping[str, Any], words: Tables) -> Preset:
    steps = tuple((step["phase"], step.get("seconds")) for step in preset["phases"])
    return Preset(preset["id"], _words(words, "presets", preset["id"]), steps)


def _criterion(criterion: Mapping[str, Any], words: Tables) -> Criterion:
    known = criterion["id"]
    return Criterion(
        id=known,
        label=_words(words, "criteria", known, "label"),
        definition=_words(words, "criteria", known, "definition"),
        weight=criterion["weight"],
        anchors={score: _words(words, "criteria", known, name) for score, name in ANCHORS.items()},
    )


def _draft(draft: Mapping[str, Any], words: Tables) -> DraftTemplate:
    slots = tuple(
        Slot(label=_words(words, "draft", "slots", slot["id"]), **slot) for slot in draft["slots"]
    )
    sections = tuple(
        _section(section, _words(words, "draft", "sections", section["id"]))
        for section in draft["sections"]
    )
    return DraftTemplate(_words(words, "draft", "core"), slots, sections)


def _section(section: Mapping[str, Any], title: Words) -> Section:
    return Section(
        id=section["id"],
        title=title,
        lens=section.get("lens"),
        areas=tuple(section.get("areas", ())),
        rules=tuple(section.get("rules", ())),
        each=section.get("each"),
    )


def _words(words: Tables, *path: str) -> Words:
    found = {}
    for language, table in words.items():
        value: Any = table
        for name in path:
            value = value.get(name, {})
        if value:
            found[language] = value
    return found
