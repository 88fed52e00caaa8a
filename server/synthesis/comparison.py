"""Compares the services of a workshop: where each stands, how firmly, and what would lift it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from server.domain.services import KNOCK_OUTS
from server.domain.state import Workshop

from .evaluate import (
    COVER,
    NEAR,
    dominates,
    failed_knock_outs,
    levers,
    open_knock_outs,
    score_service,
)
from .evidence import settle_thresholds
from .folder import CanvasFolder
from .outranking import Flow, promethee
from .reading import read_workshop
from .selection import Robustness, not_told_apart, robustness
from .standings import RANKED, Standing, ranked_scores, settled_weights, standings

TARGET = 5.0  # level every criterion should reach, where the canvas has no such threshold
LEVERS = 3  # improvements that are named, where the canvas has no such threshold


def comparison(
    workshop: Workshop, folder: CanvasFolder, *, thresholds: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the services: the ranked best first, then those that compare with none.

    Shape: {weights: {criterion: 0…1}, is_split: whether people shared out the points, services:
    [{service_id, state: ranked | thin | failed | unscored, rank?, points?, coverage?, criteria:
    {criterion: {mean, lowest, highest, cities}}, failed, open: [knock_out], beats: [service_id],
    levers: [{criterion, gain}], flow?: {ahead, behind, net, rank}}], firmness: {best, kept: {
    weights, cities, criteria: [kept, runs]}, is_robust, flip?: {criterion, weight, service_id}}
    or None, near: [[service_id, service_id]]}. `flow` is PROMETHEE II among the ranked, a second
    opinion; `near` are neighbours that cannot be told apart. Scores shown so far only; numbers
    unrounded. Raises: Refused "op.malformed" for a threshold the canvas does not have.
    """
    canvas = folder.canvas
    reading = read_workshop(workshop, canvas=canvas)
    of_workshop = workshop.settings.get("thresholds", {})
    settled = settle_thresholds(canvas, thresholds or {}, of_workshop=of_workshop)
    if not canvas.criteria:
        return {"weights": {}, "is_split": False, "services": [], "firmness": None, "near": []}
    weights = settled_weights(canvas, reading)
    listed = standings(canvas, reading, cover=settled.get("cover", COVER))
    ranked = [one for one in listed if one.state == RANKED]
    firm = robustness(ranked_scores(listed), weights)
    flows = promethee({one.service.id: one.values for one in ranked}, weights)
    target, count = settled.get("target", TARGET), round(settled.get("levers", LEVERS))
    return {
        "weights": weights,
        "is_split": any(seats for row in reading.weights.values() for _, seats in row.values()),
        "services": [
            _standing(one, ranked, weights)
            | {"levers": _levers(one, weights, target=target, count=count)}
            | _flow(one.service.id, flows)
            for one in listed
        ],
        "firmness": None if firm is None else _firmness(firm),
        "near": _near(ranked, firm, near=settled.get("near", NEAR)),
    }


def _standing(
    one: Standing, ranked: Sequence[Standing], weights: Mapping[str, float]
) -> dict[str, Any]:
    service, known = one.service, one.utility
    answered: dict[str, bool | None] = dict.fromkeys(KNOCK_OUTS)
    answered |= service.knock_outs
    told: dict[str, Any] = {"service_id": service.id, "state": one.state}
    told |= {} if one.rank is None else {"rank": one.rank}
    told |= {} if known is None else {"points": known.points, "coverage": known.coverage}
    return told | {
        "criteria": {name: asdict(each) for name, each in score_service(service.scores).items()},
        "failed": list(failed_knock_outs(answered)),
        "open": list(open_knock_outs(answered)),
        "beats": [
            other.service.id
            for other in ranked
            if one.state == RANKED and dominates(one.values, other.values, weights)
        ],
    }


def _levers(
    one: Standing, weights: Mapping[str, float], *, target: float, count: int
) -> list[dict[str, Any]]:
    gains = levers(one.values, weights, target=target)[:count]
    return [{"criterion": criterion, "gain": gain} for criterion, gain in gains if gain > 0]


def _flow(service: str, flows: Mapping[str, Flow]) -> dict[str, Any]:
    if service not in flows:
        return {}
    own = flows[service]
    rank = 1 + sum(round(other.net - own.net, 9) > 0 for other in flows.values())
    return {"flow": {"ahead": own.ahead, "behind": own.behind, "net": own.net, "rank": rank}}


def _firmness(firm: Robustness) -> dict[str, Any]:
    told: dict[str, Any] = {
        "best": firm.best,
        "kept": {name: list(getattr(firm, name)) for name in ("weights", "cities", "criteria")},
        "is_robust": firm.is_robust,
    }
    if firm.flip is None:
        return told
    flip = firm.flip
    return told | {
        "flip": {"criterion": flip.criterion, "weight": flip.weight, "service_id": flip.service}
    }


def _near(ranked: Sequence[Standing], firm: Robustness | None, *, near: float) -> list[list[str]]:
    """Return neighbours in the ranking that cannot be told apart."""
    found = []
    for place, (one, other) in enumerate(pairwise(ranked)):
        kept = firm.kept if firm is not None and place == 0 else 1.0
        points = [each.utility.points for each in (one, other) if each.utility]
        if not_told_apart(points[0], points[1], kept=kept, near=near):
            found.append([one.service.id, other.service.id])
    return found
