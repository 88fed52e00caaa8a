"""Who reads slowly, or speaks slowly, slows nobody else and does not stay for ever."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import requests
from server_process import ServerProcess, server_process

from tests.live.raw import RawSocket
from tests.wire import Http, code_of, join, make_workshop

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def tight(
    redis_server_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerProcess]:
    """A server that lets few bytes wait for one client."""
    settings = {"LIMIT_SEAT_OPS": "0", "LIMIT_WORKSHOP_OPS": "0", "LIMIT_BACKLOG_BYTES": "65536"}
    folder = tmp_path_factory.mktemp("tight")
    with server_process(redis_server_url, folder, **settings) as running:
        yield running


def test_a_client_that_reads_nothing_is_cut_and_the_others_do_not_notice(
    tight: ServerProcess,
) -> None:
    made = make_workshop(tight.url, ["Oulu"], silent=False)
    aino, elena = (join(tight.url, code_of(made, 0), name) for name in ("Aino", "Elena"))
    token = Http(tight.url).post("/join", {"code": code_of(made, 0), "name": "Stuck"})["token"]
    stuck = RawSocket(tight.url, token, receive_buffer=4096)
    stuck.call("enter", {"protocol": 1})
    seat = f"/workshops/{aino.workshop_id}/ops"
    deadline, number = time.monotonic() + 30, 0

    def is_connected() -> bool:
        seats = aino.see()["people"]["seats"]
        return next(each["connected"] for each in seats if each["name"] == "Stuck")

    aino.wait(is_connected)
    while is_connected() and time.monotonic() < deadline:
        ops = [
            {"op_id": f"00000000-0000-4000-8000-{number + n:012d}", "type": "note.add",
             "area": "value", "text": "ж" * 280}
            for n in range(100)
        ]  # fmt: skip
        acks = aino.http.post(seat, ops)
        number += 100
        assert all(ack["ok"] for ack in acks)

    assert not is_connected()
    elena.wait_for(acks[-1]["seq"])
    assert elena.reconnects == 1
    assert stuck.is_closed(within=5)
    for person in (aino, elena):
        person.leave()


def test_a_slow_client_gets_every_byte_in_order_when_it_reads_on(tight: ServerProcess) -> None:
    made = make_workshop(tight.url, ["Oulu"], silent=False)
    aino = join(tight.url, code_of(made, 0), "Aino")
    token = Http(tight.url).post("/join", {"code": code_of(made, 0), "name": "Slow"})["token"]
    slow = RawSocket(tight.url, token, receive_buffer=4096)
    first = slow.call("enter", {"protocol": 1})["seq"]
    ops = [
        {"op_id": f"00000000-0000-4000-8000-{n:012d}", "type": "note.add", "area": "value",
         "text": f"{n} " + "x" * 270}
        for n in range(100)
    ]  # fmt: skip
    seqs = []
    for _ in range(3):
        acks = aino.http.post(f"/workshops/{aino.workshop_id}/ops", ops)
        seqs += [ack["seq"] for ack in acks]
        ops = [op | {"op_id": op["op_id"].replace("-4000-", f"-4{len(seqs):03d}-")} for op in ops]

    heard: list[int] = []
    while not heard or heard[-1] < max(seqs):
        text = slow.hear(lambda text: text.startswith('42["changes"'))
        heard += [change["seq"] for change in json.loads(text[2:])[1]]

    assert heard == list(range(first + 1, max(seqs) + 1))
    slow.close()
    aino.leave()


def test_slow_requests_hold_no_place_and_the_door_stays_open(server: ServerProcess) -> None:
    place = urlsplit(server.url)
    waiting = []
    for number in range(1200):
        plain = socket.create_connection((place.hostname, place.port), timeout=5)
        if number % 6 == 0:
            plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        waiting.append(plain)

    begun = time.monotonic()
    assert requests.get(f"{server.url}/healthz", timeout=5).ok
    took = time.monotonic() - begun
    made = make_workshop(server.url, ["Oulu"])
    aino = join(server.url, code_of(made, 0), "Aino")

    assert took < 0.5
    slow = waiting[0]
    slow.settimeout(20)
    with contextlib.suppress(ConnectionError):
        assert slow.recv(1) == b""
    aino.leave()
    for plain in waiting:
        plain.close()
