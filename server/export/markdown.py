"""Prints a Document as Markdown; what people wrote is inert text in it."""

import re
from collections.abc import Iterable, Iterator

from .model import Block, Claim, Document, Figure, Section, Table, Text, cell_text

# The signs that Markdown, its tables, or HTML inside it read as orders, wherever they stand;
# those that do so at the start of a line only; and what turns into a link by itself.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&$@!^])")
_START = re.compile(r"^([-+=])")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_LINK = re.compile(r":(?=//)|(?<=www)\.|(?<=\w)\.(?=[^\W\d_])", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def markdown(document: Document) -> bytes:
    """Return the document as UTF-8 Markdown."""
    lines = [*_head(document)]
    for section, level in document.all_sections():
        lines += _section(document, section, level)
    return ("\n".join(lines).rstrip() + "\n").encode()


def escape(text: str) -> str:
    """Return the text on one line, every sign that Markdown or HTML could obey taken literally."""
    line = _SIGNS.sub(r"\\\1", _SPACE.sub(" ", text).strip())
    line = _NUMBERED.sub(r"\1\\\2", _START.sub(r"\\\1", line))
    return _LINK.sub(lambda sign: f"\\{sign[0]}", line)


def _head(document: Document) -> Iterator[str]:
    yield f"# {escape(document.title)}"
    yield ""
    for line in (document.subtitle, f"*{escape(document.status)}*", *document.notices):
        if line:
            yield line if line.startswith("*") else escape(line)
            yield ""
    for figure in document.figures:
        yield from _figure(figure)


def _section(document: Document, section: Section, level: int) -> Iterator[str]:
    yield f"{'#' * (level + 1)} {escape(section.title)}"
    yield ""
    for place, block in enumerate(section.blocks):
        yield from _block(document, block)
        is_list = isinstance(block, Claim)
        if not (is_list and isinstance(_after(section.blocks, place), Claim)):
            yield ""


def _after(blocks: tuple[Block, ...], place: int) -> Block | None:
    return blocks[place + 1] if place + 1 < len(blocks) else None


def _block(document: Document, block: Block) -> Iterator[str]:
    match block:
        case Claim():
            yield f"- {escape(block.text)} *({escape(block.reasons)})*"
        case Text():
            text = escape(block.text)
            yield {"lead": f"**{text}**", "quiet": f"*{text}*"}.get(block.weight, text)
        case Table():
            yield from _table(document, block)
        case Figure():
            yield from _figure(block)


def _table(document: Document, table: Table) -> Iterator[str]:
    if not table.rows:
        yield escape(table.empty)
        return
    yield _row(column.heading for column in table.columns)
    yield "|" + "".join(" ---: |" if column.is_number else " --- |" for column in table.columns)
    for row in table.rows:
        yield _row(cell_text(cell, document.language) for cell in row)


def _figure(figure: Figure) -> Iterator[str]:
    """Print what a figure shows in words: a text file holds no picture."""
    yield f"**{escape(figure.title)}.** {escape(figure.alternative)}"
    yield ""


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(escape(cell) for cell in cells) + " |"
