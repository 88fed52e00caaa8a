"""Reads notes that were written on paper: a table with a city column, all rows or none."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.canvas import Canvas, CanvasArea
from server.domain.many_notes import MOST_AT_ONCE
from server.domain.refused import Refused
from server.domain.state import Workshop
from server.domain.text import clean_note_text

from .inert import is_order

LONGEST_SHOWN = 60  # signs of a cell that is told back
COLUMNS = {  # what people and our own export call a column
    "area": ("area", "alue"),
    "text": ("text", "note", "teksti", "lappu"),
    "city": ("city", "kaupunki"),
    "facet": ("facet", "kind", "laji"),
    "who": ("who", "for whom", "kenelle"),
}
NEEDED = ("area", "text")
_DELIMITERS = ",;\t"
_PARTS = re.compile(r"[,;|]")


@dataclass(frozen=True, slots=True)
class BadRow:
    """What is wrong with a row: its line in the file, the column, what stood there."""

    line: int
    column: str
    problem: str  # unknown, empty or too_long
    value: str

    def to_json(self) -> dict[str, Any]:
        """Return the row as the answer has it."""
        return {
            "line": self.line, "column": self.column, "problem": self.problem, "value": self.value,
        }  # fmt: skip


def read_notes(
    content: bytes, workshop: Workshop, canvas: Canvas, *, longest: int
) -> tuple[list[dict[str, Any]], list[BadRow]]:
    """Return the notes as `notes.add` takes them, and every bad row; one of the two is empty.

    UTF-8 with or without BOM, UTF-16 or cp1252; commas, semicolons or tabs. Areas, facets, cities
    and whom a note speaks for go by id, by label in any language, cities by their letters too.
    Raises: Refused "import.columns", "import.rows" (none, or more than 500).
    """
    lines = _rows(_decoded(content))
    places = _places(next(lines, (1, []))[1])
    names = _Names.of(workshop, canvas)
    notes: list[dict[str, Any]] = []
    bad: list[BadRow] = []
    for line, cells in lines:
        row = {name: _own_words(cells[at]) for name, at in places.items() if at < len(cells)}
        note, faults = names.note_of(line, row, longest=longest)
        notes.append(note)
        bad += faults
        if len(notes) > MOST_AT_ONCE:
            break
    if not 1 <= len(notes) <= MOST_AT_ONCE:
        message = f"Bring a table with 1 to {MOST_AT_ONCE} notes."
        raise Refused("import.rows", message, numbers={"limit": MOST_AT_ONCE})
    return ([], bad) if bad else (notes, [])


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line where it starts, cells) of every row that holds anything."""
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error:
        message = "This table cannot be read; save it as CSV again."
        raise Refused("import.columns", message, field="file") from None


def _places(head: Iterable[str]) -> dict[str, int]:
    """Return where each known column stands."""
    known = {_folded(word): name for name, words in COLUMNS.items() for word in words}
    places: dict[str, int] = {}
    for at, cell in enumerate(head):
        name = known.get(_folded(cell))
        if name is not None:
            places.setdefault(name, at)
    missing = [name for name in NEEDED if name not in places]
    if missing:
        message = f"The first row must name the columns area and text; missing: {missing[0]}."
        raise Refused("import.columns", message, field=missing[0])
    return places


def _own_words(cell: str) -> str:
    """Return the cell without the apostrophe that our own export puts before a formula."""
    return cell[1:] if cell.startswith("'") and is_order(cell[1:]) else cell.strip()


def _folded(word: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


@dataclass(frozen=True, slots=True)
class _Names:
    """What a cell may say → the id it means."""

    areas: Mapping[str, CanvasArea]
    cities: Mapping[str, str]
    who: Mapping[str, str]

    @classmethod
    def of(cls, workshop: Workshop, canvas: Canvas) -> "_Names":
        """Return the names of a workshop and its canvas."""
        areas = {_folded(word): area for area in canvas.areas for word in _called(area)}
        who = {_folded(word): group.id for group in canvas.who for word in _called(group)}
        cities = {
            _folded(word): city.id
            for city in workshop.cities
            for word in (city.letters, city.id, city.name)
        }
        return cls(areas, cities, who)

    def note_of(
        self, line: int, row: Mapping[str, str], *, longest: int
    ) -> tuple[dict[str, Any], list[BadRow]]:
        """Return a row as a note, and what is wrong with it."""
        note: dict[str, Any] = {}
        bad: list[BadRow] = []

        def fault(column: str, problem: str = "unknown") -> None:
            bad.append(BadRow(line, column, problem, row.get(column, "")[:LONGEST_SHOWN]))

        area = self.areas.get(_folded(row.get("area", "")))
        if area is None:
            fault("area", "unknown" if row.get("area") else "empty")
        else:
            note["area"] = area.id
            self._add_facet(note, area, row.get("facet", ""), fault)
        try:
            note["text"] = clean_note_text(row.get("text", ""), longest=longest)
        except Refused as no:
            fault("text", no.code.partition(".")[2])
        self._add_city(note, row.get("city", ""), fault)
        self._add_who(note, row.get("who", ""), fault)
        return note, bad

    def _add_facet(self, note: dict[str, Any], area: CanvasArea, said: str, fault: Any) -> None:
        known = {_folded(word): facet.id for facet in area.facets for word in _called(facet)}
        if said and _folded(said) not in known:
            fault("facet")
        elif said:
            note["facet"] = known[_folded(said)]

    def _add_city(self, note: dict[str, Any], said: str, fault: Any) -> None:
        if said and _folded(said) not in self.cities:
            fault("city")
        elif said:
            note["on_behalf_of"] = self.cities[_folded(said)]

    def _add_who(self, note: dict[str, Any], said: str, fault: Any) -> None:
        parts = [part for part in _PARTS.split(said) if part.strip()]
        if len(parts) == 1 and _folded(said) not in self.who:
            parts = said.split()  # our own export puts ids one after the other
        found = [self.who.get(_folded(part)) for part in parts]
        if None in found:
            fault("who")
        elif found:
            note["who"] = sorted({group for group in found if group is not None})


def _called(named: Any) -> list[str]:
    return [named.id, *named.label.values()]
