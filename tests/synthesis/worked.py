"""The boards behind the worked numbers of the method: name of a number → how we compute it."""

from collections.abc import Callable
from itertools import combinations
from math import ceil
from typing import Any

from server.synthesis import ratings
from server.synthesis.concordance import concordance, distribution_of_w, draw_w
from server.synthesis.consensus import Stances, consensus, polarisation
from server.synthesis.evaluate import Counts, levers, utility
from server.synthesis.outranking import promethee
from server.synthesis.ranks import borda_of_ranks, likeness, mean_ranks, spearman
from server.synthesis.robustness import shares_without_each_ballot
from server.synthesis.selection import robustness, smallest_flip
from server.synthesis.shares import (
    Paper,
    Table,
    breadth,
    city_shares,
    count_papers,
    lift,
    merge_targets,
    quadratic_votes,
    weighted_shares,
    without_city,
)
from server.synthesis.stability import order_change, rating_change
from tests.synthesis.other_methods import ahp, topsis

CITIES = ("Oulu", "Sofia", "Helsingborg")
EX1: Table = {
    name: dict(zip(CITIES, row, strict=True))
    for name, row in {"a": (2, 3, 2), "b": (11, 0, 1), "c": (5, 2, 3), "d": (2, 1, 0)}.items()
}
VOTERS = {"Oulu": 10, "Sofia": 3, "Helsingborg": 3}
RANKS = [mean_ranks([row[city] for row in EX1.values()]) for city in CITIES]
TIES = [[1, 2.5, 2.5, 4, 5], [1.5, 1.5, 3, 4, 5], [1, 3, 2, 5, 4]]
ROUNDS = (
    [[1, 2, 3, 4, 5], [1, 2, 3, 5, 4], [2, 1, 4, 3, 5]],
    [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [1, 2, 3, 5, 4]],
)
STANCES: dict[str, list[tuple[int, int, int]]] = {
    "S1 shared": [(8, 1, 1), (3, 0, 0), (2, 0, 1)],
    "S2 divisive": [(9, 1, 0), (0, 3, 0), (1, 2, 0)],
    "S3 split inside": [(5, 5, 0), (2, 2, 0), (2, 2, 0)],
    "S4 masked": [(6, 4, 0), (4, 0, 0), (4, 0, 0)],
}
ORDERS = ("123456", "213465", "423156")  # the place of each item a…f in three rounds
SPLIT: Table = {
    "one-stop": {"X": 3, "Y": 3, "Z": 3},
    "single contact": {"X": 3, "Y": 2, "Z": 3},
    "24/7": {"X": 5, "Y": 4, "Z": 4},
}
SPLIT_BEFORE: Table = {
    "one-stop": {"X": 3, "Y": 5, "Z": 4},
    "single contact": {"X": 3, "Y": 4, "Z": 4},
    "24/7": {"X": 4, "Y": 2, "Z": 5},
}
CREDITS = {"p1": (9, 4, 0, 3), "p2": (16, 0, 0, 0), "p3": (1, 4, 9, 2)}
CRITERIA = ("need", "value", "advantage", "scal", "repl", "sust", "feas")
WEIGHTS = dict(zip(CRITERIA, (0.20, 0.20, 0.10, 0.10, 0.15, 0.15, 0.10), strict=True))
SERVICES: dict[str, dict[str, float | None]] = {
    name: dict(zip(CRITERIA, map(float, row), strict=True))
    for name, row in {
        "S1": (5, 4, 3, 4, 4, 4, 3),
        "S2": (3, 4, 2, 5, 4, 3, 5),
        "S3": (2, 3, 4, 4, 5, 4, 4),
    }.items()
}
PAPERS: list[Paper] = [
    ("X", {"one": 3, "two": 0}),
    ("X", {"one": 0, "two": 3}),
    ("X", {"one": 1, "two": 2}),
    ("Y", {"one": 2, "two": 1}),
    ("Y", {"one": 2, "two": 1}),
]
IMPORTANCE = {"Oulu": (5, 4, 5), "Sofia": (4, 4), "Helsingborg": (3,)}
READINESS = {"Oulu": (4, 4, 4), "Sofia": (2, 1), "Helsingborg": (3,)}
REVERSED = {"A": (2, 4, 3), "B": (3, 5, 1), "C": (1, 2, 3)}
REVERSED_WEIGHTS = (0.4, 0.35, 0.25)
PAIRS = [[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]]


def counted(values: Any) -> list[int]:
    """How many of the values are 1, 2, 3, 4, 5."""
    return [list(values).count(value) for value in range(1, 6)]


def answered(values: dict[str, float | None]) -> dict[str, dict[str, Counts]]:
    """The scores of one city with one seat that gives these values."""
    return {"Oulu": {name: counted([value]) for name, value in values.items()}}


def _agreement_of(stances: list[tuple[int, int, int]]) -> dict[str, Any]:
    by_city: Stances = dict(zip(CITIES, stances, strict=True))
    known = consensus(by_city)
    assert known is not None
    between, within, eta = polarisation(by_city)
    return {
        "P": list(known.agree.values()),
        "gic": known.gic,
        "gmean": known.g,
        "eff": known.g_effective,
        "spread": known.spread,
        "min": known.least,
        "max": known.most,
        "between": between,
        "within": within,
        "eta2": eta,
    }


def _pooled(stances: list[tuple[int, int, int]]) -> float:
    known = consensus(dict(zip(CITIES, stances, strict=True)))
    assert known is not None
    return known.pooled


def _w(ranks: list[list[float]]) -> list[float] | None:
    known = concordance(ranks)
    return known and [known.w, known.chi_square, known.df, known.r_bar]


def _sums() -> list[float]:
    return [sum(column) for column in zip(*TIES, strict=True)]


def _spread() -> float:
    return sum((total - 9) ** 2 for total in _sums())


def _mean_rho() -> float:
    known = [spearman(one, other) for one, other in combinations(TIES, 2)]
    return sum(rho or 0 for rho in known) / 3


def _between_cities(measure: Callable[[list[float], list[float]], float | None]) -> dict[str, Any]:
    columns = {city: [float(row[city]) for row in EX1.values()] for city in CITIES}
    return {
        f"{one}-{other}": measure(columns[one], columns[other])
        for one, other in combinations(CITIES, 2)
    }


def _likeness() -> dict[str, Any]:
    known = likeness(EX1)
    return {
        f"{one}-{other}": known[min(one, other), max(one, other)]
        for one, other in combinations(CITIES, 2)
    }


def _places(order: str) -> dict[str, float]:
    return {item: -float(place) for item, place in zip("abcdef", order, strict=True)}


def _on_scale(values: list[int]) -> list[Any]:
    counts = counted(values)
    return [
        ratings.interquartile_range(counts),
        ratings.median(counts),
        ratings.top_two(counts),
        counts,
        ratings.agreement(counts),
    ]


def _vertices(counts: list[int]) -> list[float | None]:
    return [ratings.agreement(counts), ratings.polarisation(counts)]


def _without_ballot(place: int) -> list[float]:
    return list(shares_without_each_ballot(PAPERS, ("one", "two"))[place].values())


def _points(services: dict[str, dict[str, float | None]]) -> list[list[float]]:
    known = [utility(values, WEIGHTS) for values in services.values()]
    return [[one.points, one.coverage] for one in known if one]


def _flows() -> list[list[float]]:
    return [[flow.ahead, flow.behind, flow.net] for flow in promethee(SERVICES, WEIGHTS).values()]


def _weight_runs() -> list[int]:
    known = robustness({name: answered(row) for name, row in SERVICES.items()}, WEIGHTS)
    assert known is not None
    assert known.best == "S1"
    return list(known.weights)


def _flip() -> float:
    """The first weight in whole per cent beyond the flip, as the example counts."""
    known = smallest_flip(SERVICES, WEIGHTS)
    assert known is not None
    assert (known.criterion, known.service) == ("feas", "S2")
    return ceil(known.weight * 100) / 100


def _reversal() -> list[Any]:
    two = [list(REVERSED[name]) for name in "AB"]
    three = [list(REVERSED[name]) for name in "ABC"]
    weights = dict(zip("xyz", REVERSED_WEIGHTS, strict=True))
    points = [utility(dict(zip("xyz", row, strict=True)), weights) for row in three]
    return [
        two,
        three[2],
        topsis(two, list(REVERSED_WEIGHTS)),
        topsis(three, list(REVERSED_WEIGHTS)),
        [one.points for one in points if one],
    ]


def _two_means(by_city: dict[str, tuple[int, ...]]) -> tuple[float | None, float | None]:
    counts = {city: counted(values) for city, values in by_city.items()}
    return ratings.equal_city_mean(counts), ratings.mean(ratings.pooled(counts))


def _chance(bound: float, *, cities: int = 3) -> float:
    return sum(chance for w, chance in distribution_of_w(cities, 4) if w >= bound - 1e-9)


def _mean_w(cities: int) -> float:
    return sum(w * chance for w, chance in distribution_of_w(cities, 4))


def _drawn(cities: int) -> list[float]:
    drawn = sorted(draw_w(cities, 10))
    return [sum(drawn) / len(drawn), drawn[round(0.95 * (len(drawn) - 1))]]


def _one_and(weighting: str) -> list[float]:
    return list(weighted_shares(EX1, weighting=weighting, ballots=VOTERS).values())


def _of_cities() -> dict[str, list[float]]:
    shares = city_shares(EX1)
    return {city: [row[city] for row in shares.values()] for city in CITIES}


COMPUTED: dict[str, Callable[[], Any]] = {
    "EX1.pooled": lambda: _one_and("pooled"),
    "EX1.E": lambda: _one_and("equal"),
    "EX1.E_sqrt": lambda: _one_and("degressive"),
    "EX1.lift": lambda: [lift(share, 4) for share in _one_and("equal")],
    "EX1.shares": _of_cities,
    "EX1.breadth": lambda: [breadth(row, 4) for row in city_shares(EX1).values()],
    "EX1.ranks": lambda: dict(zip(CITIES, RANKS, strict=True)),
    "EX1.borda": lambda: borda_of_ranks(RANKS),
    "EX1.W": lambda: _w(RANKS),
    "EX1.friedman_p": lambda: (known := concordance(RANKS)) and known.p_chi_square,
    "EX1.tau_b": _likeness,
    "EX1.spearman": lambda: _between_cities(spearman),
    "EX2.noties": lambda: _w([[1, 2, 3, 4], [1, 2, 4, 3], [2, 1, 3, 4]]),
    "EX2.perfect": lambda: _w([[1, 2, 3]] * 3),
    "EX2.opposite": lambda: _w([[1, 2, 3], [3, 2, 1]]),
    "EX2.alltied": lambda: _w([[2, 2, 2], [2, 2, 2]]),
    "EX2.ties": lambda: _w(TIES),
    "EX2.ties_untied_formula": lambda: 12 * _spread() / (9 * (5**3 - 5)),
    "EX2.R": _sums,
    "EX2.S": _spread,
    "EX2.meanrho": _mean_rho,
    "EX4.published": lambda: ratings.agreement([30, 40, 210, 130, 530, 50, 10]),
    "EX5.rho": lambda: order_change(_places(ORDERS[0]), _places(ORDERS[1])).rho,
    "EX5.tau": lambda: order_change(_places(ORDERS[0]), _places(ORDERS[1])).tau_b,
    "EX5.jac3 o1o2": lambda: order_change(_places(ORDERS[0]), _places(ORDERS[1])).overlap,
    "EX5.jac3 o1o3": lambda: order_change(_places(ORDERS[0]), _places(ORDERS[2])).overlap,
    "EX5.change stable": lambda: rating_change((0, 1, 2, 5, 4), (0, 1, 1, 6, 4)),
    "EX5.change unstable": lambda: rating_change((0, 1, 2, 5, 4), (3, 3, 2, 3, 1)),
    "EX5.iqr agree": lambda: _on_scale([2, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5, 4]),
    "EX5.iqr split": lambda: _on_scale([1, 1, 2, 2, 5, 5, 5, 4, 1, 5, 2, 4]),
    "EX5.W r1,r2": lambda: [(known := concordance(ranks)) and known.w for ranks in ROUNDS],
    "EX6.before": lambda: list(weighted_shares(SPLIT_BEFORE).values()),
    "EX6b.before": lambda: list(weighted_shares(SPLIT).values()),
    "EX6b.after": lambda: list(
        weighted_shares(
            merge_targets(SPLIT, into="one-stop", notes=["single contact"]),
        ).values()
    ),
    "EX7.votes": lambda: {p: [quadratic_votes(c) for c in row] for p, row in CREDITS.items()},
    "EX7.sum": lambda: [
        sum(quadratic_votes(c) for c in column) for column in zip(*CREDITS.values(), strict=True)
    ],
    "EX7.linear": lambda: [sum(column) for column in zip(*CREDITS.values(), strict=True)],
    "EX8.saw": lambda: _points(SERVICES),
    "EX8.topsis": lambda: topsis(
        [[float(x or 0) for x in row.values()] for row in SERVICES.values()], [*WEIGHTS.values()]
    ),
    "EX8.promethee": _flows,
    "EX8.pymcdm_prom": lambda: [net for _, _, net in _flows()],
    "EX8.missing": lambda: _points(SERVICES | {"S2": SERVICES["S2"] | {"feas": None}}),
    "EX8.sens": _weight_runs,
    "EX8.levers S1": lambda: levers(SERVICES["S1"], WEIGHTS),
    "EX8.flip feas weight": _flip,
    "EX8.topsis_rank_reversal": _reversal,
    "EX8.ahp": lambda: list(ahp(PAIRS)),
    "EX9.E": lambda: list(weighted_shares(count_papers(PAPERS, ("one", "two"))).values()),
    "EX10.equal-city importance, readiness": lambda: [
        _two_means(IMPORTANCE)[0],
        _two_means(READINESS)[0],
    ],
    "EX10.pooled": lambda: [_two_means(IMPORTANCE)[1], _two_means(READINESS)[1]],
    "EX11.P(W>=0.3|random,m3n4)": lambda: _chance(0.3),
    "EX11.P(W>=0.5)": lambda: _chance(0.5),
    "EX11.P(W>=0.7)": lambda: _chance(0.7),
    "EX11.mean W random": lambda: _mean_w(3),
    "EX11.m2n4 P(W>=.5), mean": lambda: [_chance(0.5, cities=2), _mean_w(2)],
    **{
        f"EX11.sim m{cities} n10: mean, 95th pct": lambda cities=cities: _drawn(cities)
        for cities in (3, 5, 8)
    },
    **{
        f"EX1.without_{city}": lambda city=city: list(
            weighted_shares(without_city(EX1, city)).values()
        )
        for city in CITIES
    },
    **{f"EX3.{name}": lambda row=row: _agreement_of(row) for name, row in STANCES.items()},
    **{f"EX3.{name} pooled agree": lambda row=row: _pooled(row) for name, row in STANCES.items()},
    **{
        f"EX4.{counts}": lambda counts=counts: _vertices(counts)
        for counts in (
            [0, 0, 0, 3, 7],
            [5, 0, 0, 0, 5],
            [2, 2, 2, 2, 2],
            [4, 1, 0, 1, 4],
            [0, 1, 8, 1, 0],
            [3, 3, 0, 0, 4],
        )
    },
    **{
        f"EX9.without p{place + 1}": lambda place=place: _without_ballot(place)
        for place in range(5)
    },
}
