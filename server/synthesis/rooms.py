"""Leaves the tallies of rooms out of a result, so that only people's own papers count."""

from immutables import Map

from server.domain import tally, targets
from server.domain.ballots import totals_of
from server.domain.replacing import replace
from server.domain.state import Ballot, Workshop

COUNTINGS = ("with", "without")  # the values of `hub` in a question


def has_rooms(ballot: Ballot) -> bool:
    """Whether hands of a room are counted in the ballot, or would be."""
    return bool(ballot.heads) or any(paper.heads for paper in ballot.papers.values())


def without_rooms(workshop: Workshop) -> Workshop:
    """Return the workshop as its results were if no room had been counted.

    Revealed ballots lose the papers of rooms; totals, turnout and who was there are counted
    again, and the dots on notes and themes are those of the papers left.
    """
    if not any(has_rooms(ballot) for ballot in workshop.ballots):
        return workshop
    ballots = tuple(_without(workshop, ballot) for ballot in workshop.ballots)
    workshop = replace(workshop, ballots=ballots)
    last = tally.last_revealed(workshop.ballots)
    if last is None or last.shown is None:
        return workshop
    known = {target: totals for target, totals in last.shown.items() if _is_there(workshop, target)}
    return targets.put_dots(workshop, known)


def _without(workshop: Workshop, ballot: Ballot) -> Ballot:
    if not has_rooms(ballot):
        return ballot
    kept = {seat_id: paper for seat_id, paper in ballot.papers.items() if not paper.heads}
    present = ballot.present
    if present is not None:
        heads = ballot.heads or Map()
        present = Map({city: n - heads.get(city, 0) for city, n in present.items()})
    turnout = dict.fromkeys(ballot.turnout, 0)
    for paper in kept.values():
        turnout[paper.city] = turnout.get(paper.city, 0) + tally.people(ballot, paper)
    left = replace(
        ballot,
        papers=Map(kept),
        present=present,
        turnout=Map(turnout),
        leaves_out_rooms=True,
    )
    if ballot.shown is None:
        return left
    counted = totals_of(workshop, left)
    shown = {target: tally.as_map(counted[target]) for target in ballot.shown if target in counted}
    return replace(left, shown=Map(shown))


def _is_there(workshop: Workshop, target_id: str) -> bool:
    return target_id in workshop.notes or target_id in workshop.themes.by_id
