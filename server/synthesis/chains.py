"""Finds chains from a need over a value and a strength to an outcome, strongest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from server.domain.canvas import Canvas

from .links import Links
from .measures import Measured
from .shares import at_least


@dataclass(frozen=True, slots=True)
class Chain:
    """A note of each antecedent and one outcome, linked by `leads_to`."""

    notes: tuple[str, str, str, str]  # opportunity, value, advantage, outcome
    strength: float  # the lift of its weakest note


@dataclass(frozen=True, slots=True)
class _Strong:
    """The notes that are strong enough for a chain, and the links between them."""

    links: Links
    lifts: Mapping[str, float]
    areas: Mapping[str, str]  # note → area

    def after(self, note: str, areas: Iterable[str]) -> list[str]:
        wanted = tuple(areas)
        ends = self.links.leads_to.get(note, ())
        return [end for end in ends if end in self.lifts and self.areas[end] in wanted]

    def of(self, area: str) -> list[str]:
        starts = self.links.leads_to
        return [note for note in starts if note in self.lifts and self.areas[note] == area]

    def strongest(self, notes: Iterable[str]) -> str | None:
        return max(notes, key=lambda note: round(self.lifts[note], 9), default=None)


def find_chains(
    canvas: Canvas, links: Links, measured: Mapping[str, Measured], *, least: float
) -> list[Chain]:
    """Return the strongest chain of each opportunity note, strongest first.

    A chain is O→V→A and (A or V)→outcome by `leads_to`, every note with lift ≥ `least`; its
    strength is the lift of its weakest note. Ties keep the order drawn. The areas are the first
    three of the side "antecedent" and all of the side "outcome"; a canvas without them has none.
    """
    antecedents = [area.id for area in canvas.areas if area.side == "antecedent"]
    outcomes = [area.id for area in canvas.areas if area.side == "outcome"]
    if len(antecedents) < 3:
        return []
    lifts = {
        note: one.lift
        for note, one in measured.items()
        if one.lift is not None and at_least(one.lift, least) and not one.note.is_erased
    }
    strong = _Strong(links, lifts, {note: one.note.area for note, one in measured.items()})
    tails = _tails(strong, antecedents[1], antecedents[2], outcomes)
    chains = []
    for note in strong.of(antecedents[0]):
        ends = [tails[end] for end in strong.after(note, antecedents[1:2]) if end in tails]
        if ends:
            tail = max(ends, key=lambda one: round(one.strength, 9))
            strength = min(tail.strength, lifts[note])
            chains.append(Chain((note, *tail.notes[1:]), strength))
    return sorted(chains, key=lambda chain: -round(chain.strength, 9))


def _tails(
    strong: _Strong, value: str, advantage: str, outcomes: Iterable[str]
) -> dict[str, Chain]:
    """Return for each value note the strongest way on, as a chain that begins with it."""
    wanted = tuple(outcomes)
    tails: dict[str, Chain] = {}
    for note in strong.of(value):
        for step in strong.after(note, [advantage]):
            reached = [*strong.after(step, wanted), *strong.after(note, wanted)]
            end = strong.strongest(reached)
            if end is None:
                continue
            strength = min(strong.lifts[one] for one in (note, step, end))
            if note not in tails or round(strength, 9) > round(tails[note].strength, 9):
                tails[note] = Chain((note, note, step, end), strength)
    return tails
