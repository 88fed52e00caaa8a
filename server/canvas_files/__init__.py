"""Reads canvases/*/: a Canvas with its rules and examples, or every fault at once."""

from server.synthesis.folder import CanvasFolder

from .faults import CanvasFaults, Fault
from .reading import canvas_folders, load_canvas, load_canvases, read_folder

__all__ = [
    "CanvasFaults",
    "CanvasFolder",
    "Fault",
    "canvas_folders",
    "load_canvas",
    "load_canvases",
    "read_folder",
]
