"""When a workshop is erased: the date follows its work, and everybody is told when it jumps."""

from dataclasses import replace

import pytest

from server.domain.change import Change
from server.domain.erase_date import date_text, erased_at
from server.domain.phases import CloseWorkshop, ReopenWorkshop
from server.domain.settings import ChangeSettings
from tests.domain.small_canvas import small_canvas
from tests.domain.story import Story, a_story


def told(changes: list[Change]) -> list[str]:
    return [change.facts["erase_on"] for change in changes if change.type == "erase_date.moved"]


def is_true(story: Story, dates: list[str]) -> bool:
    """Whether one date was told, and it is the one the replayed log gives."""
    return dates == [date_text(erased_at(story.workshop))]


@pytest.mark.parametrize(
    "op", [CloseWorkshop(), ChangeSettings({"retention_days": 7, "note_cap": 3})]
)
def test_closing_and_another_retention_tell_the_new_date(op: object) -> None:
    story = a_story(small_canvas())

    changes = story.do("server", op)

    assert is_true(story, told(changes))
    assert changes[-1].type in ("workshop.closed", "workshop.changed")
    assert "erase_on" not in changes[-1].facts
    assert "erase_on" not in story.workshop.settings


def test_going_on_after_the_end_tells_the_new_date() -> None:
    story = a_story(small_canvas())
    story.do("server", CloseWorkshop())

    assert is_true(story, told(story.do("server", ReopenWorkshop())))


def test_another_setting_moves_no_date() -> None:
    assert told(a_story(small_canvas()).do("server", ChangeSettings({"note_cap": 3}))) == []


def test_the_fixed_date_of_a_demo_never_moves() -> None:
    story = a_story(small_canvas())
    story.workshop = replace(story.workshop, erase_at="2026-11-25T10:00:00.000Z")

    assert told(story.do("server", CloseWorkshop())) == []
    assert date_text(erased_at(story.workshop)) == "2026-11-25"


@pytest.mark.parametrize("closed_at", ["2019-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"])
def test_an_imported_board_that_ended_elsewhere_counts_from_its_arrival(closed_at: str) -> None:
    workshop = replace(a_story(small_canvas()).workshop, closed_at=closed_at)

    kept = erased_at(workshop) - erased_at(replace(workshop, closed_at=None))

    assert abs(kept.total_seconds()) < 1
