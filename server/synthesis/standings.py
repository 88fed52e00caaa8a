"""Says where each service stands: ranked, or why it is not; what every view of services reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from server.domain.canvas import Canvas

from .attachments import Levels, ReadService
from .evaluate import (
    COVER,
    Utility,
    Values,
    failed_knock_outs,
    rank_services,
    settle_weights,
)
from .reading import Reading
from .selection import mean_values

RANKED = "ranked"
THIN = "thin"  # too few criteria are answered to compare it
FAILED = "failed"  # a knock-out is answered with no: listed, not ranked
UNSCORED = "unscored"
_ORDER = (RANKED, THIN, FAILED, UNSCORED)


@dataclass(frozen=True, slots=True)
class Standing:
    """A service, what it was given and where that puts it."""

    service: ReadService
    state: str
    values: Values  # criterion → equal-city mean
    utility: Utility | None  # None: nobody scored it
    rank: int | None = None  # from 1 among the ranked; level ones share the better place


def settled_weights(canvas: Canvas, reading: Reading) -> dict[str, float]:
    """Return the weight of each criterion as people split them, else as the canvas has them."""
    return settle_weights(reading.weights, {one.id: float(one.weight) for one in canvas.criteria})


def standings(canvas: Canvas, reading: Reading, *, cover: float = COVER) -> list[Standing]:
    """Return every service: the ranked by U, then those too thin, failed, without a score."""
    weights = settled_weights(canvas, reading)
    values = mean_values({one.id: one.scores for one in reading.services})
    known = dict(rank_services(values, weights))
    found = [
        Standing(one, _state(one, known.get(one.id), cover), values[one.id], known.get(one.id))
        for one in reading.services
    ]
    listed = sorted(found, key=lambda one: (_ORDER.index(one.state), -_points(one)))
    return _ranked(listed)


def ranked_scores(listed: Iterable[Standing]) -> dict[str, Mapping[str, Mapping[str, Levels]]]:
    """Return service → city → criterion → counts, of the ranked services."""
    return {one.service.id: one.service.scores for one in listed if one.state == RANKED}


def _state(service: ReadService, known: Utility | None, cover: float) -> str:
    if known is None:
        return UNSCORED
    if failed_knock_outs(service.knock_outs):
        return FAILED
    return RANKED if known.is_comparable(cover) else THIN


def _points(one: Standing) -> float:
    return round(one.utility.points, 9) if one.utility else 0.0


def _ranked(listed: list[Standing]) -> list[Standing]:
    placed: list[Standing] = []
    for place, one in enumerate(listed, start=1):
        rank = None
        if one.state == RANKED:
            before = placed[-1] if placed else None
            is_level = before is not None and _points(before) == _points(one)
            rank = before.rank if before is not None and is_level else place
        placed.append(Standing(one.service, one.state, one.values, one.utility, rank))
    return placed
