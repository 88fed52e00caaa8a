"""P1, P2: whatever was acknowledged is there, once, though the server or Redis was killed."""

from __future__ import annotations

import asyncio
import random
import time
from typing import TYPE_CHECKING

import pytest

from tests.faults.boards import hashes_of, replayed_hash
from tests.faults.fleet import fleet
from tests.faults.logbook import Fate, read_logbook
from tests.faults.plant import beside, plant
from tests.wire import Http

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from tests.faults.conftest import Running
    from tests.faults.fleet import Fleet
    from tests.faults.plant import Plant

pytestmark = pytest.mark.serial

CLIENTS = 30
KILLS_EACH = 10  # kills one workshop lives through
BETWEEN = 200  # ops acknowledged between two kills of Redis
LEAST_ACKED = {False: 1_500, True: 15_000}  # ops, in the short and the long form
REFUSED_WITHIN = 2.0  # seconds
BACK_WITHIN = 3.0  # seconds after Redis is back


async def written_through(
    made: Plant, kills: range, between: int, kill: Callable[[Fleet, int], Awaitable[None]]
) -> Fate:
    """Write with thirty clients through those kills; return what became of every ack.

    `between`: ops acknowledged between two kills, at least.
    """
    chance = random.Random(kills.start)
    async with fleet(made.urls, CLIENTS) as room:
        room.write(rest=0.002)
        for number in kills:
            await room.until_acked(room.acked + chance.randint(between, between + 100))
            await kill(room, number)
        await room.until_acked(room.acked + CLIENTS)
        last = await room.quiet()
        log = read_logbook(made.redis.url, room.workshop_id)
        assert log.is_gapless
        assert last == len(log.changes)
        _, replayed = replayed_hash(made.redis.url, room.workshop_id)
        assert {*hashes_of(room.everyone)} == {replayed}
        return log.fates(room.clients, reader=room.helmi)


def through_kills(
    made: Plant, kills: int, between: int, kill: Callable[[Fleet, int], Awaitable[None]]
) -> Fate:
    """Write through that many kills, in workshops of ten kills each."""
    fate = Fate()
    for first in range(0, kills, KILLS_EACH):
        those = range(first, min(first + KILLS_EACH, kills))
        fate.add(asyncio.run(written_through(made, those, between, kill)))
    return fate


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


@pytest.fixture(scope="module")
def write_behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    """A plant whose server acknowledges first and writes a little later."""
    with plant(tmp_path_factory.mktemp("plant"), variant="write_behind") as running:
        yield running


async def what_one_kill_takes(made: Plant, kill: Callable[[], None]) -> Fate:
    """Let an ack fire `kill`, and start again what it ended; return what became of every ack."""
    async with fleet(made.urls, CLIENTS) as room:
        room.write(rest=0.002)
        await room.until_acked(CLIENTS)
        await room.until_one_is_acked(kill)
        is_redis = made.redis.process.poll() is not None
        await beside(made.start_redis if is_redis else made.kill_server)
        return read_logbook(made.redis.url, room.workshop_id).fates(room.clients)


@pytest.mark.promise("P1")
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    promise: Running, made: Plant
) -> None:
    least = LEAST_ACKED[promise.is_long]
    fate = through_kills(made, promise.runs, least // promise.runs, server_killer(made))

    assert fate.is_good, fate
    assert fate.stable >= least
    promise.shows(str(fate))


@pytest.mark.promise("P2")
def test_nothing_acknowledged_is_lost_when_redis_is_killed(promise: Running, made: Plant) -> None:
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

    fate = through_kills(made, promise.runs, BETWEEN, kill)

    assert fate.is_good, fate
    assert max(refused) < REFUSED_WITHIN
    assert max(back) < BACK_WITHIN
    promise.shows(f"{fate}; refused in {max(refused):.2f} s, back in {max(back):.2f} s")


@pytest.mark.control("P1")
def test_a_server_that_acknowledges_first_is_caught(write_behind: Plant) -> None:
    assert write_behind.server.process is not None
    kill = write_behind.server.process.kill

    assert asyncio.run(what_one_kill_takes(write_behind, kill)).lost


@pytest.mark.control("P2")
def test_a_server_that_acknowledges_before_redis_has_it_is_caught(write_behind: Plant) -> None:
    assert asyncio.run(what_one_kill_takes(write_behind, write_behind.kill_redis)).lost


def refusal(url: str, room: Fleet) -> float:
    """Return how long it takes until an op is refused because the store is away."""
    begun = time.monotonic()
    http = Http(url, room.helmi.token)
    op = room.helmi.op("phase.lock", locked=True)
    error = http.post(f"/workshops/{room.workshop_id}/ops", op, expect=503)["error"]
    assert error["code"] == "store.unavailable"
    return time.monotonic() - begun
