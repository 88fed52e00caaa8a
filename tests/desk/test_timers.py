"""The end of a timer, as processes over one Redis bring it about."""

from __future__ import annotations

from server.desk.ending import end_op_id
from tests.desk.office import a_desk, a_workshop, op, the_facilitator, wait_until


def test_every_process_names_the_end_alike() -> None:
    assert end_op_id("w" * 12, "t" * 12) == end_op_id("w" * 12, "t" * 12)
    assert len({end_op_id(w, t) for w in ("a", "b") for t in ("c", "d")}) == 4


def test_two_processes_end_a_timer_once_and_then_hold_the_same_board(redis_url: str) -> None:
    with a_desk(redis_url) as desk, a_desk(redis_url) as other:
        made = a_workshop(desk)
        helmi = the_facilitator(desk, made)
        assert desk.performing.perform(made.workshop_id, helmi, op("timer.start", seconds=1))["ok"]
        here, there = desk.hosted(made.workshop_id), other.hosted(made.workshop_id)
        assert here.workshop.timer is not None

        wait_until(lambda: here.workshop.timer is None and there.workshop.timer is None)

        kinds = [change.type for change in desk.store.changes(made.workshop_id, after=0, limit=100)]
        assert kinds.count("timer.ended") == 1
        wait_until(lambda: here.seq == there.seq)
        assert here.hash() == there.hash()


def test_a_process_that_comes_later_ends_the_timer_before_it_takes_an_op(redis_url: str) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        helmi = the_facilitator(desk, made)
        started = op("timer.start", seconds=60, at_end="advance")
        assert desk.performing.perform(made.workshop_id, helmi, started)["ok"]
        first = desk.hosted(made.workshop_id).workshop.phase_id

    with a_desk(redis_url) as later:
        later.loop.now = lambda: "2999-01-01T00:00:00.000Z"
        ack = later.performing.perform(made.workshop_id, helmi, op("timer.add", seconds=60))

        assert ack["error"]["code"] == "timer.unknown"
        assert later.hosted(made.workshop_id).workshop.phase_id != first
