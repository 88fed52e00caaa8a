"""Writes the whole board as one JSON file, which imports to the identical board."""

import hashlib
from collections.abc import Mapping
from typing import Any

from server.domain.board import board_of, canonical
from server.domain.canvas import Canvas
from server.domain.papers import is_empty, paper_json
from server.domain.phases import phase_log_json
from server.domain.state import Ballot, Workshop

FORMAT = 1


def export_json(
    workshop: Workshop,
    *,
    workshop_id: str,
    epoch: str,
    seq: int,
    log_head: str,
    canvas: Canvas,
    shuffle_key: bytes,
) -> bytes:
    """Return the export as canonical JSON: hidden notes and uncounted ballots only as counts.

    Shape: {format, workshop: {id, title, service?}, canvas: {id, version}, board, ballots:
    [{id, papers: [{city, dots or ratings or ranks, heads?}]}], phase_log: [{id, started_at}],
    epoch, seq, log_head, checksum}; revealed ballots only, in the order of their reveal: the last
    one's dots stand on the notes.
    """
    of = {"id": workshop_id, "title": workshop.title}
    if workshop.service is not None:
        of["service"] = workshop.service
    revealed = [ballot for ballot in workshop.ballots if ballot.state == "revealed"]
    revealed.sort(key=lambda ballot: ballot.revealed_seq)
    exported: dict[str, Any] = {
        "format": FORMAT,
        "workshop": of,
        "canvas": {"id": canvas.id, "version": canvas.version},
        "board": board_of(workshop),
        "ballots": [
            {"id": ballot.id, "papers": _papers(ballot, shuffle_key)} for ballot in revealed
        ],
        "phase_log": phase_log_json(workshop),
        "epoch": epoch,
        "seq": seq,
        "log_head": log_head,
    }
    return canonical(exported | {"checksum": checksum(exported)})


def checksum(exported: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical form without its own `checksum`."""
    plain = {name: value for name, value in exported.items() if name != "checksum"}
    return hashlib.sha256(canonical(plain)).hexdigest()


def _papers(ballot: Ballot, shuffle_key: bytes) -> list[dict[str, Any]]:
    """Return the papers without their seats, shuffled by what is on them and a secret key.

    The order says nothing about who voted when, and the same papers give the same bytes.
    """
    papers = [paper_json(paper) for paper in ballot.papers.values() if not is_empty(paper)]
    return sorted(papers, key=lambda paper: hashlib.sha256(shuffle_key + canonical(paper)).digest())
