"""Texts and people that are erased: gone from board and log, while the workshop goes on."""

import pytest

from server.domain.change import ERASED
from server.domain.erasing import EraseNote
from server.domain.notes import AddNote, EditNote, RemoveNote
from server.domain.people import LeaveSeat
from server.domain.refused import Refused
from server.domain.votes import PlaceVote
from tests.domain.story import Story


def test_an_erased_note_keeps_its_place_and_its_dots(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    story.start("share")
    note = story.make(aino, AddNote("value", "call me at 040 1234567"))
    story.start("vote")
    story.do(aino, PlaceVote(note, dots=2))

    (change,) = story.do("server", EraseNote(note))
    story.start("agree")

    assert change.facts == {"note_id": note, "version": 2}
    assert story.note(note)["text"] == ERASED
    assert story.note(note)["erased"] is True
    assert story.note(note)["dots"][story.city("Oulu")] == 2


def test_a_removed_note_is_erased_too(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    note = story.make(aino, AddNote("value", "by name"))
    story.do(aino, RemoveNote(note))

    story.do("server", EraseNote(note))

    assert story.workshop.notes[note].text == ERASED


def test_a_note_written_anew_is_not_erased_any_more(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    story.start("share")
    note = story.make(aino, AddNote("value", "before"))
    story.do("server", EraseNote(note))

    story.do(aino, EditNote(note, text="after"))

    assert story.note(note)["text"] == "after"
    assert "erased" not in story.note(note)


def test_erasing_twice_or_nothing_is_refused(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    note = story.make(aino, AddNote("value", "once"))
    story.do("server", EraseNote(note))

    for note_id, code in ((note, "op.no_effect"), ("nowhere", "note.unknown")):
        with pytest.raises(Refused) as no:
            story.do("server", EraseNote(note_id))
        assert no.value.code == code


def test_who_leaves_frees_a_seat_and_leaves_notes_behind(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    story.start("share")
    note = story.make(aino, AddNote("value", "stays"))
    seats = story.workshop.seat_count

    (change,) = story.do(aino, LeaveSeat(erase=True))

    assert change.type == "seat.left"
    assert change.facts == {"seat_id": aino, "erased": True}
    assert story.workshop.seat_count == seats - 1
    assert story.note(note)["text"] == "stays"


def test_the_last_facilitator_stays(story: Story) -> None:
    helmi = story.join("facilitator")

    with pytest.raises(Refused) as no:
        story.do(helmi, LeaveSeat(erase=False))

    assert no.value.code == "seat.last_facilitator"
