"""Routes that tell which canvases there are."""

from flask import Blueprint, Response

from server.canvas_files import canvas_in_list, canvas_json
from server.domain.refused import Refused

from .answering import json_answer
from .edge import edge

routes = Blueprint("canvases", __name__)


@routes.get("/canvases")
def listed() -> Response:
    """Return a line for each canvas."""
    lines = [canvas_in_list(folder.canvas) for folder in edge().canvases.values()]
    return json_answer(lines)


@routes.get("/canvases/<canvas_id>")
def whole(canvas_id: str) -> Response:
    """Return a whole canvas with its words in every language."""
    folder = edge().canvases.get(canvas_id)
    if folder is None:
        raise Refused("canvas.unknown", "This server has no such canvas.")
    return json_answer(canvas_json(folder.canvas))
