"""Judges how safe an acknowledged op is, from what Redis says about itself."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from redis.exceptions import NoPermissionError, ResponseError

# From the worst to the best; a store of several servers is as safe as the worst of them.
DURABILITIES = ("none", "unknown", "failover-unsafe", "crash-safe", "power-safe")
MUCH_MEMORY = 0.8  # share of maxmemory from which the operator is told
LITTLE_DISK = 512 * 1024 * 1024  # bytes beside a second copy of the log, which a rewrite needs
ASKED = ("appendfsync", "no-appendfsync-on-rewrite", "min-replicas-to-write", "dir")
SECTIONS = ("persistence", "memory", "replication")

OFF = "The log of Redis is off: a restart loses workshops. Set appendonly yes."
EVICTS = "Redis may throw workshops away when memory is short. Set maxmemory-policy noeviction."
CANNOT_WRITE = "Redis cannot write its log and saves nothing. Look at its disk."
CANNOT_REWRITE = "Redis could not rewrite its log; it grows. Look at its disk and its own log."
CANNOT_DUMP = "Redis could not write its snapshot, and may refuse to save. Look at its disk."
LATE = "A power cut loses about a second of work. Set appendfsync always."
LATE_ON_REWRITE = "A power cut in a rewrite loses work. Set no-appendfsync-on-rewrite no."
NOT_SAID = (
    "This Redis does not say when it writes to disk; ask the provider for appendfsync always."
)
SAYS_NOTHING = "This Redis says nothing about itself; ask the provider how it keeps data."
FAILOVER = (
    "After a failover the last ops may be gone. Set min-replicas-to-write 1 in Redis and "
    "WAIT_REPLICAS=1."
)
TOO_FEW_REPLICAS = "Too few replicas of Redis are there, and nothing is saved. Start them again."
FULL = "The memory of Redis is full and it saves nothing. Raise maxmemory or erase workshops."
FILLS = "The memory of Redis is nearly full. Raise maxmemory or erase workshops."
DISK_FILLS = "The disk of Redis is nearly full."


@dataclass(frozen=True, slots=True)
class Said:
    """What one server says: its INFO, and its CONFIG where that may be asked."""

    info: Mapping[str, Any]
    config: Mapping[str, str] | None = None
    free_disk: int | None = None  # bytes; None = it is on another machine


@dataclass(frozen=True, slots=True)
class Safety:
    """How safe an acknowledged op is, and what to do about it."""

    durability: str
    is_writable: bool = True
    warnings: tuple[str, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)


def ask_server(client: Any) -> Said:
    """Return what a server says about itself, as far as it may be asked."""
    info: dict[str, Any] = {}
    for section in SECTIONS:
        try:
            info |= client.info(section)
        except (NoPermissionError, ResponseError):
            continue  # some providers forbid it; what is not said is not known
    try:
        config = {name: text for ask in ASKED for name, text in client.config_get(ask).items()}
    except (NoPermissionError, ResponseError):
        return Said(info)
    return Said(info, config, _free_disk(client, config.get("dir", "")))


def judge(servers: Sequence[Said], *, fails_over: bool = False, wait_replicas: int = 0) -> Safety:
    """Return how safe an op is that all these servers keep together.

    `fails_over`: somebody (Sentinel, Cluster) may make a replica the master. `wait_replicas`:
    how many have an op before it is acknowledged. Only masters are judged; the warnings of
    several are each told once.
    """
    masters = [said for said in servers if said.info.get("role", "master") == "master"]
    judged = [
        _judge_one(said, fails_over=fails_over, wait_replicas=wait_replicas)
        for said in masters or [Said({})]
    ]
    return Safety(
        min((one.durability for one in judged), key=DURABILITIES.index),
        all(one.is_writable for one in judged),
        tuple(dict.fromkeys(sentence for one in judged for sentence in one.warnings)),
        _figures(masters),
    )


def _judge_one(said: Said, *, fails_over: bool, wait_replicas: int) -> Safety:
    info = said.info
    if "aof_enabled" not in info:
        return Safety("unknown", warnings=(SAYS_NOTHING,))
    losing = [*_loses(info)]
    durability, late = ("none", []) if losing else _how_late(said.config)
    may_fail_over = fails_over or info.get("connected_slaves")
    if not losing and may_fail_over and not (wait_replicas and _least_replicas(said)):
        durability, late = "failover-unsafe", [*late, FAILOVER]
    too_few = [TOO_FEW_REPLICAS] if _lacks_replicas(said, wait_replicas) else []
    is_writable = _is_writable(info) and not too_few
    return Safety(durability, is_writable, (*losing, *too_few, *late, *_narrow(said)))


def _least_replicas(said: Said) -> int:
    """Return how many replicas the server itself wants before it takes a write."""
    return int((said.config or {}).get("min-replicas-to-write", 0))


def _lacks_replicas(said: Said, wait_replicas: int) -> bool:
    least = _least_replicas(said)
    there = int(said.info.get("connected_slaves", 0))
    return there < wait_replicas or int(said.info.get("min_slaves_good_slaves", least)) < least


def _loses(info: Mapping[str, Any]) -> list[str]:
    """Return why an acknowledged op may be lost without any power cut."""
    found = []
    if not info["aof_enabled"]:
        found.append(OFF)
    elif info.get("aof_last_write_status", "ok") != "ok":
        found.append(CANNOT_WRITE)
    if info.get("maxmemory_policy", "noeviction") != "noeviction":
        found.append(EVICTS)
    return found


def _how_late(config: Mapping[str, str] | None) -> tuple[str, list[str]]:
    if config is None or "appendfsync" not in config:
        return "crash-safe", [NOT_SAID]
    if config["appendfsync"] != "always":
        return "crash-safe", [LATE]
    if config.get("no-appendfsync-on-rewrite", "no") != "no":
        return "crash-safe", [LATE_ON_REWRITE]
    return "power-safe", []


def _is_writable(info: Mapping[str, Any]) -> bool:
    writes_log = not info["aof_enabled"] or info.get("aof_last_write_status", "ok") == "ok"
    return writes_log and _memory_share(info) < 1


def _narrow(said: Said) -> list[str]:
    """Return what is not wrong yet, or is wrong with something else than the log."""
    info = said.info
    share = _memory_share(info)
    found = []
    if info.get("aof_last_bgrewrite_status", "ok") != "ok":
        found.append(CANNOT_REWRITE)
    if info.get("rdb_last_bgsave_status", "ok") != "ok":
        found.append(CANNOT_DUMP)
    if share >= MUCH_MEMORY:
        found.append(FULL if share >= 1 else FILLS)
    if said.free_disk is not None and said.free_disk < LITTLE_DISK + _log_size(info):
        found.append(DISK_FILLS)
    return found


def _figures(masters: Sequence[Said]) -> dict[str, Any]:
    most = [int(said.info.get("maxmemory", 0)) for said in masters]
    free = [said.free_disk for said in masters if said.free_disk is not None]
    figures: dict[str, Any] = {
        "memory_bytes": sum(int(said.info.get("used_memory", 0)) for said in masters),
        "log_bytes": sum(_log_size(said.info) for said in masters),
    }
    if most and all(most):
        figures["most_memory_bytes"] = sum(most)
    if free:
        figures["free_disk_bytes"] = min(free)
    return figures


def _memory_share(info: Mapping[str, Any]) -> float:
    most = int(info.get("maxmemory", 0))
    return int(info.get("used_memory", 0)) / most if most else 0.0


def _log_size(info: Mapping[str, Any]) -> int:
    return int(info.get("aof_current_size", 0))


def _free_disk(client: Any, folder: str) -> int | None:
    """Return the bytes left where Redis writes, when that is a folder of this machine."""
    address = client.connection_pool.connection_kwargs
    if "path" not in address and address.get("host") not in ("127.0.0.1", "::1", "localhost"):
        return None
    try:
        disk = os.statvfs(folder)
    except OSError:
        return None  # in a container of its own
    return disk.f_bavail * disk.f_frsize
