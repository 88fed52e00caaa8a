"""Tells how alike the cities order each area, and which of them are most alike."""

from typing import Any

from server.domain.state import Workshop

from .concordance import chance_of, concordance
from .measures import Measures, measure_all
from .ranks import likeness, mean_ranks
from .reading import read_workshop

LEAST_TARGETS = 2  # one note alone is in no order
LEAST_CITIES = 2


def city_orders(workshop: Workshop) -> dict[str, Any]:
    """Return for each area that at least two cities ordered how much they have in common.

    Shape: {areas: {area_id: {cities: [city_id], targets: n, w, r_bar, band, chance, pairs:
    [{cities: [city_id, city_id], tau_b}]}}}. `band` is that of r̄: none, weak, moderate or strong;
    `chance`, 0…1, is how often cities that order at random agree so much. All but the cities and
    `targets` are None where everything ties everywhere: no order was expressed. Unrounded.
    """
    areas = measure_all(read_workshop(workshop))
    return {
        "areas": {
            area: _order(measures)
            for area, measures in areas.items()
            if len(measures.cities) >= LEAST_CITIES and len(measures.targets()) >= LEAST_TARGETS
        }
    }


def _order(measures: Measures) -> dict[str, Any]:
    targets = measures.targets()
    ranks = [
        mean_ranks([one.note.dots.get(city, 0) for one in targets]) for city in measures.cities
    ]
    known = concordance(ranks)
    alike = likeness({one.target: one.note.dots for one in targets})
    return {
        "cities": list(measures.cities),
        "targets": len(targets),
        "w": None if known is None else known.w,
        "r_bar": None if known is None else known.r_bar,
        "band": None if known is None else known.band,
        "chance": chance_of(ranks),
        "pairs": [{"cities": list(pair), "tau_b": tau} for pair, tau in alike.items()],
    }
