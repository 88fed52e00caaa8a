"""Whatever was acknowledged is there, once, though the server or Redis was killed."""

from __future__ import annotations

import threading
import time
import uuid
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from private_redis import private_redis, start_redis
from processes import stop
from server_fixtures import RAISED
from server_process import server_process
from socketio.exceptions import SocketIOError

from tests.wire import canonical_hash, code_of, facilitate, join, make_workshop

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.wire import Person

pytestmark = pytest.mark.serial

CLIENTS = 30
LOAD = 2.0  # seconds of writing on each side of the kill


class Writer:
    """Writes notes without rest, sending an op again until it is answered, as the outbox does."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.acked: list[str] = []
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._write, daemon=True)

    def _write(self) -> None:
        number = 0
        while not self.stopped.is_set():
            text = f"{self.person.seat['id']} {number}"
            op = {"op_id": str(uuid.uuid4()), "type": "note.add", "area": "value", "text": text}
            if self._until_answered(op):
                self.acked.append(text)
            number += 1

    def _until_answered(self, op: dict[str, str]) -> bool:
        while True:
            try:
                ack = self.person.socket.call("op", op, timeout=3)
            except SocketIOError:
                if self.stopped.is_set():
                    return False
                time.sleep(0.05)
                continue
            if ack["ok"]:
                return True
            code = ack["error"]["code"]
            assert code in ("store.unavailable", "workshop.busy"), ack
            if self.stopped.is_set():
                return False
            time.sleep(0.05)


def written_under(kill: Callable[[], None], writers: list[Writer]) -> None:
    for writer in writers:
        writer.thread.start()
    time.sleep(LOAD)
    before = sum(len(writer.acked) for writer in writers)
    kill()
    time.sleep(LOAD)
    deadline = time.monotonic() + 20
    while sum(len(writer.acked) for writer in writers) < before + CLIENTS:
        assert time.monotonic() < deadline, "nobody could go on after the restart"
        time.sleep(0.1)
    for writer in writers:
        writer.stopped.set()
    for writer in writers:
        writer.thread.join(10)


def check_nothing_lost(helmi: Person, people: list[Person], writers: list[Writer]) -> None:
    last = helmi.do("phase.lock", locked=True)["seq"]
    board = helmi.see()["board"]
    counted = Counter(note["text"] for note in board["notes"])
    acked = [text for writer in writers for text in writer.acked]
    assert len(acked) > CLIENTS
    assert not [text for text in acked if not counted[text]], "acknowledged, then lost"
    assert not [text for text, times in counted.items() if times > 1], "counted twice"
    for person in people:
        person.wait_for(last, within=10)
    log = helmi.http.get(f"/workshops/{helmi.workshop_id}/changes?after=0&limit=1000")
    assert [change["seq"] for change in log["changes"]] == list(range(1, len(log["changes"]) + 1))
    assert len({canonical_hash(person.see()["board"]) for person in people[:5]}) == 1


@pytest.mark.timeout(120)
def test_nothing_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    with (
        private_redis(tmp_path / "redis") as redis,
        server_process(redis.url, tmp_path, **RAISED) as server,
    ):
        made = make_workshop(server.url, ["Oulu", "Sofia"], silent=False)
        helmi = facilitate(server.url, made)
        people = [
            join(server.url, code_of(made, n % 2), f"seat {n}", transports=["websocket"])
            for n in range(CLIENTS)
        ]
        writers = [Writer(person) for person in people]

        def kill() -> None:
            server.kill()
            server.start()

        written_under(kill, writers)

        check_nothing_lost(helmi, people, writers)
        assert all(person.reconnects >= 2 for person in people)


@pytest.mark.timeout(120)
def test_nothing_is_lost_when_redis_is_killed(tmp_path: Path) -> None:
    redis = [start_redis(tmp_path / "redis")]
    try:
        with server_process(redis[0].url, tmp_path, **RAISED) as server:
            made = make_workshop(server.url, ["Oulu", "Sofia"], silent=False)
            helmi = facilitate(server.url, made)
            people = [
                join(server.url, code_of(made, n % 2), f"seat {n}", transports=["websocket"])
                for n in range(CLIENTS)
            ]
            writers = [Writer(person) for person in people]

            def kill() -> None:
                redis[0].process.kill()
                redis[0].process.wait()
                redis[0] = start_redis(tmp_path / "redis", port=redis[0].port)

            written_under(kill, writers)

            check_nothing_lost(helmi, people, writers)
    finally:
        stop(redis[0].process)
