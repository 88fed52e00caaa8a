"""Counts every revealed ballot again from the log: what was told must be what the papers say."""

from collections.abc import Iterable
from dataclasses import dataclass

from .ballot_kinds import counted_as
from .ballots import totals_of
from .change import Change
from .papers import is_empty
from .state import EMPTY, Ballot, Paper
from .workshop import apply


@dataclass(frozen=True, slots=True)
class Recounted:
    """One reveal, counted again."""

    seq: int
    title: str
    papers: int
    is_right: bool  # the totals told are those of the papers
    is_fair: bool  # no paper says more than one may


def recount(changes: Iterable[Change]) -> list[Recounted]:
    """Return every reveal of a log in its order, counted again from the votes before it.

    `changes`: all of them, from the first. Ballots that came with an imported board are counted
    when they are revealed again. The replay keeps a log's own rules for merges and removals.
    """
    workshop, found = EMPTY, []
    for change in changes:
        if change.type == "ballot.revealed":
            ballot = workshop.ballot(change.facts["ballot_id"])
            if ballot is not None:
                told = change.facts.get(counted_as(ballot.kind))
                is_right = told == totals_of(workshop, ballot)
                found.append(_recounted(change.seq, ballot, is_right=is_right))
        workshop = apply(workshop, change)
    return found


def _recounted(seq: int, ballot: Ballot, *, is_right: bool) -> Recounted:
    papers = [paper for paper in ballot.papers.values() if not is_empty(paper)]
    is_fair = all(_is_fair(ballot, paper) for paper in papers)
    return Recounted(seq, ballot.title, len(papers), is_right, is_fair)


def _is_fair(ballot: Ballot, paper: Paper) -> bool:
    people = max(1, paper.heads)
    return (
        sum(paper.dots.values()) <= ballot.votes_each * people
        and all(0 < dots <= ballot.note_cap * people for dots in paper.dots.values())
        and all(0 < sum(rating.steps) <= people for rating in paper.ratings.values())
        and len(set(paper.ranks)) == len(paper.ranks) <= (ballot.top or 0)
    )
