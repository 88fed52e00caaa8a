"""Sees to it that enough replicas have a write before anybody is told that it is kept."""

from collections.abc import Sequence
from typing import Any

from redis.exceptions import ResponseError

from . import keys

WITHIN = 1000  # milliseconds replicas have; less than the store has to answer at all
MARK_FOR = 60  # seconds

Write = tuple[str, Sequence[Any]]  # the workshop it belongs to, the words of the command


class TooFewReplicas(ResponseError):  # noqa: N818 a state of the store
    """The master has it, but too few of its replicas: a failover could lose it."""


def send(redis: Any, writes: Sequence[Write], *, replicas: int) -> list[Any]:
    """Send all writes in one pipeline and return their answers, faults among them, in order.

    With `replicas` each server waits until so many have what was written; a TooFewReplicas
    stands for the answer of a write that they did not have in time.
    """
    pipeline = redis.pipeline(transaction=False)
    for _, words in writes:
        pipeline.execute_command(*words)
    servers = [_server(redis, workshop_id) for workshop_id, _ in writes] if replicas else []
    waited = {server.name if server else "": server for server in servers}
    for server in waited.values():
        # The same pipeline and so the same connection: WAIT minds the writes of its own alone.
        of_it = {"target_nodes": server} if server else {}
        pipeline.execute_command("WAIT", replicas, WITHIN, **of_it)
    found = list(pipeline.execute(raise_on_error=False))
    answers, had_by = found[: len(writes)], dict(zip(waited, found[len(writes) :], strict=True))
    for place, server in enumerate(servers):
        count = had_by[server.name if server else ""]
        is_enough = isinstance(count, int) and count >= replicas
        if not is_enough and not isinstance(answers[place], Exception):
            answers[place] = TooFewReplicas(f"{count} of {replicas} replicas have it")
    return answers


def replicated(redis: Any, workshop_ids: Sequence[str], *, replicas: int) -> set[str]:
    """Return those workshops of whose log enough replicas have all.

    A mark is written first: whoever has it has everything that was written before it.
    """
    if not replicas:
        return set(workshop_ids)
    writes = [(name, ("SET", keys.MARK.of(name), 1, "EX", MARK_FOR)) for name in workshop_ids]
    answers = send(redis, writes, replicas=replicas) if writes else []
    return {
        name
        for name, answer in zip(workshop_ids, answers, strict=True)
        if not isinstance(answer, Exception)
    }


def _server(redis: Any, workshop_id: str) -> Any:
    """Return the server of a Cluster that has the workshop; None where there is but one."""
    find = getattr(redis, "get_node_from_key", None)
    return find(keys.HEAD.of(workshop_id)) if find else None
