"""Tells whether cities rank alike: Kendall's W with ties, χ² and p, mean correlation r̄ in bands.

W of m cities that rank at random is 1/m on average, so W itself is never banded: r̄ is, whose
mean is then 0. Sources: the method, 0.5 and 4.3; Kendall & Babington Smith 1939; Friedman 1937.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from math import erfc, exp, fsum, lgamma, log, sqrt
from operator import add, mul

BANDS = ((0.20, "none"), (0.40, "weak"), (0.60, "moderate"))  # of r̄, below; above: strong
EXACT_ITEMS = 5  # up to so many items every order is counted
EXACT_CITIES = 5  # …by up to so many cities: more would take a second
DRAWN_ITEMS = 30  # up to so many items orders are drawn; above, χ² is close
DRAWS = 2_000  # a p of .05 is then right to about .01 (two standard errors)
SEED = 7  # any number: the same one, so that the same ranks give the same p

Ranks = Sequence[Sequence[float]]  # a row a city: mean ranks of the same n items


@dataclass(frozen=True, slots=True)
class Concordance:
    """How alike m cities rank n items."""

    w: float  # 0 = the ranks cancel out, 1 = all the same
    chi_square: float
    df: int
    p_chi_square: float  # rough for few items; `chance_of` is better
    r_bar: float  # −1/(m−1)…1

    @property
    def band(self) -> str:
        """The band of r̄: none, weak, moderate or strong."""
        return band(self.r_bar)


def band(r_bar: float, bounds: Sequence[tuple[float, str]] = BANDS) -> str:
    """Return the band of a mean correlation: below .20 none, .40 weak, .60 moderate, else strong.

    A negative r̄ can at most reach −1/(m−1): it is "none", never "mild".
    """
    return next((name for bound, name in bounds if r_bar < bound), "strong")


def kendall_w(ranks: Ranks) -> float | None:
    """Return W = 12 S / (m²(n³ − n) − m T), 0…1, corrected for ties.

    R_i: sum of the ranks of item i; S = Σ (R_i − m(n+1)/2)²; T = Σ (t³ − t) over all groups of
    t tied items of each city. None for fewer than 2 cities or where everything ties everywhere:
    no order was expressed. Equals Friedman's statistic / (m(n − 1)).
    """
    m, n = _size(ranks)
    if m < 2:
        return None
    # In halves everything is whole, so the result does not depend on any order.
    spread = _spread(_doubled_sums(ranks), m)
    ties = sum(size**3 - size for row in ranks for size in _tied(row))
    bound = m * m * (n**3 - n) - m * ties
    return 3 * spread / bound if bound else None


def concordance(ranks: Ranks) -> Concordance | None:
    """Return W with χ² = m(n−1)W (n−1 degrees of freedom) and r̄ = (mW − 1)/(m − 1).

    None where W is undefined.
    """
    w = kendall_w(ranks)
    if w is None:
        return None
    m, n = _size(ranks)
    statistic = m * (n - 1) * w
    tail = chi_square_tail(statistic, n - 1)
    return Concordance(w, statistic, n - 1, tail, (m * w - 1) / (m - 1))


def chance_of(ranks: Ranks) -> float | None:
    """Return p, 0…1: how often cities that rank at random (with the same ties) agree so much.

    Exact over all orders for up to 5 items and 5 cities; else 2,000 orders drawn with a fixed
    seed; above 30 items from χ². None where W is undefined.
    """
    known = concordance(ranks)
    if known is None:
        return None
    m, n = _size(ranks)
    if n > DRAWN_ITEMS:
        return known.p_chi_square
    seen = _spread(_doubled_sums(ranks), m)
    patterns = tuple(sorted(tuple(sorted(_doubled(row))) for row in ranks))
    if n <= EXACT_ITEMS and m <= EXACT_CITIES:
        counts = _all_spreads(patterns)
        return sum(count for s, count in counts if s >= seen) / sum(count for _, count in counts)
    drawn = _drawn_spreads(patterns)
    return (1 + sum(spread >= seen for spread in drawn)) / (1 + len(drawn))


def chi_square_tail(statistic: float, df: int) -> float:
    """Return P(χ² ≥ statistic) with `df` ≥ 1 degrees of freedom, 0…1, in closed form."""
    if statistic <= 0:
        return 1.0
    half = statistic / 2
    start = df % 2 / 2
    # In logarithms: the powers of a large statistic alone would not fit.
    terms = [exp(k * log(half) - half - lgamma(k + 1)) for k in _steps(start, df / 2)]
    return min(1.0, fsum(terms) + (erfc(sqrt(half)) if start else 0.0))


def distribution_of_w(cities: int, items: int) -> list[tuple[float, float]]:
    """Return (W, its probability) for every W of cities that rank at random without ties.

    For small numbers only: every order is counted.
    """
    pattern = tuple(range(2, 2 * items + 1, 2))
    counts = _all_spreads((pattern,) * cities)
    whole = sum(count for _, count in counts)
    bound = cities * cities * (items**3 - items)
    return [(3 * spread / bound, count / whole) for spread, count in counts]


def draw_w(cities: int, items: int) -> list[float]:
    """Return the W of 2,000 rankings at random, without ties, always the same ones."""
    pattern = tuple(range(2, 2 * items + 1, 2))
    bound = cities * cities * (items**3 - items)
    return [3 * spread / bound for spread in _drawn_spreads((pattern,) * cities)]


def _steps(start: float, end: float) -> Iterator[float]:
    # Half steps belong to odd degrees of freedom: ½, 1½, …; whole ones to even: 0, 1, …
    step = start
    while step < end:
        yield step
        step += 1


def _size(ranks: Ranks) -> tuple[int, int]:
    return len(ranks), len(ranks[0]) if ranks else 0


def _doubled(row: Sequence[float]) -> list[int]:
    return [round(2 * rank) for rank in row]


def _doubled_sums(ranks: Ranks) -> list[int]:
    return [sum(column) for column in zip(*(_doubled(row) for row in ranks), strict=True)]


def _spread(sums: Sequence[int], m: int) -> int:
    middle = m * (len(sums) + 1)
    return sum((total - middle) ** 2 for total in sums)


def _tied(row: Sequence[float]) -> list[int]:
    counts: dict[float, int] = {}
    for rank in row:
        counts[rank] = counts.get(rank, 0) + 1
    return [size for size in counts.values() if size > 1]


@lru_cache(maxsize=64)
def _all_spreads(patterns: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, int], ...]:
    """Return (4·S, number of orders) over all orders of each row's ranks.

    Items are alike, so sums are kept sorted: that is what keeps their number small.
    """
    sums = {patterns[0]: 1}
    *middle, last = patterns[1:]
    for pattern in middle:
        grown: dict[tuple[int, ...], int] = {}
        for order, times in _orders(pattern).items():
            for known, count in sums.items():
                total = tuple(sorted(map(add, known, order)))
                grown[total] = grown.get(total, 0) + count * times
        sums = grown
    # Σ(a + b − c)² = Σ(a − c)² + 2Σ(a − c)b + Σb²: of the last row one sum of products is enough.
    centre, squares = len(patterns) * (len(last) + 1), sum(rank * rank for rank in last)
    counts: dict[int, int] = {}
    for known, count in sums.items():
        off = [total - centre for total in known]
        start = sum(distance * distance for distance in off) + squares
        for order, times in _orders(last).items():
            spread = start + 2 * sum(map(mul, off, order))
            counts[spread] = counts.get(spread, 0) + count * times
    return tuple(sorted(counts.items()))


def _orders(pattern: tuple[int, ...]) -> Mapping[tuple[int, ...], int]:
    """Return every order of the ranks and how often it comes about: ties make some alike."""
    return Counter(permutations(pattern))


@lru_cache(maxsize=64)
def _drawn_spreads(patterns: tuple[tuple[int, ...], ...]) -> tuple[int, ...]:
    number = _numbers()
    spreads = []
    for _ in range(DRAWS):
        rows = [sorted(row, key=lambda _: next(number)) for row in patterns[1:]]
        sums = [sum(column) for column in zip(patterns[0], *rows, strict=True)]
        spreads.append(_spread(sums, len(patterns)))
    return tuple(spreads)


def _numbers() -> Iterator[int]:
    """Yield the same well-mixed 64-bit numbers every time. Source: SplitMix64 (Steele 2014)."""
    state, whole = SEED, (1 << 64) - 1
    while True:
        state = (state + 0x9E3779B97F4A7C15) & whole
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & whole
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & whole
        yield mixed ^ (mixed >> 31)
