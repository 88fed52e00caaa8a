"""Prints every visible note as one row of CSV that spreadsheets open safely."""

import csv
import io
import unicodedata
from typing import Any

from server.domain.state import Workshop
from server.synthesis.folder import CanvasFolder
from server.synthesis.measures import Measured

from .model import Printed, printed

BOM = "\ufeff"  # without it Excel reads UTF-8 as the old Western code page
_ORDERS = frozenset("=+-@|")  # how a formula, or a call of another program, begins
_SKIPPED = ("C", "Z")  # Unicode: control, format, space; spreadsheets look behind them


def csv_file(workshop: Workshop, folder: CanvasFolder, *, language: str = "en") -> bytes:
    """Return one row a note, best first within its area, as UTF-8 with BOM (RFC 4180).

    Columns: id, area, facet, who, text, city (letters), city_name, raw, equal, breadth,
    rank_raw, rank_equal, then `dots ` and the letters of each city.
    """
    document = printed(workshop, folder, language=language)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([*_PLAIN, *(f"dots {city.letters}" for city in document.reading.cities)])
    for area in document.folder.canvas.areas:
        for one in document.areas[area.id].ranked():
            writer.writerow([inert(cell) for cell in _cells(document, one)])
    return (BOM + out.getvalue()).encode()


def inert(cell: Any) -> Any:
    """Return the cell so that no spreadsheet runs it: an apostrophe before what looks like one.

    Source: OWASP, CSV injection. Full-width and small forms count too: Excel reads them as the
    sign they are a form of.
    """
    return f"'{cell}" if isinstance(cell, str) and _is_order(cell) else cell


def _is_order(cell: str) -> bool:
    seen = (sign for sign in cell if not unicodedata.category(sign).startswith(_SKIPPED))
    first = unicodedata.normalize("NFKC", next(seen, ""))
    return first[:1] in _ORDERS or cell.startswith(("\t", "\r", "\n"))


_PLAIN = (
    "id",
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
)


def _cells(document: Printed, one: Measured) -> list[Any]:
    note = one.note
    city = document.city(note.city)
    return [
        note.id,
        note.area,
        note.facet or "",
        " ".join(note.who),
        note.text,
        city.letters if city else "",
        city.name if city else "",
        one.raw,
        _number(one.equal),
        _number(one.breadth),
        _number(one.rank_raw),
        _number(one.rank_equal),
        *(note.dots.get(known.id, 0) for known in document.reading.cities),
    ]


def _number(number: float | None) -> Any:
    return "" if number is None else int(number) if float(number).is_integer() else number
