"""Walks: where they begin, and how the facilitator leads everybody round the areas."""

import pytest

from server.domain.notes import AddNote
from server.domain.phases import StartPhase
from server.domain.refused import Refused
from server.domain.walks import FocusWalk
from tests.domain.story import Story


@pytest.mark.parametrize(
    ("phase", "first"), [("clockwise", "opportunity"), ("anticlockwise", "advantage")]
)
def test_a_walk_begins_at_its_own_end_of_the_areas(story: Story, phase, first) -> None:
    story.start(phase)

    assert story.board()["phase"]["focus"] == {"area": first}
    assert story.board()["phases"][2]["direction"] == "clockwise"


def test_the_facilitator_leads_to_an_area_and_to_a_note(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    story.start("clockwise")
    note = story.make(aino, AddNote("value", "Open at night"))

    story.do("server", FocusWalk("value", note))

    assert story.board()["phase"]["focus"] == {"area": "value", "note_id": note}


def test_the_focus_ends_with_the_walk(story: Story) -> None:
    story.start("clockwise")
    story.do("server", StartPhase("share"))

    assert "focus" not in story.board()["phase"]


@pytest.mark.parametrize(
    ("op", "code"),
    [
        (FocusWalk("opportunity"), "op.no_effect"),
        (FocusWalk("nowhere"), "op.malformed"),
        (FocusWalk("value", "unknown"), "note.unknown"),
    ],
)
def test_a_focus_that_leads_nowhere_is_refused(story: Story, op, code) -> None:
    story.start("clockwise")

    with pytest.raises(Refused) as no:
        story.do("server", op)

    assert no.value.code == code


def test_a_note_of_another_area_is_not_in_focus(story: Story) -> None:
    story.start("clockwise")
    note = story.make("server", AddNote("value", "Open at night"))

    with pytest.raises(Refused) as no:
        story.do("server", FocusWalk("advantage", note))

    assert no.value.code == "note.unknown"


def test_people_write_and_change_their_notes_during_a_walk(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    story.start("clockwise")

    note = story.make(aino, AddNote("value", "So we could open at night"))

    assert story.note(note)["text"] == "So we could open at night"
