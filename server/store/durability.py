"""Says how safe an acknowledged op is, from what each Redis server says of itself."""

from collections.abc import Sequence
from typing import Any

from redis.exceptions import ResponseError

WORST_FIRST = ("none", "failover-unsafe", "crash-safe", "power-safe")


def durability_of(servers: Sequence[Any]) -> str:
    """Return how safe an acknowledged op is, as the weakest of the servers has it.

    "power-safe": on disk before its answer, and nothing is ever evicted; "crash-safe": on disk
    within a second; "failover-unsafe": a replica may take over that has not heard of it yet
    (replication does not wait); "none": it may be gone at any time.
    """
    return min((_of(server) for server in servers), key=WORST_FIRST.index)


def _of(server: Any) -> str:
    disk = server.info("persistence")
    try:
        said = server.config_get("append*", "maxmemory-policy")
    except ResponseError:
        said = {}  # a provider may forbid CONFIG
    if said.get("maxmemory-policy", "noeviction") != "noeviction":
        return "none"
    if not disk.get("aof_enabled") or disk.get("aof_last_write_status") != "ok":
        return "none"
    replication = server.info("replication")
    if replication.get("role") != "master" or replication.get("connected_slaves"):
        return "failover-unsafe"
    return "power-safe" if said.get("appendfsync") == "always" else "crash-safe"
