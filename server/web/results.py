"""Routes for results: ranking, findings, draft, and the exported files."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request

from server.domain.refused import Refused
from server.domain.state import Workshop
from server.export.csv_file import csv_file
from server.export.json_file import export_json
from server.export.markdown import markdown
from server.synthesis.draft import draft as write_draft
from server.synthesis.findings import findings as find
from server.synthesis.ranking import ranking as rank

from .answering import json_answer
from .edge import asking_seat, edge

WEIGHTINGS = ("equal", "degressive", "pooled")

routes = Blueprint("results", __name__)


@routes.get("/workshops/<workshop_id>/ranking")
def ranking(workshop_id: str) -> Response:
    """Return the ranking per area; `weighting` asks what if."""
    asking_seat(workshop_id)
    hosted = edge().desk.hosted(workshop_id)
    what_if = _what_if(hosted.workshop)
    return json_answer(rank(hosted.workshop, weighting=what_if["weighting"]))


@routes.get("/workshops/<workshop_id>/findings")
def findings(workshop_id: str) -> Response:
    """Return the findings of the rules; thresholds in the query ask what if."""
    asking_seat(workshop_id)
    workshop = edge().desk.hosted(workshop_id).workshop
    return json_answer(
        find(workshop, _folder(workshop), **_what_if(workshop), language=_language())
    )


@routes.get("/workshops/<workshop_id>/draft")
def draft(workshop_id: str) -> Response:
    """Return the draft the rules write now; thresholds in the query ask what if."""
    asking_seat(workshop_id)
    workshop = edge().desk.hosted(workshop_id).workshop
    written = write_draft(workshop, _folder(workshop), **_what_if(workshop), language=_language())
    return json_answer(written)


@routes.get("/workshops/<workshop_id>/export/<kind>")
def export(workshop_id: str, kind: str) -> Response:
    """Return the workshop as a file, complete for this seat."""
    asking_seat(workshop_id)
    body, mimetype = export_file(workshop_id, kind)
    answer = Response(body, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{workshop_id}.{kind}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def export_file(workshop_id: str, kind: str) -> tuple[bytes, str]:
    """Return the bytes and media type of a workshop in one format. Raises: "export.unknown"."""
    make = FORMATS.get(kind)
    if make is None:
        known = ", ".join(FORMATS)
        raise Refused("export.unknown", f"This server writes {known}.", field="format")
    return make(workshop_id)


def _json(workshop_id: str) -> tuple[bytes, str]:
    hosted = edge().desk.hosted(workshop_id)
    body = export_json(
        hosted.workshop,
        workshop_id=workshop_id,
        epoch=hosted.epoch,
        seq=hosted.seq,
        log_head=hosted.head,
        canvas=_folder(hosted.workshop).canvas,
        shuffle_key=hosted.head.encode(),
    )
    return body, "application/json"


def _markdown(workshop_id: str) -> tuple[bytes, str]:
    workshop = edge().desk.hosted(workshop_id).workshop
    body = markdown(workshop, _folder(workshop), language=_language())
    return body, "text/markdown; charset=utf-8"


def _csv(workshop_id: str) -> tuple[bytes, str]:
    workshop = edge().desk.hosted(workshop_id).workshop
    return csv_file(workshop, _folder(workshop), language=_language()), "text/csv; charset=utf-8"


FORMATS: dict[str, Callable[[str], tuple[bytes, str]]] = {
    "json": _json,
    "md": _markdown,
    "csv": _csv,
}


def _folder(workshop: Workshop) -> Any:
    folder = edge().canvases.get(workshop.canvas_id)
    if folder is None:
        raise Refused("canvas.unknown", "The canvas of this workshop is not on this server now.")
    return folder


def _language() -> str:
    return request.args.get("language", "en")


def _what_if(workshop: Workshop) -> dict[str, Any]:
    """Return {thresholds, weighting} from the query. Raises: Refused "op.malformed"."""
    asked = request.args.to_dict()
    asked.pop("language", None)
    weighting = asked.pop("weighting", None)
    if weighting is not None and weighting not in WEIGHTINGS:
        raise Refused("op.malformed", f"Choose one of {', '.join(WEIGHTINGS)}.", field="weighting")
    known = _folder(workshop).canvas.thresholds
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise Refused("op.malformed", "There is no such threshold.", field=unknown[0][:40])
    return {"thresholds": asked or None, "weighting": weighting}
