"""Holds a CanvasFolder: a canvas with its rules and examples, as read from canvases/."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from server.domain.canvas import Canvas

from .ruleset import Rule


@dataclass(frozen=True, slots=True)
class CanvasFolder:
    """Everything a canvas brings along."""

    canvas: Canvas
    rules: tuple[Rule, ...] = ()  # sorted by id
    examples: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # name → exported JSON

    @property
    def ruleset(self) -> str:
        """The name and version of the rules, as drafts print it."""
        return f"{self.canvas.id} {self.canvas.version}"
