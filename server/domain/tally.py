"""Counts papers: totals per target and city, turnout, and what removing or merging does to them.

A total is, by the kind of the ballot: dots, points of a ranking (the first place as many as a paper
has places, the last 1), or how many people chose each step of the scale.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from immutables import Map

from . import papers
from .ballot_kinds import SCALES, USUAL_PLACES
from .replacing import replace
from .state import Ballot, Note, Paper, Workshop

Dots = dict[str, int]  # city id → dots
Totals = dict[str, Any]  # city id → dots, points, or people per step


def as_map(totals: Mapping[str, Any]) -> Map[str, Any]:
    """Return totals per city as an immutable map; people per step become a tuple."""
    return Map(
        {city: tuple(n) if isinstance(n, list) else n for city, n in totals.items()}
        if any(isinstance(n, list) for n in totals.values())
        else totals
    )


def plain(totals: Mapping[str, Any]) -> Totals:
    """Return totals per city as JSON has them."""
    return {city: list(n) if isinstance(n, tuple) else n for city, n in totals.items()}


def nothing(kind: str, cities: Iterable[str]) -> Totals:
    """Return the totals of a target nobody said anything of, every city present."""
    if kind not in SCALES:
        return dict.fromkeys(cities, 0)
    return {city: [0] * len(SCALES[kind]) for city in cities}


def count(ballot: Ballot) -> dict[str, Totals]:
    """Return target → city → total, only where somebody said something."""
    counted: dict[str, Totals] = {}
    for paper in ballot.papers.values():
        for target_id, said in _said(ballot, paper):
            of_target = counted.setdefault(target_id, {})
            of_target[paper.city] = _add(of_target.get(paper.city), said)
    return counted


def count_dots(ballot: Ballot) -> dict[str, Dots]:
    """Return target → city → dots, only where somebody placed some."""
    return count(ballot)


def totals_of(ballot: Ballot, target_id: str, *, cities: Iterable[str]) -> Totals:
    """Return the totals of one target per city, every city present, 0 included."""
    totals = nothing(ballot.kind, cities)
    for paper in ballot.papers.values():
        if papers.is_marked(paper, target_id):
            said = next(said for known, said in _said(ballot, paper) if known == target_id)
            totals[paper.city] = _add(totals.get(paper.city), said)
    return totals


def people(ballot: Ballot, paper: Paper) -> int:
    """Return how many people took part with that paper."""
    return papers.people_of(paper, votes_each=ballot.votes_each)


def with_city(ballot: Ballot, city_id: str) -> Ballot:
    """Return the ballot with 0 for a city that has just joined, wherever cities are counted."""
    shown, none = ballot.shown, nothing(ballot.kind, [city_id])
    if shown is not None:
        shown = Map({target: of.update(as_map(none)) for target, of in shown.items()})
    return replace(ballot, turnout=ballot.turnout.set(city_id, 0), shown=shown)


def turnout_without(ballots: Iterable[Ballot], *, target_ids: Collection[str]) -> dict[str, Dots]:
    """Return the new turnout of the cities that lose people when targets go away."""
    changed: dict[str, Dots] = {}
    for ballot in ballots:
        for paper in ballot.papers.values():
            left = paper
            for target_id in target_ids:
                left = papers.drop(left, target_id)
            gone = people(ballot, paper) - people(ballot, left)
            if gone:
                of_ballot = changed.setdefault(ballot.id, {})
                now = of_ballot.get(paper.city, ballot.turnout.get(paper.city, 0))
                of_ballot[paper.city] = now - gone
    return changed


def drop_target(
    ballots: tuple[Ballot, ...], target_id: str, turnout: Mapping[str, Dots]
) -> tuple[Ballot, ...]:
    """Return the ballots in which what open ones said of a target is back at its seats."""
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
            dots[ballot.id] = totals_of(merged, into, cities=cities)
    if dots:
        facts["dots"] = dots
    last = last_revealed(workshop.ballots)
    if last is not None:
        facts["note_dots"] = dots[last.id]
    return facts


def merge_targets(
    ballots: tuple[Ballot, ...], into: str, notes: list[str], *, shown: Mapping[str, Dots]
) -> tuple[Ballot, ...]:
    """Return the ballots with what was said of the merged notes said of `into`."""
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
        facts["dots"] = {ballot.id: totals_of(ballot, note.id, cities=cities) for ballot in without}
    last = last_revealed(workshop.ballots)
    if last is not None:
        facts["note_dots"] = totals_of(last, note.id, cities=cities)
    return facts


def show_target(
    ballots: tuple[Ballot, ...], target_id: str, shown: Mapping[str, Dots]
) -> tuple[Ballot, ...]:
    """Return the ballots with the totals of one target added to those that show theirs."""
    return tuple(
        replace(ballot, shown=ballot.shown.set(target_id, as_map(shown[ballot.id])))
        if ballot.id in shown and ballot.shown is not None
        else ballot
        for ballot in ballots
    )


def last_revealed(ballots: tuple[Ballot, ...]) -> Ballot | None:
    """Return the revealed ballot of dots whose dots stand on the notes, or None."""
    revealed = [
        ballot for ballot in ballots if ballot.state == "revealed" and ballot.kind == "dots"
    ]
    return max(reversed(revealed), key=lambda ballot: ballot.revealed_seq, default=None)


def change_papers(ballot: Ballot, change: Callable[[Paper], Paper]) -> Ballot:
    """Return the ballot with every paper changed; what stays the same is shared."""
    changed = ballot.papers
    for seat_id, paper in ballot.papers.items():
        after = change(paper)
        if after is not paper:
            changed = changed.set(seat_id, after)
    return ballot if changed is ballot.papers else replace(ballot, papers=changed)


def _said(ballot: Ballot, paper: Paper) -> Iterator[tuple[str, Any]]:
    yield from paper.dots.items()
    for target_id, rating in paper.ratings.items():
        yield target_id, list(rating.steps)
    places = ballot.top or USUAL_PLACES
    for place, target_id in enumerate(paper.ranks):
        yield target_id, places - place


def _add(total: Any, said: Any) -> Any:
    if total is None:
        return said
    if isinstance(said, list):
        return [one + other for one, other in zip(total, said, strict=True)]
    return total + said


def _without(ballot: Ballot, target_id: str, turnout: Mapping[str, int]) -> Ballot:
    ballot = change_papers(ballot, lambda paper: papers.drop(paper, target_id))
    shown = ballot.shown
    if shown is not None and target_id in shown:
        shown = shown.delete(target_id)
    return replace(ballot, turnout=ballot.turnout.update(turnout), shown=shown)


def _merge(ballot: Ballot, into: str, notes: list[str]) -> Ballot:
    where = dict.fromkeys(notes, into)
    cap = ballot.note_cap
    return change_papers(ballot, lambda paper: papers.move(paper, where, note_cap=cap))


def _show(ballot: Ballot, into: str, notes: list[str], shown: Mapping[str, Dots]) -> Ballot:
    if ballot.shown is None or ballot.id not in shown:
        return ballot
    left = {target: dots for target, dots in ballot.shown.items() if target not in notes}
    return replace(ballot, shown=Map(left | {into: as_map(shown[ballot.id])}))
