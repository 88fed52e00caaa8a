"""The HTTP contract: statuses, one error shape, headers, and the document that lists it all."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import requests
from server_process import server_process

from tests.wire import Http, code_of, facilitate, join, make_workshop

if TYPE_CHECKING:
    from pathlib import Path

    from server_process import ServerProcess


def refused(answer: requests.Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert body["ok"] is False
    assert body["error"]["code"] == code
    assert re.match(r"[A-Z].*[.!?)]$", body["error"]["message"], re.DOTALL)
    return body["error"]


def test_every_error_has_one_shape_and_a_fitting_status(server: ServerProcess) -> None:
    api = f"{server.url}/api/v1"
    made = make_workshop(server.url, ["Oulu"])
    aino = join(server.url, code_of(made, 0), "Aino")
    mine, other = f"{api}/workshops/{aino.workshop_id}", f"{api}/workshops/abcdefghijkl"
    headers = aino.http.headers
    text = {"Content-Type": "text/plain"}

    refused(requests.get(f"{api}/nothing", timeout=5), 404, "route.unknown")
    refused(requests.put(f"{api}/join", timeout=5), 405, "route.method")
    refused(
        requests.post(f"{api}/join", data="code", headers=text, timeout=5), 415, "body.not_json"
    )
    refused(requests.post(f"{api}/join", json={"code": 7}, timeout=5), 400, "op.malformed")
    refused(requests.post(f"{api}/join", json={}, timeout=5), 400, "op.malformed")
    refused(
        requests.post(f"{api}/join", json={"code": "ABCD2345", "name": "x"}, timeout=5),
        404,
        "join.unknown_code",
    )
    refused(requests.get(f"{mine}/snapshot", timeout=5), 401, "token.missing")
    bad = {"Authorization": "Bearer nonsense"}
    refused(requests.get(f"{mine}/snapshot", headers=bad, timeout=5), 401, "token.bad")
    refused(requests.get(f"{other}/snapshot", headers=headers, timeout=5), 404, "workshop.unknown")
    refused(requests.delete(mine, headers=headers, timeout=5), 403, "role.not_allowed")
    refused(
        requests.get(f"{mine}/changes?after=999", headers=headers, timeout=5), 409, "changes.gone"
    )
    refused(requests.get(f"{mine}/export/exe", headers=headers, timeout=5), 404, "export.unknown")
    refused(requests.get(f"{mine}/draft?nope=1", headers=headers, timeout=5), 400, "op.malformed")
    refused(requests.get(f"{api}/canvases/none", timeout=5), 404, "canvas.unknown")
    big = requests.post(f"{api}/join", json={"name": "x" * 20_000}, timeout=5)
    refused(big, 413, "op.too_large")


def test_joining_takes_a_code_with_a_name_or_a_key_or_a_token(server: ServerProcess) -> None:
    made = make_workshop(server.url, ["Oulu"])
    code, key = code_of(made, 0), made["facilitator_key"]

    def join_with(**asked: str) -> requests.Response:
        return requests.post(f"{server.url}/api/v1/join", json=asked, timeout=5)

    aino = join_with(code=code, name="Aino").json()
    token = aino["token"]
    for asked in (
        {"code": code},
        {"code": code, "facilitator_key": key, "name": "x"},
        {"token": token, "name": "x"},
        {"facilitator_key": key, "city": aino["seat"]["city"]},
        {"name": "x"},
    ):
        refused(join_with(**asked), 400, "op.malformed")
    again = join_with(token=token)
    assert (again.status_code, again.json()["seat"]) == (200, aino["seat"])
    assert again.json()["token"] != token
    for good in (token, again.json()["token"]):
        assert join_with(code=code, name="Aino", token=good).json()["seat"] == aino["seat"]
    helmi = join_with(facilitator_key=key, token=token)
    assert (helmi.status_code, helmi.json()["seat"]["role"]) == (201, "facilitator")
    back = join_with(facilitator_key=key, token=helmi.json()["token"])
    assert (back.status_code, back.json()["seat"]) == (200, helmi.json()["seat"])


def test_an_op_over_http_answers_like_the_socket_with_a_fitting_status(
    server: ServerProcess,
) -> None:
    made = make_workshop(server.url, ["Oulu"])
    aino = join(server.url, code_of(made, 0), "Aino")
    url = f"{server.url}/api/v1/workshops/{aino.workshop_id}/ops"
    op = {
        "op_id": "00000000-0000-4000-8000-000000000001",
        "type": "note.add",
        "area": "value",
        "text": "x" * 281,
    }

    long = requests.post(url, json=op, headers=aino.http.headers, timeout=5)
    good = requests.post(url, json=op | {"text": "x"}, headers=aino.http.headers, timeout=5)
    both = requests.post(
        url,
        json=[op, op | {"text": "x"}, {"type": "note.fly"}],
        headers=aino.http.headers,
        timeout=5,
    )

    assert refused(long, 422, "note.too_long")["numbers"]["limit"] == 280
    assert good.json() == {"ok": True, "seq": good.json()["seq"], "id": good.json()["id"]}
    assert both.status_code == 200
    assert [ack["ok"] for ack in both.json()] == [True, True, False]


def test_an_unchanged_snapshot_is_not_sent_again(server: ServerProcess) -> None:
    made = make_workshop(server.url, ["Oulu"])
    aino = join(server.url, code_of(made, 0), "Aino")
    url = f"{server.url}/api/v1/workshops/{aino.workshop_id}/snapshot"
    first = requests.get(url, headers=aino.http.headers, timeout=5)
    tag = {"If-None-Match": first.headers["ETag"]}

    again = requests.get(url, headers=aino.http.headers | tag, timeout=5)
    aino.do("note.add", area="value", text="new")
    changed = requests.get(url, headers=aino.http.headers | tag, timeout=5)

    assert (again.status_code, changed.status_code) == (304, 200)


def test_an_invitation_tells_what_joining_will_show(server: ServerProcess) -> None:
    made = make_workshop(server.url, ["Oulu", "Sofia"])
    found = Http(server.url).get(f"/invitations/{code_of(made, 1)}")

    assert found["title"] == "Night library"
    assert found["role"] == "participant"
    assert found["city"] == found["cities"][1]["id"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found["erase_on"])


def test_a_qr_picture_is_drawn_here(server: ServerProcess) -> None:
    made = make_workshop(server.url, ["Oulu"])
    picture = Http(server.url).get(f"/invitations/{code_of(made, 0)}/qr.svg")

    assert picture.startswith(b"<svg")


def test_a_damaged_export_is_refused(server: ServerProcess) -> None:
    made = make_workshop(server.url, ["Oulu"], silent=False)
    helmi = facilitate(server.url, made)
    helmi.do("note.add", area="value", text="as it was")
    exported = helmi.http.get(f"/workshops/{helmi.workshop_id}/export/json")
    exported["board"]["notes"][0]["text"] = "as it never was"
    url = f"{server.url}/api/v1/workshops/import"

    refused(requests.post(url, json=exported, timeout=5), 422, "import.damaged")
    refused(requests.post(url, json={"format": 99}, timeout=5), 422, "import.format")


def test_the_demo_opens_ready_to_play_with(server: ServerProcess) -> None:
    made = Http(server.url).post("/demo", {})
    helmi = facilitate(server.url, made)

    assert helmi.snapshot["board"]["notes"]


def test_a_copy_keeps_settings_and_notes_when_asked(server: ServerProcess) -> None:
    made = make_workshop(server.url, ["Oulu"], silent=False, votes_each=9)
    helmi = facilitate(server.url, made)
    helmi.do("note.add", area="value", text="seed")
    copied = helmi.http.post(
        f"/workshops/{helmi.workshop_id}/duplicate",
        {"title": "Again", "keep": ["settings", "seeded_notes"]},
    )
    board = facilitate(server.url, copied).snapshot["board"]

    assert board["title"] == "Again"
    assert board["settings"]["votes_each"] == 9
    assert [note["text"] for note in board["notes"]] == ["seed"]


def test_pages_keep_to_themselves(server: ServerProcess) -> None:
    page = requests.get(f"{server.url}/join", timeout=5)

    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Content-Type-Options"] == "nosniff"


def test_the_document_lists_every_route(server: ServerProcess) -> None:
    from server import create_app
    from server.settings import Settings

    redis = server.environment["REDIS_URL"]
    app = create_app(Settings(redis_url=redis, async_mode="threading"))
    listed = requests.get(f"{server.url}/api/openapi.json", timeout=5).json()
    routes = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if not rule.endpoint.startswith(("page", "asset", "static"))
    }

    assert listed["openapi"].startswith("3.1")
    assert set(listed["paths"]) == routes
    assert "VotePlace" in listed["components"]["schemas"]
    assert all(op["summary"] for path in listed["paths"].values() for op in path.values())


def test_what_the_routes_answer_is_what_the_document_says(server: ServerProcess) -> None:
    document = requests.get(f"{server.url}/api/openapi.json", timeout=5).json()
    made = make_workshop(server.url, ["Oulu", "Sofia"])
    helmi, aino = facilitate(server.url, made), join(server.url, code_of(made, 0), "Aino")
    note = aino.do("note.add", area="value", text="hidden", facet="creation")["id"]
    aino.do("note.add", area="value", text="hidden, too")
    helmi.do("phase.start", phase=helmi.snapshot["board"]["phases"][1]["id"])
    vote = next(p["id"] for p in helmi.snapshot["board"]["phases"] if p["kind"] == "vote")
    helmi.do("phase.start", phase=vote)
    aino.do("vote.place", target_id=note)
    here = f"/workshops/{aino.workshop_id}"
    exported = helmi.http.get(f"{here}/export/json")

    def as_said(method: str, path: str, name: str, body: Any = None) -> None:
        answer = requests.request(
            method, f"{server.url}{path}", json=body, headers=helmi.http.headers, timeout=10
        )
        responses = document["paths"][name][method.lower()]["responses"]
        assert str(answer.status_code) in responses, f"{name}: {answer.status_code}"
        told = responses[str(answer.status_code)].get("content")
        if told is not None:
            fits(answer.json(), told["application/json"]["schema"], document, name)

    ops = "/api/v1/workshops/{workshop_id}"
    op = {"op_id": "00000000-0000-4000-8000-0000000000aa", "type": "phase.lock", "locked": True}
    as_said("GET", "/healthz", "/healthz")
    as_said("GET", "/readyz", "/readyz")
    as_said("GET", "/api/v1/canvases", "/api/v1/canvases")
    for name in (
        "snapshot",
        "changes",
        "people",
        "ranking",
        "similar",
        "findings",
        "draft",
        "invitations",
        "rehearsal",
    ):
        as_said("GET", f"/api/v1{here}/{name}", f"{ops}/{name}")
    as_said("GET", "/api/v1/canvases/city-business-model", "/api/v1/canvases/{canvas_id}")
    as_said("GET", f"/api/v1/invitations/{code_of(made, 0)}", "/api/v1/invitations/{code}")
    as_said("POST", f"/api/v1{here}/ops", f"{ops}/ops", op)
    as_said("POST", f"/api/v1{here}/ops", f"{ops}/ops", [op, {"type": "nope"}])
    as_said("POST", "/api/v1/join", "/api/v1/join", {"code": code_of(made, 0), "name": "Ben"})
    as_said("POST", "/api/v1/workshops/import", "/api/v1/workshops/import", exported)
    as_said("POST", f"/api/v1{here}/duplicate", f"{ops}/duplicate", {"title": "Copy"})
    as_said("POST", f"/api/v1{here}/keys/rotate", f"{ops}/keys/rotate", {"which": ["facilitator"]})
    as_said("POST", "/api/v1/demo", "/api/v1/demo", {})
    as_said("DELETE", f"/api/v1{here}", ops)


def fits(value: Any, shape: dict[str, Any], document: dict[str, Any], at: str) -> None:
    """Check a value against a JSON schema, as far as our document uses the language."""
    if "$ref" in shape:
        named = document["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
        fits(value, named, document, at)
        return
    if "oneOf" in shape:
        assert any(fitting(value, one, document, at) for one in shape["oneOf"]), f"{at}: {value}"
        return
    assert "const" not in shape or value == shape["const"], f"{at}: {value}"
    assert "enum" not in shape or value in shape["enum"], f"{at}: {value}"
    kind = shape.get("type")
    python = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
    if kind in python:
        assert isinstance(value, python[kind]), f"{at}: {value}"
    assert kind != "null" or value is None, f"{at}: {value}"
    if "pattern" in shape:
        assert re.search(shape["pattern"], value), f"{at}: {value}"
    if kind == "array":
        for place, one in enumerate(value):
            fits(one, shape.get("items", {}), document, f"{at}[{place}]")
    if kind == "object":
        missing = set(shape.get("required", ())) - set(value)
        assert not missing, f"{at} lacks {missing}"
        others = shape.get("additionalProperties", {})
        for name, one in value.items():
            known = shape.get("properties", {}).get(name, others)
            if isinstance(known, dict):
                fits(one, known, document, f"{at}.{name}")


def fitting(value: Any, shape: dict[str, Any], document: dict[str, Any], at: str) -> bool:
    try:
        fits(value, shape, document, at)
    except AssertionError:
        return False
    return True


def test_where_the_operator_asks_for_a_key_only_its_holders_make_workshops(
    redis_server_url: str, tmp_path: Path
) -> None:
    with server_process(redis_server_url, tmp_path, MAKE_KEY="make-key-of-the-city") as locked:
        url = f"{locked.url}/api/v1/workshops"
        body = {"title": "t", "cities": [{"name": "Oulu"}]}
        key = {"Authorization": "Bearer make-key-of-the-city"}

        refused(requests.post(url, json=body, timeout=5), 401, "key.missing")
        assert requests.post(url, json=body, headers=key, timeout=5).status_code == 201
        assert json.loads(requests.get(f"{locked.url}/readyz", timeout=5).text)["durability"] == (
            "power-safe"
        )
        assert "citywheel_ops" in requests.get(f"{locked.url}/metrics", timeout=5).text
