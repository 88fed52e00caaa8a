"""Routes for results: ranking, findings, draft, and the exported files."""

from typing import Any

from flask import Blueprint, Response, request

from server.domain.refused import Refused
from server.domain.state import Workshop
from server.export.results import FILES, MEDIA_TYPES

from .answering import result_answer
from .edge import asking_seat, edge

WEIGHTINGS = ("equal", "degressive", "pooled")

routes = Blueprint("results", __name__)


@routes.get("/workshops/<workshop_id>/ranking")
def ranking(workshop_id: str) -> Response:
    """Return the ranking per area; `weighting` asks what if."""
    return _what_if_answer(workshop_id, "ranking")


@routes.get("/workshops/<workshop_id>/findings")
def findings(workshop_id: str) -> Response:
    """Return the findings of the rules; thresholds in the query ask what if."""
    return _what_if_answer(workshop_id, "findings")


@routes.get("/workshops/<workshop_id>/draft")
def draft(workshop_id: str) -> Response:
    """Return the draft the rules write now; thresholds in the query ask what if."""
    return _what_if_answer(workshop_id, "draft")


@routes.get("/workshops/<workshop_id>/export/<kind>")
def export(workshop_id: str, kind: str) -> Response:
    """Return the workshop as a file, complete for this seat."""
    seat = asking_seat(workshop_id)
    if kind not in FILES:
        raise Refused("export.unknown", f"This server writes {', '.join(FILES)}.", field="format")
    hosted = edge().desk.hosted(workshop_id)
    made = edge().results.of(hosted, kind, seat_id=seat["id"], language=_language())
    answer = result_answer(made, MEDIA_TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{workshop_id}.{kind}"'
    return answer


def _what_if_answer(workshop_id: str, kind: str) -> Response:
    seat = asking_seat(workshop_id)
    hosted = edge().desk.hosted(workshop_id)
    asked = _what_if(hosted.workshop)
    made = edge().results.of(hosted, kind, seat_id=seat["id"], language=_language(), **asked)
    return result_answer(made, MEDIA_TYPES[kind])


def _language() -> str:
    """Return the language asked for: one of the canvases', so that no other fills the cache."""
    asked = request.args.get("language", "en")
    known = {known for folder in edge().canvases.values() for known in folder.canvas.languages}
    return asked if asked in known else "en"


def _what_if(workshop: Workshop) -> dict[str, Any]:
    """Return {thresholds, weighting} from the query. Raises: Refused "op.malformed"."""
    asked = request.args.to_dict()
    asked.pop("language", None)
    weighting = asked.pop("weighting", None)
    if weighting is not None and weighting not in WEIGHTINGS:
        raise Refused("op.malformed", f"Choose one of {', '.join(WEIGHTINGS)}.", field="weighting")
    folder = edge().canvases.get(workshop.canvas_id)
    known = folder.canvas.thresholds if folder is not None else {}
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise Refused("op.malformed", "There is no such threshold.", field=unknown[0][:40])
    return {"thresholds": asked, "weighting": weighting}
