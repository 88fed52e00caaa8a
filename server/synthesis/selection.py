"""Tells whether the best service stays the best: weights changed, a city or criterion left out.

The first place must be beaten by nobody to be kept: a tie for it keeps it. Source: the method,
6.2 (robustness), R61.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from .evaluate import (
    NEAR,
    CityScores,
    Values,
    normalised,
    rank_services,
    score_service,
    utility,
)
from .ratings import Counts

CHANGES = (0.8, 1.2)  # what each weight is multiplied with, one at a time
KEPT = 0.90  # least share of runs in which a robust first place is kept

Services = Mapping[str, CityScores]  # service → city → criterion → counts


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest change of one weight that brings another service to the first place."""

    criterion: str
    weight: float  # at this weight, of 1, both are level; beyond it the other leads
    service: str


@dataclass(frozen=True, slots=True)
class Robustness:
    """How firmly the first place is held: runs in which it was kept, of all runs, by kind."""

    best: str
    weights: tuple[int, int]  # kept, runs
    cities: tuple[int, int]
    criteria: tuple[int, int]
    flip: Flip | None  # None: no weight of a single criterion changes the first place

    @property
    def kept(self) -> float:
        """The share of all runs in which the best service stayed first; 1 without any run."""
        runs = (self.weights, self.cities, self.criteria)
        whole = sum(count for _, count in runs)
        return sum(kept for kept, _ in runs) / whole if whole else 1.0

    @property
    def is_robust(self) -> bool:
        """Whether the first place is kept in 90 % of the weight and the city runs (R61)."""
        whole = self.weights[1] + self.cities[1]
        return self.weights[0] + self.cities[0] >= KEPT * whole - 1e-9


def mean_values(services: Services) -> dict[str, dict[str, float | None]]:
    """Return service → criterion → equal-city mean, 1…5."""
    return {
        name: {criterion: scored.mean for criterion, scored in score_service(scores).items()}
        for name, scores in services.items()
    }


def robustness(services: Services, weights: Mapping[str, float]) -> Robustness | None:
    """Return how firmly the first place is held; None for fewer than 2 services with a score."""
    values = mean_values(services)
    ranked = rank_services(values, weights)
    if len(ranked) < 2:
        return None
    best = ranked[0][0]
    cities = sorted({city for scores in services.values() for city in scores})
    by_city = [mean_values(_without_city(services, city)) for city in cities]
    return Robustness(
        best,
        weights=_kept(best, [(values, changed) for changed in changed_weights(weights)]),
        cities=_kept(best, [(fewer, weights) for fewer in by_city]),
        criteria=_kept(best, [(values, fewer) for fewer in _without_each(weights)]),
        flip=smallest_flip(values, weights),
    )


def changed_weights(weights: Mapping[str, float]) -> list[dict[str, float]]:
    """Return the weights with each one × .8, then × 1.2, renormalised: two runs a criterion."""
    return [
        normalised({**weights, criterion: weights[criterion] * factor})
        for criterion in weights
        for factor in CHANGES
    ]


def smallest_flip(services: Mapping[str, Values], weights: Mapping[str, float]) -> Flip | None:
    """Return the smallest change of one weight (the others keep their proportions) that flips.

    With w for criterion j the lead over another service is linear in w, so it is 0 at
    w* = a/(a − d), with a the lead on the others alone (their weights adding up to 1) and d the
    lead on j. Only services with a value on every criterion are compared; None where no weight
    from 0 to 1 changes the first place.
    """
    whole = normalised(weights)
    full = {
        name: known
        for name, values in services.items()
        if len(known := _known(values, whole)) == len(whole)
    }
    ranked = rank_services(full, whole)
    if len(ranked) < 2:
        return None
    best = full[ranked[0][0]]
    flips = [
        Flip(criterion, at, other)
        for criterion in whole
        for other, _ in ranked[1:]
        if (at := _level_at(best, full[other], whole, criterion)) is not None
    ]
    return min(
        flips,
        key=lambda flip: (
            round(abs(flip.weight - whole[flip.criterion]), 9),
            flip.criterion,
            flip.service,
        ),
        default=None,
    )


def not_told_apart(one: float, other: float, *, kept: float, near: float = NEAR) -> bool:
    """Return whether two services are "not distinguishable": |ΔU| < 5 or rank kept in < 90 %."""
    return abs(one - other) < near - 1e-9 or kept < KEPT - 1e-9


def _kept(
    best: str, runs: list[tuple[Mapping[str, Values], Mapping[str, float]]]
) -> tuple[int, int]:
    """Return in how many runs the best is still first, and how many runs could be made."""
    kept = made = 0
    for services, weights in runs:
        points = {
            name: known.points
            for name, values in services.items()
            if (known := utility(values, weights)) is not None
        }
        if best not in points or len(points) < 2:
            continue
        made += 1
        kept += points[best] >= max(points.values()) - 1e-9
    return kept, made


def _without_each(weights: Mapping[str, float]) -> list[dict[str, float]]:
    rests = [
        {other: weight for other, weight in weights.items() if other != criterion}
        for criterion in weights
    ]
    return [normalised(rest) for rest in rests if fsum(rest.values()) > 0]


def _without_city(services: Services, city: str) -> dict[str, dict[str, Mapping[str, Counts]]]:
    return {
        name: {other: row for other, row in scores.items() if other != city}
        for name, scores in services.items()
    }


def _known(values: Values, weights: Mapping[str, float]) -> dict[str, float]:
    return {criterion: x for criterion in weights if (x := values.get(criterion)) is not None}


def _level_at(
    best: Mapping[str, float],
    other: Mapping[str, float],
    weights: Mapping[str, float],
    criterion: str,
) -> float | None:
    rest = 1 - weights[criterion]
    if rest <= 0:
        return None
    ahead = fsum(
        weight * (best[name] - other[name]) for name, weight in weights.items() if name != criterion
    )
    ahead, own = ahead / rest, best[criterion] - other[criterion]
    if abs(ahead - own) < 1e-12:
        return None
    at = ahead / (ahead - own)
    return at if 0 <= at <= 1 else None
