"""Dots: placing and withdrawing them within budget and cap. The store is the judge."""

from dataclasses import dataclass
from typing import Any, ClassVar

from immutables import Map

from .ballots import put_ballot, which_open
from .change import Change
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


def remaining_votes(ballot: Ballot, seat_id: str) -> int:
    """Return how many dots the seat can still place in this ballot."""
    paper = ballot.papers.get(seat_id)
    return ballot.votes_each - (sum(paper.dots.values()) if paper else 0)


def decide_place(workshop: Workshop, op: PlaceVote, by: Seat, moment: Moment) -> list[Change]:
    """Return the dots placed.

    Raises: Refused "note.unknown", "vote.in_theme", "vote.own_note", "vote.budget_spent",
    "vote.note_cap", "ballot.closed", "ballot.which".
    """
    ballot = which_open(workshop, op.ballot_id)
    authors = _authors(workshop, op.target_id)
    if not ballot.own_notes and authors == {by.id}:
        raise Refused("vote.own_note", "In this vote your own notes do not count for you.")
    left = remaining_votes(ballot, by.id)
    if op.dots > left:
        raise Refused(
            "vote.budget_spent",
            f"You have {left} of {ballot.votes_each} votes left. Take one back to move it.",
            field="dots",
            numbers={"limit": ballot.votes_each, "left": left},
        )
    paper = _paper(ballot, by)
    if paper.dots.get(op.target_id, 0) + op.dots > ballot.note_cap:
        raise Refused(
            "vote.note_cap",
            f"One note takes at most {ballot.note_cap} of your votes.",
            field="dots",
            numbers={"limit": ballot.note_cap},
        )
    counted = _counted(ballot, paper.city, 0 if paper.dots else 1)
    return [*counted, _change("vote.placed", ballot, op.target_id, op.dots, paper)]


def decide_withdraw(workshop: Workshop, op: WithdrawVote, by: Seat, moment: Moment) -> list[Change]:
    """Return the dots taken back. Raises: Refused "vote.none_placed"."""
    ballot = which_open(workshop, op.ballot_id)
    paper = _paper(ballot, by)
    placed = paper.dots.get(op.target_id, 0)
    dots = op.dots or placed
    if not placed or dots > placed:
        raise Refused(
            "vote.none_placed",
            f"You have {placed} of your votes there.",
            field="target_id",
            numbers={"placed": placed},
        )
    is_last = dots == placed and len(paper.dots) == 1
    counted = _counted(ballot, paper.city, -1 if is_last else 0)
    return [*counted, _change("vote.withdrawn", ballot, op.target_id, dots, paper)]


def apply_counted(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the new turnout of a ballot."""
    ballot = _ballot(workshop, change)
    return put_ballot(
        workshop, replace(ballot, turnout=ballot.turnout.update(change.facts["turnout"]))
    )


def apply_placed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the dots on the seat's paper."""
    return _count(workshop, change, change.facts["dots"])


def apply_withdrawn(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the dots back at the seat."""
    return _count(workshop, change, -change.facts["dots"])


def _authors(workshop: Workshop, target_id: str) -> set[str | None]:
    """Return who wrote what can be voted for there."""
    note, theme = workshop.notes.get(target_id), workshop.themes.get(target_id)
    if theme is not None and theme.is_shown and theme.notes:
        return {workshop.notes[note_id].author for note_id in theme.notes}
    if note is None or not note.is_votable:
        raise Refused("note.unknown", "That note cannot be voted for.", field="target_id")
    theme = workshop.theme_of(note)
    if theme is not None:
        raise Refused(
            "vote.in_theme",
            f"This note is in the theme “{theme.title}”: vote for {theme.id} instead.",
            field="target_id",
        )
    return {note.author}


def _paper(ballot: Ballot, by: Seat) -> Paper:
    paper = ballot.papers.get(by.id)
    if paper is not None and paper.dots:
        return paper
    if by.city is None:
        raise Refused("role.not_allowed", "Votes count for a city; this seat has none.")
    return Paper(by.city)


def _counted(ballot: Ballot, city: str, more: int) -> list[Change]:
    if not more:
        return []
    # A change of its own: of a vote others hear that it was placed and not a word more.
    turnout = {city: ballot.turnout.get(city, 0) + more}
    return [Change("turnout.changed", {"ballot_id": ballot.id, "turnout": turnout}, city=city)]


def _change(kind: str, ballot: Ballot, target_id: str, dots: int, paper: Paper) -> Change:
    facts: dict[str, Any] = {"ballot_id": ballot.id, "target_id": target_id, "dots": dots}
    if ballot.totals == "open":
        facts["open"] = True
    return Change(kind, facts, city=paper.city)


def _ballot(workshop: Workshop, change: Change) -> Ballot:
    ballot = workshop.ballot(change.facts["ballot_id"])
    if ballot is None:
        raise ValueError(f"a vote without its ballot at seq {change.seq}")
    return ballot


def _count(workshop: Workshop, change: Change, dots: int) -> Workshop:
    facts, city = change.facts, change.city
    ballot = _ballot(workshop, change)
    if city is None or change.by is None:
        raise ValueError(f"a vote without city or seat at seq {change.seq}")
    target_id = facts["target_id"]
    paper = ballot.papers.get(change.by, Paper(city))
    placed = paper.dots.get(target_id, 0) + dots
    of_seat = paper.dots.set(target_id, placed) if placed else paper.dots.delete(target_id)
    ballot = replace(ballot, papers=ballot.papers.set(change.by, Paper(city, of_seat)))
    if ballot.totals == "open":
        nothing = Map({known.id: 0 for known in workshop.cities})
        shown = ballot.shown or Map()
        of_target = shown.get(target_id, nothing)
        of_target = of_target.set(city, of_target.get(city, 0) + dots)
        ballot = replace(ballot, shown=shown.set(target_id, of_target))
    return put_ballot(workshop, ballot)


DECIDE = {PlaceVote: decide_place, WithdrawVote: decide_withdraw}
APPLY = {
    "turnout.changed": apply_counted,
    "vote.placed": apply_placed,
    "vote.withdrawn": apply_withdrawn,
}
