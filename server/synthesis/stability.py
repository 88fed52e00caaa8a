"""Tells what a second round changed: ratings by the answers moved, orders by τ_b and top-3.

Stability, not consensus, is the reason to stop: a disagreement that stays is a result. Only
people and items of both rounds may be compared. Sources: the method, 4.7; Scheibe, Skutsch &
Schofer 1975 (change below 15 %); Jaccard 1901.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from .ranks import kendall_tau_b, mean_ranks, spearman

CHANGE = 0.15  # a rating that changed less is stable
ALIKE = 0.7  # least τ_b of a stable order
OVERLAP = 0.5  # least Jaccard of its first three
FIRST = 3


@dataclass(frozen=True, slots=True)
class OrderChange:
    """Two orders of the same items, compared."""

    tau_b: float | None  # None: an order is all ties
    rho: float | None
    overlap: float | None  # Jaccard of the first three; None: no item in both rounds
    items: int  # how many were in both rounds

    def is_stable(self, *, alike: float = ALIKE, overlap: float = OVERLAP) -> bool | None:
        """Return whether τ_b ≥ `alike` and the overlap ≥ `overlap`; None where undefined."""
        if self.tau_b is None or self.overlap is None:
            return None
        return self.tau_b >= alike - 1e-9 and self.overlap >= overlap - 1e-9


def rating_change(first: Sequence[int], second: Sequence[int]) -> float | None:
    """Return ½ Σ_k |f1_k/N1 − f2_k/N2|, 0…1: the share of answers that moved.

    `first`, `second`: how many gave each value in either round. None where nobody answered in
    one of them.
    """
    answered, later = sum(first), sum(second)
    if not answered or not later:
        return None
    moved = (abs(one / answered - two / later) for one, two in zip(first, second, strict=True))
    return fsum(moved) / 2


def is_stable(change: float | None, *, below: float = CHANGE) -> bool | None:
    """Return whether a rating changed less than `below`; None where the change is undefined."""
    return None if change is None else change < below


def order_change(first: Mapping[str, float], second: Mapping[str, float]) -> OrderChange:
    """Return how much an order changed; higher numbers are better in both rounds.

    Items that are not in both rounds are left out.
    """
    both = [item for item in first if item in second]
    one, other = [first[item] for item in both], [second[item] for item in both]
    return OrderChange(
        kendall_tau_b(one, other),
        spearman(one, other),
        jaccard(_best(both, one), _best(both, other)),
        len(both),
    )


def jaccard(one: set[str], other: set[str]) -> float | None:
    """Return |A ∩ B| / |A ∪ B|, 0…1; None for two empty sets."""
    either = one | other
    return len(one & other) / len(either) if either else None


def _best(items: Sequence[str], numbers: Sequence[float]) -> set[str]:
    """Return the first three; a tie at the cut belongs to them."""
    ranks = mean_ranks(numbers)
    cut = sorted(ranks)[: min(FIRST, len(ranks))]
    return (
        {item for item, rank in zip(items, ranks, strict=True) if rank <= cut[-1]} if cut else set()
    )
