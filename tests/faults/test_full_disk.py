"""P19: a Redis whose disk is full saves nothing, loses nothing, and everybody is told."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import requests
from server_process import server_process

from server.store import safety
from tests.faults.disk import fill_disk, make_room, put_on_a_disk
from tests.faults.fleet import fleet
from tests.faults.logbook import Fate, read_logbook
from tests.faults.plant import Plant, beside, plant

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.conftest import Running
    from tests.faults.fleet import Fleet

pytestmark = pytest.mark.serial

CLIENTS = 6
WRITTEN = 60  # ops before and after
REFUSED_WITHIN = 10.0  # seconds until the little room left is used up
HEADER = "Citywheel-Store"
READS = ("/snapshot", "/changes?after={seq}", "/people", "/export/md")
# What Redis does with a full disk: it ends where it must have written, else it writes no more.
SAYS = {
    "always": {"status": "not ready", "warnings": ["Redis does not answer."]},
    "everysec": {"status": "read-only", "warnings": [safety.CANNOT_WRITE]},
}
MARKED = {"always": "stale", "everysec": None}  # what is read; a Redis that is there answers
Reads = set[tuple[int, str | None]]  # how reads are answered, and what marks them


@dataclass
class Told:
    """What a full disk came to: who was told what, and what became of the acks."""

    refused: dict[str, Any]
    ready: dict[str, Any]
    about: dict[str, Any]
    reads: Reads
    acked_while_full: int
    fate: Fate
    after_a_restart: Fate


async def until_refused(made: Plant, room: Fleet) -> dict[str, Any]:
    """Write until the disk is full; return the refusal."""
    url = f"{made.url}/api/v1/workshops/{room.workshop_id}/ops"
    headers = {"Authorization": f"Bearer {room.helmi.token}"}
    deadline = time.monotonic() + REFUSED_WITHIN
    while time.monotonic() < deadline:
        op = room.helmi.op("note.add", area="value", text="x" * 200)
        answer = await asyncio.to_thread(requests.post, url, json=op, headers=headers, timeout=5)
        if not answer.json()["ok"]:
            return answer.json()["error"] | {"status": answer.status_code}
    raise AssertionError("It took everything.")


def looked_at(made: Plant, room: Fleet) -> tuple[dict[str, Any], dict[str, Any], Reads]:
    """Return what /readyz and the page of a facilitator say, and how reads are answered."""
    headers = {"Authorization": f"Bearer {room.helmi.token}"}
    path = f"{made.url}/api/v1/workshops/{room.workshop_id}"
    asked = [path + of.format(seq=room.helmi.seq) for of in READS]
    answers = [requests.get(each, headers=headers, timeout=5) for each in asked]
    reads = {(answer.status_code, answer.headers.get(HEADER)) for answer in answers}
    about = requests.get(f"{made.url}/api/v1/about", timeout=5).json()
    return requests.get(f"{made.url}/readyz", timeout=5).json(), about, reads


async def filled(made: Plant, *, appendfsync: str) -> Told:
    """Let six write onto a disk until it is full, make room, and let them write on."""
    put_on_a_disk(made, appendfsync=appendfsync)
    async with fleet(made.urls, CLIENTS) as room:
        room.write(rest=0.002)
        await room.until_acked(WRITTEN)
        fill_disk(made)
        refused = await until_refused(made, room)
        acked = room.acked
        ready, about, reads = await asyncio.to_thread(looked_at, made, room)
        acked_while_full = room.acked - acked
        await beside(lambda: make_room(made))
        await room.until_acked(room.acked + WRITTEN)
        await room.quiet()
        log = read_logbook(made.redis.url, room.workshop_id)
        assert log.is_gapless
        fate = log.fates(room.clients, reader=room.helmi)
        made.redis.process.terminate()
        made.redis.process.wait()
        await beside(made.start_redis)
        kept = read_logbook(made.redis.url, room.workshop_id).fates(room.clients)
        return Told(refused, ready, about, reads, acked_while_full, fate, kept)


@pytest.mark.promise("P19")
@pytest.mark.parametrize("appendfsync", ["always", "everysec"])
def test_a_full_disk_is_told_and_loses_nothing(
    promise: Running, made: Plant, appendfsync: str
) -> None:
    told = asyncio.run(filled(made, appendfsync=appendfsync))

    assert (told.refused["status"], told.refused["code"]) == (503, "store.unavailable")
    assert told.ready.items() >= (SAYS[appendfsync] | {"durability": "none"}).items()
    assert told.about["durability"] == "none"
    assert told.reads == {(200, MARKED[appendfsync])}
    assert told.acked_while_full == 0
    assert told.fate.is_good, told.fate
    assert told.after_a_restart.stable == told.fate.stable
    promise.shows(f"disk full with {appendfsync}: {told.fate}", runs=1)


@pytest.mark.control("P19")
def test_a_server_that_acknowledges_onto_a_full_disk_is_caught(tmp_path: Path) -> None:
    with plant(tmp_path, variant="write_behind") as careless:
        put_on_a_disk(careless, appendfsync="always")

        async def lost() -> Fate:
            async with fleet(careless.urls, CLIENTS) as room:
                room.write(rest=0.002)
                await room.until_acked(CLIENTS)
                fill_disk(careless)
                await asyncio.to_thread(careless.redis.process.wait, REFUSED_WITHIN)
                await beside(lambda: make_room(careless))
                return read_logbook(careless.redis.url, room.workshop_id).fates(room.clients)

        assert asyncio.run(lost()).lost


@pytest.mark.promise("P19")
def test_a_server_that_starts_over_a_full_disk_reads_and_says_so(
    promise: Running, made: Plant, tmp_path: Path
) -> None:
    put_on_a_disk(made, appendfsync="everysec")

    async def told() -> tuple[dict[str, Any], dict[str, Any], Reads]:
        async with fleet(made.urls, 1) as room:
            fill_disk(made)
            refused = await until_refused(made, room)
            assert refused["code"] == "store.unavailable"
            with server_process(made.redis.url, tmp_path) as late:
                begun = Plant(tmp_path, made.redis, servers=[late])
                return await asyncio.to_thread(looked_at, begun, room)

    try:
        ready, about, reads = asyncio.run(told())
    finally:
        make_room(made)

    assert ready.items() >= (SAYS["everysec"] | {"durability": "none"}).items()
    assert about["durability"] == "none"
    assert reads == {(200, None)}
    promise.shows("a start over a full disk told", runs=1)
