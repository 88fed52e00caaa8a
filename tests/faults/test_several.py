"""P7, P11, P17: cuts, several processes and updates go by without a gap and without a loss."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.faults.boards import hashes_of, replayed_hash
from tests.faults.client import Client
from tests.faults.fleet import fleet, seat
from tests.faults.logbook import read_logbook
from tests.faults.plant import beside, plant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.conftest import Running
    from tests.faults.logbook import Fate
    from tests.faults.plant import Plant

pytestmark = pytest.mark.serial

MISSED = (0, 1, 1000, 1001, 5000)  # changes that went by while a client was away
CATCHES_UP = 1000  # more than this and a snapshot is the shorter way
PROCESSES = 3
CLIENTS = 12
STOPPED_FOR = 0.5  # seconds a process is stopped by SIGSTOP
EXIT_WITHIN = 3.0  # seconds


@pytest.fixture(scope="module")
def losing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    """A plant of two servers that tell only some of the changes."""
    folder = tmp_path_factory.mktemp("plant")
    with plant(folder, servers=2, variant="loses_changes") as running:
        yield running


async def away_for(made: Plant, missed: int) -> Client:
    """Let a client be away while `missed` changes go by; return it, back again."""
    async with fleet(made.urls, 1) as room:
        reader = await Client(made.urls, seat(made.url, room.made, 1)).start()
        await reader.leave()
        before = reader.snapshots
        writer = room.clients[0]
        for start in range(0, missed, 500):
            ops = [
                writer.op("note.add", area="value", text=f"{number}")
                for number in range(start, min(missed, start + 500))
            ]
            assert all(ack["ok"] for ack in await writer.pipeline(ops))
        await reader.start()
        await room.quiet()
        await reader.hear(room.helmi.seq)
        assert reader.snapshots - before == (missed > CATCHES_UP)
        assert len({*hashes_of([reader, room.helmi])}) == 1
        await reader.leave()
        return reader


@pytest.mark.promise("P7")
def test_who_was_away_goes_on_with_changes_or_with_one_snapshot(
    promise: Running, made: Plant
) -> None:
    for number in range(promise.runs):
        asyncio.run(away_for(made, MISSED[number % len(MISSED)]))

    missed = ", ".join(str(count) for count in MISSED[: promise.runs])
    promise.shows(f"{missed} missed: one board, one snapshot above {CATCHES_UP}")


@pytest.mark.control("P7")
def test_a_client_that_minds_no_holes_keeps_the_gap(losing: Plant) -> None:
    async def gap() -> tuple[int, int]:
        async with fleet([losing.url], 4, minds_holes=False) as room:
            reader = room.clients[0]
            entered_at = reader.seq
            room.write(rest=0.01)
            await room.until_acked(200)
            await room.rest()
            return len(reader.heard), reader.seq - entered_at

    heard, happened = asyncio.run(gap())
    assert heard < happened


async def killed_and_stopped(made: Plant, rounds: int) -> tuple[Fate, int, set[str]]:
    """Write on three processes while they are killed and stopped in turn."""
    chance = random.Random(rounds)
    async with fleet(made.urls, CLIENTS, patience=3) as room:
        room.write(rest=0.002)
        for number in range(rounds):
            await room.until_acked(room.acked + 100)
            server = made.servers[number % PROCESSES]
            assert server.process is not None
            if chance.random() < 0.5 or number == 1:
                os.kill(server.process.pid, signal.SIGSTOP)
                await asyncio.sleep(STOPPED_FOR)
                os.kill(server.process.pid, signal.SIGCONT)
            else:
                await beside(lambda number=number: made.kill_server(number % PROCESSES))
        await room.until_acked(room.acked + CLIENTS)
        await room.quiet()
        log = read_logbook(made.redis.url, room.workshop_id)
        assert log.is_gapless
        turned = 0
        for client in room.clients:
            sent = [acked.op["op_id"] for acked in client.acked]
            stored = [change["op_id"] for change in log.notes_by(client.seat)]
            turned += [op_id for op_id in stored if op_id in set(sent)] != sent
        boards = {*hashes_of(room.everyone), replayed_hash(made.redis.url, room.workshop_id)[1]}
        return log.fates(room.clients, reader=room.helmi), turned, boards


@pytest.mark.promise("P11")
def test_three_processes_that_are_killed_and_stopped_never_disagree(
    promise: Running, tmp_path: Path
) -> None:
    with plant(tmp_path, servers=PROCESSES) as made:
        fate, turned, boards = asyncio.run(killed_and_stopped(made, promise.runs))

        assert fate.is_good, fate
        assert turned == 0
        assert len(boards) == 1
        promise.shows(f"{fate}; {turned} inversions; one board")


@pytest.mark.control("P11")
def test_processes_and_clients_that_mind_no_holes_disagree(losing: Plant) -> None:
    async def boards() -> int:
        async with fleet(losing.urls, 4, minds_holes=False) as room:
            room.write(rest=0.01)
            await room.until_acked(40)
            await room.rest()
            return len({*hashes_of(room.everyone)})

    assert asyncio.run(boards()) > 1


@pytest.mark.promise("P11")
def test_a_second_process_on_a_taken_port_says_so(promise: Running, made: Plant) -> None:
    second = subprocess.run(
        made.server.command,
        env=dict(made.server.environment),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert second.returncode != 0
    assert str(made.server.port) in second.stderr


async def updated(made: Plant, rounds: int) -> tuple[Fate, list[float], list[int], int]:
    """Restart the server as an update does, under thirty writers."""
    took, waits = [], []
    async with fleet([made.url], 30) as room:
        room.write(rest=0.005)
        for _ in range(rounds):
            await room.until_acked(room.acked + 200)
            await room.until_each_is_acked()
            begun = time.monotonic()
            await beside(made.server.stop)
            took.append(time.monotonic() - begun)
            await beside(made.server.start)
        await room.until_acked(room.acked + 30)
        await room.quiet()
        for client in room.clients:
            waits += [
                notice["reconnect_in_ms"]
                for notice in client.notices
                if "reconnect_in_ms" in notice
            ]
        refused = sum(len(client.refused) for client in room.clients)
        log = read_logbook(made.redis.url, room.workshop_id)
        return log.fates(room.clients, reader=room.helmi), took, waits, refused


@pytest.mark.promise("P17")
def test_an_update_interrupts_nobody(promise: Running, made: Plant) -> None:
    fate, took, waits, refused = asyncio.run(updated(made, promise.runs))

    assert fate.is_good, fate
    assert refused == 0
    assert max(took) < EXIT_WITHIN
    assert len(waits) == 30 * promise.runs
    assert len(set(waits)) > 10, "everybody would come back at once"
    assert "Traceback" not in made.logs
    promise.shows(f"{fate}; exit in {max(took):.2f} s; {refused} errors")


@pytest.mark.control("P17")
def test_a_server_that_goes_without_a_word_is_caught(tmp_path: Path) -> None:
    with plant(tmp_path, variant="goes_without_a_word") as made:
        _, _, waits, _ = asyncio.run(updated(made, 1))

        assert len(waits) < 30
