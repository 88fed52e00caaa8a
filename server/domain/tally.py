"""Counts papers: dots per target and city, turnout, and what removing or merging does to them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from immutables import Map

from .replacing import replace
from .state import Ballot, Note, Paper, Workshop

Dots = dict[str, int]  # city id → dots


def as_map(dots: Mapping[str, int]) -> Map[str, int]:
    """Return dots per city as an immutable map."""
    return Map(dots)


def count_dots(ballot: Ballot) -> dict[str, Dots]:
    """Return target → city → dots, only where somebody placed some."""
    counted: dict[str, Dots] = {}
    for paper in ballot.papers.values():
        for target_id, dots in paper.dots.items():
            of_target = counted.setdefault(target_id, {})
            of_target[paper.city] = of_target.get(paper.city, 0) + dots
    return counted


def dots_of(ballot: Ballot, target_id: str, *, cities: Iterable[str]) -> Dots:
    """Return the dots of one target per city, every city present, 0 included."""
    dots = dict.fromkeys(cities, 0)
    for paper in ballot.papers.values():
        if target_id in paper.dots:
            dots[paper.city] = dots.get(paper.city, 0) + paper.dots[target_id]
    return dots


def with_city(ballot: Ballot, city_id: str) -> Ballot:
    """Return the ballot with 0 for a city that has just joined, wherever cities are counted."""
    shown = ballot.shown
    if shown is not None:
        shown = Map({target: dots.set(city_id, 0) for target, dots in shown.items()})
    return replace(ballot, turnout=ballot.turnout.set(city_id, 0), shown=shown)


def turnout_without(ballots: Iterable[Ballot], *, target_ids: Collection[str]) -> dict[str, Dots]:
    """Return the new turnout of the cities that lose a ballot when targets go away."""
    changed: dict[str, Dots] = {}
    for ballot in ballots:
        for paper in ballot.papers.values():
            if paper.dots and all(target_id in target_ids for target_id in paper.dots):
                of_ballot = changed.setdefault(ballot.id, {})
                now = of_ballot.get(paper.city, ballot.turnout.get(paper.city, 0))
                of_ballot[paper.city] = now - 1
    return changed


def drop_target(
    ballots: tuple[Ballot, ...], target_id: str, turnout: Mapping[str, Dots]
) -> tuple[Ballot, ...]:
    """Return the ballots with the target's dots back at their seats in those that are open."""
    return tuple(
        _without(ballot, target_id, turnout.get(ballot.id, {}))
        if ballot.state == "open"
        else ballot
        for ballot in ballots
    )


def merged_facts(workshop: Workshop, into: str, notes: list[str]) -> dict[str, Any]:
    """Return the dots `into` will have: `dots` per shown ballot, `note_dots` for the note."""
    cities = [city.id for city in workshop.cities]
    facts: dict[str, Any] = {}
    dots: dict[str, Dots] = {}
    for ballot in workshop.ballots:
        if ballot.shows_totals:
            merged = _merge(ballot, into, notes)
            dots[ballot.id] = dots_of(merged, into, cities=cities)
    if dots:
        facts["dots"] = dots
    last = last_revealed(workshop.ballots)
    if last is not None:
        facts["note_dots"] = dots[last.id]
    return facts


def merge_targets(
    ballots: tuple[Ballot, ...], into: str, notes: list[str], *, shown: Mapping[str, Dots]
) -> tuple[Ballot, ...]:
    """Return the ballots with the merged notes' dots on `into`: per seat min(sum, note_cap)."""
    return tuple(_show(_merge(ballot, into, notes), into, notes, shown) for ballot in ballots)


def restored_facts(workshop: Workshop, note: Note) -> dict[str, Any]:
    """Return the dots a note comes back with: `note_dots`, and `dots` per ballot shown meanwhile.

    Dots of closed ballots stay with a removed note; a ballot revealed without it leaves it out.
    """
    if note.hidden:
        return {}
    cities = [city.id for city in workshop.cities]
    facts: dict[str, Any] = {}
    without = [
        ballot
        for ballot in workshop.ballots
        if ballot.state == "revealed" and ballot.shown is not None and note.id not in ballot.shown
    ]
    if without:
        facts["dots"] = {ballot.id: dots_of(ballot, note.id, cities=cities) for ballot in without}
    last = last_revealed(workshop.ballots)
    if last is not None:
        facts["note_dots"] = dots_of(last, note.id, cities=cities)
    return facts


def show_target(
    ballots: tuple[Ballot, ...], target_id: str, shown: Mapping[str, Dots]
) -> tuple[Ballot, ...]:
    """Return the ballots with the dots of one target added to those that show their totals."""
    return tuple(
        replace(ballot, shown=ballot.shown.set(target_id, as_map(shown[ballot.id])))
        if ballot.id in shown and ballot.shown is not None
        else ballot
        for ballot in ballots
    )


def last_revealed(ballots: tuple[Ballot, ...]) -> Ballot | None:
    """Return the revealed ballot whose dots stand on the notes, or None."""
    revealed = [ballot for ballot in ballots if ballot.state == "revealed"]
    return max(reversed(revealed), key=lambda ballot: ballot.revealed_seq, default=None)


def _without(ballot: Ballot, target_id: str, turnout: Mapping[str, int]) -> Ballot:
    papers = ballot.papers
    for seat_id, paper in ballot.papers.items():
        if target_id in paper.dots:
            papers = papers.set(seat_id, replace(paper, dots=paper.dots.delete(target_id)))
    shown = ballot.shown
    if shown is not None and target_id in shown:
        shown = shown.delete(target_id)
    counted = ballot.turnout.update(turnout)
    return replace(ballot, papers=papers, turnout=counted, shown=shown)


def _merge(ballot: Ballot, into: str, notes: list[str]) -> Ballot:
    papers = ballot.papers
    for seat_id, paper in ballot.papers.items():
        total = sum(paper.dots.get(target_id, 0) for target_id in (into, *notes))
        if total:
            papers = papers.set(seat_id, _merged_paper(paper, into, notes, ballot.note_cap, total))
    return replace(ballot, papers=papers)


def _merged_paper(paper: Paper, into: str, notes: list[str], cap: int, total: int) -> Paper:
    dots = paper.dots
    for target_id in notes:
        if target_id in dots:
            dots = dots.delete(target_id)
    return replace(paper, dots=dots.set(into, min(total, cap)))


def _show(ballot: Ballot, into: str, notes: list[str], shown: Mapping[str, Dots]) -> Ballot:
    if ballot.shown is None or ballot.id not in shown:
        return ballot
    left = {target: dots for target, dots in ballot.shown.items() if target not in notes}
    return replace(ballot, shown=Map(left | {into: as_map(shown[ballot.id])}))
