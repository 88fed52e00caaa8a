"""What a group of people says on a scale: mean, median, IQR, top-2-box, van der Eijk's agreement.

A rating is a list of counts: how many gave the lowest value, the next, … the highest; with five
of them the values are 1…5. "Don't know" is in no count. Order of people never matters.
Sources: the method, 4.6; van der Eijk 2001 (agreement A); IQR by linear interpolation.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from math import floor, fsum

Counts = Sequence[int]

HALF_TO_TOP = 2  # boxes of "top-2-box"
LEAST_CATEGORIES = 3  # below, a pattern of three is not defined


def mean(counts: Counts) -> float | None:
    """Return the mean value, 1…K for K counts; None where nobody answered."""
    answered = sum(counts)
    if not answered:
        return None
    return sum(value * number for value, number in enumerate(counts, start=1)) / answered


def quantile(counts: Counts, share: float) -> float | None:
    """Return the value below which `share` (0…1) of the answers lie, 1…K; None for no answer.

    Linear interpolation between the answers at ⌊h⌋ and ⌊h⌋+1 with h = share·(N − 1).
    """
    answers = [value for value, number in enumerate(counts, start=1) for _ in range(number)]
    if not answers:
        return None
    position = share * (len(answers) - 1)
    below = floor(position)
    above = min(below + 1, len(answers) - 1)
    return answers[below] + (position - below) * (answers[above] - answers[below])


def median(counts: Counts) -> float | None:
    """Return the middle answer, 1…K; None for no answer."""
    return quantile(counts, 0.5)


def interquartile_range(counts: Counts) -> float | None:
    """Return Q3 − Q1, 0…K−1; None for no answer."""
    low, high = quantile(counts, 0.25), quantile(counts, 0.75)
    return None if low is None or high is None else high - low


def top_two(counts: Counts) -> float | None:
    """Return the share of answers in the two highest values, 0…1; None for no answer."""
    answered = sum(counts)
    return sum(counts[-HALF_TO_TOP:]) / answered if answered else None


def agreement(counts: Counts) -> float | None:
    """Return van der Eijk's A: −1 = two poles, 0 = spread evenly, 1 = all in one category.

    The counts are peeled in layers of equal height. In a layer with S non-empty categories of K,
    TU counts the triples of categories 110 and 011, TDU those of 101, and
    U = ((K−2)TU − (K−1)TDU)/((K−2)(TU+TDU)); its value is U(1 − (S−1)/(K−1)), 1 for S = 1,
    0 for S = K. A is the mean of the layers, weighted by what they hold.
    None where nobody answered, and for fewer than 3 categories.
    """
    if not sum(counts) or len(counts) < LEAST_CATEGORIES:
        return None
    heights = sorted({0, *counts})
    parts = []
    for lower, upper in pairwise(heights):
        layer = [number >= upper for number in counts]
        parts.append(_agreement_of(layer) * (upper - lower) * sum(layer))
    return float(sum(parts) / sum(counts))


def polarisation(counts: Counts) -> float | None:
    """Return (1 − A)/2, 0…1: 0 = all in one category, ½ = spread evenly, 1 = two poles."""
    known = agreement(counts)
    return None if known is None else (1 - known) / 2


def equal_city_mean(by_city: Mapping[str, Counts]) -> float | None:
    """Return the mean of the cities' means, 1…K; cities without answers are left out."""
    means = city_means(by_city).values()
    return fsum(means) / len(means) if means else None


def pooled(by_city: Mapping[str, Counts]) -> list[int]:
    """Return the counts of everybody, whatever the city."""
    return [sum(column) for column in zip(*by_city.values(), strict=True)]


def city_means(by_city: Mapping[str, Counts]) -> dict[str, float]:
    """Return the mean of each city that answered."""
    means = {city: mean(counts) for city, counts in by_city.items()}
    return {city: known for city, known in means.items() if known is not None}


def quadrant(
    importance: float | None,
    readiness: float | None,
    *,
    high: float = 4,
    low: float = 3,
    ready: float = 3,
) -> str | None:
    """Return what to do with a note: do_now, prepare, discuss, only_if_cheap or park.

    Both are equal-city means, 1…5. importance ≥ high: do_now if readiness ≥ ready, else prepare;
    from low to high: discuss; below low: only_if_cheap if ready, else park. None where either is
    not known. Source: the method, R59 (impact and effort).
    """
    if importance is None or readiness is None:
        return None
    is_ready = readiness >= ready - 1e-9
    if importance >= high - 1e-9:
        return "do_now" if is_ready else "prepare"
    if importance >= low - 1e-9:
        return "discuss"
    return "only_if_cheap" if is_ready else "park"


def _agreement_of(layer: Sequence[bool]) -> Fraction:
    size, filled = len(layer), sum(layer)
    if filled == size:
        return Fraction(0)
    if filled == 1:
        return Fraction(1)
    unimodal = opposed = 0
    for first, second, third in combinations(layer, 3):
        unimodal += (first and second and not third) or (second and third and not first)
        opposed += first and third and not second
    top = (size - 2) * unimodal - (size - 1) * opposed
    value = Fraction(top, (size - 2) * (unimodal + opposed))
    return value * (1 - Fraction(filled - 1, size - 1))
