"""Ballots that are not of dots: scores, orders, stances, how far people agree with the draft."""

import json
from dataclasses import replace

import pytest

from server.domain.ballots import CloseBallot, OpenBallot, RevealBallot
from server.domain.change import Change
from server.domain.drafting import EditDraft
from server.domain.merging import MergeNotes
from server.domain.notes import AddNote, RemoveNote
from server.domain.phases import CloseWorkshop
from server.domain.ratings import RankTargets, RateTarget
from server.domain.recount import recount
from server.domain.refused import Refused
from server.domain.themes import FormTheme
from server.domain.visibility import heard
from server.domain.votes import PlaceVote
from tests.domain.journeys import JOURNEYS, play
from tests.domain.story import Story, a_story


@pytest.fixture
def vote(canvas) -> "tuple[Story, str, str, list[str]]":
    """A workshop in the open: Aino of Oulu, Elena of Sofia, three notes by Aino."""
    story = a_story(canvas)
    aino, elena = story.join("participant", "Oulu"), story.join("participant", "Sofia")
    story.start("share")
    return story, aino, elena, [story.make(aino, AddNote("value", text)) for text in "abc"]


def refusal(story: Story, seat: str, op) -> str | None:
    try:
        story.do(seat, op)
    except Refused as no:
        return no.code
    return None


def reveal(story: Story, ballot: str) -> dict:
    story.do("server", CloseBallot(ballot))
    return story.do("server", RevealBallot(ballot))[-1].facts


@pytest.mark.parametrize(
    ("kind", "value", "steps"),
    [("score", 5, [0, 0, 0, 0, 0, 1]), ("stance", "pass", [0, 1, 0])],
)
def test_a_scale_is_revealed_as_people_per_step_and_city(vote, kind, value, steps) -> None:
    story, aino, _, (a, _, _) = vote
    ballot = story.make("server", OpenBallot(kind=kind))
    story.do(aino, RateTarget(a, value))

    ratings = reveal(story, ballot)["ratings"]

    assert ratings[a] == {
        story.city("Oulu"): steps,
        story.city("Sofia"): [0] * len(steps),
        story.city("Helsingborg"): [0] * len(steps),
    }


def test_a_gradient_is_about_the_draft_alone(vote) -> None:
    story, aino, _, (a, _, _) = vote
    ballot = story.make("server", OpenBallot(kind="gradient"))

    assert refusal(story, aino, RateTarget(a, 1)) == "note.unknown"
    story.do(aino, RateTarget("draft", 8))
    assert set(reveal(story, ballot)["ratings"]) == {"draft"}


def test_what_is_voted_on_holds_still_the_draft_too(vote) -> None:
    story, *_ = vote
    story.start("agree")
    story.do("server", OpenBallot(kind="gradient"))

    assert refusal(story, "server", EditDraft("summary", "f", "x")) == "ballot.frozen"
    assert refusal(story, "server", AddNote("value", "x")) == "ballot.frozen"


def test_a_ranking_gives_the_first_place_as_many_points_as_there_are_places(vote) -> None:
    story, aino, elena, (a, b, c) = vote
    ballot = story.make("server", OpenBallot(kind="rank", top=3))
    story.do(aino, RankTargets((a, b)))
    story.do(elena, RankTargets((b,)))

    ranks = reveal(story, ballot)["ranks"]

    oulu, sofia = story.city("Oulu"), story.city("Sofia")
    assert [ranks[target][oulu] for target in (a, b, c)] == [3, 2, 0]
    assert [ranks[target][sofia] for target in (a, b, c)] == [0, 3, 0]


def test_a_vote_has_the_form_its_ballot_asks_for(vote) -> None:
    story, aino, _, (a, b, c) = vote
    score = story.make("server", OpenBallot(kind="score"))

    assert refusal(story, aino, PlaceVote(a)) == "ballot.kind"
    assert refusal(story, aino, RankTargets((a,))) == "ballot.kind"
    assert refusal(story, aino, RateTarget(a, "agree")) == "op.malformed"
    assert refusal(story, aino, RateTarget(a, 8)) == "op.malformed"
    story.do("server", OpenBallot(kind="rank", top=2))
    story.do("server", CloseBallot(score))
    assert refusal(story, aino, RateTarget(a, 3, ballot_id=score)) == "ballot.closed"
    assert refusal(story, aino, RankTargets((a, b, c))) == "vote.budget_spent"
    assert refusal(story, aino, RankTargets((a, a))) == "op.malformed"


def test_own_notes_stay_out_of_every_kind(vote) -> None:
    story, aino, elena, (a, _, _) = vote
    score = story.make("server", OpenBallot(kind="score", own_notes=False))
    rank = story.make("server", OpenBallot(kind="rank", own_notes=False))

    assert refusal(story, aino, RateTarget(a, 5, ballot_id=score)) == "vote.own_note"
    assert refusal(story, aino, RankTargets((a,), ballot_id=rank)) == "vote.own_note"
    story.do(elena, RateTarget(a, 5, ballot_id=score))


def test_saying_it_again_is_said_once_and_another_answer_takes_its_place(vote) -> None:
    story, aino, _, (a, _, _) = vote
    ballot = story.make("server", OpenBallot(kind="stance"))
    story.do(aino, RateTarget(a, "agree"))

    assert refusal(story, aino, RateTarget(a, "agree")) == "op.no_effect"
    story.do(aino, RateTarget(a, "disagree"))

    assert reveal(story, ballot)["ratings"][a][story.city("Oulu")] == [0, 0, 1]


def test_the_turnout_tells_who_took_part_and_not_how(vote) -> None:
    story, aino, _, (a, b, _) = vote
    ballot = story.make("server", OpenBallot(kind="score"))
    story.do(aino, RateTarget(a, 0))
    story.do(aino, RateTarget(b, 5))
    assert story.workshop.ballot(ballot).turnout[story.city("Oulu")] == 1

    story.do("server", RemoveNote(a))
    story.do("server", RemoveNote(b))

    assert story.workshop.ballot(ballot).turnout[story.city("Oulu")] == 0
    assert story.you(aino).get("ratings") is None


def test_merged_targets_keep_the_latest_answer_and_the_best_place_of_a_person(vote) -> None:
    story, aino, elena, (a, b, c) = vote
    score = story.make("server", OpenBallot(kind="score"))
    rank = story.make("server", OpenBallot(kind="rank", top=3))
    story.do(aino, RateTarget(b, 5, ballot_id=score))
    story.do(aino, RateTarget(a, 1, ballot_id=score))
    story.do(elena, RateTarget(b, 2, ballot_id=score))
    story.do(aino, RankTargets((c, b, a), ballot_id=rank))
    for ballot in (score, rank):
        reveal(story, ballot)

    story.do("server", MergeNotes(a, (b,)))

    oulu, sofia = story.city("Oulu"), story.city("Sofia")
    scores, ranks = (one.shown for one in story.workshop.ballots)
    assert (scores[a][oulu], scores[a][sofia]) == ((0, 1, 0, 0, 0, 0), (0, 0, 1, 0, 0, 0))
    assert (ranks[c][oulu], ranks[a][oulu], b in ranks) == (3, 2, False)


def test_a_theme_takes_over_what_was_said_of_its_notes_once_a_person(vote) -> None:
    story, aino, _, (a, b, _) = vote
    ballot = story.make("server", OpenBallot(kind="stance"))
    story.do(aino, RateTarget(a, "agree"))
    story.do(aino, RateTarget(b, "disagree"))
    reveal(story, ballot)

    theme = story.make("server", FormTheme("value", "both", (a, b)))

    shown = story.workshop.ballot(ballot).shown
    assert shown[theme][story.city("Oulu")] == (0, 0, 1)
    assert a not in shown


def test_nobody_else_hears_what_a_vote_of_any_kind_says(vote) -> None:
    story, aino, _, (a, b, _) = vote
    score = story.make("server", OpenBallot(kind="score"))
    rank = story.make("server", OpenBallot(kind="rank"))
    told = story.do(aino, RateTarget(a, 4, ballot_id=score))
    told += story.do(aino, RankTargets((b,), ballot_id=rank))

    others = [heard(change, seat_id=None) for change in told]
    everything = json.dumps([others, story.board()["ballots"]])

    for one in others:
        assert set(one) - {"turnout"} == {"seq", "type", "at", "city", "ballot_id"}
    assert a not in everything
    assert b not in everything
    assert heard(told[1], seat_id=aino)["value"] == 4


def test_only_dots_can_be_seen_while_they_are_placed(canvas) -> None:
    story = a_story(canvas, totals="open")

    assert refusal(story, "server", OpenBallot(kind="score", totals="open")) == "op.malformed"
    ballot = story.make("server", OpenBallot(kind="score"))
    assert story.workshop.ballot(ballot).totals == "hidden"


def test_dots_on_notes_are_those_of_the_last_ballot_of_dots(vote) -> None:
    story, aino, _, (a, _, _) = vote
    dots = story.make("server", OpenBallot())
    story.do(aino, PlaceVote(a, dots=2))
    reveal(story, dots)
    score = story.make("server", OpenBallot(kind="score"))
    reveal(story, score)

    assert story.note(a)["dots"][story.city("Oulu")] == 2


def test_an_end_reveals_every_kind(vote) -> None:
    story, *_ = vote
    for kind in ("dots", "score", "rank", "stance", "gradient"):
        story.do("server", OpenBallot(kind=kind))
    story.do("server", CloseWorkshop())

    assert {one["state"] for one in story.board()["ballots"]} == {"revealed"}


@pytest.mark.parametrize("name", JOURNEYS)
def test_every_reveal_of_a_journey_is_what_a_recount_of_its_log_gives(name) -> None:
    story, _ = play(name)

    assert all(one.is_right and one.is_fair for one in recount(story.log))


def test_a_recount_finds_totals_that_no_papers_say(vote) -> None:
    story, aino, _, (a, _, _) = vote
    ballot = story.make("server", OpenBallot())
    story.do(aino, PlaceVote(a))
    reveal(story, ballot)
    forged = [_with_one_more(change, a, story.city("Sofia")) for change in story.log]

    assert [one.is_right for one in recount(story.log)] == [True]
    assert [one.is_right for one in recount(forged)] == [False]


def _with_one_more(change: Change, target: str, city: str) -> Change:
    if change.type != "ballot.revealed":
        return change
    dots = change.facts["dots"]
    return replace(change, facts=change.facts | {"dots": dots | {target: dots[target] | {city: 1}}})
