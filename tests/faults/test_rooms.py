"""P12, P15, P18, P21: exports, erasing, long days and restored backups."""

from __future__ import annotations

import asyncio
import itertools
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests
from places import REPO

from tests.faults.boards import hashes_of
from tests.faults.fleet import fleet
from tests.faults.plant import beside, plant
from tests.wire import Http

if TYPE_CHECKING:
    from tests.faults.conftest import Running
    from tests.faults.fleet import Fleet
    from tests.faults.plant import Plant

pytestmark = pytest.mark.serial

NOTES = 500
KINDS = ("json", "md", "csv")
ACKED_WITHIN = 0.05  # seconds, 99 of 100
ERASED_WITHIN = 90  # seconds until Redis has written its files anew
WARM = 0.5  # share of the time after which memory is watched: by then it is as full as it gets
BUSY_FOR = 5.0  # seconds of coming and going between two looks
RESTS_FOR = 1.0  # seconds of rest before a look, so that what goes by itself has gone
KEPT = 5000  # ops
NOISE = 400 * 1024  # bytes the memory of a process moves by itself
MOST_GROWTH = 1024 * 1024  # bytes an hour
CHURN = 60  # clients that come and go


async def exported_meanwhile(made: Plant, rounds: int) -> float:
    """Export a big board again and again while somebody writes; return the p99 of the acks."""
    async with fleet(made.urls, 2) as room:
        for start in range(0, NOTES, 100):
            writer = room.clients[0]
            ops = [
                writer.op("note.add", area="value", text=f"note {start + number} {'x' * 100}")
                for number in range(100)
            ]
            assert all(ack["ok"] for ack in await writer.pipeline(ops))
        address = f"{made.url}/api/v1/workshops/{room.workshop_id}/export/"
        headers = {"Authorization": f"Bearer {room.helmi.token}"}
        await asyncio.to_thread(requests.get, address + "json", headers=headers, timeout=30)
        room.write(rest=0.005)
        for _ in range(rounds):
            answers = await asyncio.gather(
                *(
                    asyncio.to_thread(requests.get, address + kind, headers=headers, timeout=30)
                    for kind in KINDS
                )
            )
            assert all(answer.status_code == 200 for answer in answers)
        await room.rest()
        took = sorted(acked.took for client in room.clients for acked in client.acked)
        return took[int(len(took) * 0.99)]


@pytest.mark.alone
@pytest.mark.promise("P12")
def test_exports_of_a_big_board_do_not_stall_the_room(promise: Running, made: Plant) -> None:
    p99 = asyncio.run(exported_meanwhile(made, promise.runs))

    assert p99 < ACKED_WITHIN
    promise.shows(f"others' ack p99 {1000 * p99:.0f} ms")


@pytest.mark.control("P12")
def test_a_server_that_exports_on_the_spot_is_caught(tmp_path: Path) -> None:
    with plant(tmp_path, variant="exports_on_the_spot") as made:
        assert asyncio.run(exported_meanwhile(made, 3)) > ACKED_WITHIN


def operator(made: Plant, *words: str) -> None:
    """Run a command of the operator."""
    command = [sys.executable, "-m", "server", *words]
    done = subprocess.run(
        command,
        env=dict(made.server.environment),
        cwd=REPO,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


async def restored(made: Plant, folder: Path) -> Fleet:
    """Back up, write on, restore what was; return the room once all boards are that board."""
    async with fleet(made.urls, 4, transports=("websocket", "polling")) as room:
        for client in room.clients:
            await client.do("note.add", area="value", text="before the backup")
        await room.quiet()
        epoch, seq = room.helmi.epoch, room.helmi.seq
        await beside(lambda: operator(made, "backup", str(folder)))
        for client in room.clients:
            await client.do("note.add", area="value", text="after the backup")
        await beside(
            lambda: operator(made, "restore", str(folder), room.workshop_id, "--overwrite")
        )
        async with asyncio.timeout(15):
            while any(one.epoch in (epoch, None) for one in room.everyone):
                await asyncio.sleep(0.05)
        await room.quiet()
        assert all(one.snapshots > 1 for one in room.everyone)
        assert len({*hashes_of(room.everyone)}) == 1
        assert len({one.epoch for one in room.everyone}) == 1
        texts = {
            note["text"]
            for note in Http(made.url, room.helmi.token).get(
                f"/workshops/{room.workshop_id}/snapshot"
            )["board"]["notes"]
        }
        assert texts == {"before the backup"}
        assert room.helmi.seq > seq
        return room


@pytest.mark.promise("P21")
def test_a_restored_backup_gives_everybody_a_snapshot(
    promise: Running, made: Plant, tmp_path: Path
) -> None:
    for number in range(promise.runs):
        asyncio.run(restored(made, tmp_path / str(number)))

    promise.shows("new epoch, a snapshot for all, one board")


@pytest.mark.long
@pytest.mark.promise("P15")
def test_what_was_erased_is_in_no_file(promise: Running, tmp_path: Path) -> None:
    secret = "call Aino 040 1234567 kaniini"
    with plant(tmp_path) as made:

        async def erased() -> None:
            async with fleet(made.urls, 1) as other, fleet(made.urls, 2) as room:
                await other.clients[0].do("note.add", area="value", text="of another workshop")
                note = await room.clients[0].do("note.add", area="value", text=secret)
                await room.clients[1].do("note.add", area="value", text="stays")
                for kind in KINDS:
                    path = f"/workshops/{room.workshop_id}/export/{kind}"
                    Http(made.url, room.helmi.token).get(path)
                await room.helmi.do("note.erase", note_id=note["id"])
                seen = Http(made.url, other.helmi.token).get(
                    f"/workshops/{other.workshop_id}/snapshot"
                )
                assert [n["text"] for n in seen["board"]["notes"]] == ["of another workshop"]

        asyncio.run(erased())
        deadline = time.monotonic() + ERASED_WITHIN
        while found := files_with(secret.encode(), tmp_path):
            assert time.monotonic() < deadline, found
            time.sleep(1)
        promise.shows("0 bytes found in log, files of Redis and exports")


def files_with(secret: bytes, folder: Path) -> list[str]:
    return [
        path.name for path in folder.rglob("*") if path.is_file() and secret in path.read_bytes()
    ]


@pytest.mark.long
@pytest.mark.promise("P18")
def test_it_runs_all_day(promise: Running, tmp_path: Path) -> None:
    lasting = 60 * promise.minutes
    with plant(tmp_path) as made:
        growth, descriptors, ghosts = asyncio.run(a_day(made, lasting))

        promise.shows(
            f"{promise.minutes:g} min: {growth / 1024:.0f} kB an hour, "
            f"{most_growth(lasting) / 1024:.0f} can be told; "
            f"descriptors {descriptors[0]} → {descriptors[-1]}, {ghosts} ghosts"
        )
        assert growth < most_growth(lasting)
        assert abs(descriptors[-1] - descriptors[0]) < CHURN / 4
        assert ghosts == 0


async def a_day(made: Plant, lasting: float) -> tuple[float, list[int], int]:
    """Let clients come, write, and go; return bytes of growth an hour, descriptors, ghosts."""
    assert made.server.process is not None
    folder = Path(f"/proc/{made.server.process.pid}")
    chance = random.Random(18)
    looks: list[tuple[float, int]] = []
    descriptors = []
    async with fleet(made.urls, CHURN) as room:
        helmi = room.helmi
        note = (await helmi.do("note.add", area="value", text="one"))["id"]

        def edit() -> dict[str, Any]:
            return helmi.op("note.edit", note_id=note, text=f"{chance.getrandbits(64)}")

        for _ in range(KEPT // 500):  # what the server keeps for a while is full from the start
            await helmi.pipeline([edit() for _ in range(500)])
        begun = time.monotonic()
        while (now := time.monotonic() - begun) < lasting:
            while time.monotonic() - begun - now < BUSY_FOR:
                leaving = chance.choice(room.clients)
                await leaving.leave()
                await leaving.start()
                await helmi.pipeline([edit() for _ in range(5)])
                await asyncio.sleep(0.1)
                for client in room.everyone:
                    client.heard.clear()
            await asyncio.sleep(RESTS_FOR)
            if now >= WARM * lasting:
                pages = int((folder / "statm").read_text().split()[1])
                descriptors.append(len(list((folder / "fd").iterdir())))
                looks.append((now, pages * 4096))
        people = Http(made.url, helmi.token).get(f"/workshops/{room.workshop_id}/people")
        shown = {one["id"] for one in people["seats"] if one["connected"]}
        ghosts = len(shown - {client.seat for client in room.everyone})
    return slope(looks) * 3600, descriptors, ghosts


def slope(looks: list[tuple[float, int]]) -> float:
    """Return what the second figure grows by for each of the first: the median of all pairs.

    Memory goes up in steps, when the system is asked for more; one step is no slope.
    Source: H. Theil, "A rank-invariant method of linear and polynomial regression" (1950).
    """
    return statistics.median(
        (later - before) / (x - w) for (w, before), (x, later) in itertools.combinations(looks, 2)
    )


@pytest.mark.long
@pytest.mark.control("P18")
def test_a_server_that_forgets_nothing_is_caught(tmp_path: Path) -> None:
    lasting = 60.0
    with plant(tmp_path, variant="forgets_nothing") as made:
        growth, _, _ = asyncio.run(a_day(made, lasting))

    assert growth > most_growth(lasting)


def most_growth(lasting: float) -> float:
    """Return the bytes an hour that memory may seem to grow by when watched for so long."""
    return MOST_GROWTH + NOISE * 3600 / (lasting * (1 - WARM))
