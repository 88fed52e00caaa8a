"""A second opinion on services: PROMETHEE II, pair by pair.

Source: Brans & Vincke 1985; linear preference with indifference q and strict preference p, as in
the method, 6.2 and 6.3. Like every pairwise method it may reorder when a service is added; the
weighted score U never does, and stays the one that counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from .evaluate import Values

INDIFFERENT, STRICT = 0.0, 2.0  # points of the scale 1…5: no difference, a full one


@dataclass(frozen=True, slots=True)
class Flow:
    """How far a service is ahead of the others, and behind them, on average."""

    ahead: float  # φ⁺, 0…1
    behind: float  # φ⁻, 0…1

    @property
    def net(self) -> float:
        """φ = φ⁺ − φ⁻, −1…1; all add up to 0 where every pair could be compared."""
        return self.ahead - self.behind


def preference(difference: float, q: float = INDIFFERENT, p: float = STRICT) -> float:
    """Return 0 up to a difference of q, 1 from p, and (d − q)/(p − q) between.

    Raises: ValueError unless 0 ≤ q < p.
    """
    if not 0 <= q < p:
        raise ValueError("The thresholds need 0 ≤ q < p.")
    return min(1.0, max(0.0, (difference - q) / (p - q)))


def promethee(
    services: Mapping[str, Values],
    weights: Mapping[str, float],
    *,
    q: float = INDIFFERENT,
    p: float = STRICT,
) -> dict[str, Flow]:
    """Return the flows of each service: φ⁺ and φ⁻ are means over the other services.

    A pair is compared on the criteria both have, weights renormalised; a pair without any counts
    as 0. Empty for fewer than 2 services.
    """
    if len(services) < 2:
        return {}
    over = {
        (one, other): _over(services[one], services[other], weights, q, p)
        for one in services
        for other in services
        if one != other
    }
    others = len(services) - 1
    return {
        name: Flow(
            fsum(over[name, other] for other in services if other != name) / others,
            fsum(over[other, name] for other in services if other != name) / others,
        )
        for name in services
    }


def _over(one: Values, other: Values, weights: Mapping[str, float], q: float, p: float) -> float:
    terms, whole = [], []
    for criterion, weight in weights.items():
        x, y = one.get(criterion), other.get(criterion)
        if x is not None and y is not None:
            terms.append(weight * preference(x - y, q, p))
            whole.append(weight)
    available = fsum(whole)
    return fsum(terms) / available if available > 0 else 0.0
