"""Making a workshop, and making one from an exported board."""

import json

import pytest

from server.domain.board import board_hash, board_of
from server.domain.making import import_workshop, make_workshop
from server.domain.people import unique_letters
from server.domain.refused import Refused
from server.domain.settings import ChangeSettings
from server.domain.workshop import EMPTY, apply_all
from tests.domain.journeys import JOURNEYS, play
from tests.domain.small_canvas import small_canvas
from tests.domain.story import a_story


def test_a_new_workshop_stands_in_its_first_phase(story) -> None:
    board = story.board()

    assert board["phase"]["id"] == "gather"
    assert [city["letters"] for city in board["cities"]] == ["OU", "SO", "HE"]
    assert board["settings"]["votes_each"] == 5


def test_cities_that_begin_alike_get_other_letters() -> None:
    assert unique_letters("Helsinki", taken={"HE"}) == "HL"
    assert unique_letters("H", taken=set()) == "H2"
    assert unique_letters("--", taken=set()) == "C2"


@pytest.mark.parametrize(
    ("cities", "code"),
    [([], "city.full"), ([{"name": "Oulu"}, {"name": "oulu "}], "city.exists")],
)
def test_cities_that_make_no_workshop_are_refused(cities, code) -> None:
    with pytest.raises(Refused) as no:
        make_workshop(
            canvas=small_canvas(),
            title="t",
            service=None,
            cities=cities,
            languages=["en"],
            settings={},
            now="now",
            new_id=lambda: "x" * 12,
        )

    assert no.value.code == code


@pytest.mark.parametrize(
    "settings",
    [
        {"votes_each": 0},
        {"votes_each": True},
        {"totals": "sometimes"},
        {"silent": "yes"},
        {"unknown": 1},
        {"thresholds": {"strong": float("nan")}},
        {"thresholds": {"strong": "much"}},
    ],
)
def test_settings_out_of_bounds_are_refused(story, settings) -> None:
    with pytest.raises(Refused) as no:
        story.do("server", ChangeSettings(settings))

    assert no.value.code == "op.malformed"


def test_thresholds_stand_on_the_board_as_decimal_strings() -> None:
    story = a_story(small_canvas(), thresholds={"STRONG": 1.50, "rbar": 0})

    assert story.board()["settings"]["thresholds"] == {"rbar": "0", "strong": "1.5"}


@pytest.mark.parametrize("name", JOURNEYS)
def test_an_imported_board_is_the_same_to_the_byte(name: str) -> None:
    story, _ = play(name)
    papers = [
        {
            "id": ballot.id,
            "papers": [
                {"city": paper.city, "dots": dict(paper.dots)} for paper in ballot.papers.values()
            ],
        }
        for ballot in story.workshop.ballots
    ]
    exported = json.loads(
        json.dumps(
            {
                "workshop": {"id": "workshop0001"},
                "board": board_of(story.workshop),
                "ballots": papers,
                "seq": story.workshop.seq,
                "log_head": "0" * 64,
            }
        )
    )

    changes = import_workshop(canvas=small_canvas(), exported=exported, now=story.now())

    assert board_hash(apply_all(EMPTY, changes)) == story.hash()
