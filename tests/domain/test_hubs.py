"""One device for a room: declared heads, hands counted for a city, notes typed for the room."""

import json

import pytest

from server.domain.ballots import CloseBallot, OpenBallot, RevealBallot
from server.domain.erasing import EraseNote
from server.domain.hubs import DeclareHub, TallyHands
from server.domain.merging import MergeNotes
from server.domain.notes import AddNote
from server.domain.people import RemoveSeat
from server.domain.ratings import RateTarget
from server.domain.refused import Refused
from server.domain.visibility import heard
from server.domain.votes import PlaceVote
from server.synthesis.ranking import ranking
from server.synthesis.rooms import without_rooms
from tests.domain.story import Story, a_story


@pytest.fixture
def room(canvas) -> "tuple[Story, str, str, list[str]]":
    """The device of a room of ten in Oulu, Elena of Sofia, two notes; the vote is open."""
    story = a_story(canvas)
    device, elena = story.join("participant", "Oulu"), story.join("participant", "Sofia")
    story.start("share")
    notes = [story.make(elena, AddNote("value", text)) for text in "ab"]
    story.do("server", DeclareHub(device, 10))
    story.start("vote")
    return story, device, elena, notes


def refusal(story: Story, seat: str, op) -> str | None:
    try:
        story.do(seat, op)
    except Refused as no:
        return no.code
    return None


def dots_of(story: Story, note: str, city: str) -> int:
    return story.note(note)["dots"][story.city(city)]


def test_a_room_has_the_dots_of_its_heads_and_no_more(room) -> None:
    story, device, _, (a, b) = room
    oulu = story.city("Oulu")

    assert story.you(device)["votes_left"].popitem()[1] == 50
    assert refusal(story, device, TallyHands(oulu, a, 21)) == "vote.note_cap"
    story.do(device, TallyHands(oulu, a, 20))
    assert refusal(story, device, TallyHands(oulu, a, 20)) == "op.no_effect"
    story.do(device, TallyHands(oulu, b, 20))
    story.do(device, TallyHands(oulu, a, 7))
    story.start("agree")

    assert (dots_of(story, a, "Oulu"), dots_of(story, b, "Oulu")) == (7, 20)


def test_only_the_declared_device_counts_hands_and_for_its_own_city(room) -> None:
    story, device, elena, (a, _) = room

    assert refusal(story, elena, TallyHands(story.city("Sofia"), a, 1)) == "role.not_allowed"
    assert refusal(story, device, TallyHands(story.city("Sofia"), a, 1)) == "role.not_allowed"
    assert refusal(story, device, PlaceVote(a)) == "role.not_allowed"


def test_nobody_else_hears_where_a_rooms_hands_went(room) -> None:
    story, device, _, (a, _) = room
    told = story.do(device, TallyHands(story.city("Oulu"), a, 9))

    others = json.dumps([heard(change, seat_id=None) for change in told])

    assert a not in others
    assert '"dots"' not in others
    assert "more" not in others


def test_turnout_tells_the_fewest_people_the_dots_can_come_from(room) -> None:
    story, device, _, (a, _) = room
    oulu = story.city("Oulu")
    story.do(device, TallyHands(oulu, a, 11))
    assert story.workshop.ballots[0].turnout[oulu] == 3

    story.do(device, TallyHands(oulu, a, 0))

    assert story.workshop.ballots[0].turnout[oulu] == 0


def test_those_present_are_the_heads_of_the_room_and_the_seats_beside_it(room) -> None:
    story, *_ = room
    story.join("participant", "Oulu")

    closed = story.do("server", CloseBallot())[0].facts

    assert closed["present"][story.city("Oulu")] == 11
    assert closed["heads"] == {story.city("Oulu"): 10}


def test_heads_cannot_fall_below_what_was_tallied(room) -> None:
    story, device, _, (a, _) = room
    story.do(device, TallyHands(story.city("Oulu"), a, 12))

    assert refusal(story, "server", DeclareHub(device, 5)) == "vote.budget_spent"
    story.do("server", DeclareHub(device, 6))
    assert refusal(story, "server", DeclareHub(device, 6)) == "op.no_effect"


def test_after_its_end_the_tally_stays_and_nobody_votes_on_top_of_it(room) -> None:
    story, device, _, (a, b) = room
    story.do(device, TallyHands(story.city("Oulu"), a, 12))
    story.do("server", DeclareHub(device, 0))

    assert refusal(story, device, PlaceVote(b)) == "role.not_allowed"
    assert refusal(story, device, TallyHands(story.city("Oulu"), a, 1)) == "role.not_allowed"
    assert "hubs" not in story.board()
    story.start("agree")
    assert dots_of(story, a, "Oulu") == 12


def test_a_removed_device_counts_for_no_room(room) -> None:
    story, device, *_ = room

    story.do("server", RemoveSeat(device))

    assert "hubs" not in story.board()


def test_a_merge_gives_a_room_no_more_than_its_cap(room) -> None:
    story, device, _, (a, b) = room
    oulu = story.city("Oulu")
    story.do(device, TallyHands(oulu, a, 15))
    story.do(device, TallyHands(oulu, b, 15))
    story.start("agree")

    story.do("server", MergeNotes(a, (b,)))

    assert dots_of(story, a, "Oulu") == 20


def test_on_a_scale_a_room_counts_the_hands_for_each_step(room) -> None:
    story, device, _, _ = room
    story.start("agree")
    ballot = story.make("server", OpenBallot(kind="gradient"))
    oulu = story.city("Oulu")

    assert refusal(story, device, RateTarget("draft", 1)) == "role.not_allowed"
    too_many = TallyHands(oulu, "draft", steps=(9, 2, 0, 0, 0, 0, 0, 0))
    assert refusal(story, device, too_many) == "vote.budget_spent"
    assert refusal(story, device, TallyHands(oulu, "draft", 3)) == "op.malformed"
    story.do(device, TallyHands(oulu, "draft", steps=(7, 2, 0, 0, 0, 0, 0, 1)))
    story.do("server", CloseBallot(ballot))
    ratings = story.do("server", RevealBallot(ballot))[-1].facts["ratings"]
    assert ratings["draft"][oulu] == [7, 2, 0, 0, 0, 0, 0, 1]


def test_results_can_leave_rooms_out(room) -> None:
    story, device, elena, (a, b) = room
    story.do(device, TallyHands(story.city("Oulu"), a, 12))
    story.do(elena, PlaceVote(b))
    story.start("agree")

    counted, without = (
        {one["target_id"]: one["raw"] for one in ranking(workshop)["areas"]["value"]}
        for workshop in (story.workshop, without_rooms(story.workshop))
    )

    assert counted == {a: 12, b: 1}
    assert without == {a: 0, b: 1}


def test_a_note_of_a_room_says_so_and_may_say_who_typed_it(room) -> None:
    story, device, elena, _ = room
    story.start("share")
    note = story.make(device, AddNote("value", "warm", typed_by="Aino"))

    assert (story.note(note)["room"], story.note(note)["typed_by"]) == (True, "Aino")
    assert refusal(story, elena, AddNote("value", "x", typed_by="me")) == "role.not_allowed"
    story.do("server", EraseNote(note))
    assert "typed_by" not in story.note(note)
