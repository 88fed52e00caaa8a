"""Tells whether cities agree on a statement: smoothed probabilities, consensus, polarisation.

Stances are city id → (agree, disagree, pass) as whole numbers: how many seats took each. A city
whose three numbers are 0 took no stance. Sources: the method, 4.5; Polis ("group-informed
consensus", Small et al. 2021); products and sums do not depend on the order of cities.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum, prod

Counts = tuple[int, int, int]  # agree, disagree, pass
Stances = Mapping[str, Counts]

AGREE, DISAGREE = 0, 1


@dataclass(frozen=True, slots=True)
class Consensus:
    """What a workshop thinks of one statement; cities without a stance count in `gic` alone."""

    agree: Mapping[str, float]  # P of each city that took a stance
    gic: float  # Π P, 0…1; a city without a stance counts ½
    g: float  # the geometric mean of P: workshops of 3 and of 6 cities compare
    g_effective: float  # …of P(1 − Pd): lower where a city is divided inside
    least: float
    most: float
    pooled: float  # agree of all seats, 0…1; hides who disagrees, shown for comparison only
    between: float
    within: float
    eta_squared: float | None  # ≥ .5: the conflict lies between cities; None: all think the same

    @property
    def spread(self) -> float:
        """Max P − min P, 0…1."""
        return self.most - self.least


def probability(counts: Counts, stance: int = AGREE) -> float:
    """Return P = (stance + 1)/(agree + disagree + pass + 2), between 0 and 1.

    Laplace's smoothing: without any stance ½. "Pass" is information and stays in the total.
    """
    return (counts[stance] + 1) / (sum(counts) + 2)


def took_stance(stances: Stances) -> dict[str, Counts]:
    """Return the cities that took a stance at all."""
    return {city: counts for city, counts in stances.items() if any(counts)}


def group_informed(stances: Stances, stance: int = AGREE) -> float:
    """Return GIC = Π_c P_c, 0…1: no large group can win alone.

    A group without a stance counts ½, as in the published values. 1 for no group at all.
    """
    return _product(probability(counts, stance) for counts in stances.values())


def consensus(stances: Stances) -> Consensus | None:
    """Return what cities think of one statement; None where no city took a stance.

    P_c, Pd_c: smoothed probabilities; G = (Π P_c)^(1/m); G_e = (Π P_c(1 − Pd_c))^(1/m);
    η² = between/(between + within), see `polarisation`.
    """
    spoken = took_stance(stances)
    if not spoken:
        return None
    agree = {city: probability(counts) for city, counts in spoken.items()}
    undivided = (
        agree[city] * (1 - probability(counts, DISAGREE)) for city, counts in spoken.items()
    )
    between, within, eta_squared = polarisation(spoken)
    everybody = sum(sum(counts) for counts in spoken.values())
    return Consensus(
        agree=agree,
        gic=group_informed(stances),
        g=_product(agree.values()) ** (1 / len(spoken)),
        g_effective=_product(undivided) ** (1 / len(spoken)),
        least=min(agree.values()),
        most=max(agree.values()),
        pooled=sum(counts[AGREE] for counts in spoken.values()) / everybody,
        between=between,
        within=within,
        eta_squared=eta_squared,
    )


def polarisation(stances: Stances) -> tuple[float, float, float | None]:
    """Return (between, within, η²) with agree = 1, pass = 0, disagree = −1.

    μ_c, var_c: mean and variance in a city; between = mean_c (μ_c − μ)² about the equal-city
    mean; within = mean_c var_c; η² = between/(between + within), 0…1, None for 0/0 and where no
    city took a stance.
    """
    spoken = took_stance(stances).values()
    if not spoken:
        return 0.0, 0.0, None
    means = [(agree - disagree) / (agree + disagree + passed) for agree, disagree, passed in spoken]
    squares = [
        (agree + disagree) / (agree + disagree + passed) for agree, disagree, passed in spoken
    ]
    middle = fsum(means) / len(means)
    between = fsum((mean - middle) ** 2 for mean in means) / len(means)
    within = fsum(s - mean**2 for s, mean in zip(squares, means, strict=True)) / len(means)
    whole = between + within
    return between, within, between / whole if whole else None


def divided_inside(counts: Counts, *, share: float, least: int) -> bool:
    """Return whether a city is split: agree and disagree both ≥ `share` of ≥ `least` stances."""
    whole = sum(counts)
    return whole >= least and min(counts[AGREE], counts[DISAGREE]) >= share * whole - 1e-9


def _product(factors: Iterable[float]) -> float:
    # Multiplied in one order whatever the order of cities: floats are not associative.
    return prod(sorted(factors))
