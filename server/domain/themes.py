"""Themes: notes of one area that belong together; votes are then placed on the theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from . import papers, tally, targets, whose
from .attached import Theme, attach_all
from .attached_shapes import theme_from, theme_json
from .change import ERASED, Change
from .following import join_theme, leave_themes
from .refused import Refused
from .replacing import replace
from .state import Ballot, Moment, Note, Seat, Workshop
from .text import clean_line

MOST_THEMES = 1_000  # dissolved ones too


@dataclass(frozen=True, slots=True)
class FormTheme:
    """Notes of an area become one theme."""

    type: ClassVar[str] = "theme.form"
    area: str
    title: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RenameTheme:
    """A theme gets another title."""

    type: ClassVar[str] = "theme.rename"
    theme_id: str
    title: str


@dataclass(frozen=True, slots=True)
class FillTheme:
    """More notes come into a theme; they leave the one they were in."""

    type: ClassVar[str] = "theme.fill"
    theme_id: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmptyTheme:
    """Some notes are taken out of a theme."""

    type: ClassVar[str] = "theme.empty"
    theme_id: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DissolveTheme:
    """A theme goes; its notes stand for themselves again."""

    type: ClassVar[str] = "theme.dissolve"
    theme_id: str


@dataclass(frozen=True, slots=True)
class EraseTheme:
    """The title of a theme is erased from board and log, whether it is on the board or not."""

    type: ClassVar[str] = "theme.erase"
    theme_id: str


def decide_form(workshop: Workshop, op: FormTheme, by: Seat, moment: Moment) -> list[Change]:
    """Return the new theme, last of all, with the dots its notes have together.

    Raises: Refused "op.malformed", "note.unknown", "note.hidden", "text.empty", "text.too_long",
    "board.full".
    """
    if workshop.area(op.area) is None:
        raise Refused("op.malformed", "This canvas has no such area.", field="area")
    if len(workshop.themes) >= MOST_THEMES:
        raise Refused(
            "board.full",
            f"A workshop holds {MOST_THEMES} themes. Rename one that is there.",
            numbers={"limit": MOST_THEMES},
        )
    notes = _notes(workshop, op.notes, area=op.area)
    title = clean_line(op.title, field="title")
    theme = Theme(moment.new_id(), op.area, title, tuple(note.id for note in notes), place=0)
    change = Change("theme.formed", {"theme": theme_json(theme)})
    return [_counted(workshop, change, theme.id, notes)]


def decide_rename(workshop: Workshop, op: RenameTheme, by: Seat, moment: Moment) -> list[Change]:
    """Return the new title. Raises: Refused "theme.unknown", "op.no_effect"."""
    theme = _known(workshop, op.theme_id)
    title = clean_line(op.title, field="title")
    if title == theme.title:
        raise Refused("op.no_effect", "The theme is called this already.")
    return [Change("theme.renamed", {"theme_id": theme.id, "title": title})]


def decide_fill(workshop: Workshop, op: FillTheme, by: Seat, moment: Moment) -> list[Change]:
    """Return the notes that come in. Raises: as `decide_form`, and "theme.unknown"."""
    theme = _known(workshop, op.theme_id)
    notes = [
        note for note in _notes(workshop, op.notes, area=theme.area) if note.id not in theme.notes
    ]
    if not notes:
        raise Refused("op.no_effect", "These notes are in the theme already.", field="notes")
    facts = {"theme_id": theme.id, "notes": [note.id for note in notes]}
    return [_counted(workshop, Change("theme.filled", facts), theme.id, notes)]


def decide_empty(workshop: Workshop, op: EmptyTheme, by: Seat, moment: Moment) -> list[Change]:
    """Return the notes that are taken out. Raises: Refused "theme.unknown", "op.no_effect"."""
    theme = _known(workshop, op.theme_id)
    asked = set(op.notes)
    notes = [workshop.notes[note_id] for note_id in theme.notes if note_id in asked]
    if not notes:
        raise Refused("op.no_effect", "None of these notes is in the theme.", field="notes")
    facts = {"theme_id": theme.id, "notes": [note.id for note in notes]}
    return [_counted(workshop, Change("theme.emptied", facts), theme.id, notes)]


def decide_dissolve(
    workshop: Workshop, op: DissolveTheme, by: Seat, moment: Moment
) -> list[Change]:
    """Return the end of the theme. Dots placed on it go with it; its notes have theirs again."""
    theme = _known(workshop, op.theme_id)
    notes = [workshop.notes[note_id] for note_id in theme.notes]
    change = Change("theme.dissolved", {"theme_id": theme.id})
    return [_counted(workshop, change, theme.id, notes)]


def decide_erase(workshop: Workshop, op: EraseTheme, by: Seat, moment: Moment) -> list[Change]:
    """Return the erasing. The store takes the title out of the changes before it.

    Raises: Refused "theme.unknown", "op.no_effect".
    """
    theme = workshop.themes.get(op.theme_id)
    if theme is None:
        raise Refused("theme.unknown", "There is no such theme.", field="theme_id")
    if theme.erased:
        raise Refused("op.no_effect", "The title of this theme is erased already.")
    return [Change("theme.erased", {"theme_id": theme.id})]


def apply_formed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the theme last, and the dots counted anew."""
    record = change.facts["theme"]
    theme = theme_from(record | {"notes": []}, place=workshop.themes.last + 1)
    joined = join_theme(workshop, theme, record["notes"])
    return targets.apply_counts(joined, change.facts)


def apply_renamed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the theme's new title."""
    theme = replace(_of(workshop, change), title=change.facts["title"], erased=False)
    return _put(workshop, theme)


def apply_filled(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with more notes in the theme, and the dots counted anew."""
    joined = join_theme(workshop, _of(workshop, change), change.facts["notes"])
    return targets.apply_counts(joined, change.facts)


def apply_emptied(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with fewer notes in the theme, and the dots counted anew."""
    left = leave_themes(workshop, change.facts["notes"])
    return targets.apply_counts(left, change.facts)


def apply_dissolved(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop without the theme and the dots placed on it."""
    theme = _of(workshop, change)
    left = leave_themes(workshop, theme.notes)
    ballots = tuple(_without(ballot, theme.id) for ballot in left.ballots)
    gone = _put(left, replace(theme, notes=(), dissolved=True))
    return targets.apply_counts(replace(gone, ballots=ballots), change.facts)


def apply_erased(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the theme there and its title gone."""
    return _put(workshop, replace(_of(workshop, change), title=ERASED, erased=True))


def apply_imported(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with themes of an exported board, in the order given."""
    listed = enumerate(change.facts["themes"], workshop.themes.last + 1)
    themes = [theme_from(record, place=place) for place, record in listed]
    notes = workshop.notes.mutate()
    for theme in themes:
        for note_id in theme.notes:
            notes[note_id] = replace(notes[note_id], theme=theme.id)
    attached = attach_all([*workshop.themes.by_id.values(), *themes])
    return replace(workshop, notes=notes.finish(), themes=attached)


def _counted(workshop: Workshop, change: Change, theme_id: str, notes: Sequence[Note]) -> Change:
    after = APPLY[change.type](workshop, change)
    touched = [theme_id, *(note.id for note in notes)]
    touched += [note.theme for note in notes if note.theme is not None]
    return replace(change, facts=change.facts | targets.count_facts(after, touched))


def _notes(workshop: Workshop, ids: Sequence[str], *, area: str) -> list[Note]:
    notes = [whose.seen_note(workshop, note_id, field="notes") for note_id in dict.fromkeys(ids)]
    if any(note.area != area for note in notes):
        raise Refused("op.malformed", "A theme holds notes of one area.", field="notes")
    return notes


def _known(workshop: Workshop, theme_id: str) -> Theme:
    theme = workshop.themes.get(theme_id)
    if theme is None or not theme.is_shown:
        raise Refused("theme.unknown", "That theme has been dissolved.", field="theme_id")
    return theme


def _of(workshop: Workshop, change: Change) -> Theme:
    return workshop.themes.by_id[change.facts["theme_id"]]


def _put(workshop: Workshop, theme: Theme) -> Workshop:
    return replace(workshop, themes=workshop.themes.put(theme))


def _without(ballot: Ballot, theme_id: str) -> Ballot:
    return tally.change_papers(ballot, lambda paper: papers.drop(paper, theme_id))


DECIDE: dict[type, Any] = {
    FormTheme: decide_form,
    RenameTheme: decide_rename,
    FillTheme: decide_fill,
    EmptyTheme: decide_empty,
    DissolveTheme: decide_dissolve,
    EraseTheme: decide_erase,
}
APPLY = {
    "theme.formed": apply_formed,
    "theme.renamed": apply_renamed,
    "theme.filled": apply_filled,
    "theme.emptied": apply_emptied,
    "theme.dissolved": apply_dissolved,
    "theme.erased": apply_erased,
    "themes.imported": apply_imported,
}
