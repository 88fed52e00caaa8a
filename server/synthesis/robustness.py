"""Tells whether the first place hangs on one city, one ballot or a split vote.

Papers are ballots: (city id, target id → dots). Scores are weighted shares (see `shares.py`).
Source: the method, 4.8 and R32, R36, R37, R40.
"""

from collections.abc import Collection, Mapping, Sequence
from math import fsum

from .ranks import mean_ranks
from .shares import (
    LEAST,
    Paper,
    Table,
    city_totals,
    city_weights,
    count_papers,
    leaders,
    merge_targets,
    weighted_shares,
    without_city,
)


def leaders_without_each_city(
    dots: Table, *, weighting: str = "equal", ballots: Mapping[str, int] | None = None
) -> dict[str, frozenset[str]]:
    """Return city → the targets in first place when that city is left out, ties included.

    Only cities with dots; the set is empty where no other city has any.
    """
    return {
        city: leaders(
            weighted_shares(without_city(dots, city), weighting=weighting, ballots=ballots)
        )
        for city in city_totals(dots)
    }


def deciding_cities(
    dots: Table, *, weighting: str = "equal", ballots: Mapping[str, int] | None = None
) -> tuple[str, ...]:
    """Return the cities without which nothing that led before leads any more, in id order.

    Empty for fewer than 2 cities with dots.
    """
    before = leaders(weighted_shares(dots, weighting=weighting, ballots=ballots))
    after = leaders_without_each_city(dots, weighting=weighting, ballots=ballots)
    return tuple(sorted(city for city, now in after.items() if now and not now & before))


def leaders_without_each_ballot(
    papers: Sequence[Paper], targets: Collection[str], *, weighting: str = "equal"
) -> list[frozenset[str]]:
    """Return, for each ballot in order, the targets in first place when it is left out.

    Dots on other targets do not count. The set is empty where no dots are left.
    """
    return [leaders(shares) for shares in shares_without_each_ballot(papers, targets, weighting)]


def shares_without_each_ballot(
    papers: Sequence[Paper], targets: Collection[str], weighting: str = "equal"
) -> list[dict[str, float]]:
    """Return, for each ballot in order, the weighted share of each target without it."""
    table = count_papers(papers, targets)
    totals, ballots = city_totals(table), _ballots(papers, targets)
    everything = weighted_shares(table, weighting=weighting, ballots=ballots)
    # What the other cities say does not change: summed once, not once a ballot.
    rest = {city: _others(table, city, weighting=weighting, ballots=ballots) for city in totals}
    without: list[dict[str, float]] = []
    for city, placed in papers:
        own = {target: dots for target, dots in placed.items() if target in table and dots}
        if not own:
            without.append(everything)
            continue
        left = {target: row.get(city, 0) - own.get(target, 0) for target, row in table.items()}
        total = sum(left.values())
        weight = 0.0
        if total:
            weight = city_weights({city: total}, weighting, {city: ballots[city] - 1})[city]
        without.append(_with_city(rest[city], left, total=total, weight=weight))
    return without


def hangs_on_one_ballot(
    papers: Sequence[Paper], targets: Collection[str], *, weighting: str = "equal"
) -> bool:
    """Return whether leaving out any single ballot changes who leads (ties included).

    False where fewer than 2 ballots have dots on the targets: then nothing is left to compare.
    """
    table = count_papers(papers, targets)
    before = leaders(weighted_shares(table, weighting=weighting, ballots=_ballots(papers, targets)))
    after = leaders_without_each_ballot(papers, targets, weighting=weighting)
    return any(now != before for now in after if now)


def is_tied(scores: Mapping[str, float]) -> bool:
    """Return whether the first two scores are the same but for noise (1e-9)."""
    best = sorted(scores.values(), reverse=True)[:2]
    return len(best) == 2 and best[0] - best[1] < LEAST


def rank_if_merged(
    dots: Table,
    *,
    into: str,
    notes: Collection[str],
    weighting: str = "equal",
    ballots: Mapping[str, int] | None = None,
) -> float | None:
    """Return the rank (1 = best, ties share the mean) that targets would have as one.

    None where no city has dots.
    """
    merged = merge_targets(dots, into=into, notes=notes)
    scores = weighted_shares(merged, weighting=weighting, ballots=ballots)
    if not scores:
        return None
    return mean_ranks(list(scores.values()))[list(scores).index(into)]


def _ballots(papers: Sequence[Paper], targets: Collection[str]) -> dict[str, int]:
    wanted = set(targets)
    counts: dict[str, int] = {}
    for city, placed in papers:
        if any(placed[target] for target in placed if target in wanted):
            counts[city] = counts.get(city, 0) + 1
    return counts


def _others(
    table: Table, city: str, *, weighting: str, ballots: Mapping[str, int]
) -> tuple[dict[str, float], float]:
    """Return Σ w_c s_ci of each target and Σ w_c over all cities but one."""
    totals = city_totals(without_city(table, city))
    weights = city_weights(totals, weighting, ballots)
    sums = {
        target: fsum(weights[other] * row.get(other, 0) / totals[other] for other in totals)
        for target, row in table.items()
    }
    return sums, fsum(weights.values())


def _with_city(
    rest: tuple[dict[str, float], float],
    dots: Mapping[str, int],
    *,
    total: int,
    weight: float,
) -> dict[str, float]:
    """Return the weighted shares when a city with these dots joins the rest."""
    sums, weights = rest
    whole = weights + weight
    if not whole:
        return {}
    scale = weight / total if total else 0.0
    return {target: (known + scale * dots[target]) / whole for target, known in sums.items()}
