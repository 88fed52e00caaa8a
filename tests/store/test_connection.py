"""The store over a real Cluster, and over a master that a Sentinel watches."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from redis import Redis
from several_redis import (
    MASTER,
    cluster,
    several,
    start_master,
    wait_until,
    watched_by_sentinel,
)

from server.store import keys
from server.store.archive import Archive
from server.store.connection import addresses
from server.store.redis_store import RedisStore
from server.store.stored_workshop import StoreUnavailable
from tests.desk.office import a_desk, a_seat, a_workshop, op, the_facilitator

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.timeout(90)


def test_workshops_spread_over_a_cluster_and_each_keeps_together(tmp_path: Path) -> None:
    with cluster(tmp_path) as ports:
        url = f"redis+cluster://127.0.0.1:{ports[1]}"
        with a_desk(url) as desk, a_desk(url) as second:
            made = [a_workshop(desk, silent=False) for _ in range(12)]
            for each in made:
                aino, helmi = a_seat(desk, each), the_facilitator(desk, each)
                note = desk.performing.perform(
                    each.workshop_id, aino, op("note.add", area="value", text="a")
                )
                seen = second.reading.snapshot(each.workshop_id, helmi)
                assert [one["text"] for one in seen["board"]["notes"]] == ["a"]
                assert desk.performing.perform(
                    each.workshop_id, helmi, op("note.erase", note_id=note["id"])
                )["ok"]
                assert desk.store.verify(each.workshop_id) == desk.hosted(each.workshop_id).seq
            assert desk.store.safety().durability == "power-safe"
            wait_until(lambda: desk.store.go_on_rewriting(now=time.time(), rest=0) == "clean")
            archive = Archive(desk.store._connection)
            taken = archive.take(made[1].workshop_id, now="2026-11-24T10:00:00.000Z")
            assert not archive.put_back(taken)
            assert archive.put_back(taken, overwrite=True)
            wait_until(lambda: second.hosted(taken.workshop_id).epoch != taken.epoch)
            assert second.hosted(taken.workshop_id).seq == taken.seq
            desk.workshops.erase(made[0].workshop_id)

        heads = []
        for port in ports:
            with Redis(port=port) as client:
                heads.append(len(client.keys(keys.HEAD.of("*"))))
        assert sum(heads) == 11
        assert all(heads), f"one master has them all: {heads}"


def test_a_cluster_that_is_not_ready_counts_as_away(tmp_path: Path) -> None:
    with several(tmp_path) as servers:
        start_master(servers)
        store = RedisStore(f"redis+cluster://127.0.0.1:{next(iter(servers.processes))}")

        with pytest.raises(StoreUnavailable):  # a Cluster without slots answers nothing
            store.workshop_ids()


def test_the_store_follows_a_failover_and_says_beforehand_that_it_is_unsafe(
    tmp_path: Path,
) -> None:
    with watched_by_sentinel(tmp_path) as (servers, master, sentinel):
        url = f"redis+sentinel://127.0.0.1:{sentinel}/{MASTER}"
        with a_desk(url) as desk:
            made = a_workshop(desk, silent=False)
            aino = a_seat(desk, made)
            desk.performing.perform(
                made.workshop_id, aino, op("note.add", area="value", text="before")
            )
            assert desk.store.safety().durability == "failover-unsafe"
            with Redis(port=master) as client:
                wait_until(lambda: is_replicated(client.info("replication")))

            servers.kill(master)

            deadline = time.monotonic() + 30
            again = op("note.add", area="value", text="after")
            while not (ack := desk.performing.perform(made.workshop_id, aino, again))["ok"]:
                assert ack["error"]["code"] == "store.unavailable"
                assert time.monotonic() < deadline
                time.sleep(0.2)
            notes = desk.reading.snapshot(made.workshop_id, aino)["board"]["notes"]
            assert [note["text"] for note in notes] == ["before", "after"]


def is_replicated(told: dict) -> bool:
    """Whether the replica has everything the master has."""
    return told["slave0"]["offset"] >= told["master_repl_offset"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis+cluster://a:1,b:2", [("a", 1), ("b", 2)]),
        ("redis+cluster://user:p%40ss@a,[::1]:2", [("a", 6379), ("::1", 2)]),
    ],
)
def test_an_address_names_one_host_or_several(url: str, expected: list[tuple[str, int]]) -> None:
    assert addresses(urlsplit(url), port=6379) == expected
