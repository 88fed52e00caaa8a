"""Prints a Document as PDF by typst: PDF/A-2a for archives, PDF/UA-1 for screen readers."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import typst

from .fonts import has_sign
from .locales import tag_of
from .model import Block, Claim, Document, Figure, Section, Table, Text, cell_text
from .typesetting import forget, typeset

STANDARDS = ["a-2a", "ua-1"]
LONGEST_SPELLED = 3  # signs after each other that are named one by one
LONGEST_WHOLE = 600  # signs of a cell whose row stays on one page


def pdf_file(document: Document) -> bytes:
    """Return the document as PDF; the same document gives the same bytes.

    The standards ask that every sign can be seen. Signs the fonts lack are written in their
    plain form or as their names, and where typst still refuses, the PDF keeps to no standard;
    both are said in it.
    """
    try:
        return _compile(_spelled_out(_data(document), document), document.date, STANDARDS)
    except typst.TypstError:
        said = replace(document, notices=(*document.notices, document.words["fallback"]))
        return _compile(_data(said), document.date, [])


def _compile(data: dict[str, Any], date: str, standards: list[Any]) -> bytes:
    page = files(__package__).joinpath("pdf.typ").read_bytes()
    day = int(datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp())
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        return typeset(page, inputs, format="pdf", pdf_standards=standards, timestamp=day)
    finally:
        forget()


def _data(document: Document) -> dict[str, Any]:
    lang, _, region = tag_of(document.language).partition("-")
    return {
        "title": document.title,
        "date": document.date,
        "lang": lang,
        "region": region,
        "status": document.status,
        "page": document.words["page"],
        "head": [line for line in (document.subtitle, document.status, *document.notices) if line],
        "figures": [_block(figure, document.language) for figure in document.figures],
        "sections": [_section(one, document.language) for one in document.sections],
        "annexes": [_section(one, document.language) for one in document.annexes],
    }


def _section(section: Section, language: str) -> dict[str, Any]:
    return {
        "title": section.title,
        "blocks": list(_blocks(section.blocks, language)),
        "parts": [_section(part, language) for part in section.parts],
    }


def _blocks(blocks: Iterable[Block], language: str) -> list[dict[str, Any]]:
    """Return the blocks, claims that follow each other as one list."""
    shown: list[dict[str, Any]] = []
    for block in blocks:
        one = _block(block, language)
        if one["kind"] == "claims" and shown and shown[-1]["kind"] == "claims":
            shown[-1]["claims"] += one["claims"]
        else:
            shown.append(one)
    return shown


def _block(block: Block, language: str) -> dict[str, Any]:
    match block:
        case Text():
            return {"kind": "text", "text": block.text, "weight": block.weight}
        case Claim():
            return {"kind": "claims", "claims": [{"text": block.text, "reasons": block.reasons}]}
        case Table():
            return _table(block, language)
        case Figure():
            return _figure(block)


def _table(table: Table, language: str) -> dict[str, Any]:
    columns = [
        {"heading": column.heading, "share": column.share, "number": column.is_number}
        for column in table.columns
    ]
    rows = [[cell_text(cell, language) for cell in row] for row in table.rows]
    # A row on two pages is hard to read, but one that is taller than a page must break.
    shown = [
        {"cells": row, "breaks": max(len(cell) for cell in row) > LONGEST_WHOLE} for row in rows
    ]
    return {"kind": "table", "columns": columns, "rows": shown, "empty": table.empty}


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "kind": "figure",
        "title": figure.title,
        "alternative": figure.alternative,
        "svg": figure.svg,
        "ratio": figure.ratio,
    }


def _spelled_out(data: dict[str, Any], document: Document) -> dict[str, Any]:
    """Return the data without the signs that no font has, and a line that says so."""
    lacking = {sign for sign in set(json.dumps(data, ensure_ascii=False)) if not has_sign(sign)}
    if not lacking:
        return data
    plain = {sign: _plain(sign) for sign in lacking}
    named = "".join(re.escape(sign) for sign in lacking if plain[sign].startswith("["))
    runs = re.compile(f"[{named}]{{{LONGEST_SPELLED + 1},}}" if named else "(?!)")
    table = str.maketrans(plain)
    said = document.words["replaced"].format(n=len(lacking))
    spelled: dict[str, Any] = _each_text(
        data, lambda text: runs.sub(_script_of, text).translate(table)
    )
    return spelled | {"head": [*spelled["head"], said]}


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case list():
            return [_each_text(one, change) for one in value]
        case dict():
            return {name: _each_text(one, change) for name, one in value.items()}
    return value


def _script_of(run: re.Match[str]) -> str:
    """Return "[12 × CJK]": how many signs of which script stand there."""
    script, _, _ = unicodedata.name(run[0][0], "?").partition(" ")
    return f"[{len(run[0])} × {script}]"


def _plain(sign: str) -> str:
    """Return the plain form of a sign, as "=" for a full-width one, else its name."""
    plain = unicodedata.normalize("NFKC", sign)
    if plain != sign and all(has_sign(each) for each in plain):
        return plain
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}')}]"
