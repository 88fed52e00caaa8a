"""What is attached to notes follows them: off the board, back to it, to another note or area."""

from collections.abc import Iterable
from typing import Any

from .attached import Attached, Link, Some, Theme
from .attached_shapes import comment_json, link_json
from .replacing import replace
from .state import Note, Workshop


def take_off(workshop: Workshop, note_id: str) -> Workshop:
    """Return the workshop without the links and comments of a note on its board."""
    return _put_all(workshop, note_id, is_off=True)


def bring_back(workshop: Workshop, note_id: str) -> Workshop:
    """Return the workshop with the links and comments of a kept note on its board.

    A link stays away as long as the note at its other end does.
    """
    return _put_all(workshop, note_id, is_off=False)


def back_facts(workshop: Workshop, note: Note) -> dict[str, Any]:
    """Return what comes back with a removed note: links and comments, each with what it precedes.

    Shape: {links?: [{link, before}], comments?: [{comment, before}], theme?: theme_id}. The last
    comes first, so that what it precedes is there when it is put in.
    """
    facts: dict[str, Any] = {}
    links = [link for link in workshop.links.at(note.id) if _may_return(workshop, link, note.id)]
    if links:
        facts["links"] = [
            {"link": link_json(link), "before": before}
            for link, before in _placed(workshop.links, links)
        ]
    comments = workshop.comments.at(note.id)
    if comments:
        facts["comments"] = [
            {"comment": comment_json(comment), "before": before}
            for comment, before in _placed(workshop.comments, comments)
        ]
    theme = workshop.themes.get(note.theme) if note.theme else None
    if theme is not None and theme.is_shown and theme.area == note.area:
        facts["theme"] = theme.id
    return facts


def join_theme(workshop: Workshop, theme: Theme, note_ids: Iterable[str]) -> Workshop:
    """Return the workshop with the notes last in the theme, and in no other one."""
    joining = [note_id for note_id in note_ids if note_id not in theme.notes]
    workshop = leave_themes(workshop, joining)
    notes = workshop.notes.mutate()
    for note_id in joining:
        notes[note_id] = replace(notes[note_id], theme=theme.id)
    filled = replace(theme, notes=(*theme.notes, *joining))
    return replace(workshop, notes=notes.finish(), themes=workshop.themes.put(filled))


def leave_themes(workshop: Workshop, note_ids: Iterable[str], *, for_good: bool = True) -> Workshop:
    """Return the workshop with the notes in no theme; unless for good they find their way back."""
    notes, themes = workshop.notes.mutate(), workshop.themes
    for note_id in note_ids:
        note = notes[note_id]
        theme = themes.get(note.theme) if note.theme else None
        if theme is not None and note_id in theme.notes:
            left = tuple(other for other in theme.notes if other != note_id)
            themes = themes.put(replace(theme, notes=left))
        if note.theme is not None and for_good:
            notes[note_id] = replace(note, theme=None)
    return replace(workshop, notes=notes.finish(), themes=themes)


def move_to(workshop: Workshop, note_ids: Iterable[str], into: str) -> Workshop:
    """Return the workshop with links and comments of merged notes at the note they became.

    A link that would join it to itself goes, and so does one that would say another's again.
    """
    links, comments = workshop.links, workshop.comments
    for note_id in note_ids:
        for comment in comments.at(note_id):
            comments = comments.put(replace(comment, note_id=into))
        for link in links.at(note_id):
            start, end = (into if each == note_id else each for each in (link.start, link.end))
            is_double = any(
                (other.start, other.end, other.kind) == (start, end, link.kind)
                for other in links.at(into)
            )
            if start == end or is_double:
                links = links.drop(link)
            else:
                links = links.put(replace(link, start=start, end=end))
    return replace(workshop, links=links, comments=comments)


def _put_all(workshop: Workshop, note_id: str, *, is_off: bool) -> Workshop:
    links, comments = workshop.links, workshop.comments
    for link in links.at(note_id):
        if is_off or _may_return(workshop, link, note_id):
            links = links.put(replace(link, is_off=is_off))
    for comment in comments.at(note_id):
        comments = comments.put(replace(comment, is_off=is_off))
    return replace(workshop, links=links, comments=comments)


def _may_return(workshop: Workshop, link: Link, note_id: str) -> bool:
    other = link.end if link.start == note_id else link.start
    return workshop.notes[other].is_kept


def _placed(attached: Attached[Some], back: list[Some]) -> list[tuple[Some, str | None]]:
    placed: list[tuple[Some, str | None]] = []
    for thing in reversed(back):
        placed.append((thing, attached.next_after(thing)))
        attached = attached.put(replace(thing, is_off=False))
    return placed
