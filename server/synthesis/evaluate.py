"""Compares services on criteria: scores per city, weights, U, knock-outs, dominance, levers.

Scores are service → city → criterion → how many seats gave 1…5. A criterion without any answer
is not available. Sums are exactly rounded (fsum): the order of cities, services and criteria
never changes a byte. Source of every formula: the method, 6.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from .ratings import Counts, city_means

LOWEST, HIGHEST = 1, 5  # the scale, fixed: adding a service never reorders the others
COVER = 0.80  # below this share of the weights a score does not compare
NEAR = 5.0  # points of U; services nearer than that are not told apart

CityScores = Mapping[str, Mapping[str, Counts]]  # city → criterion → counts
Values = Mapping[str, float | None]  # criterion → x̄, 1…5


@dataclass(frozen=True, slots=True)
class Scored:
    """A service on one criterion: the equal-city mean and how far cities lie apart."""

    mean: float
    lowest: float
    highest: float
    cities: int  # cities that answered


@dataclass(frozen=True, slots=True)
class Utility:
    """U of a service, and on how much of the weights it rests."""

    points: float  # 0…100
    coverage: float  # 0…1

    def is_comparable(self, cover: float = COVER) -> bool:
        """Return whether enough criteria were answered to compare it."""
        return self.coverage >= cover - 1e-9


def score_service(by_city: CityScores) -> dict[str, Scored]:
    """Return criterion → x̄_sj: rater → city mean → equal-city mean, with [min_c, max_c].

    Criteria nobody answered are left out; a city counts where it answered.
    """
    scored: dict[str, Scored] = {}
    for criterion in dict.fromkeys(name for row in by_city.values() for name in row):
        answers = {city: row[criterion] for city, row in by_city.items() if criterion in row}
        means = list(city_means(answers).values())
        if means:
            middle = fsum(means) / len(means)
            scored[criterion] = Scored(middle, min(means), max(means), len(means))
    return scored


def settle_weights(
    points: Mapping[str, Mapping[str, tuple[int, int]]], default: Mapping[str, float]
) -> dict[str, float]:
    """Return the weight of each criterion of `default`; they add up to 1.

    `points`: city → criterion → (sum of the points its seats gave, seats). City mean →
    equal-city mean → normalised. Where no city split its points, the default weights stand.
    Raises: ValueError where all weights are 0.
    """
    means = [
        {criterion: points / seats for criterion, (points, seats) in row.items() if seats}
        for row in points.values()
    ]
    means = [row for row in means if row]
    if not means:
        return normalised(default)
    return normalised(
        {criterion: fsum(row.get(criterion, 0.0) for row in means) for criterion in default}
    )


def normalised(weights: Mapping[str, float]) -> dict[str, float]:
    """Return the weights divided by their sum. Raises: ValueError where that is not above 0."""
    whole = fsum(weights.values())
    if whole <= 0:
        raise ValueError("At least one criterion needs a weight above 0.")
    return {criterion: weight / whole for criterion, weight in weights.items()}


def utility(values: Values, weights: Mapping[str, float]) -> Utility | None:
    """Return U_s = 100·Σ_j w_j (x_sj − 1)/4 / Σ_j w_j over the available criteria, 0…100.

    Coverage: available weights / all weights. None where no weighted criterion is available.
    """
    known = {criterion: x for criterion in weights if (x := values.get(criterion)) is not None}
    available = fsum(weights[criterion] for criterion in known)
    if available <= 0:
        return None
    gained = fsum(weights[criterion] * (x - LOWEST) for criterion, x in known.items())
    points = 100 * gained / (HIGHEST - LOWEST) / available
    return Utility(points, available / fsum(weights.values()))


def failed_knock_outs(flags: Mapping[str, bool | None]) -> tuple[str, ...]:
    """Return the knock-outs that were answered with no, as listed; such a service has no rank."""
    return tuple(name for name, met in flags.items() if met is False)


def open_knock_outs(flags: Mapping[str, bool | None]) -> tuple[str, ...]:
    """Return the knock-outs nobody answered yet, as listed: not failed, and not passed."""
    return tuple(name for name, met in flags.items() if met is None)


def dominates(one: Values, other: Values, criteria: Mapping[str, float]) -> bool:
    """Return whether a service is at least as good on all criteria and better on one.

    False where either lacks a criterion: what is not known cannot be called better.
    """
    pairs = [(one.get(criterion), other.get(criterion)) for criterion in criteria]
    known = [(x, y) for x, y in pairs if x is not None and y is not None]
    if len(known) < len(pairs):
        return False
    return all(x >= y - 1e-9 for x, y in known) and any(x > y + 1e-9 for x, y in known)


def levers(
    values: Values, weights: Mapping[str, float], *, target: float = HIGHEST
) -> list[tuple[str, float]]:
    """Return (criterion, 100·w_j(target − x_j)/4), the points of U to gain, most first.

    Criteria at or above the target gain 0; those without a value are left out. Ties keep the
    order of the weights.
    """
    whole = fsum(weights.values())
    gains = {
        criterion: 100 * weight / whole * max(0.0, target - x) / (HIGHEST - LOWEST)
        for criterion, weight in weights.items()
        if (x := values.get(criterion)) is not None
    }
    return sorted(gains.items(), key=lambda gain: -round(gain[1], 9))


def rank_services(
    services: Mapping[str, Values], weights: Mapping[str, float]
) -> list[tuple[str, Utility]]:
    """Return (service, U), best first, ties by id; services without any value are left out."""
    known = {name: utility(values, weights) for name, values in services.items()}
    ranked = [(name, points) for name, points in known.items() if points is not None]
    return sorted(ranked, key=lambda one: (-round(one[1].points, 9), one[0]))
