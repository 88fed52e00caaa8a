"""Orders: mean ranks, Borda points, and how alike two orders are (Kendall's τ_b, Spearman's ρ).

Sources: the method, 4.2 and 4.4; Kendall, Rank Correlation Methods (τ_b, ranks of ties).
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import fsum, sqrt

DIGITS = 9  # numbers that agree to so many decimals tie; the rest is noise of the arithmetic

Order = Sequence[str]  # target ids, best first


def mean_ranks(numbers: Sequence[float]) -> list[float]:
    """Return the rank of each number, highest first = 1; ties share the mean of their ranks.

    Range: 1…n in halves; they add up to n(n+1)/2.
    """
    keys = [round(number, DIGITS) for number in numbers]
    first: dict[float, int] = {}
    count: dict[float, int] = {}
    for place, key in enumerate(sorted(keys, reverse=True), start=1):
        first.setdefault(key, place)
        count[key] = count.get(key, 0) + 1
    return [first[key] + (count[key] - 1) / 2 for key in keys]


def borda_points(ranks: Sequence[float]) -> list[float] | None:
    """Return (n − r)/(n − 1) for each rank, 1 = best, 0 = last; None for fewer than 2."""
    count = len(ranks)
    return [(count - rank) / (count - 1) for rank in ranks] if count > 1 else None


def ballot_ranks(order: Order, targets: Sequence[str]) -> list[float]:
    """Return the rank of each target on one ranking ballot, in the order of `targets`.

    A partial ballot is welcome: what it does not list shares the mean of the remaining ranks.
    Raises: ValueError for a target that is listed twice or not among `targets`.
    """
    place = {target: rank for rank, target in enumerate(order, start=1)}
    if len(place) != len(order) or not place.keys() <= set(targets):
        raise ValueError("A ballot lists each of the targets at most once, and no others.")
    unlisted = (len(order) + 1 + len(targets)) / 2
    return [float(place.get(target, unlisted)) for target in targets]


def borda(ballots: Mapping[str, Sequence[Order]], targets: Sequence[str]) -> dict[str, float]:
    """Return the Borda score of each target, 0…1: mean of a city's ballots, then of the cities.

    `ballots`: city id → its ranking ballots, each best first, partial ones too. A city without
    ballots is left out. Empty for fewer than 2 targets or no ballot at all.
    """
    cities = [
        [points for order in cast if (points := borda_points(ballot_ranks(order, targets)))]
        for cast in ballots.values()
    ]
    cities = [cast for cast in cities if cast]
    if not cities:
        return {}
    return {
        target: fsum(fsum(points[place] for points in cast) / len(cast) for cast in cities)
        / len(cities)
        for place, target in enumerate(targets)
    }


def borda_of_ranks(ranks: Sequence[Sequence[float]]) -> list[float] | None:
    """Return the mean Borda points of several orders of the same n targets, 0…1 each.

    `ranks`: one row a city. None for no row or fewer than 2 targets.
    """
    rows = [points for row in ranks if (points := borda_points(row))]
    if not rows:
        return None
    return [fsum(column) / len(rows) for column in zip(*rows, strict=True)]


def kendall_tau_b(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return τ_b = (C − D)/√((C + D + T_a)(C + D + T_b)), −1…1; None where an order is all ties.

    C, D: pairs in the same, in opposite order; T_a, T_b: pairs that tie in one only. Higher
    numbers are better in both (or lower in both). Source: Kendall 1945.
    """
    same = opposite = ties_one = ties_other = 0
    for (a, b), (x, y) in combinations(zip(one, other, strict=True), 2):
        first, second = _sign(x - a), _sign(y - b)
        same += first * second > 0
        opposite += first * second < 0
        ties_one += first == 0 and second != 0
        ties_other += second == 0 and first != 0
    spread = (same + opposite + ties_one) * (same + opposite + ties_other)
    return (same - opposite) / sqrt(spread) if spread else None


def spearman(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return ρ, the product-moment correlation of the mean ranks, −1…1; None where all tie.

    Source: Spearman 1904.
    """
    ranks, others = mean_ranks(one), mean_ranks(other)
    middle = (len(ranks) + 1) / 2
    spreads = fsum((rank - middle) ** 2 for rank in ranks)
    spreads_other = fsum((rank - middle) ** 2 for rank in others)
    if not spreads * spreads_other:
        return None
    both = fsum((a - middle) * (b - middle) for a, b in zip(ranks, others, strict=True))
    return both / sqrt(spreads * spreads_other)


def likeness(dots: Mapping[str, Mapping[str, int]]) -> dict[tuple[str, str], float | None]:
    """Return τ_b between the dots of every two cities: (city, city) sorted → −1…1 or None.

    `dots`: target id → city id → dots. Cities without dots are left out.
    Source: the method, 4.4; the most alike cities are candidates for a peer.
    """
    cities = sorted({city for row in dots.values() for city, placed in row.items() if placed})
    columns = {city: [row.get(city, 0) for row in dots.values()] for city in cities}
    return {
        (one, other): kendall_tau_b(columns[one], columns[other])
        for one, other in combinations(cities, 2)
    }


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)
