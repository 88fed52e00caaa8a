"""Writes a ballot with all its papers for a stored snapshot, and reads it back."""

from dataclasses import replace
from typing import Any

from immutables import Map

from .state import Ballot, Paper, Rating
from .tally import as_map, plain


def ballot_state(ballot: Ballot) -> dict[str, Any]:
    """Return all of a ballot as JSON values, its papers with their seats too."""
    shown = ballot.shown
    return {name: getattr(ballot, name) for name in ballot.__dataclass_fields__} | {
        "turnout": dict(ballot.turnout),
        "present": _plain(ballot.present),
        "heads": _plain(ballot.heads),
        "shown": None if shown is None else {key: plain(of) for key, of in shown.items()},
        "papers": {seat_id: _paper_state(paper) for seat_id, paper in ballot.papers.items()},
    }


def ballot_from_state(state: dict[str, Any]) -> Ballot:
    """Return the ballot that `ballot_state` wrote, by this version or an earlier one."""
    shown, present, heads = state["shown"], state["present"], state.get("heads")
    papers = {seat_id: _paper(paper) for seat_id, paper in state["papers"].items()}
    return replace(
        Ballot(**state),
        turnout=Map(state["turnout"]),
        present=None if present is None else Map(present),
        heads=None if heads is None else Map(heads),
        shown=None if shown is None else Map({key: as_map(of) for key, of in shown.items()}),
        papers=Map(papers),
    )


def _plain(counts: Map[str, int] | None) -> dict[str, int] | None:
    return None if counts is None else dict(counts)


def _paper_state(paper: Paper) -> dict[str, Any]:
    # Most papers hold dots alone, and there are as many as seats that voted.
    state: dict[str, Any] = {"city": paper.city, "dots": dict(paper.dots)}
    if paper.ratings:
        state["ratings"] = [
            [target_id, list(rating.steps), rating.seq]
            for target_id, rating in paper.ratings.items()
        ]
    if paper.ranks:
        state["ranks"] = list(paper.ranks)
    return state | ({"heads": paper.heads} if paper.heads else {})


def _paper(state: dict[str, Any]) -> Paper:
    ratings = {
        target_id: Rating(tuple(steps), seq) for target_id, steps, seq in state.get("ratings", ())
    }
    return Paper(
        state["city"],
        Map(state["dots"]),
        Map(ratings),
        tuple(state.get("ranks", ())),
        state.get("heads", 0),
    )
