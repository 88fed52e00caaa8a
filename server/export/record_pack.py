"""Packs the public record of a workshop: documents, board, rules, participation, checksums."""

import csv
import hashlib
import io
from collections.abc import Mapping
from typing import Any

import orjson

from server.domain.board import canonical
from server.synthesis.folder import CanvasFolder

from .csv_file import BOM
from .fixed_zip import fixed_zip
from .inert import inert
from .json_file import checksum
from .model import Document, Table

SUMS = "SHA256SUMS"  # as `sha256sum --check` reads it


def record_pack(
    document: Document, folder: CanvasFolder, *, documents: Mapping[str, bytes], board: bytes
) -> bytes:
    """Return a zip of the documents (name → content) and all they rest on; nobody is in it.

    `board` is the JSON export; in the pack it says no more who wrote what, so it imports to the
    same board without authors.
    """
    files = dict(documents)
    files["board.json"] = unsigned(board)
    files["rules.json"] = orjson.dumps(_rules(document, folder), option=orjson.OPT_INDENT_2)
    files["participation.csv"] = _csv(document.table("participation"))
    files["README.txt"] = _about(document).encode()
    sums = [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items()]
    return fixed_zip(files | {SUMS: ("\n".join(sums) + "\n").encode()}, date=document.date)


def unsigned(board: bytes) -> bytes:
    """Return the exported board without the ids of seats, with a fitting checksum."""
    exported: dict[str, Any] = orjson.loads(board)
    for note in exported["board"]["notes"]:
        note.pop("seat", None)
        note.pop("typed_by", None)
    exported["board"].get("timer", {}).pop("paused_by", None)
    return canonical(exported | {"checksum": checksum(exported)})


def _rules(document: Document, folder: CanvasFolder) -> dict[str, Any]:
    """Return every rule with its version, thresholds included, in the document's language."""

    def said(words: Mapping[str, str]) -> str:
        return words.get(document.language) or next(iter(words.values()), "")

    canvas = folder.canvas
    thresholds = {
        name: {"value": one.value, "unit": one.unit, "source": one.source}
        for name, one in canvas.thresholds.items()
    }
    rules = [
        {
            "id": rule.id,
            "version": rule.version,
            "kind": rule.kind,
            "severity": rule.severity,
            "title": said(rule.title),
            "why": said(rule.why),
            "source": rule.source,
            "check": rule.check,
            "params": dict(rule.params),
        }
        for rule in folder.rules
    ]
    known = {"id": canvas.id, "version": canvas.version}
    return {"canvas": known, "thresholds": thresholds, "rules": rules}


def _csv(table: Table) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([inert(column.heading) for column in table.columns])
    for row in table.rows:
        writer.writerow(["" if cell is None else inert(cell) for cell in row])
    return (BOM + out.getvalue()).encode()


def _about(document: Document) -> str:
    lines = (document.title, document.subtitle, document.status, *document.notices)
    return "\n\n".join([*(line for line in lines if line), document.words["pack"]]) + "\n"
