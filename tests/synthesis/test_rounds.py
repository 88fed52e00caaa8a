"""What was asked twice, what came late to a vote, and which countries take part: rules hear it."""

import pytest

from server.domain.ballots import CloseBallot, OpenBallot, RevealBallot
from server.domain.merging import MergeNotes
from server.domain.notes import AddNote
from server.domain.people import AddCity
from server.domain.scores import SetScore
from server.domain.stored import from_state, to_state
from server.domain.votes import PlaceVote
from server.synthesis.findings import findings
from server.synthesis.reading import read_workshop
from tests.domain.story import Story, a_story
from tests.synthesis.boards import the_wheel

WHEEL = the_wheel()


@pytest.fixture
def story() -> Story:
    return a_story(WHEEL.canvas, cities=("Oulu", "Sofia"), note_cap=3)


def told(story: Story, rule: str) -> list[str]:
    return [one["text"] for one in findings(story.workshop, WHEEL) if one["rule"] == rule]


def asked(story: Story, note: str, answers: dict[str, int]) -> None:
    """Let the walk ask for importance once, and be left."""
    story.start("clockwise")
    for seat, value in answers.items():
        story.do(seat, SetScore(note, "importance", value))
    story.start("share")


@pytest.fixture
def walkers(story: Story) -> tuple[str, list[str]]:
    story.start("share")
    note = story.make("server", AddNote("value", "Open at night"))
    return note, [story.join("participant", city) for city in ("Oulu", "Oulu", "Sofia", "Sofia")]


def test_what_people_keep_agreeing_on_is_settled(story, walkers) -> None:
    note, seats = walkers
    asked(story, note, dict(zip(seats, (5, 5, 4, 2), strict=True)))
    assert told(story, "R56") == []

    asked(story, note, {seats[3]: 5})  # one in four moved
    asked(story, note, {seats[2]: 5, seats[3]: 4})  # and changed places: nothing moved

    assert read_workshop(story.workshop).all_notes()[0].rounds == (
        (0, 1, 0, 1, 2),
        (0, 0, 0, 1, 3),
        (0, 0, 0, 1, 3),
    )
    assert [("Open at night" in text) for text in told(story, "R56")] == [True]
    assert told(story, "R57") == []


def test_a_disagreement_that_stays_is_said(story, walkers) -> None:
    note, seats = walkers
    asked(story, note, dict(zip(seats, (5, 5, 1, 1), strict=True)))

    asked(story, note, {seats[0]: 1, seats[2]: 5})

    assert len(told(story, "R57")) == 1
    assert told(story, "R56") == []


def test_a_round_is_only_compared_for_those_who_answered_in_both(story, walkers) -> None:
    note, seats = walkers
    asked(story, note, {seats[0]: 5, seats[1]: 4})
    asked(story, note, {seats[1]: 5, seats[2]: 1})

    assert story.note(note)["rounds"] == [[0, 0, 0, 1, 1], [0, 0, 0, 0, 2]]


def test_walking_again_without_an_answer_is_no_round(story, walkers) -> None:
    note, seats = walkers
    asked(story, note, {seats[0]: 5})
    asked(story, note, {})

    assert "rounds" not in story.note(note)


def test_rounds_outlive_a_stored_snapshot(story, walkers) -> None:
    note, seats = walkers
    asked(story, note, {seats[0]: 5})
    story.workshop = from_state(to_state(story.workshop))

    asked(story, note, {seats[0]: 1})

    assert story.note(note)["rounds"] == [[0, 0, 0, 0, 1], [1, 0, 0, 0, 0]]


def test_a_merged_note_begins_its_rounds_anew(story, walkers) -> None:
    note, seats = walkers
    other = story.make("server", AddNote("value", "Never closed"))
    asked(story, note, {seats[0]: 5})
    asked(story, note, {seats[0]: 4})
    story.do("server", MergeNotes(note, (other,)))
    assert "rounds" not in story.note(note)

    asked(story, note, {seats[0]: 3})

    assert "rounds" not in story.note(note)


@pytest.fixture
def voted(story: Story) -> tuple[list[str], str]:
    story.start("share")
    notes = [story.make("server", AddNote("value", text)) for text in ("Open", "Warm", "Quiet")]
    aino = story.join("participant", "Oulu")
    story.start("vote")
    story.do(aino, PlaceVote(notes[0]))
    story.start("share")
    return notes, aino


def test_a_note_that_came_between_two_openings_of_a_vote_came_late(story, voted) -> None:
    story.make("server", AddNote("value", "Cheap"))
    assert told(story, "R41") == []  # it is in no result yet

    story.start("vote")
    story.start("share")

    assert len([text for text in told(story, "R41") if "“Cheap”" in text]) == 1


def test_a_merge_after_the_vote_is_said(story, voted) -> None:
    (first, second, _), _ = voted

    story.do("server", MergeNotes(first, (second,)))

    assert [("“Open”" in text) for text in told(story, "R41")] == [True]


def test_a_new_vote_is_held_with_all_that_was_there(story, voted) -> None:
    (first, second, _), aino = voted
    story.do("server", MergeNotes(first, (second,)))
    story.do("server", OpenBallot())
    story.do(aino, PlaceVote(first))

    story.do("server", CloseBallot())
    story.do("server", RevealBallot())

    assert told(story, "R41") == []


def test_languages_are_asked_for_between_countries_only(story) -> None:
    assert told(story, "R55") == []

    story.do("server", AddCity("Tampere", country="fi"))
    assert told(story, "R55") == []
    story.do("server", AddCity("Malmö", country="SE"))

    assert len(told(story, "R55")) == 1
    assert [city.get("country") for city in story.board()["cities"]] == [None, None, "FI", "SE"]
