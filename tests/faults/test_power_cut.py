"""P3: what was acknowledged survives a power cut, which takes all that no fsync had finished."""

from __future__ import annotations

import asyncio
import os
import shutil
import struct
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from redis import Redis

from tests.faults.fleet import fleet
from tests.faults.logbook import read_logbook
from tests.faults.plant import beside, plant

if TYPE_CHECKING:
    from tests.faults.conftest import Running
    from tests.faults.logbook import Fate
    from tests.faults.plant import Plant

pytestmark = [pytest.mark.serial, pytest.mark.long]

SOURCE = Path(__file__).with_name("synced.c")
CLIENTS = 30
BETWEEN = 300  # acks between two cuts
NOTE = struct.Struct("qq")  # inode, bytes on disk


@pytest.fixture
def synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which every finished fsync of a Redis started now is noted."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler to build what watches fsync")
    library = tmp_path / "synced.so"
    build = [compiler, "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(build, check=True)
    monkeypatch.setenv("LD_PRELOAD", str(library))
    monkeypatch.setenv("SYNCED", str(tmp_path / "synced"))
    return tmp_path / "synced"


def cut_power(made: Plant, synced: Path) -> int:
    """Kill Redis and cut its files back to what was on disk; return the bytes taken."""
    made.kill_redis()
    on_disk = dict(NOTE.iter_unpack(synced.read_bytes()))
    taken = 0
    for path in made.redis.folder.rglob("*.aof"):
        size = on_disk.get(path.stat().st_ino)
        if size is not None:
            taken += path.stat().st_size - size
            os.truncate(path, size)
    return taken


async def written_through_cuts(made: Plant, synced: Path, cuts: int, policy: str) -> Fate:
    """Write with thirty clients through power cuts; return what became of every ack."""

    def set_policy() -> None:
        with Redis.from_url(made.redis.url) as redis:
            redis.config_set("appendfsync", policy)

    def back() -> None:
        cut_power(made, synced)
        made.start_redis()
        set_policy()

    set_policy()
    async with fleet(made.urls, CLIENTS) as room:
        room.write(rest=0.002)
        for _ in range(cuts):
            await room.until_acked(room.acked + BETWEEN)
            await beside(back)
        if policy == "always":  # else the log may be one that nobody can go on from
            await room.until_acked(room.acked + CLIENTS)
            await room.rest()
        return read_logbook(made.redis.url, room.workshop_id).fates(room.clients)


@pytest.mark.promise("P3")
def test_nothing_acknowledged_is_lost_in_a_power_cut(
    promise: Running, tmp_path: Path, synced: Path
) -> None:
    with plant(tmp_path) as made:
        fate = asyncio.run(written_through_cuts(made, synced, promise.runs, "always"))

        assert fate.is_good, fate
        assert fate.stable >= BETWEEN * promise.runs
        promise.shows(str(fate))


@pytest.mark.control("P3")
def test_a_redis_that_syncs_every_second_loses_what_it_said(tmp_path: Path, synced: Path) -> None:
    with plant(tmp_path) as made:
        fate = asyncio.run(written_through_cuts(made, synced, 1, "everysec"))

        assert fate.lost
