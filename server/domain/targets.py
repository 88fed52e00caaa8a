"""Says what votes are placed on, a theme or a note in no theme, and counts anew when that changes.

A paper keeps where its dots were placed. While a note is in a theme its dots count there, per
seat min(sum, note_cap); a note that leaves its theme has its dots again. So it is with ratings
(the latest of a seat counts for the theme) and ranks (the best place).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from . import papers, tally
from .attached import Theme
from .ballot_kinds import DRAFT
from .refused import Refused
from .replacing import replace
from .rights import may_touch
from .state import Ballot, Note, Paper, Seat, Workshop


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


def of_ballot(workshop: Workshop, ballot: Ballot) -> list[str]:
    """Return what can be voted for in that ballot: a gradient is about the draft alone."""
    return [DRAFT] if ballot.kind == "gradient" else targets(workshop)


def check_target(workshop: Workshop, ballot: Ballot, target_id: str, by: Seat) -> None:
    """Refuse what the seat `by` cannot vote for in this ballot, or in this phase.

    Raises: Refused "note.unknown", "vote.in_theme", "vote.own_note", "role.not_allowed".
    """
    if ballot.kind == "gradient":
        if target_id != DRAFT:
            sentence = f"This vote is on the draft as a whole: send “{DRAFT}”."
            raise Refused("note.unknown", sentence, field="target_id")
        return
    authors = _authors(workshop, target_id)
    if not ballot.own_notes and authors == {by.id}:
        raise Refused("vote.own_note", "In this vote your own notes do not count for you.")
    theme, note = workshop.themes.get(target_id), workshop.notes.get(target_id)
    held = [workshop.notes[each] for each in theme.notes] if theme else [note] if note else []
    cities = [each.city for each in held]
    if not may_touch(workshop, "vote", by, authors=authors, cities=cities):
        raise Refused(
            "role.not_allowed",
            "In this phase you vote for notes of your own, or of your city.",
            field="target_id",
        )


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


def is_target(workshop: Workshop, target_id: str) -> bool:
    """Whether dots can be placed there."""
    theme = workshop.themes.get(target_id)
    if theme is not None:
        return theme.is_shown and bool(theme.notes)
    note = workshop.notes.get(target_id)
    return note is not None and note.is_votable and note.theme is None


def settled(workshop: Workshop, ballot: Ballot) -> Ballot:
    """Return the ballot with all votes on what they count for now."""
    if not workshop.themes.order or ballot.kind == "gradient":
        return ballot
    return tally.change_papers(ballot, lambda paper: _settled(workshop, paper, ballot.note_cap))


def count_facts(workshop: Workshop, touched: Iterable[str]) -> dict[str, Any]:
    """Return the totals that some targets have after a change that touched them.

    Shape: {counts?: {ballot_id: {target_id: {city: total}, or None where it is no target}},
    last?: the ballot whose dots stand on notes and themes}. Ballots everybody may know only.
    """
    counts: dict[str, Any] = {}
    cities = [city.id for city in workshop.cities]
    wanted = list(dict.fromkeys(touched))
    for ballot in workshop.ballots:
        if ballot.shows_totals and ballot.kind != "gradient":
            counted = tally.count(settled(workshop, ballot))
            nothing = tally.nothing(ballot.kind, cities)
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


def has_scales(workshop: Workshop) -> bool:
    """Whether a ballot of another kind than dots has been opened: `counts` tell its totals."""
    return any(ballot.kind != "dots" for ballot in workshop.ballots)


def emptied_by(workshop: Workshop, note: Note) -> Theme | None:
    """Return the theme that has no note left once `note` is gone, or None."""
    theme = workshop.theme_of(note)
    return theme if theme is not None and theme.notes == (note.id,) else None


def _settled(workshop: Workshop, paper: Paper, cap: int) -> Paper:
    where = {}
    for placed_on in (*paper.dots, *paper.ratings, *paper.ranks):
        note = workshop.notes.get(placed_on)
        if note is not None and (target := target_of(workshop, note)) != placed_on:
            where[placed_on] = target
    return papers.move(paper, where, note_cap=cap) if where else paper


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
