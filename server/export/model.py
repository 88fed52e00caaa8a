"""Gathers what every printed format shows of a workshop."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.canvas import CanvasArea
from server.domain.state import City, Workshop
from server.synthesis.draft import draft
from server.synthesis.folder import CanvasFolder
from server.synthesis.measures import Measured, Measures, measure_all
from server.synthesis.reading import Reading, read_workshop

from .words import WORDS


@dataclass(frozen=True, slots=True)
class Printed:
    """A workshop, ready to be printed in one language: revealed notes and ballots only."""

    language: str
    words: Mapping[str, str]
    folder: CanvasFolder
    reading: Reading
    areas: Mapping[str, Measures]
    draft: Mapping[str, Any]

    def said(self, words: Mapping[str, str]) -> str:
        """Return the words in the language of the print."""
        return words.get(self.language) or next(iter(words.values()), "")

    def facet(self, area: CanvasArea, one: Measured) -> str:
        """Return the name of a note's facet, or nothing."""
        facet = area.facet(one.note.facet)
        return self.said(facet.label) if facet else ""

    def who(self, one: Measured) -> list[str]:
        """Return whom a note speaks for."""
        labels = {group.id: self.said(group.label) for group in self.folder.canvas.who}
        return [labels.get(group, group) for group in one.note.who]

    def city(self, city_id: str | None) -> City | None:
        """Return a city, or None."""
        return next((city for city in self.reading.cities if city.id == city_id), None)


def printed(workshop: Workshop, folder: CanvasFolder, *, language: str = "en") -> Printed:
    """Return all that any format prints. A language the canvas does not have gives its first."""
    written = draft(workshop, folder, language=language)
    spoken = written["language"]
    reading = read_workshop(workshop, canvas=folder.canvas)
    words = WORDS.get(spoken, WORDS["en"])
    return Printed(spoken, words, folder, reading, measure_all(reading), written)
