"""The limits of HTTP with their defaults: rooms come in, machines and huge bodies do not."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING, Any

import pytest
import requests
from redis import Redis
from server_process import server_process

from server.web.edge import READS_AT_ONCE
from tests.wire import Http, code_of, make_workshop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server_process import ServerProcess


@pytest.fixture(scope="module")
def limited(
    redis_server_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerProcess]:
    """A running server with every limit at its default, where nobody has hurried yet."""
    with server_process(redis_server_url, tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(autouse=True)
def nobody_has_hurried(redis_server_url: str) -> Iterator[None]:
    """Other servers on this Redis count together with ours: let them begin anew."""
    yield
    with Redis.from_url(redis_server_url) as redis:
        for name in redis.scan_iter("cw:rate:*"):
            redis.delete(name)


def try_wrong_code(url: str) -> requests.Response:
    wrong = {"code": "ABCD-2345", "name": "x"}
    return requests.post(f"{url}/api/v1/join", json=wrong, timeout=5)


def test_sixty_people_join_from_one_address_and_wrong_codes_do_not_stop_them(
    limited: ServerProcess,
) -> None:
    made = make_workshop(limited.url, ["Oulu"])
    answers = [try_wrong_code(limited.url) for _ in range(25)]
    begun = time.monotonic()
    for _ in range(60):
        Http(limited.url).post("/join", {"code": code_of(made, 0), "name": "Aino"}, expect=201)

    assert answers[-1].status_code == 429, answers[-1].text + limited.log[-2000:]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert time.monotonic() - begun < 10


def test_wrong_codes_at_several_processes_count_together(
    limited: ServerProcess, redis_server_url: str, tmp_path: Path
) -> None:
    with server_process(redis_server_url, tmp_path) as second:
        made = make_workshop(second.url, ["Oulu"])
        urls = [limited.url, second.url] * 13
        statuses = [try_wrong_code(url).status_code for url in urls]
        joined = Http(second.url).post("/join", {"code": code_of(made, 0), "name": "Aino"})

    assert statuses[:20] == [404] * 20
    assert statuses[-1] == 429
    assert joined["token"]


def test_an_address_that_makes_workshop_after_workshop_is_asked_to_wait(
    limited: ServerProcess,
) -> None:
    url = f"{limited.url}/api/v1"
    files = [requests.post(f"{url}/workshops/import", json={}, timeout=5) for _ in range(200)]
    for _ in range(400):  # the slower the machine, the more may be made meanwhile
        last = requests.post(f"{url}/demo", json={"canvas": "none"}, timeout=5)
        if last.status_code == 429:
            break

    assert files[0].status_code == 422
    assert last.status_code == 429
    assert last.json()["error"]["code"] == "workshop.too_many"


def test_a_room_that_reloads_at_once_reads_everything_and_a_machine_is_slowed(
    limited: ServerProcess,
) -> None:
    made = make_workshop(limited.url, ["Oulu"])
    seats = [
        Http(limited.url).post("/join", {"code": code_of(made, 0), "name": "Aino"})
        for _ in range(60)
    ]
    kinds = ["snapshot", "changes?after=0", "ranking", "findings", "draft", "export/csv"]

    def read(seat: dict[str, Any], kind: str) -> requests.Response:
        url = f"{limited.url}/api/v1/workshops/{seat['workshop_id']}/{kind}"
        headers = {"Authorization": f"Bearer {seat['token']}"}
        return session.get(url, headers=headers, timeout=10)

    with requests.Session() as session:
        room = {read(seat, kind).status_code for seat in seats for kind in kinds}
        hurried = [read(seats[0], "people")]
        while hurried[-1].status_code != 429 and len(hurried) < 10 * READS_AT_ONCE:
            hurried.append(read(seats[0], "people"))
        other = read(seats[1], "snapshot").status_code

    no = hurried[-1].json()["error"]
    assert room == {200}
    assert {answer.status_code for answer in hurried[:300]} == {403}
    assert other == 200
    assert no["code"] == "op.too_fast"
    assert no["retry_in_ms"] > 0


@pytest.mark.parametrize(
    "headers",
    [
        "POST /api/v1/join HTTP/1.1\r\nContent-Length: 99999999999",
        "POST /api/v1/workshops/import HTTP/1.1\r\nContent-Length: 99999999999",
        "GET /healthz HTTP/1.1\r\nContent-Length: 99999999999",
        "PUT /nowhere HTTP/1.1\r\nContent-Length: 99999999999",
    ],
)
def test_a_huge_body_is_refused_before_a_byte_of_it_is_read(
    limited: ServerProcess, headers: str
) -> None:
    with socket.create_connection(("127.0.0.1", limited.port), timeout=5) as door:
        door.sendall(f"{headers}\r\nHost: here\r\nContent-Type: application/json\r\n\r\n".encode())
        answer = b""
        while part := door.recv(4096):  # ends only because the server closes
            answer += part

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'"op.too_large"' in answer


def test_a_body_without_a_length_is_read_no_further_than_the_limit(
    limited: ServerProcess,
) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 1024

    headers = {"Content-Type": "application/json"}
    answer = requests.post(
        f"{limited.url}/api/v1/join", data=endless(), headers=headers, timeout=10
    )

    assert answer.status_code == 413
