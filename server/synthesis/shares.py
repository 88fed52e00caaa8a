"""Shares of dots: per city, one city one vote, by other weightings; lift, breadth, merging.

A table of dots is target id → city id → dots, as the board has it. A city without dots in the
table has no shares: it is left out, never counted as zeros. Source of every formula: the method,
4.1. Sums are exactly rounded (fsum), so the order of cities and targets never changes a byte.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import fsum, isqrt, sqrt

Table = Mapping[str, Mapping[str, int]]
Paper = tuple[str, Mapping[str, int]]  # one ballot: its city, and target id → dots

LEAST = 1e-9  # smaller differences are noise of the arithmetic, not of the vote


def at_least(number: float, bound: float) -> bool:
    """Return whether `number` reaches `bound`, but for noise of the arithmetic."""
    return number >= bound - LEAST


def city_totals(dots: Table) -> dict[str, int]:
    """Return the dots of each city, whole numbers from 1 up; a city without dots is left out."""
    totals: dict[str, int] = {}
    for by_city in dots.values():
        for city, placed in by_city.items():
            totals[city] = totals.get(city, 0) + placed
    return {city: total for city, total in totals.items() if total}


def city_weights(
    totals: Mapping[str, int], weighting: str, ballots: Mapping[str, int] | None = None
) -> dict[str, float]:
    """Return the weight of each city with dots, above 0.

    equal: 1. degressive: the root of its ballots (of its dots, where ballots are not known).
    pooled: its dots, which gives every dot the same weight.
    Source: degressive proportionality, Penrose's root.
    """
    if weighting == "pooled":
        return {city: float(total) for city, total in totals.items()}
    if weighting == "degressive":
        known = ballots or {}
        return {city: sqrt(known.get(city) or total) for city, total in totals.items()}
    return dict.fromkeys(totals, 1.0)


def city_shares(dots: Table) -> dict[str, dict[str, float]]:
    """Return s_ci = v_ci / Σ_j v_cj, 0…1: target id → city id → share. Each city adds up to 1."""
    totals = city_totals(dots)
    return {
        target: {city: by_city.get(city, 0) / total for city, total in totals.items()}
        for target, by_city in dots.items()
    }


def weighted_mean(shares: Mapping[str, float], weights: Mapping[str, float]) -> float | None:
    """Return Σ_c w_c s_c / Σ_c w_c over the cities that have a share; None where none has."""
    if not shares:
        return None
    weighted = fsum(share * weights[city] for city, share in shares.items())
    return weighted / fsum(weights[city] for city in shares)


def weighted_shares(
    dots: Table, *, weighting: str = "equal", ballots: Mapping[str, int] | None = None
) -> dict[str, float]:
    """Return E_i = Σ_c w_c s_ci / Σ_c w_c, 0…1, by target; empty where no city has dots.

    They add up to 1. "pooled" gives Σ_c v_ci / ΣΣ v.
    """
    weights = city_weights(city_totals(dots), weighting, ballots)
    means = {target: weighted_mean(shares, weights) for target, shares in city_shares(dots).items()}
    return {target: mean for target, mean in means.items() if mean is not None}


def lift(share: float, count: int) -> float:
    """Return n·E_i, 0…n: the share in fair shares of `count` targets; 1 = as much as the others."""
    return share * count


def backers(shares: Mapping[str, float], count: int) -> tuple[str, ...]:
    """Return the cities that gave a target at least a fair share: n·s_ci ≥ 1."""
    return tuple(city for city, share in shares.items() if at_least(lift(share, count), 1))


def breadth(shares: Mapping[str, float], count: int) -> float | None:
    """Return |{c: n·s_ci ≥ 1}| / |C|, 0…1, over cities with dots; None where there is none."""
    return len(backers(shares, count)) / len(shares) if shares else None


def leaders(scores: Mapping[str, float]) -> frozenset[str]:
    """Return the targets in first place, all that tie for it; empty for no targets."""
    best = max(scores.values(), default=0.0)
    return frozenset(target for target, score in scores.items() if at_least(score, best))


def without_city(dots: Table, city: str) -> dict[str, dict[str, int]]:
    """Return the table without one city's dots; every target stays."""
    return {
        target: {other: placed for other, placed in by_city.items() if other != city}
        for target, by_city in dots.items()
    }


def merge_targets(dots: Table, *, into: str, notes: Collection[str]) -> dict[str, dict[str, int]]:
    """Return the table as if `notes` were one with `into`: their dots added up per city.

    Without ballots a cap per note cannot be kept; `merge_papers` keeps it.
    Source: the method, 4.8 (votes split over similar options).
    """
    gone = set(notes) - {into}
    merged = {target: dict(by_city) for target, by_city in dots.items() if target not in gone}
    kept = merged.setdefault(into, {})
    for target in gone & set(dots):
        for city, placed in dots[target].items():
            kept[city] = kept.get(city, 0) + placed
    return merged


def merge_papers(
    papers: Sequence[Paper], *, into: str, notes: Collection[str], note_cap: int
) -> list[Paper]:
    """Return the ballots after a merge: each gives the kept note min(sum, note_cap).

    One person's dots never count twice. Source: the method, 2 (ballot protocol).
    """
    together = {into, *notes}
    merged: list[Paper] = []
    for city, placed in papers:
        rest = {target: dots for target, dots in placed.items() if target not in together}
        given = min(sum(placed.get(target, 0) for target in together), note_cap)
        merged.append((city, rest | ({into: given} if given else {})))
    return merged


def count_papers(papers: Iterable[Paper], targets: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return the table of dots that these ballots give to these targets; others are left out."""
    table: dict[str, dict[str, int]] = {target: {} for target in targets}
    for city, placed in papers:
        for target, dots in placed.items():
            if target in table:
                table[target][city] = table[target].get(city, 0) + dots
    return table


def quadratic_votes(spent: int) -> int:
    """Return ⌊√spent⌋, 0 and up: v votes on one target cost v² credits.

    Raises: ValueError for less than 0 credits. Source: quadratic voting (Lalley & Weyl).
    """
    return isqrt(spent)
