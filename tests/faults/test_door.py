"""P10, P16: the door stays open under a crowd, and nothing secret lies about behind it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Any

import orjson
import pytest
import requests

from tests.faults.fleet import facilitator, fleet, seat
from tests.faults.plant import plant
from tests.wire import Http, code_of, make_workshop

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.faults.conftest import Running
    from tests.faults.plant import Plant

pytestmark = pytest.mark.serial

IDLE = 1500  # connections that say nothing
SLOW = 200  # connections that send their headers a letter at a time
HEALTH_WITHIN = 0.5  # seconds
JOINS = 900
JOINED_WITHIN = 3.0  # seconds
AT_ONCE = 100  # joins under way
MEETING_ROOM = 60  # people behind one address
DEFAULTS = {"LIMIT_SEAT_OPS": "10", "LIMIT_WORKSHOP_OPS": "200", "LIMIT_SEATS": "500"}


@pytest.fixture(scope="module")
def by_default(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    """A plant with the limits of the product as it is shipped, which logs all it can."""
    with plant(tmp_path_factory.mktemp("plant"), **DEFAULTS, LOG_LEVEL="debug") as running:
        yield running


@pytest.fixture(scope="module")
def careless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    """A plant whose server takes as many connections as the library does, and keeps its keys."""
    with plant(tmp_path_factory.mktemp("plant"), variant="stock_door,keeps_keys") as running:
        yield running


@contextlib.asynccontextmanager
async def crowd(port: int) -> AsyncIterator[None]:
    """Hold idle connections and ones with endless headers open."""
    writers = []
    for number in range(IDLE + SLOW):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        if number >= IDLE:
            writer.write(b"GET /healthz HTTP/1.1\r\nX")
        writers.append(writer)
    try:
        yield
    finally:
        for writer in writers:
            writer.transport.abort()


async def asked(port: int, path: str, body: Any = None) -> tuple[int, Any]:
    """Ask over a connection of its own; return status and answer."""
    raw = b"" if body is None else orjson.dumps(body)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    method = "GET" if body is None else "POST"
    writer.write(
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(raw)}\r\n\r\n".encode()
        + raw
    )
    try:
        answer = await reader.read()
    finally:
        writer.transport.abort()
    head, _, said = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), orjson.loads(said)


async def under_a_crowd(made: Plant, patience: float = 5) -> float:
    """Return how long health takes under a crowd; somebody joins there too."""
    workshop = make_workshop(made.url, ["Oulu"])
    async with crowd(made.server.port):
        begun = time.monotonic()
        status, _ = await asyncio.wait_for(asked(made.server.port, "/healthz"), patience)
        took = time.monotonic() - begun
        body = {"code": code_of(workshop, 0), "name": "Aino"}
        joined, _ = await asyncio.wait_for(asked(made.server.port, "/api/v1/join", body), patience)
        assert (status, joined) == (200, 201)
    return took


@pytest.mark.promise("P10")
def test_idle_and_slow_connections_do_not_close_the_door(promise: Running, made: Plant) -> None:
    took = max(asyncio.run(under_a_crowd(made)) for _ in range(promise.runs))

    assert took < HEALTH_WITHIN
    promise.shows(f"{IDLE} idle, {SLOW} slow: health {1000 * took:.0f} ms")


@pytest.mark.control("P10")
def test_the_library_as_it_comes_shuts_the_door(careless: Plant) -> None:
    with pytest.raises(TimeoutError):
        asyncio.run(under_a_crowd(careless, patience=2 * HEALTH_WITHIN))


async def join_storm(made: Plant) -> tuple[float, set[int]]:
    """Let everybody join at once; return how long it took and the statuses."""
    workshop = make_workshop(made.url, ["Oulu"])
    turns = asyncio.Semaphore(AT_ONCE)

    async def join(number: int) -> int:
        async with turns:
            body = {"code": code_of(workshop, 0), "name": f"seat {number}"}
            return (await asked(made.server.port, "/api/v1/join", body))[0]

    begun = time.monotonic()
    statuses = await asyncio.gather(*(join(number) for number in range(JOINS)))
    return time.monotonic() - begun, set(statuses)


@pytest.mark.promise("P10")
def test_nine_hundred_people_join_at_once(promise: Running, made: Plant) -> None:
    took, statuses = asyncio.run(join_storm(made))

    assert statuses == {201}
    assert took < JOINED_WITHIN
    promise.shows(f"{JOINS} joins in {took:.1f} s")


@pytest.mark.promise("P10")
def test_a_meeting_room_behind_one_address_gets_in(promise: Running, by_default: Plant) -> None:
    workshop = make_workshop(by_default.url, ["Oulu"])
    begun = time.monotonic()

    seats = {seat(by_default.url, workshop, n)["seat"]["id"] for n in range(MEETING_ROOM)}

    assert len(seats) == MEETING_ROOM
    assert time.monotonic() - begun < 10


@pytest.mark.promise("P16")
def test_no_secret_is_found_where_it_does_not_belong(promise: Running, by_default: Plant) -> None:
    made = by_default
    workshop = make_workshop(made.url, ["Oulu", "Sofia"], silent=False)
    secrets = {"facilitator key": workshop["facilitator_key"]}
    helmi = facilitator(made.url, workshop)
    joined = [helmi, *(seat(made.url, workshop, number) for number in range(3))]
    for number, one in enumerate(joined):
        secrets[f"token {number}"] = one["token"]
    asyncio.run(used(made, workshop))
    http = Http(made.url, helmi["token"])
    base = f"/workshops/{workshop['workshop']['id']}"
    rotated = http.post(f"{base}/keys/rotate", {"which": ["facilitator"]})
    secrets["new key"] = rotated["facilitator_key"]
    requests.get(f"{made.url}/api/v1{base}/snapshot?token={helmi['token']}", timeout=10)

    seen = {
        "log": made.logs.encode(),
        **{
            f"export {kind}": export(http, f"{base}/export/{kind}")
            for kind in ("json", "md", "csv")
        },
        "board": orjson.dumps(http.get(f"{base}/snapshot")["board"]),
        **files_of_redis(made),
    }
    found = [
        (name, place)
        for name, secret in secrets.items()
        for place, content in seen.items()
        if secret.encode() in content
    ]
    links = [workshop["facilitator_link"]]
    links += [one["link"] for one in workshop["invitations"]["cities"]]

    assert found == []
    assert all("?" not in link and "#" in link for link in links)
    promise.shows(f"{len(secrets)} secrets in {len(seen)} places: 0 found")


def files_of_redis(made: Plant) -> dict[str, bytes]:
    """Return what lies on disk by file; Redis writes every change there before it answers."""
    return {
        f"Redis {path.name}": path.read_bytes()
        for path in sorted(made.redis.folder.rglob("*"))
        if path.is_file()
    }


async def used(made: Plant, workshop: dict[str, Any]) -> None:
    """Write a little over websocket and polling, so that there is something to log."""
    async with fleet(made.urls, 2, made=workshop, transports=("websocket", "polling")) as room:
        for client in room.clients:
            await client.do("note.add", area="value", text="a thought")


def export(http: Http, path: str) -> bytes:
    body = http.get(path)
    return body if isinstance(body, bytes) else orjson.dumps(body)


@pytest.mark.control("P16")
def test_a_server_that_keeps_its_keys_in_the_clear_is_caught(careless: Plant) -> None:
    workshop = make_workshop(careless.url, ["Oulu"])

    assert workshop["facilitator_key"].encode() in b"".join(files_of_redis(careless).values())
