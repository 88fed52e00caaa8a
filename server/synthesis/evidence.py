"""Holds what checks are given and what they return: Evidence, Sighting, NotEvaluated."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.domain.canvas import Canvas
from server.domain.refused import Refused

from .chains import Chain, find_chains
from .links import Links, index_links
from .measures import Measured, Measures, measure_all
from .reading import Reading, ReadNote
from .slots import Filled, fill_slots

CHAIN = "chain"  # the threshold every note of a chain must reach; without it there are none


@dataclass(frozen=True, slots=True)
class Evidence:
    """A board, read and measured, with the canvas it stands on."""

    reading: Reading
    canvas: Canvas
    areas: Mapping[str, Measures]
    thresholds: Mapping[str, float]
    measured: Mapping[str, Measured]  # note id → its numbers
    ranked: Mapping[str, Sequence[Measured]]  # area → its notes, best first
    tops: Mapping[str, tuple[Measured, ...]]  # area → its top notes, best first
    links: Links
    chains: tuple[Chain, ...]  # strongest first
    slots: Filled  # the notes of the core sentence
    erased: frozenset[str]  # notes that count, but whose text is gone
    pairs: tuple[tuple[str, str], ...]  # which area is asked about which

    def note(self, note_id: str) -> ReadNote:
        """Return a visible note."""
        return self.measured[note_id].note

    def carried(self) -> set[str]:
        """Return the notes that the draft carries: those in slots and the top of each area."""
        slots = (one for one in self.slots.values() if one is not None)
        tops = (one for tops in self.tops.values() for one in tops)
        return {one.note.id for one in (*slots, *tops)}

    def top_of(self, areas: Iterable[str]) -> list[Measured]:
        """Return the top notes of some areas, area by area."""
        return [one for area in areas for one in self.tops.get(area, ())]

    def side(self, side: str) -> list[str]:
        """Return the areas of one side of the canvas."""
        return [area.id for area in self.canvas.areas if area.side == side]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a gap in a sentence stands for; `sentences.py` finds the words."""

    kind: str  # the kinds are the keys of `SAID` in wording.py
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """One thing a check saw: about whom, with which numbers, in which words."""

    areas: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # groups, services, themes, layers or criteria
    numbers: Mapping[str, float] = field(default_factory=dict)
    shown: Mapping[str, Shown] = field(default_factory=dict)
    variant: str = "main"  # which of the rule's sentences fits
    basis: tuple[str, ...] = ()  # notes it was seen in, which it is not about

    @property
    def subjects(self) -> tuple[str, ...]:
        """All it is about, sorted; with the rule it makes the finding's id."""
        return tuple(sorted({*self.areas, *self.notes, *self.cities, *self.others}))


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A check had nothing to look at; that is never "passed"."""

    reason: str  # one of the "blind." phrases in phrases.py


Seen = list[Sighting] | NotEvaluated


@dataclass(frozen=True, slots=True)
class Check:
    """A check as rules may name it."""

    look: Callable[..., Seen]
    params: Mapping[str, str] = field(default_factory=dict)  # name → kind, see ruleset.py
    shows: tuple[str, ...] = ()  # the gaps its sentences may have
    variants: tuple[str, ...] = ("main",)  # the sentences a rule must bring
    is_list: bool = False  # what it sees is said in one sentence per section


def gather(
    reading: Reading, canvas: Canvas, *, thresholds: Mapping[str, Any] | None = None
) -> Evidence:
    """Return the evidence for a reading. Raises: Refused "op.malformed" for unknown pairs."""
    settled = settle_thresholds(canvas, thresholds or {})
    areas = measure_all(reading)
    measured = {one.note.id: one for measures in areas.values() for one in measures.notes}
    ranked = {area: measures.ranked() for area, measures in areas.items()}
    links = index_links(reading.links)
    chains: list[Chain] = []
    if CHAIN in settled:
        chains = find_chains(canvas, links, measured, least=settled[CHAIN])
    return Evidence(
        reading=reading,
        canvas=canvas,
        areas=areas,
        thresholds=settled,
        measured=measured,
        ranked=ranked,
        tops={area: tuple(measures.top(ranked[area])) for area, measures in areas.items()},
        links=links,
        chains=tuple(chains),
        slots=fill_slots(canvas, areas, links, chains),
        erased=frozenset(note for note, one in measured.items() if one.note.is_erased),
        pairs=settle_pairs(canvas, reading.pairs),
    )


def settle_pairs(canvas: Canvas, name: str | None) -> tuple[tuple[str, str], ...]:
    """Return the pairs of that name, or those the canvas has by default.

    Raises: Refused "op.malformed" for a name the canvas does not have.
    """
    if name is None:
        return canvas.pairs.get(canvas.default_pairs or "", ())
    if name not in canvas.pairs:
        offered = ", ".join(canvas.pairs) or "none"
        sentence = f"This canvas has no pairs “{name[:40]}”; it has {offered}."
        raise Refused("op.malformed", sentence, field="pairs")
    return canvas.pairs[name]


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


def _number(name: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if not -1000 <= number <= 1000:
        raise Refused("op.malformed", "A threshold is a number from -1000 to 1000.", field=name)
    return number
