"""P1, P2: whatever was acknowledged is there, once, though the server or Redis was killed."""

from __future__ import annotations

import asyncio
import random
import time
from typing import TYPE_CHECKING

import pytest

from tests.faults.boards import hashes_of, replayed_hash
from tests.faults.fleet import fleet
from tests.faults.logbook import read_logbook
from tests.faults.plant import beside, plant
from tests.wire import Http

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.faults.conftest import Running
    from tests.faults.fleet import Fleet
    from tests.faults.logbook import Fate
    from tests.faults.plant import Plant

pytestmark = pytest.mark.serial

CLIENTS = 30
BETWEEN = (200, 400)  # ops acknowledged between two kills
REFUSED_WITHIN = 2.0  # seconds
BACK_WITHIN = 3.0  # seconds after Redis is back


async def written_through(
    made: Plant, kills: int, kill: Callable[[Fleet, int], Awaitable[None]]
) -> tuple[Fate, Fleet]:
    """Write with thirty clients through `kills` kills; return what became of every ack."""
    chance = random.Random(kills)
    async with fleet(made.urls, CLIENTS) as room:
        room.write(rest=0.002)
        for number in range(kills):
            await room.until_acked(room.acked + chance.randint(*BETWEEN))
            await kill(room, number)
        await room.until_acked(room.acked + CLIENTS)
        last = await room.quiet()
        log = read_logbook(made.redis.url, room.workshop_id)
        assert log.is_gapless
        assert last == len(log.changes)
        _, replayed = replayed_hash(made.redis.url, room.workshop_id)
        assert {*hashes_of(room.everyone)} == {replayed}
        return log.fates(room.clients, reader=room.helmi), room


def server_killer(made: Plant) -> Callable[[Fleet, int], Awaitable[None]]:
    """Return what kills the server: at any moment, or by the ack itself, turn about."""

    async def kill(room: Fleet, number: int) -> None:
        assert made.server.process is not None
        if number % 2:
            made.server.process.kill()
        else:
            await room.until_one_is_acked(made.server.process.kill)
        await beside(made.kill_server)

    return kill


@pytest.mark.promise("P1")
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    promise: Running, tmp_path: Path
) -> None:
    with plant(tmp_path) as made:
        fate, room = asyncio.run(written_through(made, promise.runs, server_killer(made)))

        assert fate.is_good, fate
        assert fate.stable >= 300 * promise.runs
        assert all(client.connects > 1 for client in room.clients)
        promise.shows(str(fate))


@pytest.mark.control("P1")
def test_a_server_that_acknowledges_first_is_caught(tmp_path: Path) -> None:
    with plant(tmp_path, variant="write_behind") as made:

        async def one_kill() -> Fate:
            async with fleet(made.urls, CLIENTS) as room:
                room.write(rest=0.002)
                await room.until_acked(CLIENTS)
                assert made.server.process is not None
                await room.until_one_is_acked(made.server.process.kill)
                return read_logbook(made.redis.url, room.workshop_id).fates(room.clients)

        assert asyncio.run(one_kill()).lost


@pytest.mark.control("P1")
def test_a_server_that_forgets_op_ids_is_caught(tmp_path: Path) -> None:
    with plant(tmp_path, variant="no_dedupe") as made:

        async def sent_twice() -> Fate:
            async with fleet(made.urls, 2) as room:
                aino = room.clients[0]
                op = aino.op("note.add", area="value", text="once")
                await aino._until_answered(op)
                await aino._until_answered(op)
                return read_logbook(made.redis.url, room.workshop_id).fates(room.clients)

        assert asyncio.run(sent_twice()).doubled


@pytest.mark.promise("P2")
def test_nothing_acknowledged_is_lost_when_redis_is_killed(
    promise: Running, tmp_path: Path
) -> None:
    with plant(tmp_path) as made:
        refused: list[float] = []
        back: list[float] = []

        async def kill(room: Fleet, _: int) -> None:
            made.kill_redis()
            acked = room.acked
            refused.append(await asyncio.to_thread(refusal, made.url, room))
            await beside(made.start_redis)
            begun = time.monotonic()
            await room.until_acked(acked + CLIENTS)
            back.append(time.monotonic() - begun)

        fate, _ = asyncio.run(written_through(made, promise.runs, kill))

        assert fate.is_good, fate
        assert max(refused) < REFUSED_WITHIN
        assert max(back) < BACK_WITHIN
        promise.shows(f"{fate}; refused in {max(refused):.2f} s, back in {max(back):.2f} s")


@pytest.mark.control("P2")
def test_a_server_that_acknowledges_before_redis_has_it_is_caught(tmp_path: Path) -> None:
    with plant(tmp_path, variant="write_behind") as made:

        async def one_kill() -> Fate:
            async with fleet(made.urls, CLIENTS) as room:
                room.write(rest=0.002)
                await room.until_acked(CLIENTS)
                await room.until_one_is_acked(made.kill_redis)
                await beside(made.start_redis)
                return read_logbook(made.redis.url, room.workshop_id).fates(room.clients)

        assert asyncio.run(one_kill()).lost


def refusal(url: str, room: Fleet) -> float:
    """Return how long it takes until an op is refused because the store is away."""
    begun = time.monotonic()
    http = Http(url, room.helmi.token)
    op = room.helmi.op("phase.lock", locked=True)
    error = http.post(f"/workshops/{room.workshop_id}/ops", op, expect=503)["error"]
    assert error["code"] == "store.unavailable"
    return time.monotonic() - begun
