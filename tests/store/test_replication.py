"""An op is acknowledged once replicas have it, and a failover then loses none."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
from redis import Redis
from several_redis import DURABLE, cluster, several, wait_until

from server.store import keys, safety
from server.store.redis_store import RedisStore
from server.store.stored_workshop import StoreUnavailable
from tests.desk.office import a_desk, a_seat, a_workshop, op
from tests.domain.small_canvas import small_canvas
from tests.domain.story import a_story
from tests.faults.proxy import Proxy, proxy
from tests.store.test_contract import stored

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from several_redis import Servers

pytestmark = pytest.mark.timeout(90)


class Pair:
    """A master and its replica, and what stands between them."""

    def __init__(self, servers: Servers, master: int, replica: int, between: Proxy) -> None:
        self.servers = servers
        self.master = Redis(port=master)
        self.replica = Redis(port=replica)
        self.between = between
        self.url = f"redis://127.0.0.1:{master}/0"

    def fail_over(self) -> str:
        """End the master and let the replica take over; return its address.

        What is on its way between them stays there.
        """
        self.servers.kill(self.master.connection_pool.connection_kwargs["port"])
        self.replica.replicaof("NO", "ONE")
        return f"redis://127.0.0.1:{self.replica.connection_pool.connection_kwargs['port']}/0"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with several(tmp_path) as servers, contextlib.ExitStack() as running:
        master = servers.start(*DURABLE, "--repl-diskless-sync-delay", "0")
        between = running.enter_context(proxy(master))
        replica = servers.start(*DURABLE, "--replicaof", "127.0.0.1", str(between.port))
        made = Pair(servers, master, replica, between)
        wait_until(lambda: made.replica.info("replication")["master_link_status"] == "up")
        yield made
        made.master.close()
        made.replica.close()


def op_ids_in(server: Redis, workshop_id: str) -> set[str]:
    """Return the ids of the accepted ops of a workshop as one server has them."""
    return {name.decode().partition(":")[2] for name in server.hkeys(keys.OPS.of(workshop_id))}


def test_an_op_that_no_replica_has_is_refused_until_one_has_it(pair: Pair) -> None:
    with a_desk(pair.url, wait_replicas=1) as desk, a_desk(pair.url, wait_replicas=1) as second:
        made = a_workshop(desk, silent=False)
        aino = a_seat(desk, made)
        add = op("note.add", area="value", text="kept twice")
        second.hosted(made.workshop_id)

        pair.between.hole(True)
        refused = desk.performing.perform(made.workshop_id, aino, add)
        again = desk.performing.perform(made.workshop_id, aino, add)
        elsewhere = second.performing.perform(made.workshop_id, aino, add)
        on_replica = add["op_id"] in op_ids_in(pair.replica, made.workshop_id)
        pair.between.hole(False)
        acks = [which.performing.perform(made.workshop_id, aino, add) for which in (desk, second)]
        has_it = add["op_id"] in op_ids_in(pair.replica, made.workshop_id)

        codes = {each["error"]["code"] for each in (refused, again, elsewhere)}
        assert codes == {"store.unavailable"}
        assert not on_replica
        assert acks[0]["ok"]
        assert acks[0] == acks[1]
        assert has_it
        notes = desk.reading.snapshot(made.workshop_id, aino)["board"]["notes"]
        assert [note["text"] for note in notes] == ["kept twice"]


@pytest.mark.parametrize("wait_replicas", [1, 0])
def test_what_was_acknowledged_is_there_after_a_failover_if_replicas_were_waited_for(
    pair: Pair, wait_replicas: int
) -> None:
    with a_desk(pair.url, wait_replicas=wait_replicas) as desk:
        made = a_workshop(desk, silent=False)
        aino = a_seat(desk, made)
        wait_until(lambda: pair.replica.exists(keys.OPS.of(made.workshop_id)))
        acked = []
        for number in range(3):
            if number == 2:
                pair.between.hole(True)
            add = op("note.add", area="value", text=f"note {number}")
            if desk.performing.perform(made.workshop_id, aino, add)["ok"]:
                acked.append(add["op_id"])
        kept = op_ids_in(pair.replica, made.workshop_id)
        new_master = pair.fail_over()

    lost = set(acked) - op_ids_in(pair.replica, made.workshop_id)
    assert RedisStore(new_master).verify(made.workshop_id) > 0
    assert kept <= op_ids_in(pair.replica, made.workshop_id)
    assert bool(lost) is not bool(wait_replicas)  # not to wait is what must be caught
    assert len(acked) == (2 if wait_replicas else 3)


def test_a_store_that_waits_is_safe_only_when_redis_itself_wants_replicas(pair: Pair) -> None:
    told = [RedisStore(pair.url, wait_replicas=number).safety() for number in (0, 1)]
    pair.master.config_set("min-replicas-to-write", 1)
    told += [RedisStore(pair.url, wait_replicas=number).safety() for number in (0, 1, 2)]
    pair.replica.replicaof("NO", "ONE")
    wait_until(lambda: pair.master.info("replication")["connected_slaves"] == 0)
    alone = RedisStore(pair.url, wait_replicas=1).safety()

    unsafe = ("failover-unsafe", (safety.FAILOVER,), True)
    assert [(one.durability, one.warnings, one.is_writable) for one in told] == [
        unsafe,
        unsafe,
        unsafe,
        ("power-safe", (), True),
        ("power-safe", (safety.TOO_FEW_REPLICAS,), False),
    ]
    assert (alone.warnings, alone.is_writable) == ((safety.TOO_FEW_REPLICAS,), False)


def test_nothing_is_made_in_a_cluster_whose_masters_have_no_replica(tmp_path: Path) -> None:
    with cluster(tmp_path) as ports:
        store = RedisStore(f"redis+cluster://127.0.0.1:{ports[0]}", wait_replicas=1)

        with pytest.raises(StoreUnavailable, match="0 of 1 replicas"):
            stored(store, a_story(small_canvas()))
        assert safety.TOO_FEW_REPLICAS in store.safety().warnings
