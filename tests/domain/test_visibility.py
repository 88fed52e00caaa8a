"""Who hears what: hidden notes and votes, byte by byte."""

import json

import pytest

from server.domain.notes import AddNote, EditNote, MoveNote, RemoveNote, RestoreNote
from server.domain.people import JoinSeat
from server.domain.revealing import RevealNotes
from server.domain.settings import ChangeSettings
from server.domain.visibility import apart, heard
from server.domain.votes import PlaceVote, WithdrawVote
from tests.domain.story import Story, a_story

SECRET = "the mayor never answers"


def test_a_silent_note_is_in_nothing_that_others_hear_until_it_is_revealed(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    note = story.make(aino, AddNote("value", SECRET, facet="creation", who=("residents",)))
    story.do(aino, EditNote(note, text=SECRET + " at all", base_version=1))
    story.do(aino, MoveNote(note, "advantage"))
    story.do(aino, RemoveNote(note))
    story.do(aino, RestoreNote(note))

    others = [heard(change, seat_id=None) for change in story.log]
    about_note = [change for change in others if change["type"].startswith("note.")]
    everything = json.dumps([others, story.board()])

    assert SECRET not in everything
    assert len(about_note) == 5
    for change in about_note:
        assert not {"by", "op_id", "text", "facet", "who", "seat"} & set(change)
        assert not {"text", "facet", "who", "seat"} & set(change.get("note", {}))


def test_a_masked_note_tells_where_it_is_and_how_long(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    (added,) = story.do(aino, AddNote("value", "x" * 41))

    note_id = added.facts["note"]["id"]
    masked = {
        "id": note_id,
        "area": "value",
        "city": story.city("Oulu"),
        "hidden": True,
        "length": "medium",
        "version": 1,
    }
    assert heard(added, seat_id=None)["note"] == masked
    assert story.board()["notes"] == [masked]


def test_the_authors_own_seat_hears_and_keeps_the_text(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    (added,) = story.do(aino, AddNote("value", SECRET))

    assert heard(added, seat_id=aino)["note"]["text"] == SECRET
    assert story.you(aino)["hidden_notes"][0]["text"] == SECRET


def test_the_reveal_brings_the_content_to_everybody(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    story.do(aino, AddNote("value", SECRET))

    (revealed,) = story.do("server", RevealNotes())

    assert heard(revealed, seat_id=None)["notes"] == story.board()["notes"]
    assert story.board()["notes"][0]["text"] == SECRET


@pytest.mark.parametrize("role", ["facilitator", "city_lead"])
def test_who_steers_a_hidden_note_hears_no_text_and_its_author_hears_all(
    story: Story, role: str
) -> None:
    aino = story.join("participant", "Oulu")
    other = story.join(role, None if role == "facilitator" else "Oulu")
    note = story.make(aino, AddNote("value", SECRET, facet="creation"))
    story.do(other, RemoveNote(note))
    (restored,) = story.do(other, RestoreNote(note))
    (moved,) = story.do(other, MoveNote(note, "advantage"))

    assert SECRET not in json.dumps([heard(change, seat_id=other) for change in story.log])
    assert "facet" not in heard(moved, seat_id=other)
    assert heard(restored, seat_id=aino)["note"]["text"] == SECRET
    assert heard(moved, seat_id=aino)["facet"] is None
    assert "op_id" in heard(moved, seat_id=other)
    assert not {"op_id", "author"} & set(heard(moved, seat_id=aino))
    assert not {"by", "op_id", "author", "facet"} & set(heard(moved, seat_id=None))
    assert apart(moved) == {aino, other}


@pytest.mark.parametrize("op", [PlaceVote, WithdrawVote])
def test_others_hear_of_a_vote_only_that_it_was_placed(canvas, op) -> None:
    story = a_story(canvas)
    aino = story.join("participant", "Oulu")
    story.start("share")
    note = story.make(aino, AddNote("value", "a"))
    story.start("vote")
    story.do(aino, PlaceVote(note, dots=2))
    change = story.do(aino, op(note))[-1] if op is WithdrawVote else story.log[-1]

    told = heard(change, seat_id=None)

    assert set(told) == {"seq", "type", "at", "city", "ballot_id"}
    assert heard(change, seat_id=aino)["target_id"] == note


def test_open_totals_tell_the_target_but_never_who(canvas) -> None:
    story = a_story(canvas, totals="open")
    aino = story.join("participant", "Oulu")
    story.start("share")
    note = story.make(aino, AddNote("value", "a"))
    story.start("vote")

    counted, placed = (heard(change, seat_id=None) for change in story.do(aino, PlaceVote(note)))

    assert counted["turnout"] == {story.city("Oulu"): 1}
    assert placed["target_id"] == note
    assert not {"by", "op_id"} & {*counted, *placed}


def test_nobody_else_learns_who_edits_an_unsigned_note(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    story.start("share")
    story.do("server", ChangeSettings({"show_authors": False}))
    note = story.make(aino, AddNote("value", "a"))
    story.do(aino, EditNote(note, text="b"))

    told = json.dumps([heard(change, seat_id=None) for change in story.log[-2:]])

    assert aino not in told


def test_joining_is_heard_with_seat_role_and_city_but_no_name(story: Story) -> None:
    aino = story.join("participant", "Oulu")

    told = heard(story.log[-1], seat_id=None)

    assert JoinSeat.type == "seat.join"
    assert told["seat_id"] == aino
    assert "name" not in told
