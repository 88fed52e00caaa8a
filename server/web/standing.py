"""Marks what is read of a workshop when it may not be the newest."""

from flask import Flask, Response, request

from .edge import edge

HEADER = "Citywheel-Store"


def register_standing(app: Flask) -> None:
    """Add `Citywheel-Store: stale`, `damaged` or `newer` to what a workshop's routes return.

    A header, since files and what a browser has kept have no room for a field.
    """
    app.after_request(_mark)


def _mark(answer: Response) -> Response:
    workshop_id = (request.view_args or {}).get("workshop_id")
    if request.method == "GET" and workshop_id and answer.status_code in (200, 304):
        standing = edge().desk.reading.standing(workshop_id)
        if standing:
            answer.headers[HEADER] = standing["store"]
    return answer
