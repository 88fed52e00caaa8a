"""Stances: agree, pass or disagree with a note, for one's own city."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from .answers import NONE, Answer, Question, put_answer
from .change import Change
from .refused import Refused
from .state import Moment, Seat, Workshop


@dataclass(frozen=True, slots=True)
class SetStance:
    """A seat says where it stands on a note; None takes it back."""

    type: ClassVar[str] = "stance.set"
    note_id: str
    stance: str | None


def decide_stance(workshop: Workshop, op: SetStance, by: Seat, moment: Moment) -> list[Change]:
    """Return the stance taken. Raises: as `check_answer`."""
    check_answer(workshop, by, ("stances", op.note_id), op.stance)
    return [Change("stance.taken", {"note_id": op.note_id, "stance": op.stance})]


def apply_stance(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the stance on the seat's sheet."""
    facts = change.facts
    return answered(workshop, change, ("stances", facts["note_id"]), facts["stance"])


def check_answer(workshop: Workshop, by: Seat, question: Question, value: Any) -> None:
    """Refuse an answer about a note that is not shown, of a seat without a city, or given already.

    Raises: Refused "note.unknown", "role.not_allowed", "op.no_effect".
    """
    note = workshop.notes.get(question[1])
    if note is None or not note.is_votable:
        raise Refused("note.unknown", "That note cannot be judged.", field="note_id")
    if by.city is None:
        raise Refused("role.not_allowed", "Answers count for a city; this seat has none.")
    if workshop.answers.of(by.id, question) == value:
        raise Refused("op.no_effect", "You said so already.")


def answered(workshop: Workshop, change: Change, question: Question, value: Any) -> Workshop:
    """Return the workshop with what a change says the seat answered; None = it took it back."""
    if change.by is None or change.city is None:
        raise ValueError(f"an answer without city or seat at seq {change.seq}")
    answer = None if value is None else Answer(change.city, value, change.seq)
    shown = workshop.notes[question[1]].answers.get(question[0], NONE)
    put = put_answer(workshop.answers, question, seat_id=change.by, answer=answer, shown=shown)
    return replace(workshop, answers=put)


DECIDE = {SetStance: decide_stance}
APPLY = {"stance.taken": apply_stance}
