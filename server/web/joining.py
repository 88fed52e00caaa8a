"""Routes that let people in."""

from typing import Any

from flask import Blueprint, Response, request

from server.desk.joining import Asked
from server.desk.shapes import read_shape
from server.domain.refused import Refused

from .answering import json_answer, json_body
from .codes import qr_svg
from .edge import edge, public_url
from .schemas import JoinShape

BODY = 16_384  # bytes

routes = Blueprint("joining", __name__)
_JOIN = JoinShape()


@routes.post("/join")
def join() -> Response:
    """Give somebody a seat (201), or the one they had (200); `waiting`: in the lobby, for now."""
    asked = read_shape(_JOIN, json_body(largest=BODY))
    _check_way_in(asked)
    if "facilitator_key" in asked:
        asked.setdefault("name", "Facilitator")
    token = asked.pop("token", None)
    seat = edge().tokens.read(token) if token is not None else None
    wanted = Asked(**asked, seat=seat, address=request.remote_addr or "")
    with edge().desk.turns.turn():
        joined = edge().desk.entrance.join(wanted)
    if joined.is_new:
        edge().metrics.joins.labels(joined.role).inc()
    answer = {
        "workshop_id": joined.workshop_id,
        "seat": {
            "id": joined.seat_id,
            "role": joined.role,
            "city": joined.city,
            "name": joined.name,
        },
        **({"waiting": True} if joined.waits else {}),
        "token": edge().tokens.make(joined.workshop_id, joined.seat_id),
    }
    return json_answer(answer, 201 if joined.is_new else 200)


def _check_way_in(asked: dict[str, Any]) -> None:
    """Refuse what is not one of: a code with a name, a facilitator key, a token alone."""
    if ("code" in asked) + ("facilitator_key" in asked) > 1:
        raise Refused("op.malformed", "Send a code or a facilitator_key.", field="code")
    if "code" in asked:
        if "name" not in asked:
            raise Refused("op.malformed", "Say your name, too.", field="name")
    elif "facilitator_key" in asked:
        if "city" in asked:
            raise Refused("op.malformed", "A facilitator stands for no city.", field="city")
    elif set(asked) != {"token"}:
        raise Refused("op.malformed", "Send a code, a facilitator_key or a token.", field="code")


@routes.get("/invitations/<code>")
def invitation(code: str) -> Response:
    """Return what a code means, before joining."""
    found = edge().desk.entrance.invitation(code, address=request.remote_addr or "")
    settings = edge().settings
    if settings.privacy_url:
        found["privacy_url"] = settings.privacy_url
    return json_answer(found)


@routes.get("/invitations/<code>/qr.svg")
def invitation_qr(code: str) -> Response:
    """Return a QR picture of the code's link; it does not say whether the code is good."""
    if len(code) > 20 or not code.replace("-", "").isalnum():
        raise Refused("join.unknown_code", "This code opens nothing.")
    answer = Response(qr_svg(f"{public_url()}/join#{code}"), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
