"""What is erased while people watch is gone for everybody, and the workshop goes on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import requests

from tests.wire import Http, canonical_hash, code_of, facilitate, join, make_workshop

if TYPE_CHECKING:
    from server_process import ServerProcess

WORDS = "call Aino at 040 1234567"


def test_an_erased_text_is_in_nothing_anybody_can_ask_for(server: ServerProcess) -> None:
    made = make_workshop(server.url, ["Oulu", "Sofia"], silent=False)
    helmi = facilitate(server.url, made)
    aino = join(server.url, code_of(made, 0), "Aino")
    elena = join(server.url, code_of(made, 1), "Elena")
    note = aino.do("note.add", area="value", text=WORDS)["id"]
    refused = aino.op("note.erase", note_id=note)
    assert refused["error"]["code"] == "role.not_allowed"

    ack = helmi.do("note.erase", note_id=note)

    elena.wait_for(ack["seq"])
    board = elena.see()
    log = elena.http.get(f"/workshops/{elena.workshop_id}/changes?after=0&limit=1000")
    exports = [
        helmi.http.call("GET", f"/workshops/{helmi.workshop_id}/export/{kind}")
        for kind in ("json", "md", "csv")
    ]
    told = json.dumps([board, log, aino.see(), helmi.see(), str(exports)])
    assert "040 1234567" not in told
    assert requests.get(f"{server.url}/readyz", timeout=5).json()["erased"] in ("waiting", "clean")
    assert board["board"]["notes"][0]["text"] == "[erased]"
    assert board["hash"] == canonical_hash(board["board"]) == helmi.see()["hash"]


def test_who_leaves_hears_the_answer_and_is_forgotten(server: ServerProcess) -> None:
    made = make_workshop(server.url, ["Oulu"], silent=False)
    helmi = facilitate(server.url, made)
    aino = join(server.url, code_of(made, 0), "Aino-who-leaves")
    aino.socket.reconnection = False
    assert "Aino-who-leaves" in json.dumps(helmi.see())
    aino.do("note.add", area="value", text="stays")

    left = aino.do("seat.leave", erase=True)

    helmi.wait_for(left["seq"])
    aino.wait(lambda: any("seat.left" in str(frame) for frame in aino.frames))
    aino.wait(lambda: not aino.socket.connected)
    aino.http.get(f"/workshops/{aino.workshop_id}/snapshot", expect=403)
    Http(server.url).post("/join", {"token": aino.token}, expect=403)
    snapshot = helmi.see()
    assert "Aino-who-leaves" not in json.dumps(snapshot)
    assert [note["text"] for note in snapshot["board"]["notes"]] == ["stays"]


def test_a_name_can_be_taken_back_after_the_end(server: ServerProcess) -> None:
    made = make_workshop(server.url, ["Oulu"], silent=False)
    helmi = facilitate(server.url, made)
    aino = join(server.url, code_of(made, 0), "Aino-after-the-end")
    helmi.do("workshop.close")
    assert aino.op("seat.leave", erase=False)["error"]["code"] == "workshop.closed"

    left = aino.do("seat.leave", erase=True)

    helmi.wait_for(left["seq"])
    assert "Aino-after-the-end" not in json.dumps(helmi.see())
