"""Holds what checks are given and what they return: Evidence, Sighting, NotEvaluated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from server.domain.canvas import Canvas, Slot
from server.domain.refused import Refused

from .measures import Measured, Measures, measure_all
from .reading import Reading


@dataclass(frozen=True, slots=True)
class Evidence:
    """A board, read and measured, with the canvas it stands on."""

    reading: Reading
    canvas: Canvas
    areas: Mapping[str, Measures]
    thresholds: Mapping[str, float]
    measured: Mapping[str, Measured]  # note id → its numbers


@dataclass(frozen=True, slots=True)
class Shown:
    """What a gap in a sentence stands for; `sentences.py` finds the words."""

    kind: str  # area, part (area, facet), facets (area, facet…), notes, cities, core
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """One thing a check saw: about whom, with which numbers, in which words."""

    areas: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)
    shown: Mapping[str, Shown] = field(default_factory=dict)
    variant: str = "main"  # which of the rule's sentences fits
    basis: tuple[str, ...] = ()  # notes it was seen in, which it is not about

    @property
    def subjects(self) -> tuple[str, ...]:
        """All it is about, sorted; with the rule it makes the finding's id."""
        return tuple(sorted({*self.areas, *self.notes, *self.cities}))


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A check had nothing to look at; that is never "passed"."""

    reason: str  # no_notes, no_votes, one_city, no_presence, not_sorted


Seen = list[Sighting] | NotEvaluated


@dataclass(frozen=True, slots=True)
class Check:
    """A check as rules may name it."""

    look: Callable[..., Seen]
    params: Mapping[str, str] = field(default_factory=dict)  # name → kind, see ruleset.py
    shows: tuple[str, ...] = ()  # the gaps its sentences may have
    variants: tuple[str, ...] = ("main",)  # the sentences a rule must bring


def gather(
    reading: Reading, canvas: Canvas, *, thresholds: Mapping[str, Any] | None = None
) -> Evidence:
    """Return the evidence for a reading."""
    settled = settle_thresholds(canvas, thresholds or {})
    areas = measure_all(reading)
    measured = {one.note.id: one for measures in areas.values() for one in measures.notes}
    return Evidence(reading, canvas, areas, settled, measured)


def settle_thresholds(
    canvas: Canvas, given: Mapping[str, Any], *, of_workshop: Mapping[str, Any] | None = None
) -> dict[str, float]:
    """Return the canvas's thresholds with those of the workshop and the given ones on top.

    What the workshop set for another version of the canvas is passed over.
    Raises: Refused "op.malformed" for a given name the canvas does not have, or no number.
    """
    settled = {name: known.value for name, known in canvas.thresholds.items()}
    for name, value in (of_workshop or {}).items():
        if name in settled:
            settled[name] = float(value)
    for name, value in given.items():
        if name not in settled:
            sentence = f"There is no threshold “{name[:40]}”."
            raise Refused("op.malformed", sentence, field=name[:40])
        settled[name] = _number(name, value)
    return settled


def fill_slots(evidence: Evidence) -> dict[str, Measured | None]:
    """Return the note for each slot of the core sentence that takes one, or None.

    The note of the slot's area (and facet) with the highest equal-city share, whatever the
    weighting of the workshop; ties by position; never one whose text is erased. A `who` slot
    takes it only if it says for whom it speaks.
    """
    slots = [slot for slot in evidence.canvas.draft.slots if slot.source in ("note", "who")]
    return {slot.id: _best(evidence, slot) for slot in slots}


def carried(evidence: Evidence) -> dict[str, Measured]:
    """Return the notes the draft carries by id: those in slots and the top of each area."""
    slots = (one for one in fill_slots(evidence).values() if one is not None)
    tops = (one for measures in evidence.areas.values() for one in measures.top())
    return {one.note.id: one for one in (*slots, *tops)}


def _best(evidence: Evidence, slot: Slot) -> Measured | None:
    measures = evidence.areas.get(slot.area or "")
    if measures is None:
        return None
    fitting = [
        one
        for one in measures.notes
        if slot.facet in (None, one.note.facet) and not one.note.is_erased
    ]
    best = max(fitting, key=lambda one: round(one.equal or 0, 9), default=None)
    if slot.source == "who" and best is not None and not best.note.who:
        return None
    return best


def _number(name: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if not -1000 <= number <= 1000:
        raise Refused("op.malformed", "A threshold is a number from -1000 to 1000.", field=name)
    return number
