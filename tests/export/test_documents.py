"""Documents opened again by independent readers: complete, equal, accessible, harmless."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import unicodedata
import zipfile
from typing import Any

import docx
import openpyxl
import pptx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from PIL import Image
from pptx.enum.shapes import MSO_SHAPE_TYPE

from server.domain.board import board_of
from server.domain.making import import_workshop
from server.domain.workshop import EMPTY, apply_all
from server.export.document import document
from server.export.model import Document, Figure, Table, cell_text
from server.export.read_json import read_export
from server.export.results import FILES, HEAVY, make_result
from server.export.slides import HEIGHT, WIDTH
from tests.synthesis.boards import (
    HELSINGBORG,
    NOW,
    OULU,
    SOFIA,
    a_board,
    a_note,
    an_example,
    the_wheel,
)

WHEEL = the_wheel()
ORIGIN = {"workshop_id": "workshop0001", "epoch": "epoch0000001", "seq": 7, "log_head": "ab"}
SEAT = "seat9zq7x4k1"
TEXTS = [
    "Asukas löytää palvelun yhdestä paikasta, myös yöllä",
    "Гражданинът намира услугата на едно място",
    "Ο πολίτης βρίσκει την υπηρεσία σε ένα σημείο",
    "Open all night 🚲 🏙️ 👩‍💻 🇫🇮",
    "w" * 270,
    "=SUM(A1:A9)",
    "+358 40 123",
    "-1",
    "@home",
    "＝1+1",
    "two\nlines & <tags> “quotes”",
    "Kuntatiedonhallintajärjestelmäkokonaisarkkitehtuuri " * 5,
]


def a_big_board(count: int) -> Any:
    cities = (OULU, SOFIA, HELSINGBORG)
    notes = []
    for place in range(count):
        area = WHEEL.canvas.areas[place % 6]
        facets = [None, *(facet.id for facet in area.facets)]
        text = f"{TEXTS[place % len(TEXTS)].strip()} {place}"
        dots = {city: (place * step) % 4 for city, step in zip(cities, (1, 2, 5), strict=True)}
        about = {"city": cities[place % 3], "facet": facets[place % len(facets)], "dots": dots}
        notes.append(a_note(f"note{place:08}", area.id, text=text, author=SEAT, **about))
    turnout = {OULU: 5, SOFIA: 4, HELSINGBORG: 6}
    return a_board(WHEEL, notes=notes, turnout=turnout, present={**turnout, OULU: 7})


def made(workshop: Any, kind: str, language: str = "fi") -> bytes:
    return make_result(workshop, WHEEL, kind=kind, origin=ORIGIN, language=language)


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def board() -> Any:
    return a_big_board(500)


@pytest.fixture(scope="module")
def printed(board: Any) -> Document:
    return document(board, WHEEL, language="fi")


@pytest.fixture(scope="module")
def pack(board: Any) -> dict[str, bytes]:
    return unzipped(made(board, "zip"))


@pytest.fixture(scope="module")
def word(pack: dict[str, bytes]) -> Any:
    return docx.Document(io.BytesIO(pack["workshop.docx"]))


@pytest.fixture(scope="module")
def slides(pack: dict[str, bytes]) -> Any:
    return pptx.Presentation(io.BytesIO(pack["workshop.pptx"]))


@pytest.fixture(scope="module")
def book(pack: dict[str, bytes]) -> Any:
    return openpyxl.load_workbook(io.BytesIO(pack["workshop.xlsx"]))


def note_tables(printed: Document) -> list[Table]:
    return [printed.table(f"area-{area.id}") for area in WHEEL.canvas.areas]


def as_printed(rows: Any) -> list[list[str]]:
    return [[cell_text(cell, "fi") for cell in row] for row in rows]


def joined(text: str) -> str:
    """Without what a reader of files may see between the signs: spaces, breaks, joiners."""
    plain = unicodedata.normalize("NFKC", text)  # readers of PDF do so with full-width signs
    return re.sub(r"[\s\u200b\ufeff\u2060\x02\ufffe-]+", "", plain)


# --- Word ---------------------------------------------------------------------------------------


def word_rows(table: Any) -> list[list[str]]:
    rows = []
    for row in table._tbl.iter(qn("w:tr")):
        cells = []
        for cell in row.iter(qn("w:tc")):
            parts = cell.iter(qn("w:t"), qn("w:br"))
            cells.append(
                "".join("\n" if part.tag == qn("w:br") else part.text or "" for part in parts)
            )
        rows.append(cells)
    return rows


def test_word_holds_every_note_with_its_numbers(word: Any, printed: Document) -> None:
    tables = [word_rows(table) for table in word.tables]

    for table in note_tables(printed):
        heads = [column.heading for column in table.columns]
        assert [heads, *as_printed(table.rows)] in tables


def test_word_has_real_headings_in_order(word: Any, printed: Document) -> None:
    headings = [
        (paragraph.text, int(paragraph.style.name[-1]))
        for paragraph in word.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]

    assert headings == [(section.title, level) for section, level in printed.all_sections()]


def test_word_says_its_language_and_which_rows_are_headers(word: Any) -> None:
    (spoken,) = word.styles.element.iter(qn("w:lang"))
    heads = [table._tbl.find(qn("w:tr")).find(qn("w:trPr")) for table in word.tables]

    assert spoken.get(qn("w:val")) == "fi-FI"
    assert word.core_properties.language == "fi-FI"
    assert all(head.find(qn("w:tblHeader")) is not None for head in heads)
    assert word.core_properties.title == "Night library"


def test_word_holds_every_sentence_with_its_reasons(word: Any, printed: Document) -> None:
    said = {paragraph.text for paragraph in word.paragraphs}

    for section in printed.sections:
        for block in section.blocks:
            if hasattr(block, "reasons"):
                assert f"{block.text} ({block.reasons})" in said


# --- Slides -------------------------------------------------------------------------------------


def slide_tables(slides: Any) -> list[list[list[str]]]:
    tables = []
    for slide in slides.slides:
        for shape in slide.shapes:
            if shape.has_table:
                table = shape._element.find(".//" + qn_a("tbl"))
                tables.append(
                    [
                        ["".join(part.text or "" for part in cell.iter(qn_a("t"))) for cell in row]
                        for row in ([*row.iter(qn_a("tc"))] for row in table.iter(qn_a("tr")))
                    ]
                )
    return tables


def qn_a(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{name}"


def test_slides_hold_every_note_with_its_numbers(slides: Any, printed: Document) -> None:
    rows = [row for table in slide_tables(slides) for row in table[1:]]

    for table in note_tables(printed):
        for row in as_printed(table.rows):
            assert [cell.replace("\n", " ") for cell in row] in rows


def test_every_slide_has_a_title_and_nothing_leaves_it(slides: Any) -> None:
    assert slides.slide_width == WIDTH * 12700
    for slide in slides.slides:
        assert slide.shapes.title.text_frame.text.strip()
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= slides.slide_width
            assert shape.top + shape.height <= HEIGHT * 12700


def test_a_slide_is_not_empty_and_every_table_on_one_has_its_headings(slides: Any) -> None:
    for slide in slides.slides:
        shown = [shape for shape in slide.shapes if shape != slide.shapes.title]
        assert any(
            shape.has_table
            or shape.shape_type == MSO_SHAPE_TYPE.PICTURE
            or (shape.has_text_frame and shape.text_frame.text.strip())
            for shape in shown
        )
    assert all(len(table) > 1 for table in slide_tables(slides))
    assert all(
        shape._element.find(".//" + qn_a("tblPr")).get("firstRow") == "1"
        for slide in slides.slides
        for shape in slide.shapes
        if shape.has_table
    )


def test_what_is_too_long_for_one_slide_goes_on_on_the_next() -> None:
    notes = [a_note(f"n{n:02}", "value", text="Too much? " * 27, city=None) for n in range(9)]
    workshop = a_board(WHEEL, notes=notes, cities=tuple(f"city{n:02}" for n in range(40)))

    deck = pptx.Presentation(io.BytesIO(made(workshop, "pptx", "en")))

    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert any("(2/" in title for title in titles)


# --- Sheets -------------------------------------------------------------------------------------


def test_the_workbook_has_a_sheet_for_each_kind_of_fact(book: Any) -> None:
    assert book.sheetnames == [
        "Tietoja",
        "Laput",
        "Äänet kaupungeittain",
        "Yhteydet",
        "Mitä säännöt löysivät",
        "Arviot",
        "Äänestykset",
        "Teemat",
        "Kommentit",
        "Palvelut",
        "Palvelut kriteereittäin",
        "Kriteerien painot",
    ]


def test_no_cell_is_a_formula_and_every_text_stays_as_written(book: Any, printed: Document) -> None:
    for sheet, table in zip(book.worksheets[1:], printed.sheets, strict=True):
        rows = [list(row) for row in sheet.iter_rows(min_row=2)][: len(table.rows)]
        assert all(cell.data_type != "f" for row in rows for cell in row)
        for row, expected in zip(rows, table.rows, strict=True):
            for cell, value in zip(row, expected, strict=True):
                if isinstance(value, str):
                    assert (cell.value or "") == value
                else:
                    assert cell.value == pytest.approx(value)


def test_a_cell_that_looks_like_a_formula_is_quoted(book: Any) -> None:
    cells = [cell for row in book["Laput"].iter_rows() for cell in row]
    orders = [cell for cell in cells if isinstance(cell.value, str) and cell.value[0] in "=+-@＝"]

    assert len(orders) > 50
    assert all(cell.quotePrefix for cell in orders)


# --- PDF ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(pack: dict[str, bytes]) -> list[str]:
    with pypdfium2.PdfDocument(pack["workshop.pdf"]) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def test_the_pdf_keeps_to_the_archive_and_the_accessibility_standard(
    pack: dict[str, bytes],
) -> None:
    content = pack["workshop.pdf"]
    assert re.search(rb"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A<", content)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"fi-FI" in content


def test_the_pdf_holds_every_note_and_no_empty_page(pages: list[str], printed: Document) -> None:
    whole = joined("".join(pages))

    assert all(len(page.split()) > 8 for page in pages)
    for note in printed.notes:
        if not any(ord(sign) > 0xFFFF for sign in note.text):
            assert joined(note.text) in whole
    assert "🚲" in whole


def test_signs_no_font_has_are_spelled_out_and_that_is_said() -> None:
    notes = [a_note("n1", "value", text="日本 ≥ ✓ 🚲"), a_note("n2", "value", text="plain")]

    content = made(a_board(WHEEL, notes=notes), "pdf", "en")

    with pypdfium2.PdfDocument(content) as pdf:
        text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)
    assert "CJK UNIFIED IDEOGRAPH-65E5" in text.replace("- ", "-")
    assert "names in brackets: 2." in text
    assert "≥" in text
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content


# --- All of them --------------------------------------------------------------------------------


def test_the_text_files_hold_the_same_numbers(pack: dict[str, bytes], printed: Document) -> None:
    rows = list(csv.DictReader(io.StringIO(pack["workshop.csv"].decode("utf-8-sig"), newline="")))
    markdown = pack["workshop.md"].decode()

    assert [(row["number"], row["text"].removeprefix("'"), row["raw"]) for row in rows] == [
        (str(note.number), note.text, str(note.raw)) for note in printed.notes
    ]
    assert all(f"\n| {note.number} | " in markdown for note in printed.notes)


def test_the_pack_can_be_checked_and_names_nobody(pack: dict[str, bytes], board: Any) -> None:
    sums = dict(line.split("  ")[::-1] for line in pack["SHA256SUMS"].decode().splitlines())
    others = {name: content for name, content in pack.items() if name != "SHA256SUMS"}

    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in others.items()}
    assert any(note.author == SEAT for note in board.notes.values())
    assert SEAT.encode() not in b"".join(others.values())
    assert {name.partition(".")[2] for name in others} >= set(FILES) - {"zip", "json", "svg", "png"}


def test_the_board_of_the_pack_imports_to_the_same_board_without_authors(board: Any) -> None:
    pack = unzipped(made(an_example(WHEEL, "oulu"), "zip"))
    canvases = {WHEEL.canvas.id: WHEEL.canvas}

    checked = read_export(json.loads(pack["board.json"]), canvases=canvases)
    back = apply_all(EMPTY, import_workshop(canvas=WHEEL.canvas, exported=checked, now=NOW))

    whole = board_of(an_example(WHEEL, "oulu"))
    assert [note["text"] for note in board_of(back)["notes"]] == [
        note["text"] for note in whole["notes"]
    ]
    assert not any("seat" in note for note in board_of(back)["notes"])


def test_the_pack_tells_every_rule_with_its_version_and_who_took_part(
    pack: dict[str, bytes],
) -> None:
    told = json.loads(pack["rules.json"])
    rows = list(csv.reader(io.StringIO(pack["participation.csv"].decode("utf-8-sig"))))

    assert [(rule["id"], rule["version"]) for rule in told["rules"]] == [
        (rule.id, rule.version) for rule in WHEEL.rules
    ]
    assert told["thresholds"]["strong"]["value"] == 1.25
    assert ["Oulu", "167", "7", "5"] in rows


def test_many_signs_no_font_has_are_told_by_their_script() -> None:
    notes = [a_note("n1", "value", text="東京のデジタルサービス and 서비스"), a_note("n2", "value")]

    content = made(a_board(WHEEL, notes=notes), "pdf", "en")

    with pypdfium2.PdfDocument(content) as pdf:
        text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)
    assert "[11 × CJK] and [HANGUL" in text


@pytest.mark.parametrize("kind", sorted(FILES))
def test_the_same_board_gives_the_same_bytes(kind: str) -> None:
    assert made(a_big_board(12), kind) == made(a_big_board(12), kind)


@pytest.mark.parametrize("kind", sorted({*FILES} - {"json", "csv", "md", "svg", "png"}))
def test_hidden_notes_are_in_no_document(kind: str) -> None:
    notes = [a_note("n1", "value", text="Still-secret", hidden=True)]
    content = made(a_board(WHEEL, notes=[*notes, a_note("n2", "value")]), kind, "en")

    if kind == "pdf":
        with pypdfium2.PdfDocument(content) as pdf:
            inside = " ".join(page.get_textpage().get_text_range() for page in pdf)
    else:
        inside = "".join(part.decode("utf-8", "ignore") for part in unzipped(content).values())
    assert "Still-secret" not in inside
    assert kind not in HEAVY or inside


def test_signs_that_no_xml_may_hold_spoil_no_document() -> None:
    notes = [a_note("n1", "value", text="bell\x07 and \ufffe end")]
    workshop = a_board(WHEEL, notes=notes)

    for kind in ("docx", "pptx", "xlsx", "pdf"):
        assert made(workshop, kind)
    sheet = openpyxl.load_workbook(io.BytesIO(made(workshop, "xlsx")))["Laput"]
    assert sheet["F2"].value == "bell\ufffd and \ufffd end"


# --- Figures ------------------------------------------------------------------------------------


def test_figures_have_their_words_in_word_and_on_slides(
    word: Any, slides: Any, printed: Document
) -> None:
    figures = list(printed.figures)
    for section, _ in printed.all_sections():
        figures += [block for block in section.blocks if isinstance(block, Figure)]
    wanted = [figure.alternative for figure in figures]

    in_word = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    on_slides = [
        shape._element.nvPicPr.cNvPr.get("descr")
        for slide in slides.slides
        for shape in slide.shapes
        if shape.shape_type == MSO_SHAPE_TYPE.PICTURE
    ]

    assert figures[0].id == "wheel"
    assert len(figures) == 7  # and the bars of six areas
    assert in_word == on_slides == wanted
    assert slides.slides[0].shapes[-1].shape_type == MSO_SHAPE_TYPE.PICTURE  # the wheel leads


def test_the_picture_for_a_wall_is_large() -> None:
    picture = Image.open(io.BytesIO(made(an_example(WHEEL, "oulu"), "png", "en")))

    assert picture.width == 3200
    assert len(picture.convert("RGB").resize((64, 73)).getcolors(10_000)) > 50  # not one colour


@pytest.mark.parametrize(
    "text",
    ["👩‍💻 b", "a 🇫🇮 b", "🏳️‍🌈🏴󠁧󠁢󠁥󠁮󠁧󠁿 c", "👍🏽👨‍👩‍👧‍👦", "1️⃣ x", "لا 👩🏽‍🚒 لا", "क्ष 🇧🇬 ह", "🇫🇮🇧🇬🇬🇷🇸🇪"],
)
def test_a_picture_bears_emoji_made_of_many_signs(text: str) -> None:
    workshop = a_board(WHEEL, notes=[a_note("n1", "value", text=f"see {text} there")])

    assert made(workshop, "png", "en").startswith(b"\x89PNG")
