"""Ranks the notes of every area, counted raw, one city one vote, and k of n cities."""

from typing import Any

from server.domain.state import Workshop

from .measures import Measured, measure_all
from .reading import Reading, read_workshop


def ranking(workshop: Workshop, *, weighting: str | None = None) -> dict[str, Any]:
    """Return every area's notes, best first by the workshop's weighting, or by the one given.

    Shape: {weighting, voting: {area_id: [city_id]}, areas: {area_id: [{target_id, raw, equal,
    share, lift, breadth, cities: {backing, voting}, dots, rank_raw, rank_equal}]}}. `equal`,
    `share`, `lift`, `breadth` and `rank_equal` are None where no city has dots; unrounded.
    A theme stands there once, for all of its notes.
    Order: share, raw dots, cities behind it, position.
    """
    reading = read_workshop(workshop, weighting=weighting)
    areas = measure_all(reading)
    return {
        "weighting": reading.weighting,
        "voting": {area: list(measures.cities) for area, measures in areas.items()},
        "areas": {
            area: [_entry(one, reading) for one in measures.ranked_targets()]
            for area, measures in areas.items()
        },
    }


def _entry(one: Measured, reading: Reading) -> dict[str, Any]:
    return {
        "target_id": one.target,
        "raw": one.raw,
        "equal": one.equal,
        "share": one.share,
        "lift": None if one.equal is None else one.equal * one.count,
        "breadth": one.breadth,
        "cities": {"backing": len(one.backers), "voting": len(one.shares)},
        "dots": {city.id: one.note.dots.get(city.id, 0) for city in reading.cities},
        "rank_raw": one.rank_raw,
        "rank_equal": one.rank_equal,
    }
