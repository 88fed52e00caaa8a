"""Fills the slots of the core sentence: from the strongest chain, else by the votes."""

from collections.abc import Iterable, Mapping, Sequence

from server.domain.canvas import Canvas, Slot

from .chains import Chain
from .links import Links
from .measures import Measured, Measures

Filled = Mapping[str, Measured | None]  # slot id → its note
FILLED_BY_NOTE = ("note", "who")
_Circle = Mapping[str, Sequence[Measured]]  # area → notes in board order


def fill_slots(
    canvas: Canvas, areas: Mapping[str, Measures], links: Links, chains: Sequence[Chain]
) -> Filled:
    """Return the note for each slot of the core sentence that takes one, or None.

    First a note of the strongest chain, then one that is linked with it (by `leads_to`, over any
    number of steps), then any of the slot's area and facet; among several the one with the
    highest equal-city share, whatever the weighting of the workshop, ties by position; never one
    whose text is erased. A `who` slot takes it only if it says for whom it speaks.
    """
    everything: _Circle = {
        area: [one for one in measures.notes if not one.note.is_erased]
        for area, measures in areas.items()
    }
    circles = [everything]
    if chains:
        near = [chains[0].notes, linked_notes(links, chains)]
        circles = [*(_within(everything, known) for known in near), everything]
    wanted = [slot for slot in canvas.draft.slots if slot.source in FILLED_BY_NOTE]
    return {slot.id: _fill(slot, circles) for slot in wanted}


def linked_notes(links: Links, chains: Sequence[Chain]) -> set[str]:
    """Return the notes linked with the strongest chain, itself included; none without a chain."""
    if not chains:
        return set()
    return links.reach(chains[0].notes) | links.roots(chains[0].notes)


def _within(notes: _Circle, known: Iterable[str]) -> _Circle:
    wanted = set(known)
    return {
        area: [one for one in listed if one.note.id in wanted] for area, listed in notes.items()
    }


def _fill(slot: Slot, circles: Iterable[_Circle]) -> Measured | None:
    for circle in circles:
        listed = circle.get(slot.area or "", ())
        fitting = [one for one in listed if slot.facet in (None, one.note.facet)]
        best = max(fitting, key=lambda one: round(one.equal or 0, 9), default=None)
        if best is not None:
            return None if slot.source == "who" and not best.note.who else best
    return None
