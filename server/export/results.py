"""Makes every result of a workshop as bytes: ranking, findings, draft, and the exported files."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import orjson

from server.domain.board import board_of, canonical
from server.domain.state import Workshop
from server.synthesis.ballot_comparison import compare_ballots
from server.synthesis.ballot_results import ballot_results
from server.synthesis.comparison import comparison
from server.synthesis.draft import draft
from server.synthesis.findings import findings
from server.synthesis.folder import CanvasFolder
from server.synthesis.orders import city_orders
from server.synthesis.ranking import ranking
from server.synthesis.reading import read_workshop
from server.synthesis.rooms import without_rooms

from .document import document
from .gallery import gallery_json, wheel
from .json_file import export_json
from .model import Document

ON_A_WALL = 3200  # pixels: sharp on a projector and on a printed A3
Maker = Callable[[Workshop, CanvasFolder, "Asked"], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to make, and of which moment."""

    whole: Workshop  # with the tallies of rooms, whatever is asked
    origin: Mapping[str, Any]  # workshop_id, epoch, seq and log_head of the moment
    language: str
    weighting: str | None
    thresholds: Mapping[str, Any] | None
    pairs: str | None
    hub: str
    compared: Sequence[str]


def make_result(
    workshop: Workshop,
    folder: CanvasFolder,
    *,
    kind: str,
    origin: Mapping[str, Any],
    language: str = "en",
    weighting: str | None = None,
    thresholds: Mapping[str, Any] | None = None,
    pairs: str | None = None,
    hub: str = "with",
    compared: Sequence[str] = (),
) -> bytes:
    """Return the bytes of one result; the same for every seat, as hidden things are counted only.

    `kind` is one of `MEDIA_TYPES`. `hub` "without": tallies of rooms are left out, in all but the
    JSON of the whole board. `compared`: two ballots. Raises: Refused, as the result's own module
    says.
    """
    asked = Asked(
        whole=workshop,
        origin=origin,
        language=language,
        weighting=weighting,
        thresholds=thresholds or None,
        pairs=pairs,
        hub=hub,
        compared=compared,
    )
    if hub == "without":
        workshop = without_rooms(workshop)
    return _MAKERS[kind](workshop, folder, asked)


def _board(workshop: Workshop, _: CanvasFolder, asked: Asked) -> bytes:
    board = canonical(board_of(workshop))
    said = {name: asked.origin[name] for name in ("workshop_id", "epoch", "seq")}
    said |= {"at": workshop.last_at, "hash": hashlib.sha256(board).hexdigest()}
    return orjson.dumps(said | {"board": orjson.Fragment(board)})


def _ballots(workshop: Workshop, _: CanvasFolder, asked: Asked) -> bytes:
    told = ballot_results(workshop, hub=asked.hub)
    if asked.compared:
        told["comparison"] = compare_ballots(workshop, *asked.compared)
    return orjson.dumps(told)


def _ranking(workshop: Workshop, _: CanvasFolder, asked: Asked) -> bytes:
    return orjson.dumps(ranking(workshop, weighting=asked.weighting))


def _comparison(workshop: Workshop, folder: CanvasFolder, asked: Asked) -> bytes:
    return orjson.dumps(comparison(workshop, folder, thresholds=asked.thresholds))


def _orders(workshop: Workshop, _: CanvasFolder, __: Asked) -> bytes:
    return orjson.dumps(city_orders(workshop))


def _similar(workshop: Workshop, folder: CanvasFolder, _: Asked) -> bytes:
    # Imported when asked for: rapidfuzz takes megabytes that other results may need.
    find: Callable[..., list[Any]] = import_module("server.synthesis.similar").similar_notes
    found = find(read_workshop(workshop, canvas=folder.canvas))
    groups = [{"area": one.area, "notes": one.notes, "likeness": one.likeness} for one in found]
    return orjson.dumps({"groups": groups})


def _findings(workshop: Workshop, folder: CanvasFolder, asked: Asked) -> bytes:
    return orjson.dumps(findings(workshop, folder, **_what_if(asked)))


def _draft(workshop: Workshop, folder: CanvasFolder, asked: Asked) -> bytes:
    return orjson.dumps(draft(workshop, folder, **_what_if(asked)))


def _pictures(workshop: Workshop, folder: CanvasFolder, asked: Asked) -> bytes:
    what_if = _what_if(asked)
    what_if.pop("pairs")  # no picture shows what lies opposite
    return gallery_json(workshop, folder, **what_if)


def _svg(workshop: Workshop, folder: CanvasFolder, asked: Asked) -> bytes:
    return wheel(workshop, folder, language=asked.language).svg.encode()


def _png(workshop: Workshop, folder: CanvasFolder, asked: Asked) -> bytes:
    drawn = wheel(workshop, folder, language=asked.language)
    draw: Callable[..., bytes] = import_module(".pictures", __package__).png_of
    return draw(drawn.svg, width=ON_A_WALL)


def _json(_: Workshop, folder: CanvasFolder, asked: Asked) -> bytes:
    origin = asked.origin
    return export_json(
        asked.whole,
        workshop_id=origin["workshop_id"],
        epoch=origin["epoch"],
        seq=origin["seq"],
        log_head=origin["log_head"],
        canvas=folder.canvas,
        shuffle_key=origin["log_head"].encode(),
    )


def _printed(kind: str) -> Maker:
    def make(workshop: Workshop, folder: CanvasFolder, asked: Asked) -> bytes:
        return _writer(kind)(document(workshop, folder, language=asked.language))

    return make


def _writer(kind: str) -> Callable[[Document], bytes]:
    """Return what writes that format; its library is imported when it is first asked for."""
    module, name = _PRINTED[kind]
    found: Callable[[Document], bytes] = getattr(import_module(f".{module}", __package__), name)
    return found


def _what_if(asked: Asked) -> dict[str, Any]:
    return {
        "thresholds": asked.thresholds,
        "weighting": asked.weighting,
        "pairs": asked.pairs,
        "language": asked.language,
    }


def _pack(workshop: Workshop, folder: CanvasFolder, asked: Asked) -> bytes:
    whole = document(workshop, folder, language=asked.language)
    documents = {f"workshop.{kind}": _writer(kind)(whole) for kind in _PRINTED}
    documents |= {"wheel.svg": _svg(workshop, folder, asked)}
    writer: Any = import_module(".record_pack", __package__).record_pack
    packed: bytes = writer(whole, folder, documents=documents, board=_json(workshop, folder, asked))
    return packed


_PRINTED = {  # format → its module, and the function in it that writes a Document
    "pdf": ("pdf_file", "pdf_file"),
    "docx": ("docx_file", "docx_file"),
    "pptx": ("pptx_file", "pptx_file"),
    "xlsx": ("xlsx_file", "xlsx_file"),
    "csv": ("csv_file", "csv_file"),
    "md": ("markdown", "markdown"),
}
_MAKERS: dict[str, Maker] = {
    "board": _board,
    "ranking": _ranking,
    "comparison": _comparison,
    "orders": _orders,
    "ballots": _ballots,
    "similar": _similar,
    "findings": _findings,
    "draft": _draft,
    "pictures": _pictures,
    "json": _json,
    "svg": _svg,
    "png": _png,
    "zip": _pack,
    **{kind: _printed(kind) for kind in _PRINTED},
}
_JSON = "application/json"
_OFFICE = "application/vnd.openxmlformats-officedocument"
FILES = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": _JSON,
    "svg": "image/svg+xml",
    "png": "image/png",
    "zip": "application/zip",
}
_TOLD = (
    "board", "ranking", "ballots", "comparison", "orders", "similar", "findings", "draft",
    "pictures",
)  # fmt: skip
MEDIA_TYPES = dict.fromkeys(_TOLD, _JSON) | FILES
HEAVY = frozenset(
    {"orders", "pdf", "docx", "pptx", "xlsx", "png", "zip"}
)  # they hold a core however small
