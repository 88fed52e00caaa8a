"""Reads canvases/*/: a Canvas with its rules and examples, or every fault at once."""

from server.synthesis.folder import CanvasFolder

from .faults import CanvasFaults, Fault
from .reading import (
    canvas_folders,
    check_canvases,
    load_canvas,
    load_canvases,
    read_folder,
)
from .shown import canvas_in_list, canvas_json

__all__ = [
    "CanvasFaults",
    "CanvasFolder",
    "Fault",
    "canvas_folders",
    "canvas_in_list",
    "canvas_json",
    "check_canvases",
    "load_canvas",
    "load_canvases",
    "read_folder",
]
