"""Dots, budgets, caps, and what everybody may know of them."""

import pytest

from server.domain.ballots import CloseBallot, OpenBallot, RevealBallot
from server.domain.merging import MergeNotes
from server.domain.notes import AddNote, EditNote, MoveNote, RemoveNote, RestoreNote
from server.domain.people import AddCity
from server.domain.phases import CloseWorkshop, LockPhase, ReopenWorkshop
from server.domain.refused import Refused
from server.domain.settings import ChangeSettings
from server.domain.tally import count_dots
from server.domain.votes import PlaceVote, WithdrawVote
from tests.domain.story import Story, a_story


@pytest.fixture
def vote(canvas) -> "tuple[Story, str, str, list[str]]":
    """A workshop in its vote phase: Aino of Oulu, Elena of Sofia, three notes by Aino."""
    story = a_story(canvas)
    aino, elena = story.join("participant", "Oulu"), story.join("participant", "Sofia")
    story.start("share")
    notes = [story.make(aino, AddNote("value", text)) for text in "abc"]
    story.start("vote")
    return story, aino, elena, notes


def refusal(story: Story, seat: str, op) -> str:
    with pytest.raises(Refused) as no:
        story.do(seat, op)
    return no.value.code


def test_a_sixth_vote_is_refused(vote) -> None:
    story, aino, _, (a, b, c) = vote
    for note in (a, a, b, b, c):
        story.do(aino, PlaceVote(note))

    with pytest.raises(Refused) as no:
        story.do(aino, PlaceVote(c))

    assert no.value.code == "vote.budget_spent"
    assert no.value.numbers == {"limit": 5, "left": 0}


def test_one_note_takes_no_more_than_its_cap(vote) -> None:
    story, aino, _, (a, _, _) = vote
    story.do(aino, PlaceVote(a, dots=2))

    assert refusal(story, aino, PlaceVote(a)) == "vote.note_cap"


def test_all_dots_of_an_op_are_placed_or_none(vote) -> None:
    story, aino, _, (a, _, _) = vote

    assert refusal(story, aino, PlaceVote(a, dots=3)) == "vote.note_cap"
    assert story.you(aino)["votes"] == []


def test_withdrawn_dots_can_be_placed_again(vote) -> None:
    story, aino, _, (a, b, _) = vote
    ballot = story.workshop.ballots[0].id
    story.do(aino, PlaceVote(a, dots=2))
    story.do(aino, WithdrawVote(a, dots=1))
    story.do(aino, PlaceVote(b))

    assert story.you(aino)["votes"] == [
        {"ballot_id": ballot, "target_id": a, "dots": 1},
        {"ballot_id": ballot, "target_id": b, "dots": 1},
    ]
    assert story.you(aino)["votes_left"] == {ballot: 3}
    assert refusal(story, aino, WithdrawVote(a, dots=2)) == "vote.none_placed"


def test_turnout_counts_seats_that_placed_a_dot(vote) -> None:
    story, aino, elena, (a, b, _) = vote
    oulu, sofia, helsingborg = (story.city(name) for name in ("Oulu", "Sofia", "Helsingborg"))
    for op in (PlaceVote(a), PlaceVote(b)):
        story.do(aino, op)
    story.do(elena, PlaceVote(a))
    story.do(elena, WithdrawVote(a))

    assert story.board()["ballots"][0]["turnout"] == {oulu: 1, sofia: 0, helsingborg: 0}


def test_own_notes_take_no_votes_where_the_workshop_says_so(vote, canvas) -> None:
    story = a_story(canvas, own_notes=False)
    aino = story.join("participant", "Oulu")
    story.start("share")
    note = story.make(aino, AddNote("value", "mine"))
    story.start("vote")

    assert refusal(story, aino, PlaceVote(note)) == "vote.own_note"


def test_facilitators_and_observers_do_not_vote(vote) -> None:
    story, _, _, (a, _, _) = vote
    for role in ("facilitator", "observer"):
        seat = story.join(role)
        assert refusal(story, seat, PlaceVote(a)) == "role.not_allowed"


def test_while_a_vote_is_open_the_list_is_frozen_for_every_role(vote) -> None:
    story, aino, _, (a, b, _) = vote
    helmi = story.join("facilitator")
    for seat in (aino, helmi):
        assert refusal(story, seat, AddNote("value", "late")) == "ballot.frozen"
        assert refusal(story, seat, EditNote(a, text="other")) == "ballot.frozen"
        assert refusal(story, seat, MoveNote(a, "advantage")) == "ballot.frozen"
    assert refusal(story, helmi, MergeNotes(a, (b,))) == "ballot.frozen"
    assert refusal(story, helmi, ChangeSettings({"votes_each": 9})) == "ballot.frozen"


def test_dots_on_a_note_removed_during_the_vote_return_and_stay_returned(vote) -> None:
    story, aino, _, (a, _, _) = vote
    helmi = story.join("facilitator")
    ballot = story.workshop.ballots[0].id
    story.do(aino, PlaceVote(a, dots=2))

    story.do(helmi, RemoveNote(a))
    assert story.you(aino)["votes_left"] == {ballot: 5}
    assert story.board()["ballots"][0]["turnout"][story.city("Oulu")] == 0

    story.do(helmi, RestoreNote(a))
    assert story.you(aino)["votes"] == []


def test_a_note_removed_over_a_reveal_comes_back_with_its_dots(vote) -> None:
    story, aino, elena, (a, _, _) = vote
    story.do(aino, PlaceVote(a, dots=2))
    story.start("agree")
    story.start("vote")
    story.do(elena, PlaceVote(a))
    story.do("server", CloseBallot())
    story.do("server", RemoveNote(a))
    story.do("server", RevealBallot())
    assert a not in story.board()["ballots"][0]["dots"]

    story.do("server", RestoreNote(a))

    counted = {story.city("Oulu"): 2, story.city("Sofia"): 1, story.city("Helsingborg"): 0}
    assert story.note(a)["dots"] == counted
    assert story.board()["ballots"][0]["dots"][a] == counted


def test_a_city_that_joins_late_has_no_dots_wherever_dots_are_counted(vote) -> None:
    story, aino, _, (a, _, _) = vote
    story.do(aino, PlaceVote(a))
    story.start("agree")

    late = story.make("server", AddCity("Ghent"))

    (ballot,) = story.board()["ballots"]
    assert story.note(a)["dots"][late] == 0
    assert ballot["turnout"][late] == ballot["dots"][a][late] == 0


def test_leaving_the_vote_shows_dots_per_city_zero_included(vote) -> None:
    story, aino, elena, (a, b, c) = vote
    oulu, sofia, helsingborg = (story.city(name) for name in ("Oulu", "Sofia", "Helsingborg"))
    story.do(aino, PlaceVote(a, dots=2))
    story.do(elena, PlaceVote(b))
    assert "dots" not in story.note(a)

    changes = story.start("agree")

    assert [change.type for change in changes] == [
        "ballot.closed",
        "ballot.revealed",
        "phase.started",
    ]
    assert story.note(a)["dots"] == {oulu: 2, sofia: 0, helsingborg: 0}
    assert story.note(b)["dots"] == {oulu: 0, sofia: 1, helsingborg: 0}
    assert story.note(c)["dots"] == {oulu: 0, sofia: 0, helsingborg: 0}
    assert story.board()["ballots"][0]["present"] == {oulu: 1, sofia: 1, helsingborg: 0}


def test_going_back_to_a_vote_opens_its_ballot_again_and_marks_it(vote) -> None:
    story, aino, _, (a, _, _) = vote
    story.do(aino, PlaceVote(a))
    story.start("agree")

    story.start("vote")

    (ballot,) = story.board()["ballots"]
    assert ballot["state"] == "open"
    assert ballot["reopened"] is True
    assert "dots" not in ballot
    assert story.you(aino)["votes_left"] == {ballot["id"]: 4}


def test_closing_a_ballot_by_hand_shows_nothing_until_it_is_revealed(vote) -> None:
    story, aino, _, (a, _, _) = vote
    story.do(aino, PlaceVote(a))
    assert refusal(story, "server", RevealBallot()) == "ballot.open"

    story.do("server", CloseBallot())
    assert "dots" not in story.board()["ballots"][0]
    assert refusal(story, aino, PlaceVote(a)) == "ballot.closed"

    story.do("server", RevealBallot())
    assert story.board()["ballots"][0]["dots"][a][story.city("Oulu")] == 1


def test_with_two_open_ballots_a_vote_names_one(vote) -> None:
    story, aino, _, (a, _, _) = vote
    second = story.make("server", OpenBallot(title="Once more", votes_each=1, note_cap=1))

    assert refusal(story, aino, PlaceVote(a)) == "ballot.which"
    story.do(aino, PlaceVote(a, ballot_id=second))
    assert refusal(story, aino, PlaceVote(a, ballot_id=second)) == "vote.budget_spent"


def test_a_vote_that_opens_again_keeps_its_settings(vote) -> None:
    story, _, _, _ = vote
    story.start("agree")
    ballot = story.workshop.ballots[0].id

    assert refusal(story, "server", OpenBallot(ballot, votes_each=9)) == "op.malformed"
    story.do("server", OpenBallot(ballot))
    assert story.board()["ballots"][0]["reopened"] is True


def test_merging_after_a_vote_counts_nobody_twice(vote) -> None:
    story, aino, elena, (a, b, _) = vote
    oulu, sofia = story.city("Oulu"), story.city("Sofia")
    for note in (a, b):
        story.do(aino, PlaceVote(note, dots=2))
    story.do(elena, PlaceVote(b))
    story.start("agree")

    story.do("server", MergeNotes(a, (b,)))

    dots = count_dots(story.workshop.ballots[0])
    assert dots[a] == {oulu: 2, sofia: 1}  # Aino: min(2 + 2, cap 2)
    assert story.note(a)["dots"][oulu] == 2
    assert b not in story.board()["ballots"][0]["dots"]


def test_open_totals_are_on_the_board_while_people_vote(canvas) -> None:
    story = a_story(canvas, totals="open")
    aino = story.join("participant", "Oulu")
    story.start("share")
    note = story.make(aino, AddNote("value", "a"))
    story.start("vote")

    story.do(aino, PlaceVote(note, dots=2))

    oulu, sofia, helsingborg = (story.city(name) for name in ("Oulu", "Sofia", "Helsingborg"))
    assert story.board()["ballots"][0]["dots"] == {note: {oulu: 2, sofia: 0, helsingborg: 0}}


def test_a_locked_phase_stops_everybody_but_the_facilitator(vote) -> None:
    story, aino, _, (a, _, _) = vote
    helmi = story.join("facilitator")
    story.do(helmi, LockPhase(locked=True))

    assert refusal(story, aino, PlaceVote(a)) == "phase.locked"
    story.do(helmi, RemoveNote(a))


def test_a_closed_workshop_shows_everything_and_takes_nothing(canvas) -> None:
    story = a_story(canvas)
    aino = story.join("participant", "Oulu")
    note = story.make(aino, AddNote("value", "never revealed"))

    story.do("server", CloseWorkshop())

    assert story.note(note)["text"] == "never revealed"
    assert refusal(story, aino, AddNote("value", "late")) == "workshop.closed"
    story.do("server", ReopenWorkshop())
    story.do(aino, AddNote("value", "again"))


def test_voting_is_for_vote_phases(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    note = story.make(aino, AddNote("value", "a"))

    assert refusal(story, aino, PlaceVote(note)) == "phase.not_now"
