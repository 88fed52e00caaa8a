"""Services compared: scores, weights, knock-outs, dominance, robustness, a second opinion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.synthesis.evaluate import (
    Scored,
    Utility,
    dominates,
    failed_knock_outs,
    levers,
    open_knock_outs,
    rank_services,
    score_service,
    settle_weights,
    utility,
)
from server.synthesis.outranking import preference, promethee
from server.synthesis.selection import Flip, not_told_apart, robustness, smallest_flip
from tests.synthesis.worked import SERVICES, WEIGHTS, answered, counted

tables = st.dictionaries(
    st.sampled_from("abcd"),
    st.fixed_dictionaries({name: st.none() | st.integers(1, 5) for name in WEIGHTS}),
    min_size=2,
)


def test_every_city_counts_once_however_many_rated():
    scored = score_service(
        {
            "oulu": {"need": counted([5, 5, 5, 5])},
            "sofia": {"need": counted([2])},
            "malmo": {"need": counted([])},
        }
    )

    assert scored == {"need": Scored(mean=3.5, lowest=2, highest=5, cities=2)}


def test_weights_are_the_mean_of_the_cities_points():
    points = {
        "oulu": {"need": (180, 2), "value": (20, 2)},
        "sofia": {"need": (50, 1), "value": (50, 1)},
        "malmo": {"need": (0, 0)},
    }

    weights = settle_weights(points, {"need": 1, "value": 3})

    assert weights == {"need": pytest.approx(0.7), "value": pytest.approx(0.3)}
    assert settle_weights({}, {"need": 1, "value": 3}) == {"need": 0.25, "value": 0.75}
    with pytest.raises(ValueError, match="above 0"):
        settle_weights({}, {"need": 0})


def test_a_service_with_little_known_does_not_compare():
    known = utility({"need": 5.0}, WEIGHTS)

    assert known == Utility(points=100, coverage=pytest.approx(0.2))
    assert not known.is_comparable()
    assert utility({}, WEIGHTS) is None
    assert utility(SERVICES["S2"] | {"feas": None}, WEIGHTS).is_comparable()


def test_a_knock_out_is_failed_only_by_a_no():
    flags = {"legal_basis": True, "data_protection": False, "owner": None}

    assert failed_knock_outs(flags) == ("data_protection",)
    assert open_knock_outs(flags) == ("owner",)


def test_a_service_dominates_only_with_everything_known():
    better = dict.fromkeys(WEIGHTS, 5.0)

    assert dominates(better, SERVICES["S1"], WEIGHTS)
    assert not dominates(SERVICES["S1"], SERVICES["S2"], WEIGHTS)
    assert not dominates(better, better, WEIGHTS)
    assert not dominates(better, SERVICES["S1"] | {"feas": None}, WEIGHTS)


def test_the_first_place_of_the_example_holds_until_feasibility_weighs_more():
    known = robustness({name: answered(row) for name, row in SERVICES.items()}, WEIGHTS)

    assert (known.best, known.weights) == ("S1", (14, 14))
    assert known.criteria == (6, 7)  # without the need the chatbot would lead
    assert known.cities == (0, 0)  # a single city cannot be left out
    assert known.is_robust
    assert known.kept == pytest.approx(20 / 21)
    assert known.flip == Flip("feas", pytest.approx(0.2340, abs=5e-5), "S2")


def test_beyond_the_flip_the_other_service_leads():
    at = smallest_flip(SERVICES, WEIGHTS).weight
    for weight, best in ((at - 0.01, "S1"), (at + 0.01, "S2")):
        rest = (1 - weight) / (1 - WEIGHTS["feas"])
        changed = {name: known * rest for name, known in WEIGHTS.items()} | {"feas": weight}
        assert rank_services(SERVICES, changed)[0][0] == best


def test_a_first_place_may_rest_on_one_city():
    services = {
        "portal": {"oulu": {"need": counted([5])}, "sofia": {"need": counted([3])}},
        "chat": {"oulu": {"need": counted([1])}, "sofia": {"need": counted([4])}},
    }

    known = robustness(services, {"need": 1.0})

    assert (known.best, known.cities) == ("portal", (1, 2))
    assert not known.is_robust
    assert known.flip is None
    assert robustness({"portal": services["portal"]}, {"need": 1.0}) is None


def test_services_too_near_or_too_shaky_are_not_told_apart():
    assert not_told_apart(70, 66, kept=1)
    assert not_told_apart(70, 50, kept=0.89)
    assert not not_told_apart(70, 65, kept=0.9)


def test_a_small_difference_is_no_preference():
    assert [preference(d, q=0.5, p=2) for d in (-1, 0.5, 1.25, 2, 4)] == [0, 0, 0.5, 1, 1]
    with pytest.raises(ValueError, match="0 ≤ q < p"):
        preference(1, q=2, p=2)
    assert promethee({"S1": SERVICES["S1"]}, WEIGHTS) == {}


@given(tables)
def test_scores_keep_their_range_and_know_no_order(services):
    ranked = rank_services(services, WEIGHTS)
    turned = {
        name: dict(reversed(list(values.items())))
        for name, values in reversed(list(services.items()))
    }

    assert rank_services(turned, dict(reversed(list(WEIGHTS.items())))) == ranked
    assert all(0 <= known.points <= 100 and 0 < known.coverage <= 1 for _, known in ranked)
    flows = promethee(services, WEIGHTS)
    assert promethee(turned, WEIGHTS) == flows
    assert sum(flow.net for flow in flows.values()) == pytest.approx(0, abs=1e-9)
    assert all(0 <= flow.ahead <= 1 and 0 <= flow.behind <= 1 for flow in flows.values())


@given(tables)
def test_another_service_never_reorders_the_rest(services):
    before = [name for name, _ in rank_services(services, WEIGHTS)]
    after = [name for name, _ in rank_services(services | {"new": SERVICES["S1"]}, WEIGHTS)]

    assert [name for name in after if name != "new"] == before


@given(tables)
def test_pulling_every_lever_gives_all_points(services):
    for values in services.values():
        known = utility(values, WEIGHTS)
        if known and known.coverage == pytest.approx(1):
            gained = sum(points for _, points in levers(values, WEIGHTS))
            assert known.points + gained == pytest.approx(100)


@given(tables)
def test_robustness_counts_every_run_once(services):
    cast = {
        name: answered({c: x for c, x in values.items() if x is not None})
        for name, values in services.items()
    }
    known = robustness(cast, WEIGHTS)

    if known:
        for kept, runs in (known.weights, known.cities, known.criteria):
            assert 0 <= kept <= runs
        assert 0 <= known.kept <= 1
