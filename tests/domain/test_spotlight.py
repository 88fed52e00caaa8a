"""One note is shown to everybody, and never one that is not there."""

import pytest

from server.domain.merging import MergeNotes
from server.domain.notes import AddNote, RemoveNote, RestoreNote
from server.domain.refused import Refused
from server.domain.spotlight import SetSpotlight
from tests.domain.small_canvas import small_canvas
from tests.domain.story import Story, a_story


@pytest.fixture
def told() -> tuple[Story, str, str]:
    story = a_story(small_canvas())
    story.start("share")
    first, second = (story.make("server", AddNote("value", text)) for text in ("one", "two"))
    return story, first, second


def test_a_board_says_nothing_of_a_spotlight_before_there_was_one(
    told: tuple[Story, str, str],
) -> None:
    story, first, _ = told
    assert "spotlight" not in story.board()

    story.do("server", SetSpotlight(first))
    assert story.board()["spotlight"] == first

    story.do("server", SetSpotlight(None))
    assert story.board()["spotlight"] is None


def test_a_hidden_note_cannot_be_shown_to_everybody(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    hidden = story.make(aino, AddNote("value", "unseen"))

    with pytest.raises(Refused) as no:
        story.do("server", SetSpotlight(hidden))

    assert no.value.code == "note.hidden"


def test_the_spotlight_goes_out_with_its_note_and_follows_it_into_a_merge(
    told: tuple[Story, str, str],
) -> None:
    story, first, second = told
    story.do("server", SetSpotlight(first))
    story.do("server", RemoveNote(first))
    assert story.board()["spotlight"] is None
    story.do("server", RestoreNote(first))
    assert story.board()["spotlight"] is None

    story.do("server", SetSpotlight(first))
    story.do("server", MergeNotes(second, (first,)))
    assert story.board()["spotlight"] == second


def test_a_new_phase_begins_with_nothing_in_the_spotlight(told: tuple[Story, str, str]) -> None:
    story, first, _ = told
    story.do("server", SetSpotlight(first))

    story.start("vote")

    assert story.board()["spotlight"] is None


def test_showing_what_is_shown_is_refused(told: tuple[Story, str, str]) -> None:
    story, first, _ = told
    for note_id in (None, first):
        if note_id is not None:
            story.do("server", SetSpotlight(note_id))
        with pytest.raises(Refused) as no:
            story.do("server", SetSpotlight(note_id))
        assert no.value.code == "op.no_effect"
