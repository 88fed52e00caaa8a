"""What every store promises: the same tests on Redis and on the one in memory."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from server.domain.change import ERASED
from server.domain.erasing import EraseNote
from server.domain.notes import AddNote
from server.domain.people import LeaveSeat
from server.domain.workshop import EMPTY, apply_all
from server.store.records import NO_HEAD
from server.store.redis_store import RedisStore
from server.store.stored_workshop import (
    MADE_WITHIN,
    Behind,
    Commit,
    Committed,
    Forked,
    KnownOp,
    UnknownWorkshop,
)
from tests.domain.small_canvas import small_canvas
from tests.domain.story import Story, a_story
from tests.doubles.memory_store import MemoryStore

if TYPE_CHECKING:
    from server.domain.change import Change

ID, EPOCH = "workshop0001", "epoch0000001"


@pytest.fixture(params=["redis", "memory"])
def store(request: pytest.FixtureRequest) -> Any:
    if request.param == "memory":
        return MemoryStore()
    return RedisStore(request.getfixturevalue("redis_url"))


@pytest.fixture
def story() -> Story:
    return a_story(small_canvas())


def stored(store: Any, story: Story) -> str:
    """Store the story so far as a new workshop; returns the log head."""
    commit = Commit(ID, 0, NO_HEAD, EPOCH, story.log)
    store.create(commit, {"facilitator_key": "digest"}, {"ABCD2345": '{"workshop_id": "x"}'})
    return store.heads([ID])[ID][1]


def next_changes(story: Story, *texts: str) -> list[Change]:
    aino = story.join("participant", "Oulu")
    begun = len(story.log) - 1
    for text in texts:
        story.do(aino, AddNote("value", text))
    return story.log[begun:]


def test_what_was_committed_is_loaded(store, story) -> None:
    head = stored(store, story)
    seq = story.workshop.seq
    changes = next_changes(story, "one", "two\nlines", "三")

    (outcome,) = store.commit([Commit(ID, seq, head, EPOCH, changes)])
    loaded = store.load(ID)

    assert isinstance(outcome, Committed)
    assert loaded.workshop == story.workshop
    assert (loaded.head, loaded.epoch) == (outcome.head, EPOCH)
    assert store.changes(ID, after=seq, limit=2) == changes[:2]
    assert store.verify(ID) == story.workshop.seq


def test_a_workshop_that_begins_with_many_changes_is_stored_whole(store, story) -> None:
    aino = story.join("participant", "Oulu")
    for number in range(60):
        story.do(aino, AddNote("value", f"Lamp {number}"))

    head = stored(store, story)

    loaded = store.load(ID)
    assert loaded.workshop == apply_all(EMPTY, story.log)
    assert loaded.head == head
    assert store.code("ABCD2345") is not None


def test_the_log_head_of_an_earlier_change_is_told(store, story) -> None:
    head = stored(store, story)
    seq = story.workshop.seq
    store.commit([Commit(ID, seq, head, EPOCH, next_changes(story, "one", "two"))])

    assert store.head_at(ID, seq) == head
    assert store.head_at(ID, story.workshop.seq) == store.heads([ID])[ID][1]
    assert store.head_at(ID, story.workshop.seq + 1) is None


def test_who_is_behind_hears_what_was_missed_and_nothing_is_stored(store, story) -> None:
    head = stored(store, story)
    seq = story.workshop.seq
    changes = next_changes(story, "first")
    store.commit([Commit(ID, seq, head, EPOCH, changes)])

    (outcome,) = store.commit([Commit(ID, seq, head, EPOCH, changes)])

    assert isinstance(outcome, Behind)
    assert list(outcome.changes) == changes
    assert outcome.head == store.heads([ID])[ID][1]
    assert store.verify(ID) == story.workshop.seq


def test_an_op_known_already_stops_the_whole_batch(store, story) -> None:
    head = stored(store, story)
    seq = story.workshop.seq
    changes = next_changes(story, "once")
    (done,) = store.commit([Commit(ID, seq, head, EPOCH, changes, ops={"seat:op": "3 note"})])
    seq = story.workshop.seq
    again = [replace(changes[-1], seq=seq + 1)]

    (outcome,) = store.commit([Commit(ID, seq, done.head, EPOCH, again, ops={"seat:op": "4"})])

    assert outcome == KnownOp("seat:op", "3 note")
    assert store.heads([ID])[ID][0] == seq


def test_an_op_in_the_log_is_known_by_its_ack(store, story) -> None:
    head = stored(store, story)
    seq = story.workshop.seq
    store.commit([Commit(ID, seq, head, EPOCH, next_changes(story, "one"), {"seat:op": "4 n1"})])

    assert store.accepted(ID, ["seat:op", "seat:other"]) == {"seat:op": "4 n1"}


def test_another_history_of_the_same_length_gets_a_new_epoch(store, story) -> None:
    stored(store, story)
    seq = story.workshop.seq
    changes = next_changes(story, "on another branch")

    (outcome,) = store.commit([Commit(ID, seq, "0" * 64, EPOCH, changes)])

    assert isinstance(outcome, Forked)
    assert store.heads([ID])[ID][2] != EPOCH
    assert store.heads([ID])[ID][0] == seq


def test_a_batch_that_cannot_go_in_does_not_hold_up_the_others(store, story) -> None:
    head = stored(store, story)
    seq = story.workshop.seq
    changes = next_changes(story, "fits")
    behind = Commit(ID, 0, NO_HEAD, EPOCH, story.log[:1])

    outcomes = store.commit([behind, Commit(ID, seq, head, EPOCH, changes), behind])

    assert [type(outcome) for outcome in outcomes] == [Behind, Committed, Behind]


def test_a_snapshot_shortens_loading_and_changes_nothing(store, story) -> None:
    head = stored(store, story)
    store.save_snapshot(ID, store.load(ID))
    seq = story.workshop.seq
    store.commit([Commit(ID, seq, head, EPOCH, next_changes(story, "after"))])

    loaded = store.load(ID)

    assert loaded.workshop == story.workshop
    assert loaded.workshop == apply_all(EMPTY, store.changes(ID, after=0, limit=1000))


def test_names_and_keys_stand_beside_the_log(store, story) -> None:
    head = stored(store, story)
    seq = story.workshop.seq
    person = {"name": "Aino", "language": "fi"}
    changes = next_changes(story)
    store.commit([Commit(ID, seq, head, EPOCH, changes, people={"seat1": person})])

    assert store.people(ID) == {"seat1": person}
    assert store.meta(ID)["facilitator_key"] == "digest"
    assert store.code("ABCD2345") == {"workshop_id": "x"}
    assert store.code("UNKNOWN2") is None


def test_an_erased_text_and_name_are_gone_and_the_chain_checks(store, story) -> None:
    head = stored(store, story)
    seq = story.workshop.seq
    aino, begun = story.join("participant", "Oulu"), len(story.log) - 1
    note = story.make(aino, AddNote("value", "call 040 1234567"))
    story.do("server", EraseNote(note))
    story.do(aino, LeaveSeat(erase=True))
    people = {aino: {"name": "Aino"}}
    store.begin_erasing(ID, "op")
    store.commit([Commit(ID, seq, head, EPOCH, story.log[begun:], people=people)])
    assert store.erasings_begun_before(time.time() + 1) == [(ID, "op")]

    for _ in range(2):
        store.carry_out_erasing(ID, op_id="op", today="2026-11-24")

    added = next(each for each in store.changes(ID, after=seq, limit=9) if "note" in each.facts)
    assert added.facts["note"]["text"] == ERASED
    assert store.people(ID) == {}
    assert store.verify(ID) == story.workshop.seq
    assert store.load(ID).workshop == story.workshop
    assert store.erasings_begun_before(time.time() + 1) == []


def test_no_sweep_meets_a_workshop_that_is_being_made(store, story) -> None:
    stored(store, story)

    assert store.due(time.time() + 60) == []
    assert store.due(time.time() + MADE_WITHIN) == [ID]


def test_an_erased_workshop_is_gone(store, story) -> None:
    stored(store, story)
    store.set_due(ID, 5.0)
    assert store.due(time.time()) == [ID]

    store.erase(ID, codes=["ABCD2345"], today="2026-11-23")

    assert store.workshop_ids() == []
    assert store.code("ABCD2345") is None
    with pytest.raises(UnknownWorkshop):
        store.load(ID)


def test_a_bucket_gives_what_it_holds_and_says_when_there_is_more(store) -> None:
    def take(amount: float) -> int:
        return store.take("somebody", rate=10, burst=3, amount=amount)

    assert [take(1), take(2)] == [0, 0]
    wait = take(2)
    assert 0 < wait <= 200
    assert store.take("somebody else", rate=10, burst=3, amount=3) == 0
    deadline = time.monotonic() + 5
    while take(2):
        assert time.monotonic() < deadline
