"""Offers: whether one's own city has what a note names, wants it, or could teach it to others.

Unlike a stance it is told at once: cities can only find each other when they hear of each other.
"""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from .answers import NONE, OFFERS, Answer, Question, put_offer
from .change import Change
from .notes import put_note
from .refused import Refused
from .scores import with_counts
from .state import Moment, Seat, Workshop


@dataclass(frozen=True, slots=True)
class SetOffer:
    """A seat says for its city: have, want or can_offer; None takes it back."""

    type: ClassVar[str] = "offer.set"
    note_id: str
    offer: str | None


def decide_offer(workshop: Workshop, op: SetOffer, by: Seat, moment: Moment) -> list[Change]:
    """Return the offer with the counts of the city as they are then, as [have, want, can_offer].

    Raises: Refused "note.unknown", "role.not_allowed", "op.no_effect".
    """
    note = workshop.notes.get(op.note_id)
    if note is None or not note.is_votable:
        raise Refused("note.unknown", "That note is not on the board.", field="note_id")
    if by.city is None:
        raise Refused("role.not_allowed", "Cities offer; this seat has none.")
    question = (OFFERS, note.id)
    before = workshop.answers.offers.get(by.id, NONE).get(question)
    if (None if before is None else before.value) == op.offer:
        raise Refused("op.no_effect", "You said so already.")
    answer = None if op.offer is None else Answer(by.city, op.offer, 0)
    shown = note.answers.get(OFFERS, NONE)
    _, counts = put_offer(workshop.answers, question, seat_id=by.id, answer=answer, shown=shown)
    told = {
        city: list(counts.get(city, (0, 0, 0)))
        for city in sorted({by.city, by.city if before is None else before.city})
    }
    return [Change("offer.taken", {"note_id": note.id, "offer": op.offer, "counts": told})]


def apply_offer(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the offer on the seat's sheet and its counts on the note."""
    facts = change.facts
    if change.by is None or change.city is None:
        raise ValueError(f"an offer without city or seat at seq {change.seq}")
    note, question = workshop.notes[facts["note_id"]], _question(facts)
    value = facts["offer"]
    answer = None if value is None else Answer(change.city, value, change.seq)
    shown = note.answers.get(OFFERS, NONE)
    answers, counts = put_offer(
        workshop.answers, question, seat_id=change.by, answer=answer, shown=shown
    )
    return replace(put_note(workshop, with_counts(note, {OFFERS: counts})), answers=answers)


def _question(facts: dict[str, Any]) -> Question:
    return OFFERS, facts["note_id"]


DECIDE = {SetOffer: decide_offer}
APPLY = {"offer.taken": apply_offer}
