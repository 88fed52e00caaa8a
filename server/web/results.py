"""Routes for results: ranking, findings, draft, and the exported files."""

import re
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request
from werkzeug.http import dump_options_header

from server.domain.refused import Refused
from server.domain.settings import CHOICES
from server.domain.state import Workshop
from server.export.results import FILES, MEDIA_TYPES
from server.synthesis.evidence import settle_pairs, settle_thresholds
from server.synthesis.rooms import COUNTINGS

from .answering import result_answer
from .edge import asking_seat, edge

LONGEST_FILE_NAME = 60  # characters before the ending
_IN_NAMES = re.compile(r"\w+")

routes = Blueprint("results", __name__)


@routes.get("/workshops/<workshop_id>/ranking")
def ranking(workshop_id: str) -> Response:
    """Return the ranking per area; `weighting` asks what if."""
    return _what_if_answer(workshop_id, "ranking")


@routes.get("/workshops/<workshop_id>/comparison")
def comparison(workshop_id: str) -> Response:
    """Return how the services compare; thresholds ask what if."""
    return _what_if_answer(workshop_id, "comparison")


@routes.get("/workshops/<workshop_id>/orders")
def orders(workshop_id: str) -> Response:
    """Return how alike the cities order the notes of each area."""
    return _what_if_answer(workshop_id, "orders")


@routes.get("/workshops/<workshop_id>/ballots")
def ballots(workshop_id: str) -> Response:
    """Return what each revealed ballot came to; `first` and `second` compare two of them."""
    seat = asking_seat(workshop_id)
    hosted = edge().desk.hosted(workshop_id)
    asked = request.args.to_dict()
    hub = _hub(asked.pop("hub", COUNTINGS[0]))
    compared = [asked.pop(name, "") for name in ("first", "second") if name in asked]
    if asked or len(compared) == 1:
        sentence = "Ask with hub, and with first and second to compare two votes."
        raise Refused("op.malformed", sentence, field=next(iter(asked), "second"))
    made = edge().results.of(hosted, "ballots", seat_id=seat["id"], hub=hub, compared=compared)
    return result_answer(made, MEDIA_TYPES["ballots"])


@routes.get("/workshops/<workshop_id>/similar")
def similar(workshop_id: str) -> Response:
    """Return notes of an area that say nearly the same: suggestions, nothing is done."""
    return _what_if_answer(workshop_id, "similar")


@routes.get("/workshops/<workshop_id>/findings")
def findings(workshop_id: str) -> Response:
    """Return the findings of the rules; thresholds, weighting and pairs ask what if."""
    return _what_if_answer(workshop_id, "findings")


@routes.get("/workshops/<workshop_id>/draft")
def draft(workshop_id: str) -> Response:
    """Return the draft the rules write now; thresholds, weighting and pairs ask what if."""
    return _what_if_answer(workshop_id, "draft")


@routes.get("/workshops/<workshop_id>/pictures")
def pictures(workshop_id: str) -> Response:
    """Return the pictures of the results as SVG, each with its facts as a table."""
    return _what_if_answer(workshop_id, "pictures")


@routes.get("/workshops/<workshop_id>/export/<kind>")
def export(workshop_id: str, kind: str) -> Response:
    """Return the workshop as a file, complete for this seat."""
    seat = asking_seat(workshop_id)
    if kind not in FILES:
        raise Refused("export.unknown", f"This server writes {', '.join(FILES)}.", field="format")
    hosted = edge().desk.hosted(workshop_id)
    language = _language(hosted.workshop)
    hub = _hub(request.args.get("hub", COUNTINGS[0]))
    made = edge().results.of(hosted, kind, seat_id=seat["id"], language=language, hub=hub)
    answer = result_answer(made, MEDIA_TYPES[kind])
    name = _file_name(hosted.workshop, workshop_id)
    plain = f"{workshop_id}-{_day(hosted.workshop)}.{kind}"
    names = {"filename": plain, "filename*": f"UTF-8''{quote(name)}.{kind}"}
    answer.headers["Content-Disposition"] = dump_options_header("attachment", names)
    return answer


def _what_if_answer(workshop_id: str, kind: str) -> Response:
    seat = asking_seat(workshop_id)
    hosted = edge().desk.hosted(workshop_id)
    asked = _what_if(hosted.workshop) | {"language": _language(hosted.workshop)}
    made = edge().results.of(hosted, kind, seat_id=seat["id"], **asked)
    return result_answer(made, MEDIA_TYPES[kind])


def _file_name(workshop: Workshop, workshop_id: str) -> str:
    """Return title and day with hyphens for all but letters, digits and the marks on them."""
    title = "-".join(_IN_NAMES.findall(workshop.title))[:LONGEST_FILE_NAME].strip("-")
    return f"{title or workshop_id}-{_day(workshop)}"


def _day(workshop: Workshop) -> str:
    """Return the day that drafts bear: of the closing, else of the phase's start."""
    return (workshop.closed_at or workshop.phase_started_at)[:10]


def _language(workshop: Workshop) -> str:
    """Return the language asked for, else the workshop's first.

    It is one of the canvas's, so that no other fills the cache.
    """
    folder = edge().canvases.get(workshop.canvas_id)
    known = folder.canvas.languages if folder is not None else workshop.languages
    wanted = (request.args.get("language", ""), *workshop.languages, *known)
    return next(one for one in wanted if one in known)


def _what_if(workshop: Workshop) -> dict[str, Any]:
    """Return {thresholds, weighting, pairs, hub} from the query. Raises: Refused "op.malformed"."""
    asked = request.args.to_dict()
    asked.pop("language", None)
    weighting, pairs = asked.pop("weighting", None), asked.pop("pairs", None)
    hub = _hub(asked.pop("hub", COUNTINGS[0]))
    offered = CHOICES["weighting"]
    if weighting is not None and weighting not in offered:
        raise Refused("op.malformed", f"Choose one of {', '.join(offered)}.", field="weighting")
    folder = edge().canvases.get(workshop.canvas_id)
    if folder is not None:
        settle_thresholds(folder.canvas, asked)  # refuses what a ranking alone would pass over
        settle_pairs(folder.canvas, pairs)
    return {"thresholds": asked, "weighting": weighting, "pairs": pairs, "hub": hub}


def _hub(asked: str) -> str:
    """Return whether the tallies of rooms count. Raises: Refused "op.malformed"."""
    if asked not in COUNTINGS:
        offered = " or ".join(COUNTINGS)
        raise Refused("op.malformed", f"Rooms are counted {offered}.", field="hub")
    return asked
