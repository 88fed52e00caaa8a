"""Merging notes that say the same; no person counts twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from . import answers, following, rounds, spotlight, tally, targets
from .change import Change
from .notes import about, put_note
from .refused import Refused
from .replacing import replace
from .scores import with_counts
from .state import Moment, Note, Seat, Workshop
from .whose import kept_note


@dataclass(frozen=True, slots=True)
class MergeNotes:
    """Several notes become part of one; no person counts twice."""

    type: ClassVar[str] = "note.merge"
    into: str
    notes: tuple[str, ...]


def decide_merge(workshop: Workshop, op: MergeNotes, by: Seat, moment: Moment) -> list[Change]:
    """Return the merge: each seat keeps min(sum, note_cap) dots and its latest answers."""
    into = kept_note(workshop, op.into, field="into")
    notes = [kept_note(workshop, note_id, field="notes") for note_id in dict.fromkeys(op.notes)]
    if not notes or into in notes:
        raise Refused("op.no_effect", "Name at least one other note to merge.", field="notes")
    if any(note.hidden for note in (into, *notes)):
        raise Refused("note.hidden", "Reveal the notes before you merge them.")
    ids = [note.id for note in notes]
    facts: dict[str, Any] = {"into": into.id, "notes": ids}
    counts = answers.merged_counts(workshop.answers, into.id, _shown_counts(workshop, into.id, ids))
    if workshop.ballots:
        facts["ballots_before"] = len(workshop.ballots)
    if counts:
        facts["answers"] = {kind: answers.counts_json(kind, of) for kind, of in counts.items()}
    if any(note.theme for note in (into, *notes)) or targets.has_scales(workshop):
        counted = _counted_anew(workshop, facts, into, notes)
    else:
        counted = tally.merged_facts(workshop, into.id, ids)
    return [about(into, "note.merged", facts | counted)]


def apply_merged(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the merged notes inside `into` and the dots counted anew."""
    facts = change.facts
    into = workshop.notes[facts["into"]]
    dots = tally.as_map(facts["note_dots"]) if "note_dots" in facts else into.dots
    said = answers.merge(
        workshop.answers, into.id, _shown_counts(workshop, into.id, facts["notes"])
    )
    counts = {kind: answers.counts_from(kind, of) for kind, of in facts.get("answers", {}).items()}
    # What was asked before was asked of other notes: no round of it can be compared.
    said = rounds.forget(said, (into.id, *facts["notes"]))
    into = replace(
        into,
        merged_from=(*into.merged_from, *facts["notes"]),
        dots=dots,
        rounds=(),
        ballots_before=facts.get("ballots_before", into.ballots_before),
    )
    changed = replace(put_note(workshop, with_counts(into, counts)), answers=said)
    changed = following.leave_themes(changed, facts["notes"])
    for note_id in facts["notes"]:
        changed = put_note(changed, replace(changed.notes[note_id], merged_into=into.id))
    changed = following.move_to(changed, facts["notes"], into.id)
    changed = spotlight.follow(changed, facts["notes"], into=into.id)
    ballots = tally.merge_targets(
        workshop.ballots, into.id, facts["notes"], shown=facts.get("dots", {})
    )
    return targets.apply_counts(replace(changed, ballots=ballots), facts)


def _counted_anew(
    workshop: Workshop, facts: dict[str, Any], into: Note, notes: Sequence[Note]
) -> dict[str, Any]:
    after = apply_merged(workshop, Change("note.merged", facts))
    touched = [into.id, *(note.id for note in notes)]
    touched += [note.theme for note in (into, *notes) if note.theme is not None]
    return targets.count_facts(after, touched)


def _shown_counts(
    workshop: Workshop, into: str, notes: list[str]
) -> dict[str, Mapping[str, answers.Counts]]:
    return {note_id: workshop.notes[note_id].answers for note_id in (into, *notes)}


DECIDE = {MergeNotes: decide_merge}
APPLY = {"note.merged": apply_merged}
