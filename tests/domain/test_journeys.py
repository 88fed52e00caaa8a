"""The recorded journeys are true, and every kind of change is in one of them."""

import json

import pytest

from server.domain.change import Change
from server.domain.stored import from_state, to_state
from server.domain.workshop import CHANGES, EMPTY, apply_all
from tests.domain.journeys import FOLDER, JOURNEYS, play, written


@pytest.mark.parametrize("name", JOURNEYS)
def test_the_recorded_journey_is_what_the_domain_does(name: str) -> None:
    _, record = play(name)

    recorded = (FOLDER / f"{name}.json").read_text(encoding="utf-8")

    assert written(record) == recorded


@pytest.mark.parametrize("name", JOURNEYS)
def test_replaying_the_log_gives_the_same_workshop(name: str) -> None:
    story, _ = play(name)

    replayed = apply_all(EMPTY, [Change.from_json(change.to_json()) for change in story.log])

    assert replayed == story.workshop


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_stored_snapshot_gives_the_same_workshop(name: str) -> None:
    story, _ = play(name)

    stored = json.loads(json.dumps(to_state(story.workshop)))

    assert from_state(stored) == story.workshop


def test_every_kind_of_change_is_in_a_journey() -> None:
    heard = {change["type"] for name in JOURNEYS for change in play(name)[1]["changes"]}
    at_the_start = {kind for kind in CHANGES if kind.endswith(".imported")} | {"workshop.made"}

    assert heard == set(CHANGES) - at_the_start
