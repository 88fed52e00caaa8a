"""Routes that make, copy, import and erase workshops."""

from typing import Any

from flask import Blueprint, Response

from server.desk.making import MakeRequest
from server.desk.rehearsals import RehearsalOrder
from server.desk.shapes import read_shape

from .answering import body_of, json_answer, json_body
from .edge import (
    asking_facilitator,
    check_making_rate,
    check_may_make,
    edge,
    made_answer,
    with_links,
)
from .schemas import DemoShape, DuplicateShape, RehearseShape, RotateShape, WorkshopShape

BODY = 65_536  # bytes of a request that makes something

routes = Blueprint("workshops", __name__)
_WORKSHOP, _DUPLICATE, _ROTATE, _DEMO, _REHEARSE = (
    WorkshopShape(),
    DuplicateShape(),
    RotateShape(),
    DemoShape(),
    RehearseShape(),
)


@routes.post("/workshops")
def make_workshop() -> Response:
    """Make a workshop; answer with its keys and links."""
    check_may_make()
    asked = read_shape(_WORKSHOP, json_body(largest=BODY))
    asked = {name: value for name, value in asked.items() if value is not None}
    return json_answer(made_answer(edge().desk.workshops.make(MakeRequest(**asked))), 201)


@routes.post("/workshops/import")
def import_workshop() -> Response:
    """Make a workshop with the shared board of an exported one."""
    check_may_make(is_import=True)
    exported = edge().imports.read(body_of(largest=edge().settings.limit_import_bytes))
    return json_answer(made_answer(edge().desk.workshops.import_(exported)), 201)


@routes.post("/demo")
def make_demo() -> Response:
    """Make a fresh copy of the example board; it is erased after a day."""
    check_making_rate()
    asked = read_shape(_DEMO, json_body(largest=BODY))
    return json_answer(made_answer(edge().desk.workshops.demo(asked.get("canvas"))), 201)


@routes.post("/workshops/<workshop_id>/duplicate")
def duplicate(workshop_id: str) -> Response:
    """Make a workshop like this one."""
    asking_facilitator(workshop_id)
    check_making_rate()
    asked = read_shape(_DUPLICATE, json_body(largest=BODY))
    made = edge().desk.workshops.duplicate(
        workshop_id, title=asked["title"], keep=asked.get("keep", ["settings"])
    )
    return json_answer(made_answer(made), 201)


@routes.post("/workshops/<workshop_id>/rehearse")
def rehearse(workshop_id: str) -> Response:
    """Let simulated seats play a copy of this workshop; answer with the keys of the copy."""
    asking_facilitator(workshop_id)
    check_making_rate()
    asked = read_shape(_REHEARSE, json_body(largest=BODY))
    made = edge().rehearsals.begin(workshop_id, RehearsalOrder(**asked))
    return json_answer(made_answer(made), 202)


@routes.get("/workshops/<workshop_id>/rehearsal")
def rehearsal(workshop_id: str) -> Response:
    """Return how the last rehearsal of this workshop goes, and its report when it is over."""
    asking_facilitator(workshop_id)
    return json_answer(edge().rehearsals.of(workshop_id))


@routes.get("/workshops/<workshop_id>/invitations")
def invitations(workshop_id: str) -> Response:
    """Return the workshop's codes and links to its facilitator."""
    asking_facilitator(workshop_id)
    return json_answer({"invitations": with_links(edge().desk.workshops.invitations(workshop_id))})


@routes.post("/workshops/<workshop_id>/keys/rotate")
def rotate_keys(workshop_id: str) -> Response:
    """Replace keys and codes; seats stay."""
    asking_facilitator(workshop_id)
    asked = read_shape(_ROTATE, json_body(largest=BODY))
    answer: dict[str, Any] = edge().desk.workshops.rotate_keys(workshop_id, asked["which"])
    answer["invitations"] = with_links(answer["invitations"])
    return json_answer(answer)


@routes.delete("/workshops/<workshop_id>")
def erase(workshop_id: str) -> Response:
    """Erase the workshop."""
    asking_facilitator(workshop_id)
    edge().desk.workshops.erase(workshop_id)
    return Response(status=204)
