"""Prints the sheets of a Document as XLSX: what people wrote stays text, nothing is a formula."""

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from .inert import is_order, xml_text
from .model import Cell, Document, Table

LONGEST_NAME = 31  # characters of the name of a sheet
WIDEST = 80  # characters of a column
_NOT_IN_NAMES = str.maketrans("[]:*?/\\'", "        ")
_PLAIN_SETTINGS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def xlsx_file(document: Document) -> bytes:
    """Return the document as a workbook: about it, then a sheet for each table of facts."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _PLAIN_SETTINGS)
    book.set_properties(
        {
            "title": xml_text(document.title),
            "author": "Citywheel",
            "created": datetime.fromisoformat(document.date),
        }
    )
    formats = {
        "head": book.add_format({"bold": True, "bg_color": "#EAF0F2", "text_wrap": True}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        # Excel would read a text again that somebody edits; the quote keeps it a text.
        "order": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        "number": book.add_format({"num_format": "0.###", "valign": "top"}),
        "whole": book.add_format({"num_format": "0", "valign": "top"}),
    }
    _about(book, document, formats)
    for table in document.sheets:
        _sheet(book, table, formats)
    book.close()
    return out.getvalue()


def _about(book: Any, document: Document, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(_name(document.words["about"]))
    sheet.set_column(0, 0, WIDEST, formats["text"])
    checksum = f"{document.words['checksum']}: {document.checksum}"
    lines = [document.title, document.subtitle, document.status, *document.notices, checksum]
    for row, line in enumerate(line for line in lines if line):
        _write(sheet, row, 0, line, formats)


def _sheet(book: Any, table: Table, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(_name(table.title))
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, min(WIDEST, 6 * column.share + 4))
        sheet.write_string(0, place, xml_text(column.heading), formats["head"])
    for row, cells in enumerate(table.rows, start=1):
        for place, cell in enumerate(cells):
            _write(sheet, row, place, cell, formats)
    if not table.rows:
        _write(sheet, 1, 0, table.empty, formats)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _write(sheet: Any, row: int, place: int, cell: Cell, formats: dict[str, Any]) -> None:
    match cell:
        case None | "":
            return
        case str():
            text = xml_text(cell)
            sheet.write_string(row, place, text, formats["order" if is_order(text) else "text"])
        case int():
            sheet.write_number(row, place, cell, formats["whole"])
        case _:
            sheet.write_number(row, place, cell, formats["number"])


def _name(title: str) -> str:
    return xml_text(title).translate(_NOT_IN_NAMES)[:LONGEST_NAME].strip()
