"""Routes for what happened in a workshop, and for going on from an earlier time."""

from flask import Blueprint, Response, request

from server.desk.shapes import read_shape

from .answering import json_answer, json_body
from .edge import asking_facilitator, asking_seat, check_making_rate, edge, made_answer
from .schemas import HistoryQuery, RestoreShape

BODY = 4096  # bytes of a request

routes = Blueprint("history", __name__)
_HISTORY, _RESTORE = HistoryQuery(), RestoreShape()


@routes.get("/workshops/<workshop_id>/history")
def history(workshop_id: str) -> Response:
    """Return what happened, newest first: never a vote, and by whom to facilitators only."""
    seat = asking_seat(workshop_id)
    asked = read_shape(_HISTORY, request.args.to_dict())
    found = edge().desk.history.of(
        workshop_id,
        before=asked.get("before"),
        limit=asked["limit"],
        is_facilitator=seat["role"] == "facilitator",
    )
    return json_answer(found)


@routes.post("/workshops/<workshop_id>/restore")
def restore(workshop_id: str) -> Response:
    """Make a new workshop with the board as it was after a seq; this one stays as it is."""
    seat = asking_facilitator(workshop_id)
    asked = read_shape(_RESTORE, json_body(largest=BODY))
    check_making_rate()
    hosted = edge().desk.hosted(workshop_id)
    exported = edge().past.exported(hosted, at=asked["seq"], seat_id=seat["id"])
    return json_answer(made_answer(edge().desk.workshops.go_on_from(workshop_id, exported)), 201)
