"""Makes every result of a workshop as bytes: ranking, findings, draft, and the exported files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from server.domain.state import Workshop
from server.synthesis.draft import draft
from server.synthesis.findings import findings
from server.synthesis.folder import CanvasFolder
from server.synthesis.ranking import ranking

from .csv_file import csv_file
from .gallery import gallery_json, wheel
from .json_file import export_json
from .markdown import markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to make, and of which moment."""

    origin: Mapping[str, Any]  # workshop_id, epoch, seq and log_head of the moment
    language: str
    weighting: str | None
    thresholds: Mapping[str, Any] | None
    pairs: str | None


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
) -> bytes:
    """Return the bytes of one result; the same for every seat, as hidden things are counted only.

    `kind` is one of `MEDIA_TYPES`. Raises: Refused, as the result's own module says.
    """
    asked = Asked(
        origin=origin,
        language=language,
        weighting=weighting,
        thresholds=thresholds or None,
        pairs=pairs,
    )
    return _MAKERS[kind](workshop, folder, asked)


def _ranking(workshop: Workshop, _: CanvasFolder, asked: Asked) -> bytes:
    return orjson.dumps(ranking(workshop, weighting=asked.weighting))


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


def _json(workshop: Workshop, folder: CanvasFolder, asked: Asked) -> bytes:
    origin = asked.origin
    return export_json(
        workshop,
        workshop_id=origin["workshop_id"],
        epoch=origin["epoch"],
        seq=origin["seq"],
        log_head=origin["log_head"],
        canvas=folder.canvas,
        shuffle_key=origin["log_head"].encode(),
    )


def _markdown(workshop: Workshop, folder: CanvasFolder, asked: Asked) -> bytes:
    return markdown(workshop, folder, language=asked.language)


def _csv(workshop: Workshop, folder: CanvasFolder, asked: Asked) -> bytes:
    return csv_file(workshop, folder, language=asked.language)


def _what_if(asked: Asked) -> dict[str, Any]:
    return {
        "thresholds": asked.thresholds,
        "weighting": asked.weighting,
        "pairs": asked.pairs,
        "language": asked.language,
    }


_MAKERS: dict[str, Callable[[Workshop, CanvasFolder, Asked], bytes]] = {
    "ranking": _ranking,
    "findings": _findings,
    "draft": _draft,
    "pictures": _pictures,
    "json": _json,
    "md": _markdown,
    "csv": _csv,
    "svg": _svg,
}
_JSON = "application/json"
FILES = {
    "json": _JSON,
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml",
}
MEDIA_TYPES = dict.fromkeys(("ranking", "findings", "draft", "pictures"), _JSON) | FILES
