"""Scores: how much a note matters and how ready a city is; and showing the counts per city."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from . import answers, rounds, service_scores
from .change import Change
from .refused import Refused
from .stances import answered, check_answer
from .state import Moment, Note, Seat, Workshop

ASKED = {"clockwise": "importance", "anticlockwise": "readiness"}  # direction of a walk → score
MOST_SHOWN = 200  # notes in one scores.revealed, so that one frame stays small


@dataclass(frozen=True, slots=True)
class SetScore:
    """A seat scores a note from 1 to 5; None takes it back."""

    type: ClassVar[str] = "score.set"
    note_id: str
    kind: str  # importance or readiness
    value: int | None


def decide_score(workshop: Workshop, op: SetScore, by: Seat, moment: Moment) -> list[Change]:
    """Return the score. Raises: Refused "phase.not_now" for what this walk does not ask."""
    if ASKED.get(workshop.phase.direction or "") != op.kind:
        raise Refused("phase.not_now", f"Nobody is asked for {op.kind} now.", field="kind")
    check_answer(workshop, by, (op.kind, op.note_id), op.value)
    facts = {"note_id": op.note_id, "kind": op.kind, "value": op.value}
    return [Change("note.scored", facts)]


def reveal_changes(workshop: Workshop) -> list[Change]:
    """Return the changes that show per city what was answered since the last showing, by note.

    Where importance was answered they end a round of it: `round`, and from the second one on
    `rounds` of every note that can be compared.
    """
    pending = workshop.answers.pending
    by_note: dict[str, list[str]] = {}
    for kind, note_id in sorted(pending):
        if kind not in answers.OPTIONS:
            continue  # of services
        by_note.setdefault(note_id, []).append(kind)
    is_round = rounds.is_asked(pending)
    compared = rounds.compare(workshop.answers) if is_round else {}
    notes = sorted({*by_note, *compared})
    changes = []
    for start in range(0, len(notes), MOST_SHOWN):
        part = notes[start : start + MOST_SHOWN]
        shown = {
            note_id: {
                kind: answers.counts_json(kind, pending[kind, note_id])
                for kind in by_note.get(note_id, ())
            }
            for note_id in part
        }
        facts = _facts(shown)
        if is_round:
            facts["round"] = len(workshop.answers.rounds) + 1
        moved = {each: rounds.rounds_json(compared[each]) for each in part if each in compared}
        if moved:
            facts["rounds"] = moved
        changes.append(Change("scores.revealed", facts))
    return [*changes, *service_scores.reveal_changes(workshop)]


def apply_score(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the score on the seat's sheet."""
    facts = change.facts
    return answered(workshop, change, (facts["kind"], facts["note_id"]), facts["value"])


def apply_revealed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the counts on its notes; a removed note has them when it returns."""
    facts = change.facts
    shown = [(("stances", note_id), of) for note_id, of in facts["stances"].items()]
    for note_id, of_note in facts["scores"].items():
        shown += [((kind, note_id), of) for kind, of in of_note.items()]
    notes = workshop.notes.mutate()
    for (kind, note_id), of in shown:
        notes[note_id] = with_counts(notes[note_id], {kind: answers.counts_from(kind, of)})
    for note_id, of_rounds in facts.get("rounds", {}).items():
        notes[note_id] = replace(notes[note_id], rounds=rounds.rounds_from(of_rounds))
    told = answers.show(workshop.answers, (question for question, _ in shown))
    if "round" in facts:
        told = rounds.end_round(told, facts["round"])
    workshop = replace(workshop, notes=notes.finish(), answers=told)
    return service_scores.apply_revealed(workshop, facts)


def with_counts(note: Note, counts: Mapping[str, answers.Counts]) -> Note:
    """Return the note with these shown counts; none of a kind means nobody answered."""
    known = note.answers
    for kind, of in counts.items():
        if of:
            known = known.set(kind, of)
        elif kind in known:
            known = known.delete(kind)
    return replace(note, answers=known)


def _facts(shown: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return counts of notes as {stances: {note: …}, scores: {note: {kind: …}}}."""
    stances = {note_id: of["stances"] for note_id, of in shown.items() if "stances" in of}
    scores = {
        note_id: {kind: counts for kind, counts in of.items() if kind != "stances"}
        for note_id, of in shown.items()
    }
    return {
        "stances": stances,
        "scores": {note_id: of for note_id, of in scores.items() if of},
    }


DECIDE = {SetScore: decide_score}
APPLY = {"note.scored": apply_score, "scores.revealed": apply_revealed}
