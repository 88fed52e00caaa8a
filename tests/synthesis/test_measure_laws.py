"""What holds for every ballot: ranges, symmetry, and no order of cities or notes matters."""

from itertools import combinations, permutations
from math import factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.synthesis import ratings
from server.synthesis.concordance import (
    band,
    chance_of,
    chi_square_tail,
    concordance,
    kendall_w,
)
from server.synthesis.consensus import consensus, divided_inside, group_informed
from server.synthesis.ranks import (
    ballot_ranks,
    borda,
    borda_of_ranks,
    kendall_tau_b,
    likeness,
    mean_ranks,
    spearman,
)
from server.synthesis.robustness import (
    deciding_cities,
    hangs_on_one_ballot,
    is_tied,
    leaders_without_each_ballot,
    leaders_without_each_city,
    rank_if_merged,
    shares_without_each_ballot,
)
from server.synthesis.shares import (
    city_shares,
    count_papers,
    leaders,
    merge_papers,
    quadratic_votes,
    weighted_shares,
)
from server.synthesis.stability import is_stable, jaccard, order_change, rating_change
from server.synthesis.walks import Edge, coverage
from tests.synthesis.worked import EX1, PAPERS, RANKS, SPLIT

CITIES = ("oulu", "sofia", "helsingborg", "malmo")
NOTES = ("a", "b", "c", "d", "e")
WEIGHTINGS = ("equal", "degressive", "pooled")
tables = st.dictionaries(
    st.sampled_from(NOTES),
    st.dictionaries(st.sampled_from(CITIES), st.integers(0, 30)),
    min_size=1,
)
papers = st.lists(
    st.tuples(
        st.sampled_from(CITIES[:3]),
        st.dictionaries(st.sampled_from(NOTES), st.integers(0, 3)),
    ),
    min_size=1,
    max_size=8,
)
stances = st.dictionaries(st.sampled_from(CITIES), st.tuples(*[st.integers(0, 12)] * 3), min_size=1)
scales = st.lists(st.integers(0, 12), min_size=3, max_size=7)
rankings = st.integers(2, 7).flatmap(
    lambda n: st.lists(
        st.lists(st.integers(0, 4), min_size=n, max_size=n).map(mean_ranks), min_size=2, max_size=4
    )
)
numbers = st.integers(2, 8).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(0, 5), min_size=n, max_size=n)] * 2)
)


def turned(table):
    """The same table with notes and cities in the opposite order."""
    return {note: dict(reversed(list(row.items()))) for note, row in reversed(list(table.items()))}


@given(tables, st.sampled_from(WEIGHTINGS))
def test_shares_add_up_to_one_whatever_the_weighting(table, weighting):
    shares = weighted_shares(table, weighting=weighting)

    assert all(0 <= share <= 1 for share in shares.values())
    assert not shares or sum(shares.values()) == pytest.approx(1)
    assert weighted_shares(turned(table), weighting=weighting) == shares


@given(tables, st.sampled_from(WEIGHTINGS))
def test_a_city_without_votes_changes_nothing(table, weighting):
    more = {note: row | {"new": 0} for note, row in table.items()}

    assert weighted_shares(more, weighting=weighting) == weighted_shares(table, weighting=weighting)
    assert city_shares(more) == city_shares(table)
    assert deciding_cities(more, weighting=weighting) == deciding_cities(table, weighting=weighting)
    assert likeness(more) == likeness(table)


@given(tables)
def test_pooled_counting_gives_every_dot_the_same_weight(table):
    whole = sum(dots for row in table.values() for dots in row.values())

    for note, share in weighted_shares(table, weighting="pooled").items():
        assert share == pytest.approx(sum(table[note].values()) / whole)


@given(papers, st.sampled_from(WEIGHTINGS))
def test_leaving_a_ballot_out_is_counting_without_it(cast, weighting):
    without = shares_without_each_ballot(cast, NOTES, weighting)

    for place, shares in enumerate(without):
        rest = cast[:place] + cast[place + 1 :]
        voters = {}
        for city, placed in rest:
            voters[city] = voters.get(city, 0) + any(placed.values())
        counted = weighted_shares(count_papers(rest, NOTES), weighting=weighting, ballots=voters)
        assert shares == pytest.approx(counted)


@given(rankings)
def test_concordance_keeps_its_range_and_knows_no_order(ranks):
    known = concordance(ranks)
    turned_round = [list(reversed(row)) for row in reversed(ranks)]

    assert concordance(turned_round) == known
    if known is None:
        assert all(len(set(row)) == 1 for row in ranks)
        return
    assert 0 <= known.w <= 1
    assert -1 / (len(ranks) - 1) - 1e-12 <= known.r_bar <= 1
    assert 0 <= known.p_chi_square <= 1


@given(rankings.filter(lambda ranks: len(ranks) < 4))
@settings(max_examples=25, deadline=None)
def test_the_chance_is_a_probability_and_knows_no_order(ranks):
    turned_round = [list(reversed(row)) for row in reversed(ranks)]

    assert chance_of(turned_round) == chance_of(ranks)
    assert kendall_w(ranks) is None or 0 < chance_of(ranks) <= 1


@given(numbers)
def test_correlations_are_symmetric_and_turn_with_the_order(two):
    one, other = two
    for measure in (kendall_tau_b, spearman):
        known = measure(one, other)
        assert known == measure(other, one)
        if known is not None:
            assert -1 - 1e-12 <= known <= 1 + 1e-12
            assert measure(one, [-number for number in other]) == pytest.approx(-known)


@given(stances)
def test_consensus_keeps_its_range_and_knows_no_order(by_city):
    known = consensus(by_city)

    assert 0 < group_informed(by_city) < 1
    if known is None:
        assert not any(any(counts) for counts in by_city.values())
        return
    assert consensus(dict(reversed(list(by_city.items())))) == known
    assert 0 < known.g_effective <= known.g < 1
    assert known.least <= known.g + 1e-12
    assert known.g <= known.most + 1e-12
    assert 0 <= known.spread < 1
    assert known.eta_squared is None or 0 <= known.eta_squared <= 1


@given(stances)
def test_a_city_without_a_stance_halves_gic_and_changes_nothing_else(by_city):
    more = consensus(by_city | {"new": (0, 0, 0)})
    known = consensus(by_city)

    if known is None:
        assert more is None
        return
    assert more.gic == pytest.approx(known.gic / 2)
    for name in ("agree", "g", "g_effective", "spread", "pooled", "eta_squared"):
        assert getattr(more, name) == getattr(known, name)


@given(scales)
def test_agreement_keeps_its_range_and_reads_the_same_backwards(counts):
    known = ratings.agreement(counts)

    if known is None:
        assert not any(counts)
        return
    assert -1 <= known <= 1
    assert ratings.agreement(counts[::-1]) == known
    assert ratings.agreement([3 * number for number in counts]) == pytest.approx(known)
    assert 0 <= ratings.polarisation(counts) <= 1
    assert 0 <= ratings.interquartile_range(counts) <= len(counts) - 1
    assert 1 <= ratings.median(counts) <= len(counts)
    assert 0 <= ratings.top_two(counts) <= 1


@given(scales, scales)
def test_a_rating_that_stays_has_not_changed(first, second):
    size = min(len(first), len(second))
    first, second = first[:size], second[:size]
    change = rating_change(first, second)

    assert change == rating_change(second, first)
    assert change is None or 0 <= change <= 1 + 1e-12
    if any(first):
        assert rating_change(first, [2 * number for number in first]) == 0


def test_nothing_can_be_said_of_nothing():
    assert weighted_shares({"a": {}, "b": {"oulu": 0}}) == {}
    assert leaders({}) == frozenset()
    assert kendall_w([]) is None
    assert kendall_w([[1, 2, 3]]) is None
    assert concordance([[2, 2, 2], [2, 2, 2]]) is None
    assert chance_of([[2, 2, 2], [2, 2, 2]]) is None
    assert kendall_w([[1.0], [1.0]]) is None
    assert spearman([1, 1], [1, 2]) is None
    assert kendall_tau_b([1, 1], [1, 2]) is None
    assert borda_of_ranks([[1.0]]) is None
    assert consensus({"oulu": (0, 0, 0)}) is None
    for measure in (
        ratings.mean,
        ratings.median,
        ratings.interquartile_range,
        ratings.top_two,
        ratings.agreement,
        ratings.polarisation,
    ):
        assert measure([0, 0, 0, 0, 0]) is None
    assert ratings.agreement([2, 3]) is None
    assert ratings.equal_city_mean({"oulu": [0, 0, 0, 0, 0]}) is None
    assert rating_change([0, 0], [1, 0]) is None
    assert is_stable(None) is None
    assert jaccard(set(), set()) is None
    assert order_change({"a": 1}, {"b": 1}).is_stable() is None
    assert coverage([], [], "leads_to") is None


@pytest.mark.parametrize(
    ("r_bar", "name"),
    [(-0.5, "none"), (0.19, "none"), (0.2, "weak"), (0.4, "moderate"), (0.6, "strong")],
)
def test_the_mean_correlation_has_a_band(r_bar, name):
    assert band(r_bar) == name


def test_the_exact_chance_counts_every_order():
    ranks = [[1, 2, 3, 4], [1, 2, 4, 3], [2, 1, 3, 4]]
    seen = kendall_w(ranks)
    orders = list(permutations([1, 2, 3, 4]))
    agreeing = sum(
        kendall_w([[1, 2, 3, 4], one, other]) >= seen - 1e-12 for one in orders for other in orders
    )

    assert chance_of(ranks) == pytest.approx(agreeing / factorial(4) ** 2)


def test_the_chance_is_drawn_for_many_items_and_always_the_same():
    many = [list(map(float, range(1, 13)))] * 2 + [list(map(float, range(12, 0, -1)))]

    assert chance_of(many) == chance_of(many)
    assert chance_of(many) == pytest.approx(concordance(many).p_chi_square, abs=0.05)
    assert chance_of([list(map(float, range(1, 51)))] * 3) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("statistic", "df", "tail"),
    [(3.841459, 1, 0.05), (5.991465, 2, 0.05), (18.307038, 10, 0.05), (2000, 900, 0), (0, 3, 1)],
)
def test_the_tail_of_chi_square_is_that_of_the_tables(statistic, df, tail):
    assert chi_square_tail(statistic, df) == pytest.approx(tail, abs=1e-7)


def test_a_partial_ballot_shares_the_ranks_that_are_left():
    assert ballot_ranks(["b"], ["a", "b", "c"]) == [2.5, 1, 2.5]
    assert ballot_ranks([], ["a", "b", "c"]) == [2, 2, 2]
    assert borda({"oulu": [["b"]], "sofia": [["b", "a", "c"], ["a"]]}, ["a", "b", "c"]) == {
        "a": pytest.approx((0.25 + 0.75) / 2),
        "b": pytest.approx((1 + 0.625) / 2),
        "c": pytest.approx((0.25 + 0.125) / 2),
    }
    assert borda({"oulu": []}, ["a", "b"]) == {}


@pytest.mark.parametrize("order", [["a", "a"], ["z"]])
def test_a_ballot_that_names_something_twice_or_unknown_is_refused(order):
    with pytest.raises(ValueError, match="at most once"):
        ballot_ranks(order, ["a", "b"])


def test_only_helsingborg_decides_who_comes_first():
    assert deciding_cities(EX1) == ("Helsingborg",)
    assert leaders_without_each_city(EX1)["Oulu"] == {"a", "c"}


def test_one_ballot_decides_the_close_vote():
    assert hangs_on_one_ballot(PAPERS, ("one", "two"))
    assert leaders_without_each_ballot(PAPERS, ("one", "two"))[0] == {"two"}
    assert not hangs_on_one_ballot([("X", {"one": 2})] * 3, ("one", "two"))
    assert not hangs_on_one_ballot([("X", {"one": 2})], ("one", "two"))
    assert is_tied({"a": 0.5, "b": 0.5 - 1e-12})
    assert not is_tied({"a": 1.0})


def test_votes_split_over_two_notes_would_win_as_one():
    assert rank_if_merged(SPLIT, into="one-stop", notes=["single contact"]) == 1
    assert leaders(weighted_shares(SPLIT)) == {"24/7"}


def test_a_merge_counts_nobody_twice():
    cast = [("X", {"one": 2, "two": 2, "three": 1})]

    assert merge_papers(cast, into="one", notes=["two"], note_cap=2) == [
        ("X", {"three": 1, "one": 2})
    ]


def test_quadratic_votes_cost_their_square():
    assert [quadratic_votes(spent) for spent in (0, 3, 4, 9, 15, 16)] == [0, 1, 2, 3, 3, 4]


def test_a_divided_city_needs_both_sides_and_enough_people():
    assert divided_inside((3, 2, 0), share=0.3, least=4)
    assert not divided_inside((3, 1, 0), share=0.3, least=4)
    assert not divided_inside((1, 1, 1), share=0.3, least=4)


@pytest.mark.parametrize(
    ("importance", "readiness", "place"),
    [
        (4, 3, "do_now"),
        (4, 2.9, "prepare"),
        (3, 5, "discuss"),
        (2.9, 3, "only_if_cheap"),
        (1, 1, "park"),
        (None, 3, None),
    ],
)
def test_importance_and_readiness_say_what_to_do(importance, readiness, place):
    assert ratings.quadrant(importance, readiness) == place


def test_an_order_is_stable_if_most_pairs_and_the_first_three_stay():
    first = {item: -place for place, item in enumerate("abcdef")}
    second = {item: -place for place, item in enumerate("bacdfe")}

    assert order_change(first, second).is_stable()
    assert not order_change(first, {item: -number for item, number in first.items()}).is_stable()
    assert order_change(first, second | {"new": 1}).items == 6
    assert is_stable(0.0833)
    assert not is_stable(0.15)


def test_links_of_a_kind_cover_the_notes_they_start_from():
    edges = [Edge("need", "value", "leads_to"), Edge("growth", "need", "requires")]

    assert coverage(["need", "alone"], edges, "leads_to") == 0.5
    assert coverage(["need", "growth"], edges, "requires") == 0.5
    assert coverage(["value"], edges, "leads_to") == 0


def test_the_ranks_of_the_example_correlate_as_its_dots():
    columns = {city: [row[city] for row in EX1.values()] for city in ("Oulu", "Sofia")}

    assert likeness(EX1)["Oulu", "Sofia"] == kendall_tau_b(*columns.values())
    assert [len(pair) for pair in combinations(RANKS, 2)] == [2, 2, 2]
