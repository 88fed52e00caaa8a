"""Says what votes are placed on, a theme or a note in no theme, and counts anew when that changes.

A paper keeps where its dots were placed. While a note is in a theme its dots count there, per
seat min(sum, note_cap); a note that leaves its theme has its dots again.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from immutables import Map

from . import tally
from .attached import Theme
from .replacing import replace
from .state import Ballot, Note, Paper, Workshop


def target_of(workshop: Workshop, note: Note) -> str:
    """Return what a vote for the note counts for: its theme, or itself."""
    return note.theme if note.theme and note.is_kept else note.id


def targets(workshop: Workshop) -> list[str]:
    """Return all that can be voted for, by area: notes in board order, then themes as made."""
    notes = [
        note.id
        for area in workshop.areas
        for note in workshop.notes_of(area.id)
        if note.is_votable and note.theme is None
    ]
    return notes + [theme.id for theme in workshop.themes.listed() if theme.notes]


def is_target(workshop: Workshop, target_id: str) -> bool:
    """Whether dots can be placed there."""
    theme = workshop.themes.get(target_id)
    if theme is not None:
        return theme.is_shown and bool(theme.notes)
    note = workshop.notes.get(target_id)
    return note is not None and note.is_votable and note.theme is None


def settled(workshop: Workshop, ballot: Ballot) -> Ballot:
    """Return the ballot with all dots on what they count for now."""
    if not workshop.themes.order:
        return ballot
    papers = ballot.papers.mutate()
    for seat_id, paper in ballot.papers.items():
        dots = _settled_dots(workshop, paper, ballot.note_cap)
        if dots != paper.dots:
            papers[seat_id] = Paper(paper.city, dots)
    return replace(ballot, papers=papers.finish())


def count_facts(workshop: Workshop, touched: Iterable[str]) -> dict[str, Any]:
    """Return the dots that some targets have after a change that touched them.

    Shape: {counts?: {ballot_id: {target_id: {city: dots}, or None where it is no target}},
    last?: the ballot whose dots stand on notes and themes}. Ballots everybody may know only.
    """
    counts: dict[str, Any] = {}
    nothing = {city.id: 0 for city in workshop.cities}
    wanted = list(dict.fromkeys(touched))
    for ballot in workshop.ballots:
        if ballot.shows_totals:
            counted = tally.count_dots(settled(workshop, ballot))
            counts[ballot.id] = {
                target: nothing | counted.get(target, {}) if is_target(workshop, target) else None
                for target in wanted
            }
    last = tally.last_revealed(workshop.ballots)
    return ({"counts": counts} if counts else {}) | ({"last": last.id} if last else {})


def apply_counts(workshop: Workshop, facts: Mapping[str, Any]) -> Workshop:
    """Return the workshop with the dots that `count_facts` told."""
    counts = facts.get("counts", {})
    ballots = tuple(_shown(ballot, counts.get(ballot.id, {})) for ballot in workshop.ballots)
    workshop = replace(workshop, ballots=ballots) if counts else workshop
    return put_dots(workshop, counts.get(facts.get("last"), {}))


def put_dots(workshop: Workshop, dots: Mapping[str, Mapping[str, int] | None]) -> Workshop:
    """Return the workshop with dots on its notes and themes: target → city → dots, or None."""
    notes, themes = workshop.notes.mutate(), workshop.themes
    for target_id, of_target in dots.items():
        told = None if of_target is None else tally.as_map(of_target)
        theme = themes.get(target_id)
        if theme is not None:
            themes = themes.put(replace(theme, dots=told))
        else:
            notes[target_id] = replace(notes[target_id], dots=told)
    return replace(workshop, notes=notes.finish(), themes=themes)


def emptied_by(workshop: Workshop, note: Note) -> Theme | None:
    """Return the theme that has no note left once `note` is gone, or None."""
    theme = workshop.theme_of(note)
    return theme if theme is not None and theme.notes == (note.id,) else None


def _settled_dots(workshop: Workshop, paper: Paper, cap: int) -> Map[str, int]:
    sums: dict[str, int] = {}
    moved = set()
    for placed_on, dots in paper.dots.items():
        note = workshop.notes.get(placed_on)
        target = target_of(workshop, note) if note is not None else placed_on
        sums[target] = sums.get(target, 0) + dots
        if target != placed_on:
            moved.add(target)
    if not moved:
        return paper.dots
    return Map({target: min(n, cap) if target in moved else n for target, n in sums.items()})


def _shown(ballot: Ballot, counts: Mapping[str, Mapping[str, int] | None]) -> Ballot:
    shown = ballot.shown
    if shown is None or not counts:
        return ballot
    for target_id, dots in counts.items():
        if dots is not None:
            shown = shown.set(target_id, tally.as_map(dots))
        elif target_id in shown:
            shown = shown.delete(target_id)
    return replace(ballot, shown=shown)
