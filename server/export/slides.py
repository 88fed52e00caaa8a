"""Cuts a Document into slides: no more on one than fits, a table again with its headings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .model import Block, Claim, Document, Figure, Section, Table, Text, cell_text
from .wrapping import wrapped

WIDTH, HEIGHT = 960.0, 540.0  # points: 16 to 9
MARGIN, TOP, BOTTOM = 36.0, 92.0, 24.0  # of what stands under the title
ROOM = HEIGHT - TOP - BOTTOM
LINE = 1.25  # of the size of the letters
SIZES = {"lead": 18.0, "plain": 16.0, "quiet": 13.0, "claim": 16.0, "reasons": 11.0}
TABLE_SIZE = 11.0
CELL_MARGIN = 4.0  # at each side of a cell; half of it above and below
GAP = 8.0  # between paragraphs
MOST_ABOVE = 0.5  # of the room of a slide; text that takes more gets a slide without the table
INDENT = 18.0  # of a claim, behind its bullet


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a slide; a claim carries its reasons."""

    text: str
    look: str  # lead, plain, quiet or claim
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class Slide:
    """A title with paragraphs, a table under them, or a figure."""

    title: str
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    cells: tuple[tuple[str, ...], ...] = ()
    figure: Figure | None = None

    @property
    def height_of_lines(self) -> float:
        """How far down the paragraphs reach, in points under the title."""
        return sum(_height(line) for line in self.lines)


def slides_of(document: Document) -> Iterator[Slide]:
    """Yield the slides after the first one, each section on its own.

    A section that only says that there is nothing gets no slide.
    """
    for section, _ in document.all_sections():
        if section.is_reference or all(_says_nothing(document, block) for block in section.blocks):
            continue
        shown = list(_slides(document, section))
        for place, slide in enumerate(shown, start=1):
            yield replace(slide, title=_title(document, section, place, len(shown)))


def _says_nothing(document: Document, block: Block) -> bool:
    if isinstance(block, Table):
        return not block.rows
    return isinstance(block, Text) and block.text == document.words["nothing"]


def _title(document: Document, section: Section, place: int, count: int) -> str:
    if count == 1:
        return section.title
    return document.words["continued"].format(title=section.title, n=place, m=count)


def _slides(document: Document, section: Section) -> Iterator[Slide]:
    lines: list[Line] = []
    for block in section.blocks:
        if isinstance(block, Figure):
            yield from _text_slides(lines)
            yield Slide("", figure=block)
            lines = []
        elif isinstance(block, Table) and block.rows:
            yield from _table_slides(document, block, lines)
            lines = []
        else:
            lines += _lines(block)
    yield from _text_slides(lines)


def _table_slides(document: Document, table: Table, lines: list[Line]) -> Iterator[Slide]:
    """Yield the slides of a table; what stands before it goes above it where there is room."""
    above = Slide("", lines=tuple(lines))
    if above.height_of_lines > ROOM * MOST_ABOVE:
        yield from _text_slides(lines)
        above = Slide("")
    for cells in _table_pages(document, table, ROOM - above.height_of_lines):
        yield replace(above, table=table, cells=tuple(cells))
        above = Slide("")


def _lines(block: Block) -> list[Line]:
    """Return the paragraphs of a block; one that is taller than a slide becomes several."""
    match block:
        case Claim():
            line = Line(block.text, "claim", block.reasons)
        case Text():
            line = Line(block.text, block.weight)
        case Table():
            line = Line(block.empty, "quiet")
        case Figure():
            return []
    if _height(line) <= ROOM:
        return [line]
    size = SIZES[line.look]
    most = int((ROOM - 60) / (size * LINE))
    broken = wrapped(line.text, width=WIDTH - 2 * MARGIN - INDENT, size=size)
    pieces = [" ".join(broken[at : at + most]) for at in range(0, len(broken), most)]
    return [replace(line, text=piece) for piece in pieces]


def _text_slides(lines: Iterable[Line]) -> Iterator[Slide]:
    page: list[Line] = []
    used = 0.0
    for line in lines:
        height = _height(line)
        if page and used + height > ROOM:
            yield Slide("", lines=tuple(page))
            page, used = [], 0.0
        page.append(line)
        used += height
    if page:
        yield Slide("", lines=tuple(page))


def _height(line: Line) -> float:
    width, size = WIDTH - 2 * MARGIN - INDENT, SIZES[line.look]
    height = len(wrapped(line.text, width=width, size=size)) * size * LINE + GAP
    if line.reasons:
        small = SIZES["reasons"]
        height += len(wrapped(line.reasons, width=width, size=small)) * small * LINE
    return height


def column_widths(table: Table) -> list[float]:
    """Return the width of each column in points."""
    shares = sum(column.share for column in table.columns)
    return [(WIDTH - 2 * MARGIN) * column.share / shares for column in table.columns]


def _table_pages(
    document: Document, table: Table, first_room: float
) -> Iterator[list[tuple[str, ...]]]:
    widths = column_widths(table)
    head = _row_height([column.heading for column in table.columns], widths)
    page: list[tuple[str, ...]] = []
    used, room = head, first_room
    for row in table.rows:
        whole = tuple(cell_text(cell, document.language) for cell in row)
        for cells in _rows(whole, widths, first_room - head):
            height = _row_height(cells, widths)
            if page and used + height > room:
                yield page
                page, used, room = [], head, ROOM
            page.append(cells)
            used += height
    yield page


def _rows(row: tuple[str, ...], widths: list[float], room: float) -> Iterator[tuple[str, ...]]:
    """Yield the row, or what is taller than a slide in several rows."""
    if _row_height(row, widths) <= room:
        yield row
        return
    most = int((room - CELL_MARGIN) / (TABLE_SIZE * LINE))
    columns = [_cell_lines(cell, width) for cell, width in zip(row, widths, strict=True)]
    for at in range(0, max(len(lines) for lines in columns), most):
        yield tuple(" ".join(lines[at : at + most]) for lines in columns)


def _row_height(row: Iterable[str], widths: list[float]) -> float:
    lines = max(len(_cell_lines(cell, width)) for cell, width in zip(row, widths, strict=True))
    return lines * TABLE_SIZE * LINE + CELL_MARGIN


def _cell_lines(cell: str, width: float) -> list[str]:
    return wrapped(cell, width=width - 2 * CELL_MARGIN, size=TABLE_SIZE)
