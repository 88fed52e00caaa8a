"""Prints every visible note as one row of CSV that spreadsheets open safely."""

import csv
import io
from typing import Any

from .inert import inert
from .model import DETAILS, Document, PrintedNote

BOM = "\ufeff"  # without it Excel reads UTF-8 as the old Western code page
_PLAIN = (
    "id",
    "number",
    "area",
    "facet",
    "who",
    "text",
    "city",
    "city_name",
    "raw",
    "equal",
    "breadth",
    "rank_raw",
    "rank_equal",
    "theme",
    "owner",
    "pays",
    "indicator",
    "supplier",
    "funding",
    "cost_behaviour",
    "tags",
)


def csv_file(document: Document) -> bytes:
    """Return one row a note, best first within its area, as UTF-8 with BOM (RFC 4180).

    Columns: id, number (as the documents name it), area, facet, who, text, city (letters),
    city_name, raw, equal, breadth, rank_raw, rank_equal, theme (its title), owner, pays, indicator,
    supplier, funding, cost_behaviour, tags (ids, with spaces between), then `dots ` and the letters
    of each city, then `text ` and each language in which people have said notes again, and, where a
    room was counted by hands, `rooms` with or without it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    languages = sorted({language for note in document.notes for language in note.versions})
    dots = [f"dots {letters}" for _, letters, _ in document.cities]
    rooms = [document.rooms] if document.rooms else []
    said = [f"text {language}" for language in languages]
    writer.writerow([*_PLAIN, *dots, *said, *(["rooms"] if rooms else [])])
    for note in document.notes:
        versions = [note.versions.get(language, "") for language in languages]
        writer.writerow([inert(cell) for cell in (*_cells(note), *versions, *rooms)])
    return (BOM + out.getvalue()).encode()


def _cells(note: PrintedNote) -> list[Any]:
    return [
        note.id,
        note.number,
        note.area,
        note.facet,
        " ".join(note.who),
        note.text,
        note.letters,
        note.city_name,
        note.raw,
        _number(note.equal),
        _number(note.breadth),
        _number(note.rank_raw),
        _number(note.rank_equal),
        note.theme,
        *(note.details.get(name, "") for name in DETAILS),
        *note.dots.values(),
    ]


def _number(number: float | None) -> Any:
    return "" if number is None else int(number) if float(number).is_integer() else number
