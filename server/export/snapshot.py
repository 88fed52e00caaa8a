"""Writes the part of a snapshot that every seat sees alike."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

from server.domain.board import board_of, canonical
from server.domain.state import Workshop


def shared_snapshot(workshop: Workshop, *, origin: Mapping[str, Any]) -> bytes:
    """Return the shared part as JSON without its closing brace: a seat's own part follows.

    Shape: {board, phase, hash, seq, epoch, workshop_id, imported_from?}.
    """
    board = board_of(workshop)
    shared = canonical(board)
    around: dict[str, Any] = {
        "phase": board["phase"],
        "hash": hashlib.sha256(shared).hexdigest(),
        "seq": workshop.seq,
        "epoch": origin["epoch"],
        "workshop_id": origin["workshop_id"],
    }
    if workshop.imported_from:
        around["imported_from"] = workshop.imported_from
    return b'{"board":' + shared + b"," + orjson.dumps(around)[1:-1]
