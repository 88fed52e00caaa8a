"""Services of a whole workshop compared, and how alike its cities order an area."""

from dataclasses import replace

import pytest
from immutables import Map

from server.domain.state import Service
from server.synthesis.comparison import comparison
from server.synthesis.draft import draft
from server.synthesis.orders import city_orders
from tests.synthesis.boards import EX1, OULU, SOFIA, a_board, a_note, the_wheel
from tests.synthesis.worked import SERVICES, WEIGHTS

WHEEL = the_wheel()
NAMES = tuple(one.id for one in WHEEL.canvas.criteria)


def a_service(name: str, row: list[int], **known: object) -> Service:
    """Return a service that one seat of Oulu scored so, criteria in the canvas's order."""
    scores = {
        criterion: Map({OULU: tuple(int(level == value) for level in range(1, 6))})
        for criterion, value in zip(NAMES, row, strict=False)
    }
    return Service(id=name, name=name.title(), state="new", scores=Map(scores), **known)


def compared(*services: Service) -> dict:
    return comparison(replace(a_board(WHEEL), services=services), WHEEL)


def the_example() -> list[Service]:
    rows = [[int(values[name]) for name in WEIGHTS] for values in SERVICES.values()]
    return [a_service(name.lower(), row) for name, row in zip(SERVICES, rows, strict=True)]


def test_the_worked_example_comes_out_of_a_whole_workshop():
    told = compared(*the_example())

    assert [(one["service_id"], one["rank"]) for one in told["services"]] == [
        ("s1", 1), ("s2", 2), ("s3", 3),
    ]  # fmt: skip
    assert [one["points"] for one in told["services"]] == pytest.approx([75, 66.25, 63.75])
    assert [one["flow"]["net"] for one in told["services"]] == pytest.approx(
        [0.15, -0.0625, -0.0875]
    )
    assert told["services"][0]["levers"][0] == {"criterion": "value", "gain": pytest.approx(5)}
    assert told["firmness"]["kept"]["weights"] == [14, 14]
    assert told["firmness"]["flip"]["criterion"] == "feasibility"
    assert told["near"] == [["s2", "s3"]]
    assert not told["is_split"]
    assert sum(told["weights"].values()) == pytest.approx(1)


def test_a_service_that_fails_a_condition_is_listed_and_not_ranked():
    first, *others = the_example()
    barred = replace(first, knock_outs=Map({"owner": False, "accessibility": True}))

    told = compared(barred, *others)

    last = told["services"][-1]
    assert [one.get("rank") for one in told["services"]] == [1, 2, None]
    assert (last["service_id"], last["state"], last["failed"]) == ("s1", "failed", ["owner"])
    assert last["open"] == ["legal_basis", "data_protection"]
    assert last["points"] == pytest.approx(75)
    assert "flow" not in last
    assert told["firmness"]["best"] == "s2"


def test_a_service_with_too_few_answers_is_not_compared():
    told = compared(*the_example(), a_service("thin", [5, 5]), a_service("idle", []))

    thin, idle = told["services"][-2:]
    assert (thin["state"], thin["coverage"]) == ("thin", pytest.approx(0.4))
    assert (idle["state"], idle["criteria"]) == ("unscored", {})
    assert "rank" not in thin
    assert "points" not in idle


def test_a_service_that_is_nowhere_worse_beats_the_other():
    told = compared(a_service("both", [5] * 7), a_service("less", [5, 4, 5, 5, 5, 5, 5]))

    assert [one["beats"] for one in told["services"]] == [["less"], []]


def test_the_draft_tells_services_in_the_order_of_the_comparison():
    first, *others = the_example()
    barred = replace(first, knock_outs=Map({"owner": False}))
    workshop = replace(a_board(WHEEL, notes=[a_note("a", "value")]), services=(barred, *others))

    sections = {one["id"]: one["sentences"] for one in draft(workshop, WHEEL)["sections"]}
    told = [one["text"] for one in sections["services"] if one["rule"] == "R96"]

    assert told == [
        "“S2”: 66.25 of 100 points, number 1 of 2.",
        "“S3”: 63.75 of 100 points, number 2 of 2.",
        "“S1”: 75 of 100 points, not ranked as it does not meet a condition.",
    ]


def test_three_cities_that_hardly_agree_are_told_with_the_chance_of_it():
    notes = [a_note(name, "value", dots=dots) for name, dots in EX1.items()]
    told = city_orders(a_board(WHEEL, notes=notes, turnout={OULU: 10, SOFIA: 3}))["areas"]

    value = told["value"]
    assert list(told) == ["value"]
    assert (value["w"], value["r_bar"]) == pytest.approx((0.3793, 0.0690), abs=5e-5)
    assert value["band"] == "none"
    assert 0.3 < value["chance"] < 0.5  # rough χ² says .33
    taus = {tuple(pair["cities"]): pair["tau_b"] for pair in value["pairs"]}
    assert taus[OULU, SOFIA] == pytest.approx(-0.5477, abs=5e-5)
    assert max(taus.values()) == pytest.approx(0.3333, abs=5e-5)
