"""Shows a canvas as JSON: what a client needs to draw it and to ask its questions."""

from typing import Any

from server.domain.canvas import (
    Canvas,
    CanvasArea,
    CanvasFacet,
    CanvasPhase,
    Criterion,
    Preset,
    Threshold,
)


def canvas_in_list(canvas: Canvas) -> dict[str, Any]:
    """Return the line of a canvas in a list of canvases."""
    return {
        "id": canvas.id,
        "title": dict(canvas.title),
        "description": dict(canvas.description),
        "areas": len(canvas.areas),
        "languages": list(canvas.languages),
    }


def canvas_json(canvas: Canvas) -> dict[str, Any]:
    """Return the whole canvas: areas, facets, agenda, questions and words in every language."""
    pairs: dict[str, Any] = {
        name: [list(pair) for pair in known] for name, known in canvas.pairs.items()
    }
    if canvas.default_pairs is not None:
        pairs["default"] = canvas.default_pairs
    return {
        "id": canvas.id,
        "version": canvas.version,
        "layout": canvas.layout,
        "title": dict(canvas.title),
        "description": dict(canvas.description),
        "areas": [_area(area) for area in canvas.areas],
        "who": [{"id": group.id, "label": dict(group.label)} for group in canvas.who],
        "tags": [{"id": tag.id, "label": dict(tag.label)} for tag in canvas.tags],
        "criteria": [_criterion(one) for one in canvas.criteria],
        "pairs": pairs,
        "phases": [_phase(phase) for phase in canvas.phases],
        "presets": [_preset(preset) for preset in canvas.presets],
        "walks": {
            direction: {area: dict(question) for area, question in asked.items()}
            for direction, asked in canvas.walks.items()
        },
        "settings": dict(canvas.settings),
        "thresholds": {name: _threshold(known) for name, known in canvas.thresholds.items()},
        "languages": list(canvas.languages),
    }


def _area(area: CanvasArea) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": area.id,
        "color": area.color,
        "color_dark": area.color_dark,
        "label": dict(area.label),
        "definition": dict(area.definition),
        "questions": {language: list(asked) for language, asked in area.questions.items()},
        "facets": [_facet(facet, area) for facet in area.facets],
    }
    for name in ("side", "lens"):
        if getattr(area, name) is not None:
            shown[name] = getattr(area, name)
    if area.place is not None:
        place = area.place
        shown["place"] = {
            "column": place.column,
            "row": place.row,
            "columns": place.columns,
            "rows": place.rows,
        }
    return shown


def _facet(facet: CanvasFacet, area: CanvasArea) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": facet.id, "label": dict(facet.label)}
    lens = area.lens_of(facet.id)
    return shown if lens is None else shown | {"lens": lens}


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "weight": criterion.weight,
        "label": dict(criterion.label),
        "definition": dict(criterion.definition),
        "anchors": {score: dict(words) for score, words in criterion.anchors.items()},
    }


def _threshold(known: Threshold) -> dict[str, Any]:
    return {
        "value": known.value,
        "unit": known.unit,
        "group": known.group,
        "label": dict(known.label),
        "source": known.source,
    }


def _phase(phase: CanvasPhase) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": phase.id,
        "kind": phase.kind,
        "silent": phase.silent,
        "title": dict(phase.title),
        "instruction": dict(phase.instruction),
    }
    if phase.seconds is not None:
        shown["seconds"] = phase.seconds
    if phase.direction is not None:
        shown["direction"] = phase.direction
    if phase.stances:
        shown["stances"] = True
    if phase.areas:
        shown["areas"] = list(phase.areas)
    if phase.rights:
        shown["rights"] = dict(phase.rights)
    if phase.spare:
        shown["spare"] = True
    return shown


def _preset(preset: Preset) -> dict[str, Any]:
    steps = [
        {"phase": phase} | ({} if seconds is None else {"seconds": seconds})
        for phase, seconds in preset.phases
    ]
    return {"id": preset.id, "title": dict(preset.title), "phases": steps}
