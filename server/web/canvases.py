"""Routes that tell which canvases there are."""

from typing import Any

from flask import Blueprint, Response

from server.domain.canvas import Canvas, CanvasArea, CanvasPhase
from server.domain.refused import Refused

from .answering import json_answer
from .edge import edge

routes = Blueprint("canvases", __name__)


@routes.get("/canvases")
def listed() -> Response:
    """Return a line for each canvas."""
    lines = [
        {
            "id": folder.canvas.id,
            "title": dict(folder.canvas.title),
            "description": dict(folder.canvas.description),
            "areas": len(folder.canvas.areas),
            "languages": list(folder.canvas.languages),
        }
        for folder in edge().canvases.values()
    ]
    return json_answer({"canvases": lines})


@routes.get("/canvases/<canvas_id>")
def whole(canvas_id: str) -> Response:
    """Return a whole canvas with its words in every language."""
    folder = edge().canvases.get(canvas_id)
    if folder is None:
        raise Refused("canvas.unknown", "This server has no such canvas.")
    return json_answer(canvas_json(folder.canvas))


def canvas_json(canvas: Canvas) -> dict[str, Any]:
    """Return a canvas as JSON: areas, facets, questions, agenda, pairs, settings, thresholds."""
    pairs: dict[str, Any] = {
        name: [list(pair) for pair in known] for name, known in canvas.pairs.items()
    }
    if canvas.default_pairs is not None:
        pairs["default"] = canvas.default_pairs
    return {
        "id": canvas.id,
        "version": canvas.version,
        "layout": canvas.layout,
        "languages": list(canvas.languages),
        "title": dict(canvas.title),
        "description": dict(canvas.description),
        "areas": [_area(area) for area in canvas.areas],
        "who": [{"id": one.id, "label": dict(one.label)} for one in canvas.who],
        "pairs": pairs,
        "phases": [_phase(phase) for phase in canvas.phases],
        "settings": dict(canvas.settings),
        "thresholds": dict(canvas.thresholds),
    }


def _area(area: CanvasArea) -> dict[str, Any]:
    known: dict[str, Any] = {
        "id": area.id,
        "color": area.color,
        "color_dark": area.color_dark,
        "label": dict(area.label),
        "definition": dict(area.definition),
        "questions": {language: list(asked) for language, asked in area.questions.items()},
        "facets": [_facet(facet) for facet in area.facets],
    }
    if area.side is not None:
        known["side"] = area.side
    if area.place is not None:
        place = area.place
        known["place"] = {
            "column": place.column,
            "row": place.row,
            "columns": place.columns,
            "rows": place.rows,
        }
    return known


def _facet(facet: Any) -> dict[str, Any]:
    known = {"id": facet.id, "label": dict(facet.label)}
    return known | ({"lens": facet.lens} if facet.lens is not None else {})


def _phase(phase: CanvasPhase) -> dict[str, Any]:
    known: dict[str, Any] = {
        "id": phase.id,
        "kind": phase.kind,
        "silent": phase.silent,
        "title": dict(phase.title),
        "instruction": dict(phase.instruction),
    }
    return known | ({"seconds": phase.seconds} if phase.seconds is not None else {})
