"""The desk over a real Redis: batches, op ids, two processes, damage, and Redis away."""

from __future__ import annotations

import threading
import time

import pytest

from server.desk import hosted
from server.domain.change import Change
from server.domain.refused import Refused
from server.domain.workshop import EMPTY, apply_all
from server.store.records import Damaged
from server.store.redis_store import RedisStore
from tests.desk.office import a_desk, a_seat, a_workshop, op, the_facilitator, wait_until


class Ear:
    """Hears what the desk tells."""

    def __init__(self) -> None:
        self.heard: list[Change] = []
        self.batches = 0

    def changed(self, hosted, changes) -> None:
        self.heard += changes
        self.batches += 1

    def erased(self, hosted) -> None:
        pass

    def replaced(self, hosted) -> None:
        self.heard.clear()


def test_many_ops_at_once_share_commits_and_keep_their_order(redis_url: str) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        aino = a_seat(desk, made)
        ear = Ear()
        desk.listen(ear)
        acks: list[dict] = []
        for number in range(200):
            desk.performing.submit(
                made.workshop_id, aino, op("note.add", area="value", text=f"{number}"), acks.append
            )
        wait_until(lambda: len(acks) == 200)

        assert [ack["seq"] for ack in acks] == list(range(acks[0]["seq"], acks[0]["seq"] + 200))
        wait_until(lambda: len(ear.heard) == 200)
        texts = [change.facts["note"]["text"] for change in ear.heard]
        assert texts == [str(number) for number in range(200)]
        assert ear.batches < 100


def test_an_accepted_op_answers_the_same_for_ever_and_counts_once(redis_url: str) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        aino = a_seat(desk, made)
        once = op("note.add", area="value", text="once")
        first = desk.performing.perform(made.workshop_id, aino, once)

        assert desk.performing.perform(made.workshop_id, aino, once | {"text": "other"}) == first
    with a_desk(redis_url) as after_restart:
        assert after_restart.performing.perform(made.workshop_id, aino, once) == first
        assert len(after_restart.reading.snapshot(made.workshop_id, aino)["you"]["notes"]) == 1


def test_an_op_of_long_ago_counts_once_and_takes_no_memory(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosted, "MOST_KNOWN", 5)
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        aino = a_seat(desk, made)
        ops = [op("note.add", area="value", text=f"{number}") for number in range(40)]
        acks = [desk.performing.perform(made.workshop_id, aino, each) for each in ops]

        assert len(desk.loop.hosted[made.workshop_id]._known) <= 10
        assert [desk.performing.perform(made.workshop_id, aino, each) for each in ops] == acks
        assert len(desk.reading.snapshot(made.workshop_id, aino)["you"]["notes"]) == 40


def test_an_accepted_op_that_would_now_be_refused_still_answers_the_same(redis_url: str) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk, silent=False, votes_each=1, note_cap=1)
        aino, helmi = a_seat(desk, made), the_facilitator(desk, made)
        note = desk.performing.perform(
            made.workshop_id, aino, op("note.add", area="value", text="a")
        )["id"]
        board = desk.reading.snapshot(made.workshop_id, helmi)["board"]
        vote = next(phase["id"] for phase in board["phases"] if phase["kind"] == "vote")
        desk.performing.perform(made.workshop_id, helmi, op("phase.start", phase=vote))
        last = op("vote.place", target_id=note)
        first = desk.performing.perform(made.workshop_id, aino, last)
    with a_desk(redis_url) as after_restart:
        assert first["ok"]
        assert after_restart.performing.perform(made.workshop_id, aino, last) == first
        assert (
            after_restart.performing.perform(made.workshop_id, aino, last | {"dots": "none"})
            == first
        )
        assert (
            after_restart.performing.perform(made.workshop_id, aino, {**last, "type": "nope"})
            == first
        )
        again = after_restart.performing.perform(
            made.workshop_id, aino, op("vote.place", target_id=note)
        )
        assert again["error"]["code"] == "vote.budget_spent"


def test_a_name_is_kept_as_clean_as_a_note(redis_url: str) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        aino = a_seat(desk, made)

        desk.performing.perform(
            made.workshop_id, aino, op("seat.rename", name="  Ai\u202eno\u0007  K. ")
        )

        assert desk.reading.seat(made.workshop_id, aino)["name"] == "Aino K."


def test_a_threshold_the_canvas_lacks_is_refused(redis_url: str) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        helmi = the_facilitator(desk, made)

        for thresholds, expected in (({"nope": 1}, "op.malformed"), ({"STRONG": 1.5}, None)):
            ack = desk.performing.perform(
                made.workshop_id, helmi, op("workshop.settings", thresholds=thresholds)
            )
            assert ack.get("error", {}).get("code") == expected


def test_the_same_op_twice_in_one_batch_counts_once(redis_url: str) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        aino = a_seat(desk, made)
        twice = op("note.add", area="value", text="twice")
        acks: list[dict] = []
        for _ in range(2):
            desk.performing.submit(made.workshop_id, aino, twice, acks.append)
        wait_until(lambda: len(acks) == 2)

        assert acks[0] == acks[1]
        assert len(desk.reading.snapshot(made.workshop_id, aino)["you"]["notes"]) == 1


def test_a_refused_op_is_decided_anew(redis_url: str) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        aino, helmi = a_seat(desk, made), the_facilitator(desk, made)
        early = op("note.add", area="value", text="now it fits")
        desk.performing.perform(made.workshop_id, helmi, op("phase.lock", locked=True))
        assert (
            desk.performing.perform(made.workshop_id, aino, early)["error"]["code"]
            == "phase.locked"
        )

        desk.performing.perform(made.workshop_id, helmi, op("phase.lock", locked=False))

        assert desk.performing.perform(made.workshop_id, aino, early)["ok"]


def test_two_desks_on_one_redis_agree(redis_url: str) -> None:
    with a_desk(redis_url) as one, a_desk(redis_url) as two:
        made = a_workshop(one)
        aino, elena = a_seat(one, made), a_seat(one, made, 1)

        def write(desk, seat) -> None:
            for number in range(40):
                ack = desk.performing.perform(
                    made.workshop_id, seat, op("note.add", area="value", text=f"{number}")
                )
                assert ack["ok"], ack

        writers = [
            threading.Thread(target=write, args=pair) for pair in ((one, aino), (two, elena))
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        wait_until(lambda: one.hosted(made.workshop_id).seq == two.hosted(made.workshop_id).seq)

        assert one.hosted(made.workshop_id).hash() == two.hosted(made.workshop_id).hash()
        assert len(one.hosted(made.workshop_id).workshop.notes) == 80


def test_a_snapshot_and_the_log_after_it_give_the_live_workshop(redis_url: str) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        aino = a_seat(desk, made)
        for number in range(60):
            desk.performing.perform(
                made.workshop_id, aino, op("note.add", area="value", text="x" * 200)
            )
            if number == 30:
                desk.store.save_snapshot(made.workshop_id, desk.store.load(made.workshop_id))
        live = desk.hosted(made.workshop_id).workshop

    store = RedisStore(redis_url)
    loaded = store.load(made.workshop_id)
    replayed = apply_all(EMPTY, store.changes(made.workshop_id, after=0, limit=1000))

    assert loaded.workshop == live
    assert replayed == live
    assert loaded.bytes_since_snapshot > 0


def test_a_flipped_byte_is_found_and_nothing_is_overwritten(redis_url: str, redis) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        aino = a_seat(desk, made)
        desk.performing.perform(made.workshop_id, aino, op("note.add", area="value", text="kept"))
    key = f"cw:{{{made.workshop_id}}}:log"
    (last, fields), *_ = redis.xrevrange(key, count=1)
    redis.xdel(key, last)
    fields[b"change"] = fields[b"change"].replace(b'"value"', b'"valuf"')
    redis.execute_command(
        "EVAL",
        "return redis.call('XADD', KEYS[1], ARGV[1], unpack(ARGV, 2))",
        1,
        f"{key}",
        last.decode().replace("-1", "-2"),
        *[part for pair in fields.items() for part in pair],
    )
    before = redis.xrange(key)

    with a_desk(redis_url) as desk:
        snapshot = desk.reading.snapshot(made.workshop_id, aino)
        ack = desk.performing.perform(
            made.workshop_id, aino, op("note.add", area="value", text="more")
        )

        assert snapshot["store"] == "damaged"
        assert snapshot["board"]["notes"] == []
        assert ack["error"]["code"] == "store.damaged"
        with pytest.raises(Damaged):
            desk.store.verify(made.workshop_id)
    assert redis.xrange(key) == before


def test_no_text_and_no_name_is_in_the_log_itself(redis_url: str, redis) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        aino = a_seat(desk, made)
        desk.performing.perform(
            made.workshop_id, aino, op("note.add", area="value", text="call-me-maybe")
        )
        desk.performing.perform(made.workshop_id, aino, op("seat.rename", name="Aino Virtanen"))

    log = str(redis.xrange(f"cw:{{{made.workshop_id}}}:log"))
    assert "call-me-maybe" not in log
    assert "Virtanen" not in log


def test_an_erased_text_leaves_the_chain_intact(redis_url: str, redis) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        aino = a_seat(desk, made)
        desk.performing.perform(made.workshop_id, aino, op("note.add", area="value", text="secret"))
    redis.delete(f"cw:{{{made.workshop_id}}}:texts")

    with a_desk(redis_url) as desk:
        (note,) = desk.reading.snapshot(made.workshop_id, aino)["you"]["hidden_notes"]

        assert note["text"] == "[erased]"
        assert desk.store.verify(made.workshop_id) > 0


def test_while_redis_is_away_ops_are_refused_in_time() -> None:
    with a_desk("redis://127.0.0.1:1/0") as desk:
        begun = time.monotonic()
        ack = desk.performing.perform(
            "abcdefghijkl", "seat", op("note.add", area="value", text="x")
        )

        assert ack["error"]["code"] == "store.unavailable"
        assert time.monotonic() - begun < 2.5


def test_with_the_default_limits_a_seat_that_hurries_is_slowed(redis_url: str) -> None:
    with a_desk(redis_url, limit_seat_ops=10, limit_seat_burst=20) as desk:
        made = a_workshop(desk)
        aino, elena = a_seat(desk, made), a_seat(desk, made, 1)
        acks = [
            desk.performing.perform(made.workshop_id, aino, op("note.add", area="value", text="x"))
            for _ in range(30)
        ]
        slowed = [ack["error"] for ack in acks if not ack["ok"]]

        assert sum(ack["ok"] for ack in acks) >= 20
        assert slowed
        assert {error["code"] for error in slowed} == {"op.too_fast"}
        assert all(error["retry_in_ms"] > 0 for error in slowed)
        assert desk.performing.perform(
            made.workshop_id, elena, op("note.add", area="value", text="x")
        )["ok"]


def test_changes_of_another_history_are_gone(redis_url: str) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        aino = a_seat(desk, made)
        for after, epoch in ((99, None), (0, "anotherepoch")):
            with pytest.raises(Refused) as no:
                desk.reading.changes_since(
                    made.workshop_id, aino, after=after, epoch=epoch, limit=10
                )
            assert no.value.code == "changes.gone"


def test_an_erased_workshop_leaves_a_tombstone_and_nothing_else(redis_url: str, redis) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        aino = a_seat(desk, made)
        desk.workshops.erase(made.workshop_id)

        left = [key.decode() for key in redis.keys("*")]
        assert not [key for key in left if made.workshop_id in key or key.startswith("cw:code")]
        assert redis.hget("cw:tombstones", made.workshop_id)
        with pytest.raises(Refused) as no:
            desk.reading.snapshot(made.workshop_id, aino)
        assert no.value.code == "workshop.unknown"
