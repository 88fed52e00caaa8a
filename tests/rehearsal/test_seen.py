"""What a simulated seat knows of the board is what the server knows, whatever happens."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from server.rehearsal.seen import Seen
from tests.domain.journeys import FOLDER, JOURNEYS

if TYPE_CHECKING:
    from collections.abc import Iterator


def played() -> Iterator[Any]:
    for name in JOURNEYS:
        journey = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        for seat in journey["seats"]:
            yield pytest.param(journey, seat, id=f"{name}-{seat['you']['seat']['id']}")


@pytest.mark.parametrize(("journey", "seat"), list(played()))
def test_a_seat_that_heard_a_journey_has_its_board(
    journey: dict[str, Any], seat: dict[str, Any]
) -> None:
    seen = Seen({"board": journey["start"], "you": seat["start"]})

    for change in seat["changes"]:
        seen.hear(change)

    assert not list(seen.differences(journey["board"]))
    you = seat["you"]
    answers = {("stance", one["note_id"]): one["stance"] for one in you["stances"]}
    answers |= {(one["kind"], one["note_id"]): one["value"] for one in you["scores"]}
    answers |= {("offer", one["note_id"]): one["offer"] for one in you.get("offers", [])}
    assert seen.answers == answers


def test_a_seat_that_missed_a_change_is_found_out() -> None:
    journey = json.loads((FOLDER / "sorting.json").read_text(encoding="utf-8"))
    seat = journey["seats"][0]
    seen = Seen({"board": journey["start"], "you": seat["start"]})

    missed = [change for change in seat["changes"] if change["type"] != "note.moved"]
    for change in missed:
        seen.hear(change)

    assert list(seen.differences(journey["board"]))
