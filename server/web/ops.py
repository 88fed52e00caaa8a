"""Routes for those who take part over HTTP: snapshot, changes, ops, people."""

import threading
import uuid
from typing import Any

import orjson
from flask import Blueprint, Response, request

from server.desk.acks import ANSWER_WITHIN, store_away
from server.desk.results import Result
from server.desk.shapes import read_shape
from server.domain.refused import STATUS, Refused
from server.export.read_csv import BadRow, read_notes

from .answering import json_answer, json_body, raw_body, result_answer
from .edge import asking_facilitator, asking_seat, edge
from .schemas import ChangesQuery, SnapshotQuery

MOST_OPS = 100  # in one list
LARGEST_TABLE = 1_048_576  # bytes of a table of notes
MOST_TOLD = 10  # bad rows named in a sentence; the answer lists them all

routes = Blueprint("ops", __name__)
_CHANGES, _SNAPSHOT = ChangesQuery(), SnapshotQuery()
JSON = "application/json"


@routes.get("/workshops/<workshop_id>/snapshot")
def snapshot(workshop_id: str) -> Response:
    """Return what this seat may see now; with `at` the shared board as it was after that seq."""
    seat = asking_seat(workshop_id)
    if "at" in request.args:
        return _as_it_was(workshop_id, seat)
    stored = edge().snapshots.of(edge().desk.hosted(workshop_id))
    if stored is not None:
        tag = f"{stored.epoch}-{stored.seq}-{seat['id']}"
    else:
        taken = edge().desk.reading.snapshot(workshop_id, seat["id"])
        tag = f"{taken['epoch']}-{taken['seq']}-{seat['id']}"
    people = people_for(workshop_id, seat)
    if request.if_none_match.contains(tag):
        answer = Response(status=304)
    elif stored is not None:
        reading = edge().desk.reading
        beside = {"people": people, "erase_on": reading.erase_on(workshop_id)}
        beside |= reading.standing(workshop_id)
        whole = Result(stored.for_seat(seat, beside), is_zipped=True)
        answer = result_answer(whole, "application/json")
    else:
        answer = json_answer(taken | {"people": people})
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _as_it_was(workshop_id: str, seat: dict[str, Any]) -> Response:
    """Return the shared board after a change of the past."""
    at = read_shape(_SNAPSHOT, request.args.to_dict())["at"]
    hosted = edge().desk.hosted(workshop_id)
    return result_answer(edge().past.of(hosted, "board", at=at, seat_id=seat["id"]), JSON)


@routes.get("/workshops/<workshop_id>/changes")
def changes(workshop_id: str) -> Response:
    """Return the changes after a seq as this seat hears them."""
    seat = asking_seat(workshop_id)
    asked = read_shape(_CHANGES, request.args.to_dict())
    found = edge().desk.reading.changes_since(
        workshop_id,
        seat["id"],
        after=asked["after"],
        epoch=asked.get("epoch"),
        limit=asked["limit"],
    )
    return json_answer(found)


@routes.post("/workshops/<workshop_id>/ops")
def ops(workshop_id: str) -> Response:
    """Take one op, or a list of them: one ack each, decided one after the other."""
    seat = asking_seat(workshop_id, may_wait=True)  # who waits in the lobby may leave it
    largest = edge().settings.limit_event_bytes
    body = json_body(largest=largest * MOST_OPS)
    if isinstance(body, list):
        if len(body) > MOST_OPS:
            message = f"Send at most {MOST_OPS} ops at once."
            raise Refused("op.too_large", message, numbers={"limit": MOST_OPS})
        return json_answer(_perform_all(workshop_id, seat["id"], body))
    (ack,) = _perform_all(workshop_id, seat["id"], [body])
    return _ack_answer(ack)


@routes.post("/workshops/<workshop_id>/notes/import")
def import_notes(workshop_id: str) -> Response:
    """Add the notes of a CSV table with a city column: all of them, or none and every bad row."""
    seat = asking_facilitator(workshop_id)
    table = raw_body(largest=LARGEST_TABLE)
    workshop = edge().desk.hosted(workshop_id).workshop
    folder = edge().canvases.get(workshop.canvas_id)
    if folder is None:
        raise Refused("canvas.unknown", "The canvas of this workshop is not on this server.")
    longest = edge().settings.limit_note_text
    notes, bad = read_notes(table, workshop, folder.canvas, longest=longest)
    if bad:
        no = Refused("import.rows", _told(bad), numbers={"count": len(bad)})
        rows = [one.to_json() for one in bad]
        return json_answer({"ok": False, "error": no.error(), "rows": rows}, STATUS[no.code])
    op_id = request.args.get("op_id") or str(uuid.uuid4())
    op = {"op_id": op_id, "type": "notes.add", "notes": notes}
    ack = edge().desk.performing.perform(workshop_id, seat["id"], op)
    return _ack_answer(ack | {"count": len(notes)} if ack["ok"] else ack)


def _told(bad: list[BadRow]) -> str:
    rows = "; ".join(f"line {one.line}: {one.column} {one.problem}" for one in bad[:MOST_TOLD])
    return f"Nothing was added. Mend these rows and bring the table again: {rows}."


@routes.get("/workshops/<workshop_id>/people")
def people(workshop_id: str) -> Response:
    """Return who is here: everybody to facilitators, the own city to its lead."""
    seat = asking_seat(workshop_id)
    if seat["role"] not in ("facilitator", "city_lead"):
        raise Refused("role.not_allowed", "Only facilitators and leads see this list.")
    of_city = seat["city"] if seat["role"] == "city_lead" else None
    return json_answer(edge().people.console(workshop_id, of_city=of_city))


def people_for(workshop_id: str, seat: dict[str, Any]) -> dict[str, Any]:
    """Return the people message for a seat: observers get no names."""
    message: dict[str, Any] = edge().people.message(workshop_id)
    if seat["role"] == "observer":
        return {name: value for name, value in message.items() if name != "seats"}
    return message


def _ack_answer(ack: dict[str, Any]) -> Response:
    status = 200 if ack["ok"] else STATUS.get(ack["error"]["code"], 400)
    answer = json_answer(ack, status)
    if not ack["ok"] and "retry_in_ms" in ack["error"]:
        answer.headers["Retry-After"] = str(-(-ack["error"]["retry_in_ms"] // 1000))
    return answer


def _perform_all(workshop_id: str, seat_id: str, ops: list[Any]) -> list[dict[str, Any]]:
    acks: list[dict[str, Any] | None] = [None] * len(ops)
    left = threading.Semaphore(0)

    def answer(place: int, ack: dict[str, Any]) -> None:
        acks[place] = ack
        left.release()

    for place, op in enumerate(ops):
        edge().desk.performing.submit(
            workshop_id,
            seat_id,
            op,
            lambda ack, place=place: answer(place, ack),
            size=len(orjson.dumps(op)),
        )
    for _ in ops:
        left.acquire(timeout=ANSWER_WITHIN)
    away = {"ok": False, "error": store_away().error()}
    return [ack or away for ack in acks]
