"""Reading where another process has just written: its bell may still be on the way."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from server.desk.desk import Desk
from server.domain.refused import Refused
from server.settings import Settings
from server.store.redis_store import RedisStore
from tests.desk.office import CANVASES, a_desk, a_seat, a_workshop, op

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def first(redis_url: str) -> Iterator[Desk]:
    """The desk where people write."""
    with a_desk(redis_url) as desk:
        yield desk


@pytest.fixture
def deaf(redis_url: str) -> Iterator[Desk]:
    """Another process, which hears no bell."""
    desk = Desk(RedisStore(redis_url), canvases=CANVASES, settings=Settings())
    threading.Thread(target=desk.loop.run, daemon=True).start()
    yield desk
    desk.loop.stop()


def test_who_joined_at_one_process_is_known_at_the_other_at_once(first: Desk, deaf: Desk) -> None:
    made = a_workshop(first)
    deaf.hosted(made.workshop_id)  # as it was before anybody joined

    seat = a_seat(first, made)

    assert deaf.reading.seat(made.workshop_id, seat)["name"] == "Aino"
    with pytest.raises(Refused) as no:
        deaf.reading.seat(made.workshop_id, "nobodyatall0")
    assert no.value.code == "token.bad"


def test_changes_after_an_ack_of_one_process_are_not_gone_at_the_other(
    first: Desk, deaf: Desk
) -> None:
    made = a_workshop(first)
    seat = a_seat(first, made)
    deaf.hosted(made.workshop_id)
    ack = first.performing.perform(
        made.workshop_id, seat, op("note.add", area="value", text="written there")
    )

    told = deaf.reading.changes_since(
        made.workshop_id, seat, after=ack["seq"], epoch=None, limit=100
    )

    assert (told["changes"], told["seq"]) == ([], ack["seq"])
    with pytest.raises(Refused) as no:
        deaf.reading.changes_since(
            made.workshop_id, seat, after=ack["seq"] + 1, epoch=None, limit=100
        )
    assert no.value.code == "changes.gone"
