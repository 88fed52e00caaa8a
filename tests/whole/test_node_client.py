"""The official JavaScript client takes part with nothing but the wire."""

from __future__ import annotations

import json
import subprocess
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from client_build import node_folder

from tests.wire import Http, canonical_hash, code_of, facilitate, make_workshop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server_process import ServerProcess

SCRIPT = Path(__file__).parent / "node_person.mjs"


class NodePerson:
    """One seat whose connection lives in a Node process."""

    def __init__(self, url: str, joined: dict[str, Any], transports: list[str] | None) -> None:
        self.seat = joined["seat"]
        self.process = subprocess.Popen(
            [str(node_folder() / "node"), str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        begun = self._ask({"url": url, "token": joined["token"], "transports": transports})
        assert begun == {"connected": True}

    def _ask(self, line: dict[str, Any]) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def emit(self, event: str, payload: dict[str, Any]) -> Any:
        return self._ask({"do": "emit", "event": event, "payload": payload})

    def op(self, kind: str, **fields: Any) -> Any:
        return self.emit("op", {"op_id": str(uuid.uuid4()), "type": kind, **fields})

    def wait(self, seq: int) -> bool:
        return self._ask({"do": "wait", "seq": seq})

    def frames(self) -> Any:
        return self._ask({"do": "frames"})

    def leave(self) -> None:
        if self.process.stdin:
            self.process.stdin.write('{"do": "leave"}\n')
            self.process.stdin.close()
        self.process.wait(10)
        if self.process.stdout:
            self.process.stdout.close()


@pytest.fixture(params=[["websocket"], None], ids=["websocket", "default transports"])
def two_people(
    request: pytest.FixtureRequest, server: ServerProcess
) -> Iterator[tuple[Any, NodePerson, NodePerson]]:
    """A facilitator, and one person each of Oulu and Sofia with Node clients."""
    made = make_workshop(server.url, ["Oulu", "Sofia"])
    helmi = facilitate(server.url, made)
    people = [
        NodePerson(
            server.url,
            Http(server.url).post("/join", {"code": code_of(made, place), "name": name}),
            request.param,
        )
        for place, name in enumerate(["Aino", "Elena"])
    ]
    yield helmi, *people
    for person in people:
        person.leave()
    helmi.leave()


def test_a_node_client_writes_unseen_hears_the_reveal_and_votes(
    two_people: tuple[Any, NodePerson, NodePerson],
) -> None:
    helmi, aino, elena = two_people
    entered = [person.emit("enter", {"protocol": 1}) for person in (aino, elena)]
    assert all(answer["ok"] and "snapshot" in answer for answer in entered)

    ack = aino.op("note.add", area="value", text="node-secret", facet="creation")
    assert ack["ok"]
    assert elena.wait(ack["seq"])
    assert "node-secret" not in json.dumps(elena.frames())

    phases = {p["id"]: p for p in entered[0]["snapshot"]["board"]["phases"]}
    share = next(p for p in phases.values() if p["kind"] == "gather" and not p["silent"])
    seq = helmi.do("phase.start", phase=share["id"])["seq"]
    assert elena.wait(seq)
    assert "node-secret" in json.dumps(elena.frames())

    vote = next(p for p in phases.values() if p["kind"] == "vote")
    helmi.do("phase.start", phase=vote["id"])
    assert elena.op("vote.place", target_id=ack["id"], dots=2)["ok"]
    refused = elena.op("vote.place", target_id=ack["id"])
    assert refused["error"]["code"] == "vote.note_cap"
    board = helmi.see()
    assert canonical_hash(board["board"]) == board["hash"]


def test_a_node_client_that_comes_back_hears_just_what_it_missed(
    two_people: tuple[Any, NodePerson, NodePerson],
) -> None:
    helmi, aino, _ = two_people
    entered = aino.emit("enter", {"protocol": 1})
    for number in range(3):
        helmi.do("note.add", area="value", text=f"missed {number}")

    again = aino.emit("enter", {"protocol": 1, "seq": entered["seq"], "epoch": entered["epoch"]})

    assert "snapshot" not in again
    assert [change["seq"] for change in again["changes"]][:3] == [
        entered["seq"] + number for number in (1, 2, 3)
    ]
