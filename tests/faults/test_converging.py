"""P6: after any faults all boards are one board: clients', server's and the replayed log's."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.boards import hashes, replayed_hash, told_hash
from tests.faults.fleet import fleet
from tests.faults.plant import beside, plant

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.faults.client import Client
    from tests.faults.conftest import Running
    from tests.faults.fleet import Fleet
    from tests.faults.plant import Plant

pytestmark = pytest.mark.serial

CLIENTS = 6
PLANTS = 3  # work through the seeds side by side: a schedule mostly waits
QUIET_WITHIN = 2.0  # seconds from the end of all faults and ops to one board
TRANSPORTS = ("websocket", "polling", "websocket")
FAULTS = ("latency", "slices", "reset", "hole", "redis_hole", "redis_reset", "cut")
KILLS = ("kill_server", "kill_redis")
KILLED_IN = 0.15  # share of the schedules that have a kill in them


@dataclass(frozen=True)
class Ending:
    """What one schedule came to: the boards at its end."""

    seed: int
    boards: list[dict[str, Any]]
    told: tuple[int, str]
    replayed: tuple[int, str]
    took: float


def schedule(seed: int) -> list[tuple[str, float]]:
    """Return the faults of a seed, each with its length in seconds."""
    chance = random.Random(seed)
    faults = [(chance.choice(FAULTS), chance.uniform(0.05, 0.3)) for _ in range(2)]
    if chance.random() < KILLED_IN:
        faults.insert(chance.randrange(2), (chance.choice(KILLS), 0.0))
    return faults


async def busy(client: Client) -> None:
    """Do one thing that changes the board: add, edit, move or remove an own note."""
    mine = [done.ack["id"] for done in client.acked if done.op["type"] == "note.add"]
    kind = client.chance.choice(("add", "add", "edit", "move", "remove"))
    area = client.chance.choice(client.base["board"]["areas"])
    if kind == "add" or not mine:
        await client.perform("note.add", area=area, text=f"{len(client.acked)} 👩‍👩‍👧 “note”")
    elif kind == "edit":
        await client.perform("note.edit", note_id=client.chance.choice(mine), text=f"new {area}")
    elif kind == "move":
        await client.perform("note.move", note_id=client.chance.choice(mine), area=area)
    else:
        await client.perform("note.remove", note_id=client.chance.choice(mine))


async def harm(made: Plant, room: Fleet, fault: str, lasting: float) -> None:
    """Do one fault for as long as it lasts."""
    (to_server,) = made.to_servers
    to_redis = made.to_redis
    assert to_redis is not None
    if fault == "latency":
        to_server.latency = 0.05
    elif fault == "slices":
        to_server.slice = 7
    elif fault == "reset":
        to_server.reset()
    elif fault == "hole":
        to_server.hole(True)
    elif fault == "redis_hole":
        to_redis.hole(True)
    elif fault == "redis_reset":
        to_redis.reset()
    elif fault == "cut":
        room.clients[0].cut()
    elif fault == "kill_server":
        await beside(made.kill_server)
    elif fault == "kill_redis":
        made.kill_redis()
        await beside(made.start_redis)
    await asyncio.sleep(lasting)


async def lived_through(made: Plant, seed: int, **options: Any) -> Ending:
    """Let clients work through the schedule of a seed; return the boards at the end."""
    async with fleet(
        made.urls,
        CLIENTS,
        join_at=made.url,
        transports=TRANSPORTS,
        seed=seed,
        patience=2,
        **options,
    ) as room:

        async def work(client: Client) -> None:
            while not room.stopping:
                await busy(client)
                await asyncio.sleep(0.01)

        room.let(work)
        for fault, lasting in schedule(seed):
            await harm(made, room, fault, lasting)
        for each in (*made.to_servers, made.to_redis):
            each.heal()
        await room.rest()
        begun = time.monotonic()
        await room.quiet()
        return Ending(
            seed,
            [client.known() for client in room.everyone],
            told_hash(made.url, room.helmi),
            replayed_hash(made.redis.url, room.workshop_id),
            time.monotonic() - begun,
        )


async def lived_through_all(plants: list[Plant], seeds: Iterable[int]) -> list[Ending]:
    """Let each plant take the next seed as soon as it has done with one."""
    waiting = iter(seeds)

    async def take(made: Plant) -> list[Ending]:
        endings = []
        for seed in waiting:
            print(f"P6: seed {seed}: {schedule(seed)}")
            endings.append(await lived_through(made, seed))
        return endings

    return list(itertools.chain(*await asyncio.gather(*map(take, plants))))


@pytest.mark.promise("P6")
def test_all_boards_are_one_board_after_any_faults(promise: Running, tmp_path: Path) -> None:
    with contextlib.ExitStack() as running:
        plants = [
            running.enter_context(plant(tmp_path / f"{n}", proxied=True, redis_proxied=True))
            for n in range(PLANTS)
        ]
        endings = asyncio.run(lived_through_all(plants, range(1, promise.runs + 1)))

    counted = iter(hashes([board for ending in endings for board in ending.boards]))
    for ending in endings:
        boards = {next(counted) for _ in ending.boards}
        assert boards == {ending.told[1]} == {ending.replayed[1]}, f"seed {ending.seed}"
        assert ending.took < QUIET_WITHIN, f"seed {ending.seed}"
    assert len(endings) == promise.runs
    slowest = max(ending.took for ending in endings)
    promise.shows(f"seeds 1…{promise.runs}, one hash each, quiet in {slowest:.2f} s at most")


@pytest.mark.control("P6")
def test_clients_that_do_not_mind_holes_end_with_other_boards(tmp_path: Path) -> None:
    with plant(tmp_path, variant="loses_changes") as made:

        async def written() -> tuple[list[str], int]:
            async with fleet(made.urls, CLIENTS, minds_holes=False) as room:
                room.write(rest=0.01)
                await room.until_acked(50)
                await room.rest()
                await asyncio.sleep(1)  # what is on its way arrives; nobody asks for the rest
                return hashes([client.known() for client in room.everyone]), room.acked

        boards, acked = asyncio.run(written())

        assert acked >= 50
        assert len(set(boards)) > 1
