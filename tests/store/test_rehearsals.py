"""What is told about rehearsals: one at a time for a workshop, gone with it."""

from __future__ import annotations

from server.store.redis_store import RedisStore

ID = "w00000000001"


def test_a_workshop_is_rehearsed_once_at_a_time(redis_url: str) -> None:
    store = RedisStore(redis_url)

    begun = [
        store.begin_rehearsal(ID, "p1", seconds=60),
        store.begin_rehearsal(ID, "p2", seconds=60),
    ]
    store.tell_rehearsal(ID, b"half way", is_over=False)
    still = store.begin_rehearsal(ID, "p2", seconds=60)
    store.tell_rehearsal(ID, b"done", is_over=True)

    assert (begun, still) == ([True, False], False)
    assert store.begin_rehearsal(ID, "p2", seconds=60)
    assert store.rehearsal(ID) == b"done"


def test_what_was_told_goes_with_the_workshop(redis_url: str) -> None:
    store = RedisStore(redis_url)
    store.begin_rehearsal(ID, "p1", seconds=60)
    store.tell_rehearsal(ID, b"half way", is_over=False)

    store.erase(ID, codes=[], today="2026-11-23")

    assert store.rehearsal(ID) is None
    assert store.begin_rehearsal(ID, "p1", seconds=60)
