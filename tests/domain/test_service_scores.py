"""Services scored on criteria and weights shared out: hidden per seat, shown per city."""

import pytest

from server.domain.people import AddCity
from server.domain.refused import Refused
from server.domain.service_scores import ScoreService, SplitWeights
from server.domain.services import AddService, RemoveService
from server.domain.visibility import heard
from tests.domain.story import Story


@pytest.fixture
def rating(story: Story) -> tuple[Story, str, str, str]:
    """Two people, and a service they may score."""
    aino, elena = story.join("participant", "Oulu"), story.join("participant", "Sofia")
    story.start("share")
    portal = story.make("server", AddService("Portal", "existing"))
    return story, aino, elena, portal


def refusal(story: Story, seat: str, op) -> str:
    with pytest.raises(Refused) as no:
        story.do(seat, op)
    return no.value.code


def test_scores_of_services_are_hidden_until_the_phase_is_left(rating) -> None:
    story, aino, elena, portal = rating
    before = story.board()

    (change,) = story.do(aino, ScoreService(portal, "need", 5))

    assert set(heard(change, seat_id=elena)) == {"seq", "type", "at", "city"}
    assert story.board() == before
    story.do(elena, ScoreService(portal, "need", 2))
    story.start("clockwise")
    oulu, sofia = story.city("Oulu"), story.city("Sofia")
    assert story.board()["services"][0]["scores"] == {
        oulu: {"need": [0, 0, 0, 0, 1]},
        sofia: {"need": [0, 1, 0, 0, 0]},
    }


def test_weights_are_shown_as_points_and_seats_of_each_city(rating) -> None:
    story, aino, elena, _ = rating
    colleague = story.join("participant", "Oulu")
    story.do(aino, SplitWeights({"need": 70, "value": 30}))
    (change,) = story.do(colleague, SplitWeights({"need": 100, "value": 0}))
    assert "points" not in heard(change, seat_id=elena)
    assert story.you(aino)["weights"] == {"need": 70, "value": 30}
    assert "weights" not in story.board()

    story.start("clockwise")

    assert story.board()["weights"] == {story.city("Oulu"): {"need": [170, 2], "value": [30, 2]}}


def test_points_taken_back_leave_the_others(rating) -> None:
    story, aino, _, _ = rating
    colleague = story.join("participant", "Oulu")
    story.do(aino, SplitWeights({"value": 100}))
    story.do(colleague, SplitWeights({"need": 100}))
    story.start("clockwise")
    story.do(aino, SplitWeights(None))
    story.start("share")

    assert story.board()["weights"] == {story.city("Oulu"): {"need": [100, 1]}}
    story.do(colleague, SplitWeights(None))
    story.start("clockwise")
    assert "weights" not in story.board()


@pytest.mark.parametrize(
    "points", [{"need": 99}, {"need": 60, "value": 60}, {"need": 50, "beauty": 50}]
)
def test_points_that_are_not_a_hundred_or_for_no_criterion_are_refused(rating, points) -> None:
    story, aino, _, _ = rating

    assert refusal(story, aino, SplitWeights(points)) == "op.malformed"


def test_only_a_service_and_a_criterion_that_are_there_can_be_scored(rating) -> None:
    story, aino, _, portal = rating
    assert refusal(story, aino, ScoreService(portal, "beauty", 3)) == "op.malformed"
    assert refusal(story, aino, ScoreService("nowhere", "need", 3)) == "service.unknown"
    assert refusal(story, aino, ScoreService(portal, "need", None)) == "op.no_effect"

    story.do("server", RemoveService(portal))

    assert refusal(story, aino, ScoreService(portal, "need", 3)) == "service.unknown"


def test_a_score_taken_back_leaves_no_trace(rating) -> None:
    story, aino, _, portal = rating
    story.do(aino, ScoreService(portal, "need", 3))
    story.start("clockwise")
    story.do(aino, ScoreService(portal, "need", None))
    story.do("server", AddCity("Ghent"))
    story.start("share")

    assert "scores" not in story.board()["services"][0]
