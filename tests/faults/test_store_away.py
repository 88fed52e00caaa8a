"""P19, P20, P22, P23: a store that is unsafe, away or damaged is told, and nobody is fooled."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import random
import time
from typing import TYPE_CHECKING, Any

import pytest
import requests
from redis import Redis

from tests.faults.client import Client
from tests.faults.fleet import fleet
from tests.faults.logbook import read_logbook
from tests.faults.plant import plant
from tests.wire import Http

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.conftest import Running
    from tests.faults.fleet import Fleet
    from tests.faults.plant import Plant

pytestmark = pytest.mark.serial

ANSWERED_WITHIN = 2.5  # seconds
MARKED_WITHIN = 4.0  # seconds from the last answer of Redis to a mark on what is read
HEADER = "Citywheel-Store"
READS = ("/snapshot", "/changes?after=0", "/people", "/export/json", "/export/md")
NOTES = 9  # in a written workshop, the last change of it is a note
WRITES = 12  # while Redis is silent, one every 0.05 s: some wait behind others
UNSAFE = {
    "crash-safe": {"appendfsync": "everysec"},
    "none": {"appendonly": "no"},
    "none with eviction": {"maxmemory-policy": "allkeys-lru"},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    """A plant whose Redis can fall silent; whoever harms it leaves it running and sound."""
    with plant(tmp_path_factory.mktemp("plant"), redis_proxied=True) as running:
        yield running


@pytest.fixture(scope="module")
def careless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    """A plant whose server waits for Redis for ever and checks no chain."""
    folder = tmp_path_factory.mktemp("plant")
    with plant(folder, redis_proxied=True, variant="waits_for_ever,trusts_the_log") as running:
        yield running


@pytest.mark.promise("P19")
def test_every_store_that_may_lose_something_is_told(promise: Running, made: Plant) -> None:
    told = {"power-safe": ready(made)}
    with Redis.from_url(made.redis.url) as redis:
        for name, changed in UNSAFE.items():
            before = {key: redis.config_get(key)[key] for key in changed}
            for key, value in changed.items():
                redis.config_set(key, value)
            told[name] = ready(made)
            for key, value in before.items():
                redis.config_set(key, value)
    made.kill_redis()
    away = requests.get(f"{made.url}/readyz", timeout=10)
    made.start_redis()

    assert {name: said["durability"] for name, said in told.items()} == {
        name: name.split()[0] for name in told
    }
    assert all(told[name]["warnings"] for name in UNSAFE)
    assert away.status_code == 503
    assert away.json()["durability"] == "none"
    promise.shows(f"{len(UNSAFE) + 1} unsafe stores told")


def ready(made: Plant) -> dict[str, Any]:
    """Return what `/readyz` says of a store that answers."""
    return requests.get(f"{made.url}/readyz", timeout=10).json()


async def written_into_silence(made: Plant) -> tuple[list[float], list[str], Fleet]:
    """Write while Redis is silent; return how long each answer took, and what it said."""
    assert made.to_redis is not None
    took: list[float] = []
    said: list[str] = []
    async with fleet(made.urls, WRITES) as room:

        async def write(number: int) -> None:
            await asyncio.sleep(number * 0.05)
            client = room.clients[number]
            begun = time.monotonic()
            ack = await client.ask("op", client.op("note.add", area="value", text="into silence"))
            took.append(time.monotonic() - begun)
            said.append("yes" if ack["ok"] else ack["error"]["code"])

        made.to_redis.hole(True)
        await asyncio.gather(*(write(number) for number in range(WRITES)))
        made.to_redis.hole(False)
        await room.quiet()
        return took, said, room


@pytest.mark.promise("P20")
def test_every_write_is_answered_in_time_while_redis_is_silent(
    promise: Running, made: Plant
) -> None:
    for _ in range(promise.runs):
        took, said, room = asyncio.run(written_into_silence(made))

        assert set(said) == {"store.unavailable"}
        assert max(took) < ANSWERED_WITHIN
        assert read_logbook(made.redis.url, room.workshop_id).is_gapless
    promise.shows(f"{WRITES} writes refused in {max(took):.2f} s at most; back alone")


async def read_in_silence(made: Plant) -> tuple[list[str | None], list[str | None]]:
    """Return what reads and the socket say of the store while it is silent, and afterwards."""
    assert made.to_redis is not None
    async with fleet(made.urls, 1) as room:
        aino = room.clients[0]
        made.to_redis.hole(True)
        await heard_of_store(aino, "stale")
        away = [
            (await asyncio.to_thread(ask, made.url, room, f"/workshops/{room.workshop_id}{path}"))
            for path in ("/snapshot", f"/changes?after={aino.seq}", "/people", "/export/md")
        ]
        assert {answer.status_code for answer in away} == {200}
        entered = await aino.ask("enter", {"protocol": 1})
        assert entered["snapshot"]["board"]["title"]
        made.to_redis.hole(False)
        await heard_of_store(aino, None)
        back = ask(made.url, room, f"/workshops/{room.workshop_id}/snapshot")
        ack = await aino.perform("note.add", area="value", text="back again")
        assert ack["ok"]
        return (
            [*(answer.headers.get(HEADER) for answer in away), entered.get("store")],
            [back.headers.get(HEADER), back.json().get("store")],
        )


async def heard_of_store(client: Client, wanted: str | None) -> None:
    """Return once a beat says so of the store."""
    async with asyncio.timeout(MARKED_WITHIN):
        while not client.beats or client.beats[-1].get("store") != wanted:
            client.moved.clear()
            await client.moved.wait()


@pytest.mark.promise("P20")
def test_what_is_read_while_redis_is_silent_is_marked_stale(promise: Running, made: Plant) -> None:
    away, back = asyncio.run(read_in_silence(made))

    assert set(away) == {"stale"}
    assert set(back) == {None}
    assert "server_fault" not in made.logs
    promise.shows("what is read meanwhile marked stale")


@pytest.mark.control("P20")
def test_a_server_that_waits_for_redis_for_ever_is_caught(careless: Plant) -> None:
    async def first_write() -> list[Any]:
        async with fleet(careless.urls, 1) as room:
            assert careless.to_redis is not None
            careless.to_redis.hole(True)
            client = room.clients[0]
            answer = await client.begin("op", client.op("note.add", area="value", text="a"))
            try:
                return await asyncio.gather(
                    asyncio.wait_for(answer, ANSWERED_WITHIN),
                    heard_of_store(client, "stale"),
                    return_exceptions=True,
                )
            finally:
                careless.to_redis.hole(False)

    answered, told = asyncio.run(first_write())
    assert isinstance(answered, TimeoutError)
    assert isinstance(told, TimeoutError)


def flip_a_byte(redis_url: str, workshop_id: str, chance: random.Random) -> tuple[bytes, bool]:
    """Change one letter of one stored change; return the log as Redis now holds it.

    And whether the facilitator's seat came before it: who came later cannot be known any more.
    """
    key = f"cw:{{{workshop_id}}}:log"
    with Redis.from_url(redis_url) as redis:
        entries = redis.xrange(key)
        place = chance.randrange(len(entries))
        joined = next(
            at for at, (_, fields) in enumerate(entries) if b'"facilitator"' in fields[b"change"]
        )
        name, fields = entries[place]
        body = bytearray(fields[b"change"])
        at = body.index(b'"at":"2') + len('"at":"') + chance.randrange(4)
        body[at] = ord("1") if body[at] != ord("1") else ord("3")
        entries[place] = (name, fields | {b"change": bytes(body)})
        redis.delete(key)
        for name, fields in entries:
            redis.xadd(key, fields, id=name)
        return redis.dump(key), joined < place


def a_written_workshop(made: Plant) -> Fleet:
    """Return a workshop with some notes in it, everybody gone again."""

    async def written() -> Fleet:
        async with fleet(made.urls, 3) as room:
            for client in room.clients:
                for number in range(3):
                    await client.do("note.add", area="value", text=f"note {number}")
            return room

    return asyncio.run(written())


@pytest.mark.promise("P22")
def test_a_flipped_byte_is_found_and_nothing_more_is_written(promise: Running, made: Plant) -> None:
    chance = random.Random(promise.runs)
    rooms = [a_written_workshop(made) for _ in range(promise.runs)]
    dumps = [flip_a_byte(made.redis.url, room.workshop_id, chance) for room in rooms]
    made.kill_server()

    for room, (dump, is_known) in zip(rooms, dumps, strict=True):
        http = Http(made.url, room.helmi.token)
        op = room.helmi.op("note.add", area="value", text="one more")
        refused = http.post(f"/workshops/{room.workshop_id}/ops", op, expect=503)["error"]
        with Redis.from_url(made.redis.url) as redis:
            now = redis.dump(f"cw:{{{room.workshop_id}}}:log")
        assert refused["code"] == "store.damaged"
        assert now == dump
        if not is_known:
            for path in READS:
                answer = ask(made.url, room, f"/workshops/{room.workshop_id}{path}")
                assert answer.json()["error"]["code"] == "store.damaged", path
            continue
        for path in READS:
            answer = ask(made.url, room, f"/workshops/{room.workshop_id}{path}")
            assert (answer.status_code, answer.headers.get(HEADER)) == (200, "damaged"), path
        assert http.get(f"/workshops/{room.workshop_id}/snapshot")["store"] == "damaged"
        assert asyncio.run(what_a_socket_is_told(made, room)) == "damaged"
    promise.shows(f"{promise.runs} of {promise.runs} flipped bytes found")


async def what_a_socket_is_told(made: Plant, room: Fleet) -> str | None:
    """Return what `enter` says of the store to somebody who comes back."""
    again = await Client([made.url], room.helmi.joined).start()
    said = await again.ask("enter", {"protocol": 1})
    await again.leave()
    assert said["snapshot"]["board"]["title"]
    return said.get("store")


@pytest.mark.promise("P22")
def test_an_export_carries_the_log_head(promise: Running, made: Plant) -> None:
    room = a_written_workshop(made)
    exported = Http(made.url, room.helmi.token).get(f"/workshops/{room.workshop_id}/export/json")
    with Redis.from_url(made.redis.url) as redis:
        head = redis.hget(f"cw:{{{room.workshop_id}}}:head", "head")

    assert exported["log_head"] == head.decode()


@pytest.mark.control("P22")
def test_a_server_that_does_not_check_the_chain_is_caught(careless: Plant) -> None:
    room = a_written_workshop(careless)
    flip_a_byte(careless.redis.url, room.workshop_id, random.Random(1))
    careless.kill_server()

    http = Http(careless.url, room.helmi.token)
    op = room.helmi.op("note.add", area="value", text="one more")
    assert http.post(f"/workshops/{room.workshop_id}/ops", op)["ok"]


@pytest.mark.promise("P23")
def test_a_workshop_that_cannot_be_replayed_stays_as_it_is_stored(
    promise: Running, made: Plant
) -> None:
    rooms = [a_written_workshop(made) for _ in range(promise.runs)]
    with Redis.from_url(made.redis.url) as redis:
        for room, spoil in zip(rooms, itertools.cycle(SPOILS)):
            spoil(redis, f"cw:{{{room.workshop_id}}}:")
        before = [stored(redis, room) for room in rooms]
        made.kill_server()

        for room, spoil in zip(rooms, itertools.cycle(SPOILS)):
            path = f"/workshops/{room.workshop_id}"
            answers = [ask(made.url, room, f"{path}{of}") for of in READS]
            op = room.helmi.op("note.add", area="value", text="one more")
            refused = requests.post(
                f"{made.url}/api/v1{path}/ops",
                json=op,
                headers={"Authorization": f"Bearer {room.helmi.token}"},
                timeout=10,
            )
            wanted, standing = SAYS.get(spoil, ("store.damaged", "damaged"))
            assert refused.json()["error"]["code"] == wanted
            assert {answer.status_code for answer in answers} == {200}
            assert {answer.headers.get(HEADER) for answer in answers} == {standing}
            assert len(answers[0].json()["board"]["notes"]) == NOTES - 1

        assert [stored(redis, room) for room in rooms] == before
    assert "Traceback" not in made.logs
    promise.shows(f"{promise.runs} spoiled logs, all as they were")


@pytest.mark.control("P23")
def test_a_server_that_repairs_what_it_cannot_read_is_caught(tmp_path: Path) -> None:
    with plant(tmp_path, variant="repairs_the_log") as mending:
        rooms = [a_written_workshop(mending) for _ in SPOILS]
        with Redis.from_url(mending.redis.url) as redis:
            for room, spoil in zip(rooms, SPOILS, strict=True):
                spoil(redis, f"cw:{{{room.workshop_id}}}:")
            before = [stored(redis, room) for room in rooms]
            mending.kill_server()

            for room, kept in zip(rooms, before, strict=True):
                http = Http(mending.url, room.helmi.token)
                op = room.helmi.op("note.add", area="value", text="one more")
                assert http.post(f"/workshops/{room.workshop_id}/ops", op)["ok"]
                assert stored(redis, room) != kept


def stored(redis: Redis, room: Fleet) -> dict[bytes, bytes]:
    """Return the bytes of every key of a workshop."""
    return {name: redis.dump(name) for name in redis.keys(f"cw:{{{room.workshop_id}}}:*")}


def ask(url: str, room: Fleet, path: str) -> requests.Response:
    headers = {"Authorization": f"Bearer {room.helmi.token}"}
    return requests.get(f"{url}/api/v1{path}", headers=headers, timeout=10)


def cut_the_end(redis: Redis, key: str) -> None:
    """Lose the last change; the head still counts it."""
    last = redis.xrevrange(f"{key}log", count=1)[0][0]
    redis.xdel(f"{key}log", last)


def name_a_later_version(redis: Redis, key: str) -> None:
    """Let the last change be one that only a later version understands."""
    respoil(redis, key, lambda body: body.replace(b'"v":1', b'"v":9'))


def break_the_json(redis: Redis, key: str) -> None:
    """Let the last change end too early."""
    respoil(redis, key, lambda body: body[:-2])


def respoil(redis: Redis, key: str, change: Any) -> None:
    """Write the last entry anew, its chain counted over what now stands there."""
    (_, before), (name, fields) = reversed(redis.xrevrange(f"{key}log", count=2))
    body = change(fields[b"change"])
    head = hashlib.sha256(before[b"head"] + body + fields[b"digests"]).hexdigest()
    entries = redis.xrange(f"{key}log")[:-1]
    redis.delete(f"{key}log")
    for each, stored in entries:
        redis.xadd(f"{key}log", stored, id=each)
    redis.xadd(f"{key}log", fields | {b"change": body, b"head": head}, id=name)
    redis.hset(f"{key}head", "head", head)


SPOILS = (cut_the_end, name_a_later_version, break_the_json)
SAYS = {name_a_later_version: ("workshop.busy", "newer")}
