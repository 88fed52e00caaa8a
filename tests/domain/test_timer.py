"""The timer of a phase: right for everybody, with a fair end, and ended once."""

import pytest

from server.domain.making import import_workshop
from server.domain.notes import AddNote
from server.domain.phases import CloseWorkshop, LockPhase
from server.domain.refused import Refused
from server.domain.timer import AddTime, PauseTimer, StartTimer, StopTimer
from server.domain.timer_end import EndTimer, over_timer
from server.domain.workshop import EMPTY, apply_all
from tests.domain.small_canvas import small_canvas
from tests.domain.story import Story, a_story


def timer_of(story: Story) -> dict:
    return story.board()["timer"]


def refusal(story: Story, op) -> str:
    with pytest.raises(Refused) as no:
        story.do("server", op)
    return no.value.code


def test_a_timer_ends_so_many_seconds_after_its_start(story) -> None:
    story.do("server", StartTimer(300, "lock"))

    timer = timer_of(story)
    assert timer["ends_at"] == "2026-11-23T10:05:00.001Z"
    assert timer["at_end"] == "lock"
    assert timer["grace_ms"] == 10_000


def test_what_nothing_follows_has_no_grace(story) -> None:
    story.do("server", StartTimer(300))

    assert timer_of(story)["grace_ms"] == 0


def test_one_more_minute_moves_the_end(story) -> None:
    story.do("server", StartTimer(300))
    story.do("server", AddTime(60))

    assert timer_of(story)["ends_at"] == "2026-11-23T10:06:00.001Z"


def test_one_more_minute_after_the_end_is_a_whole_one_from_now(story) -> None:
    story.do("server", StartTimer(60, "lock"))
    story.pass_time(seconds=65)  # in its grace
    story.do("server", AddTime(60))

    assert timer_of(story)["ends_at"] == "2026-11-23T10:02:05.002Z"


def test_a_timer_at_rest_keeps_what_was_left_and_says_who_paused_it(story) -> None:
    helmi = story.join("facilitator")
    story.do(helmi, StartTimer(300))
    story.pass_time(seconds=100)
    story.do(helmi, PauseTimer(paused=True))
    story.pass_time(seconds=3600)

    timer = timer_of(story)
    assert timer["paused_by"] == helmi
    assert timer["paused_left_ms"] == 300_000 - 100_000 - 1

    story.do(helmi, AddTime(60))
    story.do(helmi, PauseTimer(paused=False))

    assert timer_of(story)["ends_at"] == "2026-11-23T11:06:00.004Z"
    assert "paused_by" not in timer_of(story)


def test_pausing_twice_and_going_on_twice_change_nothing(story) -> None:
    story.do("server", StartTimer(60))

    assert refusal(story, PauseTimer(paused=False)) == "op.no_effect"
    story.do("server", PauseTimer(paused=True))
    assert refusal(story, PauseTimer(paused=True)) == "op.no_effect"


@pytest.mark.parametrize("op", [AddTime(60), PauseTimer(paused=True), StopTimer()])
def test_a_timer_that_is_not_there_is_neither_moved_nor_stopped(story, op) -> None:
    assert refusal(story, op) == "timer.unknown"


def test_in_the_grace_notes_are_still_taken_and_then_the_phase_is_locked(story) -> None:
    aino = story.join("participant", "Oulu")
    story.do("server", StartTimer(60, "lock"))
    story.pass_time(seconds=69)
    story.do(aino, AddNote("value", "begun in time"))
    assert over_timer(story.workshop, now=story.now()) is None

    story.pass_time(seconds=2)
    changes = story.end_timer()

    assert [change.type for change in changes] == ["timer.ended", "phase.locked"]
    assert "timer" not in story.board()
    with pytest.raises(Refused) as no:
        story.do(aino, AddNote("value", "too late"))
    assert no.value.code == "phase.locked"


def test_a_phase_that_is_locked_already_is_not_locked_again(story) -> None:
    story.do("server", StartTimer(60, "lock"))
    story.do("server", LockPhase(locked=True))
    story.pass_time(seconds=100)

    assert [change.type for change in story.end_timer()] == ["timer.ended"]


def test_a_timer_may_lead_to_the_next_phase(story) -> None:
    story.do("server", StartTimer(60, "advance"))
    story.pass_time(seconds=100)

    changes = story.end_timer()

    assert [change.type for change in changes] == ["timer.ended", "phase.started"]
    assert story.board()["phase"]["id"] == "share"


def test_after_the_last_phase_nothing_follows(story) -> None:
    story.start("agree")
    story.do("server", StartTimer(60, "advance"))
    story.pass_time(seconds=100)

    assert [change.type for change in story.end_timer()] == ["timer.ended"]


def test_an_end_that_is_not_there_is_refused(story) -> None:
    story.do("server", StartTimer(60))
    timer_id = story.workshop.timer.id

    assert refusal(story, EndTimer(timer_id)) == "op.no_effect"
    story.pass_time(seconds=61)
    story.do("server", StartTimer(60))
    assert refusal(story, EndTimer(timer_id)) == "op.no_effect"


def test_a_timer_at_rest_never_ends(story) -> None:
    story.do("server", StartTimer(60))
    story.do("server", PauseTimer(paused=True))
    story.pass_time(seconds=3600)

    assert over_timer(story.workshop, now=story.now()) is None


def test_no_seat_ends_a_timer(story) -> None:
    helmi = story.join("facilitator")
    story.do(helmi, StartTimer(60))
    story.pass_time(seconds=61)

    with pytest.raises(Refused) as no:
        story.do(helmi, EndTimer(story.workshop.timer.id))

    assert no.value.code == "role.not_allowed"


def test_another_phase_takes_the_timer_of_the_one_before_away(story) -> None:
    story.do("server", StartTimer(60, "advance"))

    assert story.start("share")[0].type == "timer.stopped"
    assert "timer" not in story.board()


def test_the_end_of_the_workshop_stops_the_timer(story) -> None:
    story.do("server", StartTimer(60, "lock"))

    assert "timer.stopped" in [change.type for change in story.do("server", CloseWorkshop())]
    assert "timer" not in story.board()


def test_a_timer_that_was_over_when_its_board_was_imported_ends_nothing() -> None:
    story = a_story(small_canvas())
    story.do("server", StartTimer(60, "lock"))
    exported = {
        "board": story.board(), "ballots": [], "seq": 2, "log_head": "",
        "workshop": {"id": "w" * 12},
    }  # fmt: skip
    now = "2026-11-24T10:00:00.000Z"

    changes = import_workshop(canvas=small_canvas(), exported=exported, now=now)
    imported = apply_all(EMPTY, changes)

    assert over_timer(imported, now="2026-11-25T10:00:00.000Z") is None
    assert imported.timer == story.workshop.timer
