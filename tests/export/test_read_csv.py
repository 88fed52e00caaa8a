"""Paper becomes notes: what a spreadsheet saves is read, all rows or none."""

from __future__ import annotations

from typing import Any

import pytest

from server.domain.many_notes import MOST_AT_ONCE
from server.domain.refused import Refused
from server.export.csv_file import csv_file
from server.export.document import document
from server.export.read_csv import read_notes
from tests.synthesis.boards import OULU, SOFIA, a_board, a_note, the_wheel

WHEEL = the_wheel()
BOARD = a_board(WHEEL)


def read(table: str | bytes, *, board: Any = BOARD) -> Any:
    content = table.encode() if isinstance(table, str) else table
    return read_notes(content, board, WHEEL.canvas, longest=280)


def notes_of(table: str | bytes) -> list[dict[str, Any]]:
    notes, bad = read(table)
    assert bad == []
    return notes


def faults_of(table: str) -> list[tuple[int, str, str]]:
    notes, bad = read(table)
    assert notes == []
    return [(one.line, one.column, one.problem) for one in bad]


def test_a_table_with_a_city_column_becomes_notes() -> None:
    notes = notes_of(
        "area,text,city,facet,who\n"
        "value,Open at night,Oulu,creation,residents\n"
        "Opportunity,Long queues,SO,,\n"
    )

    assert notes == [
        {
            "area": "value",
            "text": "Open at night",
            "facet": "creation",
            "on_behalf_of": OULU,
            "who": ["residents"],
        },
        {"area": "opportunity", "text": "Long queues", "on_behalf_of": SOFIA},
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_a_finnish_spreadsheet_saves_is_read(encoding: str, delimiter: str) -> None:
    rows = [
        ["Alue", "Lappu", "Kaupunki", "Kenelle"],
        ["Mahdollisuus", "Yöllä ei pääse mihinkään", "oulu", "Asukkaat"],
    ]
    table = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)

    assert notes_of(table) == [
        {
            "area": "opportunity",
            "text": "Yöllä ei pääse mihinkään",
            "on_behalf_of": OULU,
            "who": ["residents"],
        }
    ]


def test_every_bad_row_is_told_with_its_line_and_none_is_taken() -> None:
    table = (
        "area,text,city,facet,who\n"
        "value,Good,Oulu,,\n"
        "moon,Somewhere,,,\n"
        '"value","two\nlines",Atlantis,,\n'
        "value,,,need,everybody\n"
        f",{'x' * 281},,,\n"
    )

    assert faults_of(table) == [
        (3, "area", "unknown"),
        (4, "city", "unknown"),
        (6, "facet", "unknown"),
        (6, "text", "empty"),
        (6, "who", "unknown"),
        (7, "area", "empty"),
        (7, "text", "too_long"),
    ]


def test_empty_lines_and_unknown_columns_are_passed_over() -> None:
    assert notes_of("wall,text,area\n\n,,\nleft,Idea,value\n") == [
        {"area": "value", "text": "Idea"}
    ]


@pytest.mark.parametrize("table", ["", "text,city\nIdea,Oulu", "Idea;value", "\x00\x01"])
def test_a_table_without_the_columns_it_needs_is_refused(table: str) -> None:
    with pytest.raises(Refused) as no:
        read(table)

    assert no.value.code == "import.columns"


@pytest.mark.parametrize("count", [0, MOST_AT_ONCE + 1])
def test_a_table_without_notes_or_with_too_many_is_refused(count: int) -> None:
    with pytest.raises(Refused) as no:
        read("area,text\n" + "value,Idea\n" * count)

    assert no.value.code == "import.rows"
    assert no.value.numbers == {"limit": MOST_AT_ONCE}


def test_our_own_export_can_be_brought_back() -> None:
    texts = ["=SUM(A1)", "'quoted'", "two\nlines", 'Γειά; "σου", 🚲']
    notes = [
        a_note(f"n{place}", "value", text=text, facet="capture", who=("ecosystem", "residents"))
        for place, text in enumerate(texts)
    ]
    exported = csv_file(document(a_board(WHEEL, notes=notes), WHEEL))

    back = notes_of(exported)

    assert [note["text"] for note in back] == texts
    assert all(note["who"] == ["ecosystem", "residents"] for note in back)
    assert all(note["facet"] == "capture" and note["on_behalf_of"] == OULU for note in back)
