"""`/readyz` tells the truth about every way a real Redis can be set up wrongly."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

import pytest
from private_redis import PrivateRedis, free_port, redis_binary, wait_until_ready
from processes import start, stop
from redis import Redis
from redis.exceptions import RedisError, ResponseError

from server.store import safety
from server.store.archive import Archive
from server.store.connection import connect
from server.store.redis_store import RedisStore
from server.store.safety import Said, judge
from server.store.stored_workshop import StoreUnavailable
from tests.desk.office import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SAFE = {"appendonly": "yes", "appendfsync": "always", "save": "", "maxmemory": "100mb"}


@contextlib.contextmanager
def a_redis(folder: Path, *, wrap: tuple[str, ...] = (), **config: str) -> Iterator[str]:
    """A real server with this configuration, and its address."""
    folder.mkdir(parents=True, exist_ok=True)
    options = {"port": str(free_port()), "bind": "127.0.0.1", "dir": str(folder)}
    words = [
        word
        for name, value in (SAFE | options | config).items()
        for word in (f"--{name.replace('_', '-')}", value)
    ]
    with (folder / "redis.log").open("ab") as log:
        process = start([*wrap, redis_binary(), *words], stdout=log, stderr=log)
    server = PrivateRedis(process, int(options["port"]), folder)
    try:
        assert wait_until_ready(server), (folder / "redis.log").read_text()
        yield server.url
    finally:
        stop(process)


def told(url: str) -> safety.Safety:
    return RedisStore(url).safety()


def test_a_redis_that_writes_at_once_is_power_safe(tmp_path: Path) -> None:
    with a_redis(tmp_path) as url:
        said = told(url)

    assert (said.durability, said.is_writable, said.warnings) == ("power-safe", True, ())
    assert said.figures["memory_bytes"] > 0
    assert said.figures["most_memory_bytes"] == 100 * 1024 * 1024
    assert said.figures["free_disk_bytes"] > 0


@pytest.mark.parametrize(
    ("config", "durability", "warning"),
    [
        ({"appendonly": "no"}, "none", safety.OFF),
        ({"maxmemory_policy": "allkeys-lru"}, "none", safety.EVICTS),
        ({"appendfsync": "everysec"}, "crash-safe", safety.LATE),
        ({"no_appendfsync_on_rewrite": "yes"}, "crash-safe", safety.LATE_ON_REWRITE),
        ({"rename_command": "CONFIG OTHER"}, "crash-safe", safety.NOT_SAID),
    ],
)
def test_each_wrong_setting_is_told_with_what_to_do(
    tmp_path: Path, config: dict[str, str], durability: str, warning: str
) -> None:
    if config.get("rename_command"):
        config = {"rename-command CONFIG": "OTHER"}  # the way providers forbid it
    with a_redis(tmp_path, **config) as url:
        said = told(url)

    assert (said.durability, said.warnings) == (durability, (warning,))
    assert said.is_writable


def test_a_redis_that_may_not_be_asked_at_all_is_not_called_safe(tmp_path: Path) -> None:
    with a_redis(tmp_path) as url:
        with Redis.from_url(url) as client:
            client.acl_setuser("default", enabled=True, commands=["-info", "-config"])
        said = told(url)

    assert (said.durability, said.warnings) == ("unknown", (safety.SAYS_NOTHING,))


def test_a_full_memory_is_told_before_and_when_it_is_full(tmp_path: Path) -> None:
    with a_redis(tmp_path) as url, Redis.from_url(url) as client:
        used = client.info("memory")["used_memory"]
        client.config_set("maxmemory", int(used * 1.15))
        nearly = told(url)
        client.config_set("maxmemory", used // 2)
        full = told(url)

    assert (nearly.is_writable, nearly.warnings) == (True, (safety.FILLS,))
    assert (full.is_writable, full.warnings) == (False, (safety.FULL,))


def limited(limit: int) -> tuple[str, ...]:
    """Words that start a program which may write no file above `limit` bytes."""
    program = (
        "import os, resource, signal, sys;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    return (sys.executable, "-c", program)


def fill(client: Redis) -> RedisError:
    """Write until the server says no; returns how it said that."""
    for number in range(200):
        try:
            client.set(f"key{number}", b"x" * 4096)
        except RedisError as no:
            return no
    raise AssertionError("It took everything.")


def test_a_log_that_cannot_be_written_is_told_and_nothing_is_taken(tmp_path: Path) -> None:
    with (
        a_redis(tmp_path, wrap=limited(64 * 1024), appendfsync="everysec") as url,
        Redis.from_url(url) as client,
    ):
        refused = fill(client)
        said = told(url)

    assert isinstance(refused, ResponseError)

    assert (said.durability, said.is_writable) == ("none", False)
    assert safety.CANNOT_WRITE in said.warnings


def test_a_redis_that_must_write_and_cannot_ends_and_counts_as_away(tmp_path: Path) -> None:
    with a_redis(tmp_path, wrap=limited(64 * 1024)) as url:
        with Redis.from_url(url) as client:
            fill(client)

        with pytest.raises(StoreUnavailable):
            told(url)


def test_a_master_with_a_replica_may_lose_the_last_ops_in_a_failover(tmp_path: Path) -> None:
    with a_redis(tmp_path / "master", repl_diskless_sync_delay="0") as url:
        port = url.rpartition(":")[2].partition("/")[0]
        with (
            a_redis(tmp_path / "replica", replicaof=f"127.0.0.1 {port}"),
            Redis.from_url(url) as client,
        ):
            wait_until(lambda: client.info("replication")["connected_slaves"] == 1)
            said = told(url)

    assert (said.durability, said.warnings) == ("failover-unsafe", (safety.FAILOVER,))


def test_several_servers_are_as_safe_as_the_worst_of_them() -> None:
    def master(**more: Any) -> Said:
        info = {"role": "master", "aof_enabled": 1, "aof_last_write_status": "ok"} | more
        return Said(info, {"appendfsync": "always"})

    replica = Said({"role": "slave", "aof_enabled": 0})
    both = judge([master(), master(aof_enabled=0), replica])

    assert both.durability == "none"
    assert both.warnings == (safety.OFF,)
    assert judge([master(), replica]).durability == "power-safe"
    assert judge([master()], fails_over=True).durability == "failover-unsafe"
    assert judge([]).durability == "unknown"


def test_the_last_backup_is_told(tmp_path: Path) -> None:
    with a_redis(tmp_path) as url:
        before = told(url)
        Archive(connect(url)).set_backed_up(1_795_520_508)
        after = told(url)

    assert "last_backup" not in before.figures
    assert after.figures["last_backup"] == "2026-11-24T11:41:48+00:00"


def test_a_disk_nearly_full_is_told() -> None:
    info = {"role": "master", "aof_enabled": 1, "aof_current_size": 10**9}
    said = Said(info, {"appendfsync": "always"}, free_disk=10**9)

    assert judge([said]).warnings == (safety.DISK_FILLS,)
