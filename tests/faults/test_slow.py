"""P8: who reads slowly, or not at all, slows nobody else and holds no memory."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest
import requests

from tests.faults.client import end
from tests.faults.fleet import fleet, seat
from tests.faults.link import LinkLost, WebsocketLink
from tests.faults.plant import plant

if TYPE_CHECKING:
    from tests.faults.client import Client
    from tests.faults.conftest import Running
    from tests.faults.fleet import Fleet
    from tests.faults.plant import Plant

pytestmark = pytest.mark.serial

OTHERS = 20
STUCK = 5
SLOW = 5
WRITERS = 10
WRITE_EVERY = 0.04  # seconds
WATCHED_FOR = {False: 1.5, True: 5.0}  # seconds, before and with the slow ones; short and long
CUT_WITHIN = 30.0  # seconds
MOST_MEMORY = 20_000_000  # bytes
HOLDS = 4096  # bytes that fit between the server and who does not read
STALL = 1.0  # seconds; nobody takes that for a busy machine
STALLED_WITHIN = 15.0  # seconds until the control has filled what the system takes
TRIES = 3
TEXT = "ж" * 265


@dataclass
class Acks:
    """How long the acks of the others took; one that is still out counts with its age."""

    took: list[float] = field(default_factory=list)
    waiting: dict[str, float] = field(default_factory=dict)

    def p99(self) -> float:
        now = time.monotonic()
        every = sorted([*self.took, *(now - begun for begun in self.waiting.values())])
        return every[int(len(every) * 0.99)]


async def write(room: Fleet, client: Client, acks: list[Acks]) -> None:
    """Write one note anew every now and then; each ack counts where the watch is when asked for.

    It is one note, so that the board does not grow: the memory that is measured is for the slow.
    """
    note_id = (await client.do("note.add", area="value", text=TEXT))["id"]
    for turn in itertools.count():
        if room.stopping:
            return
        now = acks[-1]
        begun = now.waiting[client.seat] = time.monotonic()
        await client.perform("note.edit", note_id=note_id, text=f"{turn} {TEXT}")
        del now.waiting[client.seat]
        now.took.append(time.monotonic() - begun)
        await asyncio.sleep(WRITE_EVERY)


async def entered(made: Plant, joined: dict[str, Any]) -> WebsocketLink:
    """Return a connection of that seat on which nothing is read any more."""
    link = await WebsocketLink.open(made.url, holds=HOLDS)
    await link.send("40" + orjson.dumps({"token": joined["token"]}).decode())
    await link.receive()
    await link.send('420["enter",{"protocol":1}]')
    return link


async def crawl(made: Plant, joined: dict[str, Any]) -> None:
    """Read a kilobyte a second, and come back whenever that was too slow."""
    while True:
        with contextlib.suppress(LinkLost, OSError):
            link = await entered(made, joined)
            try:
                while await link.reader.read(1024):
                    await asyncio.sleep(1)
            finally:
                link.close()
        await asyncio.sleep(0.5)


def memory(made: Plant) -> int:
    """Return the bytes the server has in memory."""
    assert made.server.process is not None
    statm = Path(f"/proc/{made.server.process.pid}/statm").read_text()
    return int(statm.split()[1]) * 4096


async def connected(made: Plant, room: Fleet) -> set[str]:
    """Return the seats that are shown as connected."""
    path = f"{made.url}/api/v1/workshops/{room.workshop_id}/people"
    headers = {"Authorization": f"Bearer {room.helmi.token}"}
    answer = await asyncio.to_thread(requests.get, path, headers=headers, timeout=5)
    return {one["id"] for one in answer.json()["seats"] if one["connected"]}


async def until_gone(made: Plant, room: Fleet, seats: set[str]) -> float:
    """Return how long it takes from now until none of the seats is connected any more."""
    begun = time.monotonic()
    while not seats <= await connected(made, room):
        assert time.monotonic() - begun < CUT_WITHIN
        await asyncio.sleep(0.05)
    while await connected(made, room) & seats:
        assert time.monotonic() - begun < CUT_WITHIN
        await asyncio.sleep(0.2)
    return time.monotonic() - begun


async def with_slow_ones(
    made: Plant, *, until_cut: bool, watched_for: float
) -> tuple[float, float, float, int]:
    """Return the others' p99 before and with slow ones, when those were cut, memory taken."""
    acks = [Acks()]
    async with fleet(made.urls, OTHERS) as room:
        room.writers += [
            asyncio.create_task(write(room, client, acks)) for client in room.clients[:WRITERS]
        ]
        await asyncio.sleep(watched_for)
        before, memory_before = acks[-1].p99(), memory(made)
        joined = [seat(made.url, room.made, number) for number in range(STUCK + SLOW)]
        stuck = [await entered(made, each) for each in joined[:STUCK]]
        crawling = [asyncio.create_task(crawl(made, each)) for each in joined[STUCK:]]
        acks.append(Acks())
        try:
            cut = 0.0
            gone = {each["seat"]["id"] for each in joined[:STUCK]}
            watching = asyncio.create_task(asyncio.sleep(watched_for))
            if until_cut:
                cut = await until_gone(made, room, gone)
            await watching
            deadline = time.monotonic() + STALLED_WITHIN
            while not until_cut and acks[-1].p99() < STALL and time.monotonic() < deadline:
                await asyncio.sleep(0.1)
            with_them, grown = acks[-1].p99(), memory(made) - memory_before
            if until_cut:
                await room.quiet()
        finally:
            await end(crawling)
            for link in stuck:
                link.close()
    return before, with_them, cut, grown


def allowed(before: float) -> float:
    """Return the p99 the others may have."""
    return max(1.2 * before, before + 0.010)


@pytest.mark.alone
@pytest.mark.promise("P8")
def test_who_reads_slowly_slows_nobody(promise: Running, tmp_path: Path) -> None:
    watched_for = WATCHED_FOR[promise.is_long]
    limits = {} if promise.is_long else {"LIMIT_BACKLOG_BYTES": "65536"}
    with plant(tmp_path, **limits) as made:
        for _ in range(promise.runs):
            # Something else on the machine may slow everybody for a moment, but not each time.
            for _ in range(TRIES):
                found = asyncio.run(with_slow_ones(made, until_cut=True, watched_for=watched_for))
                before, with_them, cut, grown = found
                if with_them < allowed(before):
                    break

            assert with_them < allowed(before)
            assert grown < MOST_MEMORY
            promise.shows(
                f"others' p99 {1000 * before:.0f} → {1000 * with_them:.0f} ms; "
                f"cut in {cut:.1f} s; {grown / 1e6:.1f} MB"
            )


@pytest.mark.control("P8")
def test_a_server_that_waits_for_the_slow_is_caught(tmp_path: Path) -> None:
    with plant(tmp_path, variant="waits_for_the_slow") as made:
        before, with_them, _, _ = asyncio.run(
            with_slow_ones(made, until_cut=False, watched_for=WATCHED_FOR[False])
        )

        assert with_them > max(STALL, allowed(before))
