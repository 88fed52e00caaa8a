"""Sticky notes: add, edit, move, remove, restore."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from . import following, spotlight, tally, targets
from .change import Change
from .note_shapes import note_from, whole_note
from .position import position_between
from .refused import Refused
from .replacing import replace
from .state import Moment, Note, Place, Seat, Workshop, ordered
from .text import clean_line, clean_note_text, length_class
from .translations import outdated
from .whose import check_whose, own_note

WHO = ("ecosystem", "organisation", "residents")  # whom a note speaks for, sorted


class Keep:
    """Stands for "leave it as it is" where None means "take it away"."""


KEEP: Final = Keep()


@dataclass(frozen=True, slots=True)
class AddNote:
    """Someone writes a note."""

    type: ClassVar[str] = "note.add"
    area: str
    text: str
    facet: str | None = None
    who: tuple[str, ...] = ()
    on_behalf_of: str | None = None
    typed_by: str | None = None  # at the device of a room: who typed it


@dataclass(frozen=True, slots=True)
class EditNote:
    """A note gets another text, facet or who; with `base_version` only if nobody was first."""

    type: ClassVar[str] = "note.edit"
    note_id: str
    text: str | None = None
    facet: str | Keep | None = KEEP
    who: tuple[str, ...] | Keep = KEEP
    base_version: int | None = None


@dataclass(frozen=True, slots=True)
class MoveNote:
    """A note goes to an area, before another note there or last."""

    type: ClassVar[str] = "note.move"
    note_id: str
    area: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveNote:
    """A note leaves the board; it can be restored."""

    type: ClassVar[str] = "note.remove"
    note_id: str


@dataclass(frozen=True, slots=True)
class RestoreNote:
    """A removed note comes back to where it was."""

    type: ClassVar[str] = "note.restore"
    note_id: str


def decide_add(workshop: Workshop, op: AddNote, by: Seat, moment: Moment) -> list[Change]:
    """Return the new note, last in its area; hidden while the phase is silent."""
    check_place(workshop, area=op.area, facet=op.facet)
    if op.on_behalf_of is not None and workshop.city(op.on_behalf_of) is None:
        raise Refused("city.unknown", "That city is not in this workshop.", field="on_behalf_of")
    check_room(workshop, 1, moment)
    city = op.on_behalf_of or by.city
    note = Note(
        id=moment.new_id(),
        area=op.area,
        position="",
        text=clean_note_text(op.text, longest=moment.limits.note_text),
        city=city,
        author=by.id,
        shows_author=bool(workshop.settings["show_authors"]),
        facet=op.facet,
        who=tuple(sorted(set(op.who))),
        hidden=workshop.is_silent,
        is_of_room=(hub := workshop.hub(by.id)) is not None and hub.city == city,
        typed_by=_typed_by(workshop, op, by),
        ballots_before=len(workshop.ballots),
    )
    return [Change("note.added", {"note": whole_note(note)}, city=city)]


def decide_edit(workshop: Workshop, op: EditNote, by: Seat, moment: Moment) -> list[Change]:
    """Return what changed. Raises: Refused "note.changed" when another edit was first."""
    note = own_note(workshop, op.note_id, by)
    if note.hidden and note.author != by.id:
        raise Refused("note.hidden", "Reveal the note first: you cannot edit what you cannot see.")
    if op.base_version is not None and op.base_version != note.version:
        raise Refused(
            "note.changed",
            "Someone changed this note meanwhile. Look at it, then save your text again.",
            field="base_version",
            numbers={"version": note.version},
        )
    facts = _what_changes(workshop, note, op, longest=moment.limits.note_text)
    if not facts:
        raise Refused("op.no_effect", "The note says this already.")
    facts = {"note_id": note.id} | facts | {"version": note.version + 1}
    return [about(note, "note.edited", facts)]


def decide_move(workshop: Workshop, op: MoveNote, by: Seat, moment: Moment) -> list[Change]:
    """Return the note's new place; a facet the new area does not have is dropped."""
    note = own_note(workshop, op.note_id, by, right="move")
    check_place(workshop, area=op.area, facet=None)
    if op.before is not None:
        ahead = workshop.notes.get(op.before)
        if ahead is None or not ahead.is_kept or ahead.area != op.area or ahead.id == note.id:
            raise Refused("note.unknown", "The note to put it before is not there.", field="before")
    if note.area == op.area and workshop.next_in_area(note) == op.before:
        raise Refused("op.no_effect", "The note is there already.")
    facts: dict[str, Any] = {"note_id": note.id, "area": op.area, "before": op.before}
    area = workshop.area(op.area)
    if note.facet is not None and area is not None and note.facet not in area.facets:
        facts["facet"] = None
    if note.theme is not None and op.area != note.area:
        after = apply_moved(workshop, Change("note.moved", facts))
        facts |= targets.count_facts(after, [note.theme, note.id])
    return [about(note, "note.moved", facts)]


def decide_remove(workshop: Workshop, op: RemoveNote, by: Seat, moment: Moment) -> list[Change]:
    """Return the removal; dots the note has in open ballots go back to their seats."""
    note = own_note(workshop, op.note_id, by)
    facts: dict[str, Any] = {"note_id": note.id}
    turnout = tally.turnout_without(workshop.open_ballots(), target_ids=_lost_with(workshop, note))
    if turnout:
        facts["turnout"] = turnout
    return [about(note, "note.removed", facts)]


def decide_restore(workshop: Workshop, op: RestoreNote, by: Seat, moment: Moment) -> list[Change]:
    """Return the note's return to the place it had."""
    note = workshop.notes.get(op.note_id)
    if note is None or note.merged_into is not None:
        raise Refused("note.unknown", "That note cannot be restored.", field="note_id")
    check_whose(workshop, note, by, right="edit")
    if not note.removed:
        raise Refused("op.no_effect", "The note is on the board.")
    back = following.back_facts(workshop, note)
    is_counted_anew = "theme" in back or (targets.has_scales(workshop) and not note.hidden)
    counted = {} if is_counted_anew else tally.restored_facts(workshop, note)
    if "note_dots" in counted:
        note = replace(note, dots=tally.as_map(counted.pop("note_dots")))
    facts = {"note": whole_note(note), "before": workshop.next_in_area(note)} | counted | back
    if is_counted_anew:
        after = apply_restored(workshop, Change("note.restored", facts))
        facts |= targets.count_facts(after, [back.get("theme", note.id)])
    return [about(note, "note.restored", facts)]


def apply_added(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the note last in its area."""
    note = note_from(change.facts["note"], author=change.by)
    return put_last(workshop, note)


def apply_edited(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the note's new text, facet or who."""
    facts = change.facts
    note = workshop.notes[facts["note_id"]]
    changed: dict[str, Any] = {name: facts[name] for name in ("text", "facet") if name in facts}
    if "who" in facts:
        changed["who"] = tuple(facts["who"])
    if "text" in facts:
        changed |= {"erased": False, "translations": outdated(note.translations)}
    return put_note(workshop, replace(note, version=facts["version"], **changed))


def apply_moved(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the note at its new place."""
    facts = change.facts
    note = replace(workshop.notes[facts["note_id"]], area=facts["area"])
    if "facet" in facts:
        note = replace(note, facet=facts["facet"])
    if workshop.notes[note.id].area != note.area and note.theme is not None:
        workshop = following.leave_themes(workshop, [note.id])
        note = replace(note, theme=None)
    return targets.apply_counts(_moved(workshop, note, facts), facts)


def _moved(workshop: Workshop, note: Note, facts: dict[str, Any]) -> Workshop:
    if facts["before"] is None:
        return put_last(workshop, note)
    behind = workshop.notes[facts["before"]]
    places = [place for place in workshop.places_before(behind, 2) if place[1] != note.id]
    ahead = places[-1][0] if places else None
    return put_note(workshop, replace(note, position=position_between(ahead, behind.position)))


def apply_removed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop without the note on its board and without its dots in open ballots."""
    note = workshop.notes[change.facts["note_id"]]
    ballots, turnout = workshop.ballots, change.facts.get("turnout", {})
    for target_id in _lost_with(workshop, note):
        ballots = tally.drop_target(ballots, target_id, turnout)
    left = following.leave_themes(workshop, [note.id], for_good=False)
    left = spotlight.follow(following.take_off(left, note.id), [note.id])
    return replace(put_note(left, replace(note, removed=True)), ballots=ballots)


def apply_restored(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the note back on its board."""
    facts = change.facts
    note = replace(workshop.notes[facts["note"]["id"]], removed=False, theme=None)
    if "dots" in facts["note"]:
        note = replace(note, dots=tally.as_map(facts["note"]["dots"]))
    ballots = tally.show_target(workshop.ballots, note.id, facts.get("dots", {}))
    back = following.bring_back(replace(put_note(workshop, note), ballots=ballots), note.id)
    if "theme" in facts:
        back = following.join_theme(back, back.themes.by_id[facts["theme"]], [note.id])
    return targets.apply_counts(back, facts)


def apply_imported(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with notes of an exported board, in the order given."""
    # All at once: each alone would copy the order of its area.
    notes, last_positions = workshop.notes.mutate(), workshop.last_positions.mutate()
    added: dict[str, list[Place]] = {}
    for record in change.facts["notes"]:
        note = note_from(record, author=record.get("seat"))
        position = position_between(last_positions.get(note.area), None)
        last_positions[note.area] = position
        notes[note.id] = replace(note, position=position)
        added.setdefault(note.area, []).append((position, note.id))
    order = workshop.order.update(
        {area: (*workshop.order.get(area, ()), *places) for area, places in added.items()}
    )
    return replace(
        workshop, notes=notes.finish(), order=order, last_positions=last_positions.finish()
    )


def _lost_with(workshop: Workshop, note: Note) -> list[str]:
    """Return what nobody can vote for any more without the note: it, and a theme of it alone."""
    theme = targets.emptied_by(workshop, note)
    return [note.id] if theme is None else [note.id, theme.id]


def put_last(workshop: Workshop, note: Note) -> Workshop:
    """Return the workshop with `note` after all others of its area."""
    position = position_between(workshop.last_positions.get(note.area), None)
    last_positions = workshop.last_positions.set(note.area, position)
    placed = put_note(workshop, replace(note, position=position))
    return replace(placed, last_positions=last_positions)


def put_note(workshop: Workshop, note: Note) -> Workshop:
    """Return the workshop with `note` in the place of the one with its id."""
    order = ordered(workshop.order, workshop.notes.get(note.id), note)
    return replace(workshop, notes=workshop.notes.set(note.id, note), order=order)


def check_room(workshop: Workshop, count: int, moment: Moment) -> None:
    """Refuse more notes than the board holds."""
    if len(workshop.notes) + count > moment.limits.notes:
        raise Refused(
            "board.full",
            f"The board holds {moment.limits.notes} notes. Merge or export some first.",
            numbers={"limit": moment.limits.notes},
        )


def check_place(workshop: Workshop, *, area: str, facet: str | None) -> None:
    """Refuse an area the canvas lacks, or a facet the area lacks."""
    place = workshop.area(area)
    if place is None:
        raise Refused("op.malformed", "This canvas has no such area.", field="area")
    if facet is not None and facet not in place.facets:
        raise Refused("facet.unknown", "That facet is not one of this area.", field="facet")


def _typed_by(workshop: Workshop, op: AddNote, by: Seat) -> str | None:
    if op.typed_by is None:
        return None
    if workshop.hub(by.id) is None:
        sentence = "Only notes of a room say who typed them."
        raise Refused("role.not_allowed", sentence, field="typed_by")
    if not workshop.settings["show_authors"]:
        sentence = "This workshop names no authors: leave this out."
        raise Refused("op.malformed", sentence, field="typed_by")
    return clean_line(op.typed_by, field="typed_by")


def _what_changes(workshop: Workshop, note: Note, op: EditNote, *, longest: int) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if op.text is not None:
        text = clean_note_text(op.text, longest=longest)
        if text != note.text:
            facts["text"] = text
    if not isinstance(op.facet, Keep) and op.facet != note.facet:
        check_place(workshop, area=note.area, facet=op.facet)
        facts["facet"] = op.facet
    if not isinstance(op.who, Keep) and tuple(sorted(set(op.who))) != note.who:
        facts["who"] = sorted(set(op.who))
    return facts


def about(note: Note, kind: str, facts: dict[str, Any]) -> Change:
    """Return the change, marked when others may not hear of its text or of who made it.

    A hidden note's change names its author, who alone hears it in full, whoever made it.
    """
    if not note.shows_author:
        facts = facts | {"unsigned": True}  # nobody else learns who did it
    if not note.hidden:
        return Change(kind, facts)
    text = facts.get("text") or note.text or ""
    marks = {"hidden": True, "length": note.length or length_class(text), "author": note.author}
    return Change(kind, facts | marks)


DECIDE = {
    AddNote: decide_add,
    EditNote: decide_edit,
    MoveNote: decide_move,
    RemoveNote: decide_remove,
    RestoreNote: decide_restore,
}
APPLY = {
    "note.added": apply_added,
    "note.edited": apply_edited,
    "note.moved": apply_moved,
    "note.removed": apply_removed,
    "note.restored": apply_restored,
    "notes.imported": apply_imported,
}
