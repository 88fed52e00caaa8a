"""The bench measures, and finds out whoever loses, doubles or reorders an op."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from benchmark.crowd import Crowd
from benchmark.dialects import Ours, WsRelay, text_of
from benchmark.frames import server_frame
from benchmark.room import Client, Room
from places import REPO, SCRIPTS

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = "1"


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(SCRIPTS), str(REPO)))}
    command = [sys.executable, "-m", "benchmark", *arguments]
    return subprocess.run(
        command, cwd=REPO, env=environment, capture_output=True, text=True, check=False
    )


def test_a_short_bench_measures_our_server_beside_a_peer(tmp_path: Path) -> None:
    out = tmp_path / "figures.json"

    candidates = "ours,socket.io+lua"
    ended = bench("idle_ack", "--runs", "1", "--seconds", SECONDS, "--candidates", candidates,
                  "--out", str(out))  # fmt: skip

    assert ended.returncode == 0, ended.stdout + ended.stderr
    found = json.loads(out.read_text())
    assert found["faults"] == []
    assert found["machine"]["cores"] > 0
    acks = next(row for row in found["rows"] if row["figure"] == "ack p50")
    assert set(acks["values"]) == {"ours", "socket.io+lua"}
    assert all(0 < value < 1000 for value in acks["values"].values())
    assert "ack p95" in ended.stdout


def test_a_section_that_does_not_exist_is_named() -> None:
    ended = bench("fan_in")

    assert ended.returncode == 2
    assert "no such section: fan_in" in ended.stderr


class Lively:
    """A room of two over real sockets; the test plays the server and writes what it likes."""

    def __init__(self, dialect: Any) -> None:
        self.crowd = Crowd(dialect)
        self.room = Room("room", start=1, about={"area": "value"})
        self.crowd.rooms.append(self.room)
        self.ends: list[socket.socket] = []
        for _ in range(2):
            here, there = socket.socketpair()
            self.ends.append(there)
            self.crowd.add(Client(here, self.room, 1, note_id="n1", is_sampled=True))

    def send(self, count: int) -> None:
        for _ in range(count):
            self.crowd.send_op(self.room.clients[0])

    def tell(self, *payloads: bytes, to: int | None = None) -> None:
        for place, end in enumerate(self.ends):
            if to in (None, place):
                end.sendall(b"".join(server_frame(payload) for payload in payloads))
        for _ in range(4):
            self.crowd.listen(0.01)

    def faults(self) -> str:
        found = "; ".join(self.room.check())
        self.crowd.close()
        for end in self.ends:
            end.close()
        return found


def change(seq: int, number: int, **more: Any) -> dict[str, Any]:
    return {"seq": seq, "type": "note.edited", "note_id": "n1", "text": text_of(number), **more}


def changes(*told: dict[str, Any]) -> bytes:
    return b'42["changes",' + json.dumps(told, separators=(",", ":")).encode() + b"]"


def ack(number: int, seq: int) -> bytes:
    return b'43%d[{"ok":true,"seq":%d}]' % (number, seq)


def relayed(number: int) -> bytes:
    return json.dumps({"text": text_of(number)}).encode()


@pytest.fixture
def ours() -> Lively:
    """A room of our wire in which two ops have been sent and answered."""
    room = Lively(Ours())
    room.send(2)
    room.tell(ack(1, 1), ack(2, 2), to=0)
    return room


def test_ops_that_arrive_once_and_in_order_are_no_fault(ours: Lively) -> None:
    ours.tell(changes(change(1, 1)), changes(change(2, 2)))

    assert len(ours.crowd.delays(range(1, 3))) == 4
    assert ours.faults() == ""


def test_a_writer_hears_its_own_bytes(ours: Lively) -> None:
    ours.tell(changes(change(1, 1, op_id="a"), change(2, 2, op_id="b")), to=0)
    ours.tell(changes(change(1, 1)), changes(change(2, 2)), to=1)

    assert ours.faults() == ""


def test_a_lost_change_is_found(ours: Lively) -> None:
    ours.tell(changes(change(1, 1)), changes(change(2, 2)), to=0)
    ours.tell(changes(change(1, 1)), to=1)

    assert "client 1 is at 2, not at 3" in ours.faults()


def test_a_hole_is_found(ours: Lively) -> None:
    ours.tell(changes(change(2, 2)))

    assert "heard 2 to 2 where 1 was next" in ours.faults()


def test_a_hole_in_the_writers_own_bytes_is_found(ours: Lively) -> None:
    ours.tell(changes(change(1, 1, op_id="a"), change(3, 3, op_id="b")), to=0)

    assert "heard 1 to 3 where 1 was next" in ours.faults()


def test_a_doubled_change_is_found(ours: Lively) -> None:
    ours.tell(changes(change(1, 1)), changes(change(2, 2)), changes(change(2, 2)))

    assert "heard 2 to 2 where 3 was next" in ours.faults()


def test_a_text_in_another_ones_place_is_found(ours: Lively) -> None:
    ours.tell(changes(change(1, 2)), changes(change(2, 1)))

    assert "an op stands where others heard another one" in ours.faults()


def test_an_op_stored_twice_is_found(ours: Lively) -> None:
    ours.tell(ack(2, 3), to=0)
    ours.tell(changes(change(1, 1)), changes(change(2, 2)), changes(change(3, 2)))

    assert "op 2 was answered twice" in ours.faults()


def test_a_refused_op_is_found(ours: Lively) -> None:
    ours.send(1)
    ours.tell(b'433[{"ok":false,"error":{"code":"op.too_fast"}}]', to=0)

    assert "op 3 was refused: op.too_fast" in ours.faults()


def test_a_relay_in_two_orders_is_found() -> None:
    room = Lively(WsRelay())
    room.send(2)

    room.tell(relayed(1), relayed(2), to=0)
    room.tell(relayed(2), relayed(1), to=1)

    assert "two clients heard different ops at 1" in room.faults()


def test_a_relay_that_turns_one_senders_ops_round_is_found() -> None:
    room = Lively(WsRelay())
    room.send(2)

    room.tell(relayed(2), relayed(1))

    assert "op 1 stands after a later one of the same client" in room.faults()


def test_a_frame_cut_in_two_is_read_whole() -> None:
    room = Lively(WsRelay())
    room.send(1)
    whole = server_frame(relayed(1))

    for end in room.ends:
        end.sendall(whole[:5])
    room.crowd.listen(0.01)
    for end in room.ends:
        end.sendall(whole[5:])
    for _ in range(4):
        room.crowd.listen(0.01)

    assert room.faults() == ""
