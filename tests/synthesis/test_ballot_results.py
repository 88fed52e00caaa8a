"""What ballots of every kind came to, in numbers, and how two of them compare."""

import pytest

from server.domain.ballots import CloseBallot, OpenBallot, RevealBallot
from server.domain.hubs import DeclareHub, TallyHands
from server.domain.notes import AddNote
from server.domain.ratings import RankTargets, RateTarget
from server.domain.refused import Refused
from server.domain.votes import PlaceVote
from server.synthesis.ballot_comparison import compare_ballots
from server.synthesis.ballot_results import ballot_results
from server.synthesis.rooms import without_rooms
from tests.domain.small_canvas import small_canvas
from tests.domain.story import Story, a_story


@pytest.fixture
def vote() -> tuple[Story, list[str], list[str]]:
    """Two people of Oulu, one of Sofia; three notes by a facilitator."""
    story = a_story(small_canvas(), cities=("Oulu", "Sofia"))
    seats = [story.join("participant", city) for city in ("Oulu", "Oulu", "Sofia")]
    story.start("share")
    return story, seats, [story.make("server", AddNote("value", text)) for text in "abc"]


def held(story: Story, op: OpenBallot, *votes: tuple[str, object]) -> str:
    """Hold one ballot from its opening to its reveal; return its id."""
    ballot = story.make("server", op)
    for seat, said in votes:
        story.do(seat, said)
    story.do("server", CloseBallot(ballot))
    story.do("server", RevealBallot(ballot))
    return ballot


def targets(story: Story, **asked) -> dict[str, dict]:
    (result,) = ballot_results(story.workshop, **asked)["ballots"]
    return {one["target_id"]: one for one in result["targets"]}


def test_a_score_is_the_mean_of_the_cities_means(vote) -> None:
    story, (one, two, sofia), (a, b, _) = vote
    said = [(one, RateTarget(a, 5)), (two, RateTarget(a, 4)), (sofia, RateTarget(a, 0))]
    held(story, OpenBallot(kind="score"), *said, (one, RateTarget(b, 3)))

    found = targets(story)

    assert found[a]["mean"] == pytest.approx((4.5 + 0) / 2)
    assert found[a]["steps"] == [1, 0, 0, 0, 1, 1]
    assert (found[a]["median"], found[b]["rank"], found[a]["rank"]) == (4, 1, 2)


def test_a_ranking_has_the_mean_rank_with_what_is_left_out_behind(vote) -> None:
    story, (one, two, sofia), (a, b, c) = vote
    said = [(one, RankTargets((a, b))), (two, RankTargets((b, a, c))), (sofia, RankTargets((c,)))]
    held(story, OpenBallot(kind="rank", top=3), *said)

    found = targets(story)

    assert found[a]["mean_rank"] == pytest.approx(((1 + 2) / 2 + 2.5) / 2)
    assert found[c]["mean_rank"] == pytest.approx((3 + 1) / 2)
    assert found[a]["points"] == 3 + 2


def test_a_stance_has_the_agreement_no_large_city_can_win_alone(vote) -> None:
    story, (one, two, sofia), (a, *_) = vote
    said = [(one, "agree"), (two, "agree"), (sofia, "disagree")]
    held(story, OpenBallot(kind="stance"), *((seat, RateTarget(a, how)) for seat, how in said))

    assert targets(story)[a]["g"] == pytest.approx((3 / 4 * 1 / 3) ** 0.5)


def test_of_a_gradient_the_more_willing_come_first(vote) -> None:
    story, (one, _, sofia), _ = vote
    held(
        story, OpenBallot(kind="gradient"), (one, RateTarget("draft", 1)),
        (sofia, RateTarget("draft", 8)),
    )  # fmt: skip

    assert targets(story)["draft"]["mean"] == pytest.approx(4.5)
    assert targets(story)["draft"]["order"] == pytest.approx(-4.5)


def test_two_rounds_are_compared_by_those_who_took_part_in_both(vote) -> None:
    story, (one, two, sofia), (a, b, c) = vote
    first = held(
        story, OpenBallot(kind="score"), *((one, RateTarget(n, v)) for n, v in ((a, 5), (b, 3))),
        (one, RateTarget(c, 1)), (two, RateTarget(a, 0)),
    )  # fmt: skip
    second = held(
        story, OpenBallot(kind="score"), *((one, RateTarget(n, v)) for n, v in ((a, 5), (b, 2))),
        (one, RateTarget(c, 1)), (sofia, RateTarget(c, 5)),
    )  # fmt: skip

    found = compare_ballots(story.workshop, first, second)

    assert (found["people"], found["items"]) == (1, 3)
    assert (found["tau_b"], found["overlap"], found["is_stable"]) == (1, 1, True)
    assert [one["change"] for one in found["targets"]] == [0, 1, 0]


def test_dots_and_a_ranking_can_be_compared_by_their_order(vote) -> None:
    story, (one, *_), (a, b, _) = vote
    dots = held(story, OpenBallot(), (one, PlaceVote(a, dots=2)), (one, PlaceVote(b)))
    rank = held(story, OpenBallot(kind="rank"), (one, RankTargets((b, a))))

    found = compare_ballots(story.workshop, dots, rank)

    assert found["is_stable"] is False
    assert "targets" not in found


def test_only_revealed_ballots_are_compared(vote) -> None:
    story, *_ = vote
    held_one = held(story, OpenBallot())
    open_one = story.make("server", OpenBallot())

    for pair in ((held_one, open_one), (held_one, held_one), (held_one, "nowhere")):
        with pytest.raises(Refused):
            compare_ballots(story.workshop, *pair)


def test_an_open_ballot_is_in_no_result(vote) -> None:
    story, (one, *_), (a, *_) = vote
    story.do("server", OpenBallot(kind="score"))
    story.do(one, RateTarget(a, 5))

    assert ballot_results(story.workshop)["ballots"] == []


def test_results_say_where_rooms_were_counted_and_count_without_them(vote) -> None:
    story, (one, two, _), (a, *_) = vote
    story.do("server", DeclareHub(one, 10))
    held(
        story, OpenBallot(), (one, TallyHands(story.city("Oulu"), a, 9)), (two, PlaceVote(a)),
    )  # fmt: skip

    counted = ballot_results(story.workshop)["ballots"][0]
    without = ballot_results(without_rooms(story.workshop), hub="without")["ballots"][0]

    oulu = story.city("Oulu")
    assert (counted["rooms"], counted["heads"], counted["present"][oulu]) == (True, {oulu: 10}, 11)
    assert (counted["targets"][0]["raw"], without["targets"][0]["raw"]) == (10, 1)
    assert (without["present"][oulu], without["turnout"][oulu]) == (1, 1)
