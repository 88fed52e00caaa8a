"""Prints a Document as PPTX: a slide for each section, each with a title that can be read aloud."""

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

import pptx
from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from .fixed_zip import with_fixed_dates
from .inert import xml_text
from .locales import tag_of
from .model import Document, Figure, Table
from .pictures import png_of
from .slides import (
    CELL_MARGIN,
    GAP,
    HEIGHT,
    INDENT,
    MARGIN,
    ROOM,
    SIZES,
    TABLE_SIZE,
    TOP,
    WIDTH,
    Line,
    Slide,
    column_widths,
    slides_of,
)

INK, QUIET, RULE, SHADE = "1D2429", "5A6670", "C9D1D6", "EAF0F2"
TITLE_SIZE, FIRST_TITLE_SIZE = 26, 36
TITLE_TOP, TITLE_HEIGHT = 24.0, 60.0
_WITH_TEXT, _TITLE_ONLY = 1, 5  # layouts of the library's template


def pptx_file(document: Document) -> bytes:
    """Return the document as slides; the same document gives the same bytes."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    _set_layouts(deck)
    _describe(deck, document)
    _first(deck, document)
    for slide in slides_of(document):
        _slide(deck, document, slide)
    out = io.BytesIO()
    deck.save(out)
    return with_fixed_dates(out.getvalue(), date=document.date)


def _describe(deck: Any, document: Document) -> None:
    known, day = deck.core_properties, datetime.fromisoformat(document.date)
    known.title, known.subject = xml_text(document.title), xml_text(document.subtitle)
    known.author = known.last_modified_by = "Citywheel"
    known.language = tag_of(document.language)
    known.created = known.modified = day
    known.revision = 1


def _set_layouts(deck: Any) -> None:
    """Fit the template, which is made for 4 to 3, to our slides."""
    for holder in (deck.slide_master, *deck.slide_layouts):
        for shape in holder.placeholders:
            if shape.placeholder_format.idx == 0:
                _place(shape, top=TITLE_TOP, height=TITLE_HEIGHT)
            elif shape.placeholder_format.idx == 1:
                _place(shape, top=TOP, height=ROOM)


def _place(shape: Any, *, top: float, height: float) -> None:
    shape.left, shape.width = Pt(MARGIN), Pt(WIDTH - 2 * MARGIN)
    shape.top, shape.height = Pt(top), Pt(height)


def _first(deck: Any, document: Document) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_WITH_TEXT])
    _title(slide, document, document.title, size=FIRST_TITLE_SIZE)
    lines = [document.subtitle, document.status, *document.notices]
    body = slide.placeholders[1]
    wheel = document.figures[0] if document.figures else None
    room = WIDTH - 2 * MARGIN if wheel is None else WIDTH / 2 - MARGIN - INDENT
    body.left, body.width, body.top, body.height = Pt(MARGIN), Pt(room), Pt(TOP), Pt(ROOM)
    _fill(body, [Line(line, "plain") for line in lines if line], document)
    if wheel is not None:
        _picture(slide, wheel, left=WIDTH / 2, width=WIDTH / 2 - MARGIN)


def _slide(deck: Any, document: Document, slide: Slide) -> None:
    layout = _WITH_TEXT if slide.lines else _TITLE_ONLY
    shown = deck.slides.add_slide(deck.slide_layouts[layout])
    _title(shown, document, slide.title, size=TITLE_SIZE)
    if slide.lines:
        _fill(shown.placeholders[1], slide.lines, document)
    if slide.table is not None:
        body = shown.placeholders[1] if slide.lines else None
        if body is not None:
            _place(body, top=TOP, height=slide.height_of_lines)
        _table(shown, document, slide)
    if slide.figure is not None:
        _picture(shown, slide.figure, left=MARGIN, width=WIDTH - 2 * MARGIN)


def _title(slide: Any, document: Document, text: str, *, size: int) -> None:
    frame = slide.shapes.title.text_frame
    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    paragraph.alignment = 1  # left
    longest = int(WIDTH / (size * 0.36))  # signs that fit on two lines
    _run(paragraph, text, size=size if len(text) < longest else size * 0.6, document=document)


def _fill(body: Any, lines: Iterable[Line], document: Document) -> None:
    """Write the paragraphs as XML: the library would take a second for a long section."""
    frame = body.text_frame
    frame.word_wrap = True
    held = frame._txBody
    for paragraph in list(held.p_lst):
        held.remove(paragraph)
    for line in lines:
        held.append(parse_xml(_paragraph_xml(line, tag_of(document.language))))


def _paragraph_xml(line: Line, tag: str) -> str:
    plain = "" if line.look == "claim" else "<a:buNone/>"
    indent = "" if line.look == "claim" else ' marL="0" indent="0"'
    spaced = (
        '<a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f'<a:spcAft><a:spcPts val="{100 * GAP}"/></a:spcAft>'
    )
    color = QUIET if line.look == "quiet" else INK
    inside = _run_xml(line.text, tag, size=SIZES[line.look], color=color)
    if line.reasons:
        small = _run_xml(f"({line.reasons})", tag, size=SIZES["reasons"], color=QUIET)
        inside += f"<a:br/>{small}"
    return f"<a:p {nsdecls('a')}><a:pPr{indent}>{spaced}{plain}</a:pPr>{inside}</a:p>"


def _run_xml(text: str, tag: str, *, size: float, color: str) -> str:
    said = escape(xml_text(text).replace("\n", " "))
    return (
        f'<a:r><a:rPr lang="{tag}" sz="{int(size * 100)}"><a:solidFill><a:srgbClr val="{color}"/>'
        f"</a:solidFill></a:rPr><a:t>{said}</a:t></a:r>"
    )


def _run(paragraph: Any, text: str, *, size: float, document: Document, color: str = INK) -> None:
    run = paragraph.add_run()
    run.text = xml_text(text).replace("\n", " ")
    run.font.size = Pt(size)
    run.font.color.rgb = RGBColor.from_string(color)  # type: ignore[no-untyped-call]
    run._r.get_or_add_rPr().set("lang", tag_of(document.language))


def _picture(slide: Any, figure: Figure, *, left: float, width: float) -> None:
    shape = slide.shapes.add_picture(io.BytesIO(png_of(figure.svg)), Pt(left), Pt(TOP))
    scale = min(Pt(width) / shape.width, Pt(ROOM) / shape.height)
    shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
    shape.left = Emu(int(Pt(left) + (Pt(width) - shape.width) / 2))
    described = shape._element.nvPicPr.cNvPr
    described.set("descr", xml_text(figure.alternative))
    described.set("title", xml_text(figure.title))


def _table(shown: Any, document: Document, slide: Slide) -> None:
    table = slide.table
    assert table is not None  # noqa: S101 the caller asked
    widths = [int(Pt(width)) for width in column_widths(table)]
    top = Pt(TOP + slide.height_of_lines)
    frame = shown.shapes.add_table(1, 1, Pt(MARGIN), top, Emu(sum(widths)), Pt(20))
    described = frame._element.nvGraphicFramePr.cNvPr
    described.set("descr", xml_text(table.title))
    held = frame._element.find(".//" + qn("a:tbl"))
    held.getparent().replace(held, parse_xml(_table_xml(document, table, slide.cells, widths)))


def _table_xml(document: Document, table: Table, cells: Any, widths: list[int]) -> str:
    """Return a table as XML: the library would take seconds for 500 rows."""
    grid = "".join(f'<a:gridCol w="{width}"/>' for width in widths)
    tag = tag_of(document.language)
    heads = [column.heading for column in table.columns]
    rows = "".join(_row_xml(row, table, tag) for row in cells)
    return (
        f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1"/><a:tblGrid>{grid}</a:tblGrid>'
        f"{_row_xml(heads, table, tag, is_head=True)}{rows}</a:tbl>"
    )


def _row_xml(row: Any, table: Table, tag: str, *, is_head: bool = False) -> str:
    inside = "".join(
        _cell_xml(cell, tag, is_number=column.is_number, is_head=is_head)
        for cell, column in zip(row, table.columns, strict=True)
    )
    height = int(Pt(TABLE_SIZE + CELL_MARGIN))
    return f'<a:tr h="{height}">{inside}</a:tr>'


def _cell_xml(cell: str, tag: str, *, is_number: bool, is_head: bool) -> str:
    side = ' algn="r"' if is_number else ""
    bold = ' b="1"' if is_head else ""
    looks = f'lang="{tag}" sz="{int(TABLE_SIZE * 100)}"{bold}'
    text = escape(xml_text(cell).replace("\n", " "))
    color = f'<a:solidFill><a:srgbClr val="{INK}"/></a:solidFill>'
    run = f"<a:r><a:rPr {looks}>{color}</a:rPr><a:t>{text}</a:t></a:r>" if text else ""
    fill = f'<a:solidFill><a:srgbClr val="{SHADE}"/></a:solidFill>' if is_head else "<a:noFill/>"
    line = f'<a:solidFill><a:srgbClr val="{RULE}"/></a:solidFill>'
    margin, half = int(Pt(CELL_MARGIN)), int(Pt(CELL_MARGIN / 2))
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:p><a:pPr{side}/>{run}<a:endParaRPr {looks}/></a:p>"
        f'</a:txBody><a:tcPr marL="{margin}" marR="{margin}" marT="{half}" marB="{half}">'
        f'<a:lnB w="6350">{line}</a:lnB>{fill}</a:tcPr></a:tc>'
    )
