"""Lets Redis write its files anew after something was erased: until then they hold it."""

import time
from collections.abc import Callable
from typing import Any

from redis.exceptions import ResponseError

from . import keys

REST = 600  # seconds between two rewrites: several erasings share one
SETTLED = """
if redis.call('HGET', KEYS[1], 'due') == ARGV[1] then redis.call('HDEL', KEYS[1], 'due') end
redis.call('HDEL', KEYS[1], 'begun', 'refused')
"""


def mark(redis: Any) -> None:
    """Remember that something was erased that the files still hold."""
    redis.hset(keys.REWRITE.pattern, "due", time.time_ns())


def state(redis: Any) -> str:
    """Return "clean", "waiting", or "refused" when the provider forbids to rewrite its files."""
    due, refused = redis.hmget(keys.REWRITE.pattern, "due", "refused")
    if due is None:
        return "clean"
    return "refused" if refused else "waiting"


def go_on(
    redis: Any,
    nodes: Callable[[], list[Any]],
    *,
    now: float,
    rest: float = REST,
) -> str:
    """Begin the rewrite that is due, or see whether it is done; return the `state` then.

    Call it now and then, from any process. `nodes` gives a client of each server.
    """
    due, begun, begun_at = redis.hmget(keys.REWRITE.pattern, "due", "begun", "begun_at")
    if due is None:
        return "clean"
    if begun is None and now - float(begun_at or 0) < rest:
        return state(redis)
    servers = nodes()
    disks = [(server, server.info("persistence")) for server in servers]
    if any(_is_writing(disk) for _, disk in disks):
        return "waiting"
    if begun is not None and all(_went_well(disk) for _, disk in disks):
        redis.eval(SETTLED, 1, keys.REWRITE.pattern, begun)
        return state(redis)
    return _begin(redis, disks, due=due, now=now)


def _begin(redis: Any, disks: list[tuple[Any, Any]], *, due: bytes, now: float) -> str:
    try:
        for server, disk in disks:
            if disk.get("aof_enabled"):
                server.bgrewriteaof()
            if _keeps_snapshots(server, disk):
                server.execute_command("BGSAVE", "SCHEDULE")
    except ResponseError as no:
        if "progress" not in str(no):  # another process was first
            redis.hset(keys.REWRITE.pattern, "refused", "1")
        return state(redis)
    # Only now: a process that dies before this line leaves the rewrite to be begun again.
    redis.hset(keys.REWRITE.pattern, mapping={"begun": due, "begun_at": now})
    redis.hdel(keys.REWRITE.pattern, "refused")
    return "waiting"


def _is_writing(disk: Any) -> bool:
    names = ("aof_rewrite_in_progress", "aof_rewrite_scheduled", "rdb_bgsave_in_progress")
    return any(disk.get(name) for name in names)


def _went_well(disk: Any) -> bool:
    names = ("aof_last_bgrewrite_status", "rdb_last_bgsave_status")
    return all(disk.get(name, "ok") == "ok" for name in names)


def _keeps_snapshots(server: Any, disk: Any) -> bool:
    try:
        return bool(server.config_get("save").get("save"))
    except ResponseError:  # a provider may forbid CONFIG
        return bool(disk.get("rdb_saves"))
