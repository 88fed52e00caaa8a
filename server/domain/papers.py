"""Holds what can be done with one paper: read it, take a target off it, make two targets one."""

from collections.abc import Mapping
from typing import Any

from immutables import Map

from .answers import without
from .replacing import replace
from .state import Ballot, Paper, Rating


def people_of(paper: Paper, *, votes_each: int) -> int:
    """Return how many people took part with it: 1, 0 for an empty one.

    Of a room: the fewest its dots can come from, or the most hands raised at one target.
    """
    if not paper.heads:
        return int(not is_empty(paper))
    of_dots = -(-sum(paper.dots.values()) // votes_each)
    raised = [sum(rating.steps) for rating in paper.ratings.values()]
    return max(of_dots, int(bool(paper.ranks)), *raised, 0)


def is_empty(paper: Paper) -> bool:
    """Whether the paper says nothing."""
    return not (paper.dots or paper.ratings or paper.ranks)


def is_marked(paper: Paper, target_id: str) -> bool:
    """Whether the paper says anything of the target."""
    return target_id in paper.dots or target_id in paper.ratings or target_id in paper.ranks


def drop(paper: Paper, target_id: str) -> Paper:
    """Return the paper without what it said of the target; what was ranked below moves up."""
    if not is_marked(paper, target_id):
        return paper
    return replace(
        paper,
        dots=without(paper.dots, target_id),
        ratings=without(paper.ratings, target_id),
        ranks=tuple(ranked for ranked in paper.ranks if ranked != target_id),
    )


def move(paper: Paper, where: Mapping[str, str], *, note_cap: int) -> Paper:
    """Return the paper with what it said of some targets said of others: nobody counts twice.

    `where`: target → what it counts for. Dots: min(sum, note_cap), of a room as often as it has
    heads. Ratings: the latest. Ranks: the best place; what was ranked below moves up.
    """
    if not any(is_marked(paper, target_id) for target_id in where):
        return paper
    cap = note_cap * max(1, paper.heads)
    ranked = dict.fromkeys(where.get(target_id, target_id) for target_id in paper.ranks)
    return replace(
        paper,
        dots=_moved_dots(paper.dots, where, cap),
        ratings=_moved_ratings(paper.ratings, where),
        ranks=tuple(ranked),
    )


def paper_json(paper: Paper) -> dict[str, Any]:
    """Return the paper without its seat; ratings oldest first. What is empty is left out."""
    rated = sorted(paper.ratings.items(), key=lambda one: (one[1].seq, one[0]))
    told: dict[str, Any] = {"city": paper.city}
    if paper.dots or not (rated or paper.ranks):
        told["dots"] = dict(paper.dots)
    if rated:
        told["ratings"] = [
            {"target_id": target_id, "steps": list(rating.steps)} for target_id, rating in rated
        ]
    if paper.ranks:
        told["ranks"] = list(paper.ranks)
    return told | ({"heads": paper.heads} if paper.heads else {})


def paper_from(record: Mapping[str, Any]) -> Paper:
    """Return the paper that `paper_json` wrote."""
    return Paper(
        record["city"],
        Map(record.get("dots", {})),
        Map(
            {
                one["target_id"]: Rating(tuple(one["steps"]), place)
                for place, one in enumerate(record.get("ratings", ()))
            }
        ),
        tuple(record.get("ranks", ())),
        record.get("heads", 0),
    )


def put_paper(ballot: Ballot, seat_id: str, paper: Paper) -> Ballot:
    """Return the ballot with the seat's paper."""
    return replace(ballot, papers=ballot.papers.set(seat_id, paper))


def _moved_dots(dots: Map[str, int], where: Mapping[str, str], cap: int) -> Map[str, int]:
    sums: dict[str, int] = {}
    touched = set()
    for target_id, placed in dots.items():
        target = where.get(target_id, target_id)
        sums[target] = sums.get(target, 0) + placed
        if target != target_id:
            touched.add(target)
    return Map({target: min(n, cap) if target in touched else n for target, n in sums.items()})


def _moved_ratings(ratings: Map[str, Rating], where: Mapping[str, str]) -> Map[str, Rating]:
    latest: dict[str, Rating] = {}
    for target_id, rating in sorted(ratings.items(), key=lambda one: (one[1].seq, one[0])):
        latest[where.get(target_id, target_id)] = rating
    return Map(latest)
