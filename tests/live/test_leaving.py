"""Ending a server: nobody is lost, nobody waits, and nobody shares its port by accident."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from server_process import ServerProcess, server_process
from socketio.exceptions import SocketIOError

from tests.live.raw import RawSocket
from tests.wire import Http, code_of, join, make_workshop

MEMORY_BACK = 12_000_000  # bytes; a connection takes 10 kB until its next ping would be due
RAISED = {"LIMIT_SEAT_OPS": "0", "LIMIT_WORKSHOP_OPS": "0"}


def test_a_restart_is_told_with_different_waits_and_loses_no_op(
    redis_server_url: str, tmp_path: Path
) -> None:
    with server_process(redis_server_url, tmp_path, **RAISED) as server:
        made = make_workshop(server.url, ["Oulu"], silent=False)
        people = [join(server.url, code_of(made, 0), f"P{n}") for n in range(8)]
        acked: list[int] = []
        stop = threading.Event()

        def write() -> None:
            while not stop.is_set():
                op = {"op_id": str(uuid.uuid4()), "type": "note.add", "area": "value", "text": "x"}
                while not stop.is_set():
                    try:
                        ack = people[0].send(op)
                    except SocketIOError:
                        continue  # no answer: the same op_id again
                    if ack["ok"]:
                        acked.append(ack["seq"])
                        break

        writer = threading.Thread(target=write)
        writer.start()
        people[1].wait(lambda: len(acked) > 20)
        begun = time.monotonic()
        status = server.stop()
        took = time.monotonic() - begun
        server.start()
        before = len(acked)
        people[1].wait(lambda: len(acked) > before + 20, within=20)
        stop.set()
        writer.join()

        assert status == 0
        assert took < 3
        waits = [
            frame["reconnect_in_ms"]
            for person in people
            for frame in person.frames
            if isinstance(frame, dict) and frame.get("code") == "server.closing"
        ]
        assert len(waits) == 8
        assert len(set(waits)) > 1
        log = people[0].http.get(f"/workshops/{people[0].workshop_id}/changes?after=0&limit=1000")
        seqs = [change["seq"] for change in log["changes"] if change["type"] == "note.added"]
        assert len(acked) == len(set(acked))
        assert set(acked) <= set(seqs)
        for person in people:
            person.wait_for(max(acked))
            person.leave()


def test_a_second_server_on_a_taken_port_says_so_and_ends(
    redis_server_url: str, tmp_path: Path
) -> None:
    with server_process(redis_server_url, tmp_path) as server:
        second = subprocess.run(
            [sys.executable, "-m", "server", "serve"],
            env=dict(server.environment),
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

        assert second.returncode != 0
        assert f"Port {server.port} cannot be used" in second.stderr
        assert Http(server.url).get("/about")


def test_threads_serve_the_same_wire(redis_server_url: str, tmp_path: Path) -> None:
    with server_process(redis_server_url, tmp_path, ASYNC_MODE="threading", **RAISED) as server:
        made = make_workshop(server.url, ["Oulu"], silent=False)
        aino, elena = (
            join(server.url, code_of(made, 0), "A", transports=[way])
            for way in ("websocket", "polling")
        )

        seqs = [aino.do("note.add", area="value", text=f"{n}")["seq"] for n in range(10)]

        elena.wait_for(seqs[-1])
        assert [change["seq"] for change in elena.changes][-10:] == seqs
        aino.leave()
        elena.leave()


def open_descriptors(server: ServerProcess) -> int:
    assert server.process is not None
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


def resident(server: ServerProcess) -> int:
    assert server.process is not None
    sizes = Path(f"/proc/{server.process.pid}/statm").read_text()
    return int(sizes.split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize("times", [400, pytest.param(15_000, marks=pytest.mark.long)])
@pytest.mark.timeout(900)
def test_connects_and_aborts_leave_nothing_behind(
    redis_server_url: str, tmp_path: Path, times: int
) -> None:
    with server_process(redis_server_url, tmp_path, **RAISED) as server:
        made = make_workshop(server.url, ["Oulu"])
        helmi = join(server.url, code_of(made, 0), "Helmi")
        token = Http(server.url).post("/join", {"code": code_of(made, 0), "name": "M"})["token"]

        def churn(rounds: int) -> None:
            for number in range(rounds):
                mallory = RawSocket(server.url, token)
                if number % 3 == 0:
                    mallory.call("enter", {"protocol": 1})
                mallory.close()

        def settled() -> Any:
            seats = helmi.see()["people"]["seats"]
            return sum(seat["connected"] for seat in seats) == 1

        def is_as(before: tuple[int, int]) -> bool:
            grown = resident(server) - before[1]
            return open_descriptors(server) <= before[0] + 2 and grown < MEMORY_BACK

        churn(times // 4)  # what a busy server needs is not what it loses
        helmi.wait(settled, within=10)
        before = open_descriptors(server), resident(server)
        churn(times)
        helmi.wait(settled, within=10)
        deadline = time.monotonic() + 30
        while not is_as(before) and time.monotonic() < deadline:
            helmi.see()

        assert is_as(before), (before, open_descriptors(server), resident(server))
        helmi.leave()


def test_a_signal_ends_an_idle_server_at_once(redis_server_url: str, tmp_path: Path) -> None:
    with server_process(redis_server_url, tmp_path) as server:
        assert server.process is not None
        begun = time.monotonic()
        os.kill(server.process.pid, signal.SIGTERM)
        server.process.wait(5)

        assert time.monotonic() - begun < 3
        assert "Traceback" not in server.log
