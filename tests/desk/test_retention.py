"""Workshops are erased when their time has come, by one process, whole."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from server.desk.retention import Retention
from server.domain.refused import Refused
from server.store import keys
from tests.desk.office import a_desk, a_seat, a_workshop, op, the_facilitator, wait_until

if TYPE_CHECKING:
    from redis import Redis

    from server.desk.desk import Desk

DAY = 24 * 3600


def sweep(desk: Desk, redis: Redis, *, days: float) -> int:
    """Sweep as if it were so many days later, after the present sweeper's minute."""
    redis.delete(keys.SWEEPER.pattern)
    later = Retention(
        desk.store,
        desk.loop,
        erase=desk.workshops.erase,
        process=desk.process,
        clock=lambda: time.time() + days * DAY,
    )
    return later.sweep()


def test_a_workshop_goes_with_everything_and_only_a_tombstone_stays(
    redis_url: str, redis: Redis
) -> None:
    with a_desk(redis_url) as desk:
        made, kept = a_workshop(desk), a_workshop(desk, retention_days=365)
        seat = a_seat(desk, made)
        desk.performing.perform(made.workshop_id, seat, op("note.add", area="value", text="a note"))
        desk.store.save_snapshot(made.workshop_id, desk.store.load(made.workshop_id))
        desk.store.write_presence(made.workshop_id, desk.process, b"{}")

        assert sweep(desk, redis, days=89) == 0
        assert sweep(desk, redis, days=91) == 1

        rest = [key.decode() for key in redis.scan_iter("*")]
        assert not [key for key in rest if made.workshop_id in key]
        codes = [str(redis.get(key)) for key in rest if key.startswith("cw:code:")]
        assert len(codes) == 4
        assert not [code for code in codes if made.workshop_id in code]
        assert list(redis.hgetall(keys.TOMBSTONES.pattern)) == [made.workshop_id.encode()]
        assert desk.store.workshop_ids() == [kept.workshop_id]
        with pytest.raises(Refused) as no:
            desk.reading.snapshot(made.workshop_id, seat)
        assert no.value.code == "workshop.unknown"


def test_the_date_follows_the_end_and_a_shorter_retention(redis_url: str, redis: Redis) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        helmi = the_facilitator(desk, made)
        assert sweep(desk, redis, days=8) == 0

        desk.performing.perform(made.workshop_id, helmi, op("workshop.settings", retention_days=7))
        desk.performing.perform(made.workshop_id, helmi, op("workshop.close"))

        wait_until(lambda: desk.store.due(time.time() + 8 * DAY) == [made.workshop_id])
        assert sweep(desk, redis, days=6) == 0
        assert sweep(desk, redis, days=8) == 1


def test_a_workshop_in_use_gets_a_later_date(redis_url: str, redis: Redis) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        desk.store.set_due(made.workshop_id, time.time() - 1)

        assert sweep(desk, redis, days=0) == 0

        assert desk.store.due(time.time() + 89 * DAY) == []


def test_one_process_at_a_time_sweeps(redis_url: str, redis: Redis) -> None:
    with a_desk(redis_url) as one, a_desk(redis_url) as two:
        made = a_workshop(one)
        one.store.set_due(made.workshop_id, time.time() - 1)
        assert one.store.may_sweep(one.process)

        assert two.retention.sweep() == 0
        assert one.store.workshop_ids() == [made.workshop_id]


def test_a_making_that_was_never_finished_does_not_stay_on_the_list(
    redis_url: str, redis: Redis
) -> None:
    with a_desk(redis_url) as desk:
        redis.hset(keys.META.of("neverfinishd"), "facilitator_key", "digest")
        desk.store.set_due("neverfinishd", time.time() - 1)

        sweep(desk, redis, days=0)

        assert not redis.exists(keys.META.of("neverfinishd"))
        assert desk.store.workshop_ids() == []
        assert not redis.exists(keys.TOMBSTONES.pattern)
