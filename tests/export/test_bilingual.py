"""Notes that people have said in two languages: files hold both, a draft its reader's."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from immutables import Map

from server.domain.translations import Translation
from server.export.csv_file import csv_file
from server.export.document import document
from server.export.markdown import markdown
from server.synthesis.draft import draft
from tests.synthesis.boards import OULU, SOFIA, a_board, a_note, the_wheel

WHEEL = the_wheel()
ORIGINAL, VERSION = "Open at night", "Avoinna öisin"


def a_board_said_in_finnish(**more: Any) -> Any:
    note = a_note("n1", "value", text=ORIGINAL, dots={OULU: 2, SOFIA: 1}, facet="creation")
    said = Map({"fi": Translation(VERSION, OULU, **more)})
    return a_board(WHEEL, notes=[replace(note, translations=said)], turnout={OULU: 2, SOFIA: 1})


def sentences(written: Any) -> str:
    return " ".join(one["text"] for part in written["sections"] for one in part["sentences"])


def test_a_draft_quotes_a_note_in_the_language_of_its_reader() -> None:
    board = a_board_said_in_finnish()

    finnish, english = draft(board, WHEEL, language="fi"), draft(board, WHEEL, language="en")

    assert VERSION in sentences(finnish)
    assert ORIGINAL not in sentences(finnish)
    assert ORIGINAL in sentences(english)
    assert VERSION not in sentences(english)


def test_a_version_of_a_text_that_was_edited_since_is_not_quoted() -> None:
    written = draft(a_board_said_in_finnish(outdated=True), WHEEL, language="fi")

    assert ORIGINAL in sentences(written)


@pytest.mark.parametrize("language", ["en", "fi"])
def test_documents_and_tables_hold_the_original_and_what_it_says_beside_it(language: str) -> None:
    printed = document(a_board_said_in_finnish(), WHEEL, language=language)

    rows = [row for sheet in printed.sheets if sheet.id == "notes" for row in sheet.rows]
    assert f"{ORIGINAL}\n[fi] {VERSION}" in rows[0]
    assert VERSION in markdown(printed).decode()
    (row,) = csv.DictReader(io.StringIO(csv_file(printed).decode("utf-8-sig")))
    assert (row["text"], row["text fi"]) == (ORIGINAL, VERSION)
