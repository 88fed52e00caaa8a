"""Prints a Document as DOCX: real headings, table headers, language and alternative texts."""

import io
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from .fixed_zip import with_fixed_dates
from .inert import xml_text
from .locales import tag_of
from .model import Block, Claim, Column, Document, Figure, Section, Table, Text, cell_text
from .pictures import png_of

PAPER = Cm(21), Cm(29.7)  # A4
MARGIN = Cm(2.2)
WIDEST, TALLEST = Cm(15), Cm(12)  # of a figure, so that it stands on a page with its heading
INK, QUIET, RULE, SHADE = "1D2429", "5A6670", "C9D1D6", "EAF0F2"
FONT = "Calibri"
CREATOR = "Citywheel"
_TWIPS = 635  # EMU in a twentieth of a point, which is what tables are measured in


def docx_file(document: Document) -> bytes:
    """Return the document as a Word file; the same document gives the same bytes."""
    file = docx.Document()
    _describe(file, document)
    _set_styles(file, document)
    _set_page(file.sections[0])
    _number_pages(file.sections[0], document)
    _head(file, document)
    for section in document.sections:
        _section(file, document, section)
    _set_page(file.add_section(WD_SECTION.NEW_PAGE), is_wide=True)
    for section in document.annexes:
        _section(file, document, section)
    out = io.BytesIO()
    file.save(out)
    return with_fixed_dates(out.getvalue(), date=document.date)


def _describe(file: Any, document: Document) -> None:
    known, day = file.core_properties, datetime.fromisoformat(document.date)
    known.title = xml_text(document.title)
    known.subject = xml_text(document.subtitle)
    known.author = known.last_modified_by = CREATOR
    known.comments = xml_text(document.status)[:255]
    known.language = tag_of(document.language)
    known.created = known.modified = day
    known.revision = 1


def _set_styles(file: Any, document: Document) -> None:
    styles = file.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    spoken = defaults.find(qn("w:lang"))
    spoken.set(qn("w:val"), tag_of(document.language))
    styles["Normal"].font.name = FONT
    styles["Normal"].font.size = Pt(10.5)
    for name, size in (("Title", 26), ("Heading 1", 17), ("Heading 2", 13), ("Heading 3", 11)):
        style = styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = RGBColor.from_string(INK)
        fonts = style.element.rPr.rFonts
        for theme in [name for name in fonts.attrib if "Theme" in name]:
            del fonts.attrib[theme]  # a theme font would win over ours
    _add_style(styles, "Lead", size=12.5)
    _add_style(styles, "Quiet", size=9.5, color=QUIET)


def _add_style(styles: Any, name: str, *, size: float, color: str = INK) -> None:
    style = styles.add_style(name, 1)
    style.base_style = styles["Normal"]
    style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(color)


def _set_page(section: Any, *, is_wide: bool = False) -> None:
    short, long = PAPER
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if is_wide else (short, long)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN


def _number_pages(section: Any, document: Document) -> None:
    """Write title and page number under every page."""
    paragraph = section.footer.paragraphs[0]
    paragraph.style = "Quiet"
    paragraph.add_run(f"{xml_text(document.title)} · {document.words['page']} ")
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field))


def _head(file: Any, document: Document) -> None:
    file.add_paragraph(xml_text(document.title), style="Title")
    for line in (document.subtitle, document.status, *document.notices):
        if line:
            _paragraph(file, line, "Quiet")
    for figure in document.figures:
        _figure(file, figure)


def _section(file: Any, document: Document, section: Section, level: int = 1) -> None:
    file.add_heading(xml_text(section.title), level)
    for block in section.blocks:
        _block(file, document, block)
    for part in section.parts:
        _section(file, document, part, level + 1)


def _block(file: Any, document: Document, block: Block) -> None:
    match block:
        case Claim():
            paragraph = _paragraph(file, f"{block.text} ", "List Bullet")
            reasons = paragraph.add_run(f"({xml_text(block.reasons)})")
            reasons.font.size = Pt(8.5)
            reasons.font.color.rgb = RGBColor.from_string(QUIET)
        case Text():
            style = {"lead": "Lead", "quiet": "Quiet"}.get(block.weight, "Normal")
            paragraph = _paragraph(file, block.text, style)
            paragraph.paragraph_format.keep_with_next = block.weight == "quiet"
        case Table():
            _table(file, document, block)
        case Figure():
            _figure(file, block)


def _paragraph(file: Any, text: str, style: str) -> Any:
    """Add a paragraph, its style by id: the library looks at every style of the file for a name."""
    paragraph = file.add_paragraph(xml_text(text))
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def _figure(file: Any, figure: Figure) -> None:
    width = min(WIDEST, int(TALLEST / figure.ratio))
    shape = file.add_picture(io.BytesIO(png_of(figure.svg)), width=width)
    shape._inline.docPr.set("descr", xml_text(figure.alternative))
    shape._inline.docPr.set("title", xml_text(figure.title))
    _paragraph(file, figure.title, "Caption")


def _table(file: Any, document: Document, table: Table) -> None:
    if not table.rows:
        _paragraph(file, table.empty, "Quiet")
        return
    width = _text_width(file.sections[-1]) // _TWIPS
    file.element.body.insert_element_before(
        parse_xml(_table_xml(document, table, width)), "w:sectPr"
    )
    file.add_paragraph()  # two tables without one between would grow together


def _text_width(section: Any) -> int:
    return int(section.page_width - section.left_margin - section.right_margin)


def _table_xml(document: Document, table: Table, width: int) -> str:
    """Return a table as XML: the library would take seconds for 500 rows."""
    shares = sum(column.share for column in table.columns)
    widths = [int(width * column.share / shares) for column in table.columns]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="{RULE}"/>'
        for side in ("top", "bottom", "insideH")
    )
    head = _row_xml([column.heading for column in table.columns], widths, table, is_head=True)
    rows = "".join(
        _row_xml([cell_text(cell, document.language) for cell in row], widths, table)
        for row in table.rows
    )
    margins = "".join(f'<w:{side} w:w="60" w:type="dxa"/>' for side in ("left", "right"))
    caption = escape(xml_text(table.title), {'"': "&quot;"})
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar>"
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="{caption}"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
    )


def _row_xml(cells: list[str], widths: list[int], table: Table, *, is_head: bool = False) -> str:
    marks = "<w:cantSplit/><w:tblHeader/>" if is_head else "<w:cantSplit/>"
    inside = "".join(
        _cell_xml(cell, width, column, is_head=is_head)
        for cell, width, column in zip(cells, widths, table.columns, strict=True)
    )
    return f"<w:tr><w:trPr>{marks}</w:trPr>{inside}</w:tr>"


def _cell_xml(cell: str, width: int, column: Column, *, is_head: bool) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>' if is_head else ""
    side = '<w:jc w:val="right"/>' if column.is_number else ""
    bold = "<w:b/>" if is_head else ""
    keep = "<w:keepNext/>" if is_head else ""
    text = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in xml_text(cell).split("\n")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr>{keep}<w:spacing w:before="30" w:after="30"/>{side}</w:pPr>'
        f'<w:r><w:rPr>{bold}<w:sz w:val="18"/></w:rPr>{text}</w:r></w:p></w:tc>'
    )
