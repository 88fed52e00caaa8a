"""A disk of a Redis that can be full: beyond a size no file can be written any more."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING

from private_redis import PrivateRedis, redis_binary, wait_until_ready
from processes import start
from redis import Redis

from tests.store.test_safety import limited

if TYPE_CHECKING:
    from tests.faults.plant import Plant

ROOM = 4 * 1024  # bytes a full disk still takes: it fills in the middle of a batch
UNLIMITED = resource.RLIM_INFINITY


def put_on_a_disk(made: Plant, *, appendfsync: str) -> None:
    """Start the plant's Redis again, on the same data and port, on a disk that can be full."""
    made.kill_redis()
    folder, port = made.redis.folder, made.redis.port
    words = [
        *limited(UNLIMITED), redis_binary(), "--bind", "127.0.0.1", "--port", str(port),
        "--dir", str(folder), "--appendonly", "yes", "--appendfsync", appendfsync, "--save", "",
    ]  # fmt: skip
    with (folder / "redis.log").open("ab") as log:
        made.redis = PrivateRedis(start(words, stdout=log, stderr=log), port, folder)
    assert wait_until_ready(made.redis)


def fill_disk(made: Plant) -> None:
    """Leave the log of the plant's Redis hardly any room."""
    with Redis.from_url(made.redis.url) as redis:
        size = redis.info("persistence")["aof_current_size"]
    resource.prlimit(made.redis.process.pid, resource.RLIMIT_FSIZE, (size + ROOM, UNLIMITED))


def make_room(made: Plant) -> None:
    """Give the disk room again; a Redis that ended over it is started, as a host would."""
    if made.redis.process.poll() is None:
        pid = made.redis.process.pid
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (UNLIMITED, UNLIMITED))
    else:
        made.start_redis()
