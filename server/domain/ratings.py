"""Votes that are not dots: a step of a scale for each target, or an order of the best."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from . import targets
from .answers import without
from .ballot_kinds import SCALES
from .ballots import check_kind, put_ballot, which_open
from .change import Change
from .papers import is_empty, put_paper
from .refused import Refused
from .replacing import replace
from .state import Ballot, Moment, Paper, Rating, Seat, Workshop
from .votes import counted, kept_paper, own_paper, voted_in, voter


@dataclass(frozen=True, slots=True)
class RateTarget:
    """A seat says how it sees one target, on the scale of the ballot; None takes it back."""

    type: ClassVar[str] = "vote.rate"
    target_id: str
    value: int | str | None
    ballot_id: str | None = None


@dataclass(frozen=True, slots=True)
class RankTargets:
    """A seat puts the best in order, the first place first; none takes the order back."""

    type: ClassVar[str] = "vote.rank"
    targets: tuple[str, ...]
    ballot_id: str | None = None


def own_ratings(workshop: Workshop, seat_id: str) -> dict[str, Any]:
    """Return {ratings: …} of one seat, oldest first in each ballot; {} if there are none.

    Shape: [{ballot_id, target_id, value}]; of the device of a room `steps` instead of the value.
    """
    listed: list[dict[str, Any]] = []
    for ballot in workshop.ballots:
        paper = ballot.papers.get(seat_id)
        if paper is not None and paper.ratings:
            rated = sorted(paper.ratings.items(), key=lambda one: (one[1].seq, one[0]))
            listed += [
                {"ballot_id": ballot.id, "target_id": target_id} | _told(ballot, paper, rating)
                for target_id, rating in rated
            ]
    return {"ratings": listed} if listed else {}


def own_ranks(workshop: Workshop, seat_id: str) -> dict[str, Any]:
    """Return {ranks: [{ballot_id, targets}]} of one seat; {} if there are none."""
    listed = [
        {"ballot_id": ballot.id, "targets": list(ballot.papers[seat_id].ranks)}
        for ballot in workshop.ballots
        if seat_id in ballot.papers and ballot.papers[seat_id].ranks
    ]
    return {"ranks": listed} if listed else {}


def own_pooled(workshop: Workshop, seat_id: str) -> dict[str, Any]:
    """Return {pooled: {ballot_id: heads}} of a seat whose paper is that of a room; {} if none."""
    pooled = {
        ballot.id: paper.heads
        for ballot in workshop.ballots
        if (paper := ballot.papers.get(seat_id)) and paper.heads and not is_empty(paper)
    }
    return {"pooled": pooled} if pooled else {}


def decide_rate(workshop: Workshop, op: RateTarget, by: Seat, moment: Moment) -> list[Change]:
    """Return the rating.

    Raises: Refused "op.malformed" for a step the scale does not have, "op.no_effect",
    "note.unknown", "vote.in_theme", "vote.own_note", "ballot.closed", "ballot.which",
    "ballot.kind", "role.not_allowed".
    """
    ballot = which_open(workshop, op.ballot_id)
    check_kind(ballot, *SCALES)
    paper = own_paper(workshop, ballot, by)
    targets.check_target(workshop, ballot, op.target_id, by)
    scale = SCALES[ballot.kind]
    if op.value is not None and op.value not in scale:
        offered = ", ".join(str(step) for step in scale)
        raise Refused("op.malformed", f"Choose one of {offered}.", field="value")
    known = paper.ratings.get(op.target_id)
    if (known and known.steps) == (None if op.value is None else _steps(ballot, op.value)):
        raise Refused("op.no_effect", "You said so already.")
    facts = {"ballot_id": ballot.id, "target_id": op.target_id, "value": op.value}
    after = _rated(ballot, paper, facts, seq=0)
    return [*counted(ballot, paper, after), Change("vote.rated", facts, city=paper.city)]


def decide_rank(workshop: Workshop, op: RankTargets, by: Seat, moment: Moment) -> list[Change]:
    """Return the order. Raises: as `decide_rate`, and Refused "vote.budget_spent" for too many."""
    ballot = which_open(workshop, op.ballot_id)
    check_kind(ballot, "rank")
    paper = own_paper(workshop, ballot, by)
    _check_order(workshop, ballot, op.targets, by)
    if paper.ranks == op.targets:
        raise Refused("op.no_effect", "You ranked them so already.")
    facts = {"ballot_id": ballot.id, "targets": list(op.targets)}
    after = replace(paper, ranks=op.targets)
    return [*counted(ballot, paper, after), Change("vote.ranked", facts, city=paper.city)]


def apply_rated(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the rating on the seat's paper."""
    ballot, (seat_id, city) = voted_in(workshop, change), voter(change)
    paper = _rated(ballot, kept_paper(ballot, seat_id, city), change.facts, seq=change.seq)
    return put_ballot(workshop, put_paper(ballot, seat_id, paper))


def apply_ranked(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the order on the seat's paper."""
    ballot, (seat_id, city) = voted_in(workshop, change), voter(change)
    ranks = tuple(change.facts["targets"])
    paper = replace(kept_paper(ballot, seat_id, city), ranks=ranks)
    return put_ballot(workshop, put_paper(ballot, seat_id, paper))


def _check_order(workshop: Workshop, ballot: Ballot, order: Sequence[str], by: Seat) -> None:
    places = ballot.top or 0
    if len(order) > places:
        raise Refused(
            "vote.budget_spent",
            f"You can rank {places}. Take one out first.",
            field="targets",
            numbers={"limit": places, "left": 0},
        )
    if len(set(order)) != len(order):
        raise Refused("op.malformed", "Something stands in the order twice.", field="targets")
    for target_id in order:
        targets.check_target(workshop, ballot, target_id, by)


def _rated(ballot: Ballot, paper: Paper, facts: dict[str, Any], *, seq: int) -> Paper:
    target_id, value = facts["target_id"], facts["value"]
    if value is None:
        return replace(paper, ratings=without(paper.ratings, target_id))
    rating = Rating(_steps(ballot, value), seq)
    return replace(paper, ratings=paper.ratings.set(target_id, rating))


def _steps(ballot: Ballot, value: Any) -> tuple[int, ...]:
    return tuple(int(step == value) for step in SCALES[ballot.kind])


def _told(ballot: Ballot, paper: Paper, rating: Rating) -> dict[str, Any]:
    if paper.heads:
        return {"steps": list(rating.steps)}
    return {"value": SCALES[ballot.kind][rating.steps.index(1)]}


DECIDE = {RateTarget: decide_rate, RankTargets: decide_rank}
APPLY = {"vote.rated": apply_rated, "vote.ranked": apply_ranked}
