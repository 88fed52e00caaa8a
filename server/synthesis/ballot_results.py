"""Tells what each revealed ballot came to, in the numbers that fit its kind.

Sources: the method, 4.1 (shares), 4.2 (Borda, mean ranks), 4.5 (stances), 4.6 (ordered scores).
"""

from collections.abc import Mapping, Sequence
from math import fsum
from typing import Any

from server.domain.ballot_kinds import SCALES
from server.domain.ballot_shapes import ballot_json
from server.domain.ballots import totals_of
from server.domain.state import Ballot, Workshop
from server.domain.targets import of_ballot, settled

from .consensus import consensus
from .ranks import ballot_ranks, mean_ranks
from .ratings import agreement, interquartile_range, mean, median, pooled
from .rooms import COUNTINGS, has_rooms
from .shares import city_weights, weighted_mean, weighted_shares

_TOLD = (
    "id", "title", "kind", "top", "votes_each", "note_cap", "own_notes", "totals", "weighting",
    "turnout", "present", "heads", "reopened",
)  # fmt: skip
_PER_CITY = ("turnout", "present", "heads")
_FIRST = {"score": 0, "gradient": 1}  # the number of a scale's first step
_LOW_IS_GOOD = "gradient"


def ballot_results(workshop: Workshop, *, hub: str = COUNTINGS[0]) -> dict[str, Any]:
    """Return {hub, ballots: […]}: the revealed ballots as opened, each with its targets.

    Each: what the board says of it, `kind`, `rooms` (whether one was tallied in it), and
    `targets: [{target_id, order, rank, cities, …}]`, best first. `order` is the number they are
    ordered by, by the ballot's weighting, higher is better; None where nobody said anything.
    `cities` are the totals as revealed. Beside them, dots: raw; rank: points, mean_rank; score
    and gradient: mean, median, iqr, agreement, steps; stance: g, spread, steps.
    """
    revealed = [ballot for ballot in workshop.ballots if ballot.state == "revealed"]
    return {"hub": hub, "ballots": [ballot_result(workshop, ballot) for ballot in revealed]}


def orders_of(workshop: Workshop, ballot: Ballot) -> dict[str, float]:
    """Return target → the number it is ordered by, higher is better; nothing said: left out."""
    told = _targets(workshop, ballot)
    return {one["target_id"]: one["order"] for one in told if one["order"] is not None}


def ballot_result(workshop: Workshop, ballot: Ballot) -> dict[str, Any]:
    """Return what one revealed ballot came to; see `ballot_results`."""
    known = ballot_json(ballot)
    told = {name: known[name] for name in _TOLD if name in known}
    for name in _PER_CITY:  # the order of a persistent map differs from process to process
        if name in told:
            told[name] = {c.id: told[name][c.id] for c in workshop.cities if c.id in told[name]}
    told |= {"kind": ballot.kind, "rooms": has_rooms(ballot)}
    if ballot.leaves_out_rooms:
        told["leaves_out_rooms"] = True
    found = _targets(workshop, ballot)
    # Positions of the board break ties; the ranks of those that tie are the same.
    found.sort(key=lambda one: -(one["order"] if one["order"] is not None else float("-inf")))
    orders = [one["order"] for one in found if one["order"] is not None]
    for one, rank in zip(found, mean_ranks(orders), strict=False):
        one["rank"] = rank
    return told | {"targets": found}


def _targets(workshop: Workshop, ballot: Ballot) -> list[dict[str, Any]]:
    totals = totals_of(workshop, ballot)
    if ballot.kind == "dots":
        return _of_dots(ballot, totals)
    if ballot.kind == "rank":
        return _of_ranks(workshop, ballot, totals)
    return [_of_scale(ballot, target, cities) for target, cities in totals.items()]


def _of_dots(ballot: Ballot, totals: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    shares = weighted_shares(totals, weighting=ballot.weighting, ballots=ballot.turnout)
    return [
        {"target_id": target, "order": shares.get(target), "rank": None, "cities": dict(cities)}
        | {"raw": sum(cities.values())}
        for target, cities in totals.items()
    ]


def _of_ranks(
    workshop: Workshop, ballot: Ballot, totals: Mapping[str, Mapping[str, int]]
) -> list[dict[str, Any]]:
    """Return Borda scores and mean ranks: what a paper leaves out shares the places left."""
    listed = of_ballot(workshop, ballot)
    by_city: dict[str, list[list[float]]] = {}
    for paper in settled(workshop, ballot).papers.values():
        ranked = [target for target in paper.ranks if target in totals]
        if ranked:
            by_city.setdefault(paper.city, []).append(ballot_ranks(ranked, listed))
    people = {city: len(rows) for city, rows in by_city.items()}
    weights = city_weights(people, ballot.weighting, people)
    told = []
    for place, target in enumerate(listed):
        ranks = {
            city: fsum(row[place] for row in by_city[city]) / people[city]
            for city in sorted(by_city)
        }
        mean_rank = weighted_mean(ranks, weights) if ranks else None
        order = None if mean_rank is None else _borda(mean_rank, len(listed))
        cities = dict(totals[target])
        told.append(
            {"target_id": target, "order": order, "rank": None, "cities": cities}
            | {"points": sum(cities.values()), "mean_rank": mean_rank}
        )
    return told


def _borda(rank: float, count: int) -> float:
    """Return (n − r)/(n − 1); 1 where there is nothing to compare with."""
    return (count - rank) / (count - 1) if count > 1 else 1.0


def _of_scale(ballot: Ballot, target: str, cities: Mapping[str, Sequence[int]]) -> dict[str, Any]:
    told: dict[str, Any] = {"target_id": target, "order": None, "rank": None}
    steps = pooled(cities) if cities else [0] * len(SCALES[ballot.kind])
    told |= {"cities": dict(cities), "steps": steps}
    if ballot.kind == "stance":
        found = consensus({city: (yes, no, neither) for city, (yes, neither, no) in cities.items()})
        return told | {
            "order": None if found is None else found.g,
            "g": None if found is None else found.g,
            "spread": None if found is None else found.spread,
        }
    first = _FIRST[ballot.kind] - 1  # measures count the steps from 1
    means = {city: known for city, of in cities.items() if (known := mean(of)) is not None}
    people = {city: sum(of) for city, of in cities.items()}
    weighted = weighted_mean(means, city_weights(people, ballot.weighting, people))
    middle = median(steps)
    value = None if weighted is None else weighted + first
    good = None if value is None else -value if ballot.kind == _LOW_IS_GOOD else value
    return told | {
        "order": good,
        "mean": value,
        "median": None if middle is None else middle + first,
        "iqr": interquartile_range(steps),
        "agreement": agreement(steps),
    }
