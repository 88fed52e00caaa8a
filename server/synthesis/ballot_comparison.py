"""Compares two revealed ballots: whether orders have settled, and how far answers moved.

Only people and targets of both are compared. Sources: the method, 4.7; see `stability.py`.
"""

from typing import Any

from immutables import Map

from server.domain.ballot_kinds import SCALES
from server.domain.papers import is_empty
from server.domain.refused import Refused
from server.domain.replacing import replace
from server.domain.state import Ballot, Workshop
from server.domain.tally import count
from server.domain.targets import of_ballot, settled

from .ballot_results import orders_of
from .ratings import pooled
from .stability import is_stable, order_change, rating_change


def compare_ballots(workshop: Workshop, first: str, second: str) -> dict[str, Any]:
    """Return how much changed from one ballot to the other.

    Shape: {first, second, people, items, tau_b, rho, overlap, is_stable, targets?: [{target_id,
    before, after, change, is_stable}]}. `people`: seats that took part in both; None where there
    is none, as on an imported board: then everybody is counted. The orders are
    compared whatever the kinds; answers on a scale only where both have the same one.
    Raises: Refused "ballot.unknown", "op.malformed" for one ballot twice or one not revealed.
    """
    before, after = _revealed(workshop, first), _revealed(workshop, second)
    if before is after:
        raise Refused("op.malformed", "Name two votes to compare.", field="second")
    seats = _in_both(workshop, before, after)
    if seats:
        before, after = _of(before, seats), _of(after, seats)
    moved = order_change(orders_of(workshop, before), orders_of(workshop, after))
    told: dict[str, Any] = {
        "first": before.id,
        "second": after.id,
        "people": len(seats) or None,
        "items": moved.items,
        "tau_b": moved.tau_b,
        "rho": moved.rho,
        "overlap": moved.overlap,
        "is_stable": moved.is_stable(),
    }
    if before.kind == after.kind and before.kind in SCALES:
        told["targets"] = _answers(workshop, before, after)
    return told


def _answers(workshop: Workshop, before: Ballot, after: Ballot) -> list[dict[str, Any]]:
    """Return for each target of both how many gave each step, and how many answers moved."""
    first, second = (
        {target: pooled(cities) for target, cities in count(settled(workshop, one)).items()}
        for one in (before, after)
    )
    told = []
    for target in of_ballot(workshop, after):
        if target in first and target in second:
            change = rating_change(first[target], second[target])
            steps = {"before": first[target], "after": second[target]}
            known = {"target_id": target, "change": change, "is_stable": is_stable(change)}
            told.append(known | steps)
    return told


def _revealed(workshop: Workshop, ballot_id: str) -> Ballot:
    ballot = workshop.ballot(ballot_id)
    if ballot is None:
        raise Refused("ballot.unknown", "There is no such vote here.")
    if ballot.state != "revealed":
        raise Refused("op.malformed", "Reveal the vote first, then compare it.")
    return ballot


def _in_both(workshop: Workshop, before: Ballot, after: Ballot) -> set[str]:
    """Return the seats with a paper in both; none where papers came without their seats."""
    return {
        seat_id
        for seat_id, paper in before.papers.items()
        if seat_id in workshop.seats
        and not is_empty(paper)
        and not is_empty(after.papers.get(seat_id, paper))
        and seat_id in after.papers
    }


def _of(ballot: Ballot, seats: set[str]) -> Ballot:
    kept = {seat_id: paper for seat_id, paper in ballot.papers.items() if seat_id in seats}
    return replace(ballot, papers=Map(kept))
