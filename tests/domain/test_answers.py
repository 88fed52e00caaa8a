"""Stances and scores: who may, what others hear, and what is shown when the phase is left."""

import json
from dataclasses import replace

import pytest

from server.domain.board import board_of
from server.domain.merging import MergeNotes
from server.domain.notes import AddNote, RemoveNote, RestoreNote
from server.domain.people import PromoteSeat
from server.domain.phases import CloseWorkshop
from server.domain.refused import Refused
from server.domain.scores import MOST_SHOWN, SetScore
from server.domain.settings import ChangeSettings
from server.domain.stances import SetStance
from server.domain.stored import state_parts, to_state
from server.domain.visibility import heard
from tests.domain.story import Story, a_story


@pytest.fixture
def walk(story: Story) -> tuple[Story, str, str, str]:
    """A clockwise walk of two people of Oulu and Sofia past one note."""
    aino, elena = story.join("participant", "Oulu"), story.join("participant", "Sofia")
    story.start("share")
    note = story.make(aino, AddNote("value", "Open at night"))
    story.start("clockwise")
    return story, aino, elena, note


def refusal(story: Story, seat: str, op) -> str:
    with pytest.raises(Refused) as no:
        story.do(seat, op)
    return no.value.code


@pytest.mark.parametrize(
    "op",
    [SetStance("", "agree"), SetScore("", "importance", 4)],
    ids=["stance", "score"],
)
def test_others_hear_only_that_somebody_answered(walk, op) -> None:
    story, aino, elena, note = walk

    (change,) = story.do(aino, replace(op, note_id=note))

    for seat in (None, elena):
        assert set(heard(change, seat_id=seat)) == {"seq", "type", "at", "city"}
    assert heard(change, seat_id=aino)["note_id"] == note


def test_nothing_of_an_answer_is_anywhere_before_the_phase_is_left(walk) -> None:
    story, aino, elena, note = walk
    before = story.board()

    story.do(aino, SetScore(note, "importance", 5))
    story.do(aino, SetStance(note, "disagree"))

    assert story.board() == before
    assert story.you(elena)["scores"] == story.you(elena)["stances"] == []
    assert story.you(aino)["scores"] == [{"note_id": note, "kind": "importance", "value": 5}]
    assert story.you(aino)["stances"] == [{"note_id": note, "stance": "disagree"}]


def test_leaving_the_phase_shows_how_many_of_each_city_said_what(walk) -> None:
    story, aino, elena, note = walk
    oulu, sofia = story.city("Oulu"), story.city("Sofia")
    story.do(aino, SetScore(note, "importance", 5))
    story.do(elena, SetScore(note, "importance", 2))
    story.do(elena, SetStance(note, "pass"))

    revealed = story.start("vote")[0]

    assert revealed.type == "scores.revealed"
    shown = story.note(note)
    assert shown["importance"] == {oulu: [0, 0, 0, 0, 1], sofia: [0, 1, 0, 0, 0]}
    assert shown["stances"] == {sofia: {"agree": 0, "disagree": 0, "pass": 1}}
    assert "readiness" not in shown


def test_a_later_answer_takes_the_place_of_the_earlier_one(walk) -> None:
    story, aino, _, note = walk
    story.do(aino, SetScore(note, "importance", 1))
    story.start("share")
    story.start("clockwise")
    story.do(aino, SetScore(note, "importance", 4))

    assert story.note(note)["importance"] == {story.city("Oulu"): [1, 0, 0, 0, 0]}
    story.start("share")

    assert story.note(note)["importance"] == {story.city("Oulu"): [0, 0, 0, 1, 0]}


def test_an_answer_taken_back_leaves_no_trace_on_the_board(walk) -> None:
    story, aino, _, note = walk
    story.do(aino, SetStance(note, "agree"))
    story.start("share")
    story.do(aino, SetStance(note, None))
    story.start("clockwise")

    assert "stances" not in story.note(note)


def test_whoever_changes_the_city_answers_for_the_new_one(walk) -> None:
    story, aino, _, note = walk
    story.do(aino, SetScore(note, "importance", 3))
    story.do("server", PromoteSeat(aino, "city_lead", story.city("Sofia")))
    story.do(aino, SetScore(note, "importance", 4))
    story.start("share")

    assert story.note(note)["importance"] == {story.city("Sofia"): [0, 0, 0, 1, 0]}


def test_readiness_is_asked_on_the_way_back_only(walk) -> None:
    story, aino, _, note = walk
    assert refusal(story, aino, SetScore(note, "readiness", 3)) == "phase.not_now"

    story.start("anticlockwise")

    assert refusal(story, aino, SetScore(note, "importance", 3)) == "phase.not_now"
    assert story.do(aino, SetScore(note, "readiness", 3))


def test_a_note_that_is_not_shown_cannot_be_judged(canvas) -> None:
    story = a_story(canvas)
    aino, elena = story.join("participant", "Oulu"), story.join("participant", "Sofia")
    hidden = story.make(aino, AddNote("value", "mine"))
    story.do("server", ChangeSettings({"silent": False}))
    open_note = story.make(aino, AddNote("value", "ours"))
    story.start("clockwise")
    story.do("server", RemoveNote(open_note))

    assert refusal(story, elena, SetStance(open_note, "agree")) == "note.unknown"
    assert refusal(story, elena, SetStance("nowhere", "agree")) == "note.unknown"
    assert story.do(elena, SetStance(hidden, "agree"))


def test_saying_the_same_again_has_no_effect(walk) -> None:
    story, aino, _, note = walk
    story.do(aino, SetScore(note, "importance", 3))

    assert refusal(story, aino, SetScore(note, "importance", 3)) == "op.no_effect"
    assert refusal(story, aino, SetStance(note, None)) == "op.no_effect"


def test_of_merged_notes_each_seat_keeps_its_latest_answer(walk) -> None:
    story, aino, elena, note = walk
    twin = story.make(elena, AddNote("value", "Open all night"))
    story.do(aino, SetScore(twin, "importance", 1))
    story.do(aino, SetScore(note, "importance", 5))
    story.do(elena, SetScore(twin, "importance", 2))
    story.start("share")

    story.do("server", MergeNotes(twin, (note,)))

    oulu, sofia = story.city("Oulu"), story.city("Sofia")
    assert story.note(twin)["importance"] == {oulu: [0, 0, 0, 0, 1], sofia: [0, 1, 0, 0, 0]}
    assert story.you(aino)["scores"] == [{"note_id": twin, "kind": "importance", "value": 5}]


def test_a_merge_shows_nothing_that_was_not_shown_before(walk) -> None:
    story, aino, elena, note = walk
    twin = story.make(elena, AddNote("value", "Open all night"))
    story.do(aino, SetScore(note, "importance", 3))
    story.start("share")
    story.start("clockwise")
    story.do(aino, SetScore(note, "importance", 1))
    story.do(elena, SetScore(twin, "importance", 5))

    (merged,) = story.do("server", MergeNotes(twin, (note,)))

    oulu, sofia = story.city("Oulu"), story.city("Sofia")
    assert merged.facts["answers"] == {"importance": {oulu: [0, 0, 1, 0, 0]}}
    story.start("share")
    assert story.note(twin)["importance"] == {oulu: [1, 0, 0, 0, 0], sofia: [0, 0, 0, 0, 1]}


def test_a_removed_note_comes_back_with_what_was_said_of_it(walk) -> None:
    story, aino, _, note = walk
    story.do(aino, SetScore(note, "importance", 3))
    story.do("server", RemoveNote(note))
    story.start("share")

    story.do("server", RestoreNote(note))

    assert story.note(note)["importance"] == {story.city("Oulu"): [0, 0, 1, 0, 0]}


def test_closing_shows_what_the_last_phase_asked(walk) -> None:
    story, aino, _, note = walk
    story.do(aino, SetScore(note, "importance", 3))

    story.do("server", CloseWorkshop())

    assert story.note(note)["importance"]


def test_many_notes_are_shown_in_several_changes(walk) -> None:
    story, aino, _, _ = walk
    for number in range(MOST_SHOWN + 1):
        story.do(aino, SetStance(story.make(aino, AddNote("value", f"note {number}")), "agree"))

    shown = [change for change in story.start("share") if change.type == "scores.revealed"]

    assert [len(change.facts["stances"]) for change in shown] == [MOST_SHOWN, 1]
    assert all("stances" in note for note in board_of(story.workshop)["notes"][1:])
    assert not story.workshop.answers.pending


def test_the_state_for_a_worker_holds_no_answer_of_a_seat(walk) -> None:
    story, aino, _, note = walk
    story.do(aino, SetScore(note, "importance", 3))

    assert "importance" in json.dumps(to_state(story.workshop))
    assert b"importance" not in b"".join(state_parts(story.workshop))
