"""Exports: complete, back to the same board, and harmless whatever people wrote."""

import csv
import hashlib
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.board import board_hash, board_of, canonical
from server.domain.making import import_workshop
from server.domain.refused import Refused
from server.domain.workshop import EMPTY, apply_all
from server.export import csv_file as csv_format
from server.export import markdown as markdown_format
from server.export.document import document
from server.export.json_file import checksum, export_json
from server.export.markdown import escape
from server.export.model import DETAILS
from server.export.read_json import read_export
from tests.synthesis.boards import NOW, a_board, a_note, an_example, the_wheel

WHEEL = the_wheel()
CANVASES = {WHEEL.canvas.id: WHEEL.canvas}
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\u200b=1+1",
    " =cmd|'/c calc'!A1",
    "＝1+1",
    "﹦1+1",
    "﹢1",
    "\u2060\u00ad－1",
    "|calc",
    "^[note]",
    "a\tb",
    '"; DROP',
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](http://evil.example)",
    "| a | b |",
    "# heading",
    "1. one",
    "```",
    "<!-- -->",
    "&lt;b&gt;",
    "two\nlines",
]


def csv_file(workshop, folder):
    return csv_format.csv_file(document(workshop, folder))


def markdown(workshop, folder, *, language="en"):
    return markdown_format.markdown(document(workshop, folder, language=language))


def exported_of(workshop, **given):
    known = {"workshop_id": "workshop0001", "epoch": "epoch0000001", "seq": 7, "log_head": ""}
    content = export_json(workshop, canvas=WHEEL.canvas, shuffle_key=b"key", **known | given)
    return json.loads(content)


def again(exported):
    checked = read_export(exported, canvases=CANVASES)
    return apply_all(EMPTY, import_workshop(canvas=WHEEL.canvas, exported=checked, now=NOW))


def signed(exported):
    return exported | {"checksum": checksum(exported)}


def test_an_export_imports_to_the_same_board_and_hash():
    board = an_example(WHEEL, "oulu")

    back = again(exported_of(board))

    assert canonical(board_of(back)) == canonical(board_of(board))
    assert board_hash(back) == board_hash(board)


def test_a_second_export_holds_the_same_papers():
    board = an_example(WHEEL, "oulu")

    first = exported_of(board)
    second = exported_of(again(first))

    assert first == second
    assert len(first["ballots"][0]["papers"]) == 4


def test_papers_name_no_seat():
    papers = exported_of(an_example(WHEEL, "oulu"))["ballots"][0]["papers"]

    assert all(set(paper) == {"city", "dots"} for paper in papers)


def test_hidden_notes_leave_as_counts_only():
    board = a_board(WHEEL, notes=[a_note("n1", "value", text="Still secret", hidden=True)])

    exported = exported_of(board)

    assert "Still secret" not in json.dumps(exported)
    assert "Still secret" not in markdown(board, WHEEL).decode()
    assert "Still secret" not in csv_file(board, WHEEL).decode()
    assert "not part of this file: 1." in markdown(board, WHEEL).decode()
    assert board_of(again(exported)) == exported["board"]


def test_a_changed_file_is_refused():
    exported = exported_of(an_example(WHEEL, "oulu"))
    exported["board"]["notes"][0]["text"] = "Something else"

    with pytest.raises(Refused) as no:
        read_export(exported, canvases=CANVASES)

    assert no.value.code == "import.damaged"


def test_a_file_for_another_canvas_is_refused():
    with pytest.raises(Refused) as no:
        read_export(exported_of(an_example(WHEEL, "oulu")), canvases={})

    assert no.value.code == "canvas.unknown"


def _set(path, value):
    def change(exported):
        part = exported
        for name in path[:-1]:
            part = part[name]
        part[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "break_it",
    [
        _set(["format"], 2),
        _set(["extra"], 1),
        _set(["board", "notes", 0, "area"], "moon"),
        _set(["board", "notes", 0, "facet"], "moon"),
        _set(["board", "notes", 0, "city"], "nowhere"),
        _set(["board", "notes", 0, "version"], "1"),
        _set(["board", "notes", 0, "text"], "\u202eevil"),
        _set(["board", "notes", 0, "text"], ""),
        _set(["board", "notes", 0, "id"], None),
        _set(["board", "notes", 1, "dots"], {"x": -1}),
        _set(["board", "phase", "id"], "moon"),
        _set(["board", "settings"], {}),
        _set(["board", "settings", "votes_each"], 0),
        _set(["board", "settings", "totals"], []),
        _set(["board", "settings", "thresholds"], {"strong": "much"}),
        _set(["board", "areas"], ["value"]),
        _set(["board", "ballots", 0, "state"], "open"),
        _set(["board", "themes"], [{}]),
        _set(["ballots", 0, "papers", 0, "city"], "nowhere"),
        _set(["ballots", 0, "papers"], [{}] * 2000),
        _set(["board"], []),
        _set(["board", "cities"], []),
        _set(["board", "closed_at"], "2026-13-01T00:00:00.000Z"),
    ],
)
def test_a_file_that_is_no_board_is_refused_even_with_a_right_checksum(break_it):
    exported = exported_of(an_example(WHEEL, "oulu"))
    break_it(exported)

    with pytest.raises(Refused) as no:
        read_export(signed(exported), canvases=CANVASES)

    assert no.value.code == "import.format"


def test_a_number_that_cannot_be_written_is_refused():
    exported = exported_of(an_example(WHEEL, "oulu"))
    exported["board"]["settings"]["votes_each"] = 2**70

    with pytest.raises(Refused) as no:
        read_export(exported, canvases=CANVASES)

    assert no.value.code == "import.format"


@pytest.mark.parametrize("record", [None, [], 1, "x", {}, {"format": True}, {"format": 1}])
def test_anything_else_is_refused(record):
    with pytest.raises(Refused) as no:
        read_export(record, canvases=CANVASES)

    assert no.value.code == "import.format"


def rows_of(board):
    text = csv_file(board, WHEEL).decode()
    assert text.startswith("\ufeff")
    assert "\r\n" in text
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_every_visible_note_is_one_row():
    rows = rows_of(an_example(WHEEL, "oulu"))

    assert len(rows) == 14
    assert rows[0] == {
        "id": rows[0]["id"],
        "number": "1",
        "area": "opportunity",
        "facet": "need",
        "who": "residents",
        "text": "Customer services",
        "city": "OU",
        "city_name": "Oulu",
        "raw": "4",
        "equal": "0.8",
        "breadth": "1",
        "rank_raw": "1",
        "rank_equal": "1",
        "dots OU": "4",
        **dict.fromkeys(("theme", *DETAILS), ""),
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_no_spreadsheet_runs_a_note(text):
    rows = rows_of(a_board(WHEEL, notes=[a_note("n1", "value", text=text)]))

    cell = rows[0]["text"]
    assert cell.removeprefix("'") == text
    assert not cell.lstrip(" \u200b\u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_note_speaks_as_markdown(text):
    board = a_board(WHEEL, notes=[a_note("n1", "value", text=text)])

    printed = markdown(board, WHEEL).decode()

    assert escape(text) in printed
    for sign in ("<script>", "](javascript", "](http", "<!--", "\n# heading", "\n```", "&lt;"):
        assert sign not in printed.replace("\\<", "").replace("\\&", "").replace("\\]", "")


def test_an_address_in_a_note_does_not_become_a_link():
    assert escape("www.a.fi, b.com, c@d.fi, https://e/f") == (
        "www\\.a\\.fi, b\\.com, c\\@d\\.fi, https\\://e/f"
    )
    assert escape("24/7 from version 3.5 on. Then more.") == "24/7 from version 3.5 on. Then more."


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_an_escaped_text_stays_on_one_line_and_starts_nothing(text):
    escaped = escape(text)

    assert "\n" not in escaped
    assert not escaped.startswith(("#", ">", "-", "+", "=", "|", "*", "_", "`", "<", "~"))


def test_the_document_holds_every_note_also_those_without_votes():
    board = an_example(WHEEL, "oulu")

    for language, heading in (("en", "## The board"), ("fi", "## Taulu")):
        printed = markdown(board, WHEEL, language=language).decode()
        assert heading in printed
        for note in board.notes.values():
            assert escape(note.text) in printed


def test_the_same_board_gives_the_same_files():
    board = an_example(WHEEL, "oulu")

    for write in (markdown, csv_file):
        first, second = write(board, WHEEL), write(an_example(WHEEL, "oulu"), WHEEL)
        assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()
