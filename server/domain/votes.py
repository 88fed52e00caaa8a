"""Dots: placing and withdrawing them within budget and cap. The store is the judge."""

from dataclasses import dataclass
from typing import Any, ClassVar

from immutables import Map

from . import tally, targets
from .answers import without
from .ballots import check_kind, put_ballot, which_open
from .change import Change
from .papers import is_empty, put_paper
from .refused import Refused
from .replacing import replace
from .state import Ballot, Moment, Paper, Seat, Workshop


@dataclass(frozen=True, slots=True)
class PlaceVote:
    """A seat adds dots to a target: all of them or none."""

    type: ClassVar[str] = "vote.place"
    target_id: str
    dots: int = 1
    ballot_id: str | None = None


@dataclass(frozen=True, slots=True)
class WithdrawVote:
    """A seat takes dots back from a target; without `dots` all it has there."""

    type: ClassVar[str] = "vote.withdraw"
    target_id: str
    dots: int | None = None
    ballot_id: str | None = None


def remaining_votes(workshop: Workshop, ballot: Ballot, seat_id: str) -> int:
    """Return how many dots the seat can still place in this ballot; a hub has those of its room."""
    hub, paper = workshop.hub(seat_id), ballot.papers.get(seat_id)
    placed = sum(paper.dots.values()) if paper else 0
    return max(0, ballot.votes_each * (hub.heads if hub else 1) - placed)


def decide_place(workshop: Workshop, op: PlaceVote, by: Seat, moment: Moment) -> list[Change]:
    """Return the dots placed.

    Raises: Refused "note.unknown", "vote.in_theme", "vote.own_note", "vote.budget_spent",
    "vote.note_cap", "ballot.closed", "ballot.which", "ballot.kind", "role.not_allowed".
    """
    ballot = which_open(workshop, op.ballot_id)
    check_kind(ballot, "dots")
    paper = own_paper(workshop, ballot, by)
    targets.check_target(workshop, ballot, op.target_id, by)
    left = remaining_votes(workshop, ballot, by.id)
    if op.dots > left:
        raise Refused(
            "vote.budget_spent",
            f"You have {left} of {ballot.votes_each} votes left. Take one back to move it.",
            field="dots",
            numbers={"limit": ballot.votes_each, "left": left},
        )
    placed = paper.dots.get(op.target_id, 0) + op.dots
    if placed > ballot.note_cap:
        raise Refused(
            "vote.note_cap",
            f"One note takes at most {ballot.note_cap} of your votes.",
            field="dots",
            numbers={"limit": ballot.note_cap},
        )
    after = replace(paper, dots=paper.dots.set(op.target_id, placed))
    return [*counted(ballot, paper, after), _change("vote.placed", ballot, op, op.dots, paper)]


def decide_withdraw(workshop: Workshop, op: WithdrawVote, by: Seat, moment: Moment) -> list[Change]:
    """Return the dots taken back. Raises: Refused "vote.none_placed", and as `decide_place`."""
    ballot = which_open(workshop, op.ballot_id)
    check_kind(ballot, "dots")
    paper = own_paper(workshop, ballot, by)
    placed = paper.dots.get(op.target_id, 0)
    dots = op.dots or placed
    if not placed or dots > placed:
        raise Refused(
            "vote.none_placed",
            f"You have {placed} of your votes there.",
            field="target_id",
            numbers={"placed": placed},
        )
    after = replace(paper, dots=_with_dots(paper, op.target_id, placed - dots))
    return [*counted(ballot, paper, after), _change("vote.withdrawn", ballot, op, dots, paper)]


def own_paper(workshop: Workshop, ballot: Ballot, by: Seat) -> Paper:
    """Return the paper of one person's seat, empty as long as it has said nothing.

    Raises: Refused "role.not_allowed" for a seat without a city, and for one that counts hands.
    """
    paper = paper_of(ballot, by)
    if workshop.hub(by.id) is not None or paper.heads:
        raise Refused(
            "role.not_allowed", "This device counts for a room in this vote: send hub.tally."
        )
    return paper


def paper_of(ballot: Ballot, by: Seat) -> Paper:
    """Return the paper of a seat. What is on it already keeps its city."""
    paper = kept_paper(ballot, by.id, by.city or "")
    if not paper.city:
        raise Refused("role.not_allowed", "Votes count for a city; this seat has none.")
    return paper


def kept_paper(ballot: Ballot, seat_id: str, city: str) -> Paper:
    """Return the paper of a seat, or a fresh one for its city as long as it says nothing."""
    paper = ballot.papers.get(seat_id)
    return Paper(city) if paper is None or is_empty(paper) else paper


def counted(ballot: Ballot, before: Paper, after: Paper) -> list[Change]:
    """Return the change of the turnout that one paper makes, or nothing."""
    more = tally.people(ballot, after) - tally.people(ballot, before)
    if not more:
        return []
    # A change of its own: of a vote others hear that it was placed and not a word more.
    turnout = {before.city: ballot.turnout.get(before.city, 0) + more}
    facts = {"ballot_id": ballot.id, "turnout": turnout}
    return [Change("turnout.changed", facts, city=before.city)]


def apply_counted(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the new turnout of a ballot."""
    ballot = voted_in(workshop, change)
    return put_ballot(
        workshop, replace(ballot, turnout=ballot.turnout.update(change.facts["turnout"]))
    )


def apply_placed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the dots on the seat's paper."""
    return _count(workshop, change, change.facts["dots"])


def apply_withdrawn(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the dots back at the seat."""
    return _count(workshop, change, -change.facts["dots"])


def voted_in(workshop: Workshop, change: Change) -> Ballot:
    """Return the ballot a change of votes is about."""
    ballot = workshop.ballot(change.facts["ballot_id"])
    if ballot is None:
        raise ValueError(f"a vote without its ballot at seq {change.seq}")
    return ballot


def voter(change: Change) -> tuple[str, str]:
    """Return seat and city of a change of votes."""
    if change.city is None or change.by is None:
        raise ValueError(f"a vote without city or seat at seq {change.seq}")
    return change.by, change.city


def put_dots(ballot: Ballot, seat_id: str, paper: Paper, target_id: str, more: int) -> Ballot:
    """Return the ballot with more dots, or fewer, of one seat on a target."""
    dots = _with_dots(paper, target_id, paper.dots.get(target_id, 0) + more)
    ballot = put_paper(ballot, seat_id, replace(paper, dots=dots))
    if ballot.totals != "open":
        return ballot
    shown = ballot.shown or Map()
    of_target = shown.get(target_id) or Map(dict.fromkeys(ballot.turnout, 0))
    of_target = of_target.set(paper.city, of_target.get(paper.city, 0) + more)
    return replace(ballot, shown=shown.set(target_id, of_target))


def _with_dots(paper: Paper, target_id: str, dots: int) -> Map[str, int]:
    return paper.dots.set(target_id, dots) if dots else without(paper.dots, target_id)


def _change(
    kind: str, ballot: Ballot, op: PlaceVote | WithdrawVote, dots: int, paper: Paper
) -> Change:
    facts: dict[str, Any] = {"ballot_id": ballot.id, "target_id": op.target_id, "dots": dots}
    if ballot.totals == "open":
        facts["open"] = True
    return Change(kind, facts, city=paper.city)


def _count(workshop: Workshop, change: Change, dots: int) -> Workshop:
    ballot, (seat_id, city) = voted_in(workshop, change), voter(change)
    paper, target_id = kept_paper(ballot, seat_id, city), change.facts["target_id"]
    return put_ballot(workshop, put_dots(ballot, seat_id, paper, target_id, dots))


DECIDE = {PlaceVote: decide_place, WithdrawVote: decide_withdraw}
APPLY = {
    "turnout.changed": apply_counted,
    "vote.placed": apply_placed,
    "vote.withdrawn": apply_withdrawn,
}
