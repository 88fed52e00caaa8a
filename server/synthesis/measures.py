"""Measures one area of a reading; the formulas stand in `shares.py` and `ranks.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from server.domain.state import City

from .ranks import mean_ranks
from .reading import Reading, ReadNote
from .shares import at_least, backers, breadth, city_weights, lift, weighted_mean

TOP = 3  # an area has at most so many top notes, and at most half of its notes


@dataclass(frozen=True, slots=True)
class Measured:
    """A note with its numbers; None where no city has dots in the area."""

    note: ReadNote
    raw: int  # dots of all cities
    count: int  # notes and themes of the area that can be voted for
    shares: Mapping[str, float]  # city → its share of that city's dots in the area
    equal: float | None  # one city one vote
    pooled: float | None  # one dot one vote
    share: float | None  # by the weighting asked for
    rank_raw: float  # 1 = best; ties share the mean rank
    rank_equal: float | None

    @property
    def target(self) -> str:
        """What a vote for the note counts for: its theme, or itself."""
        return target_of(self.note)

    @property
    def lift(self) -> float | None:
        """The share in fair shares: 1 = as much as every other note."""
        return None if self.share is None else lift(self.share, self.count)

    @property
    def backers(self) -> tuple[str, ...]:
        """The cities that gave the note at least a fair share of their dots."""
        return backers(self.shares, self.count)

    @property
    def breadth(self) -> float | None:
        """The share of the voting cities that back the note."""
        return breadth(self.shares, self.count)

    def lift_of(self, city: str) -> float:
        """Return the note's share of one city's dots, in fair shares."""
        return lift(self.shares[city], self.count)


@dataclass(frozen=True, slots=True)
class Measures:
    """One area, measured: its notes in board order and the cities that have dots in it."""

    area: str
    cities: tuple[str, ...]
    notes: tuple[Measured, ...]

    def targets(self) -> list[Measured]:
        """Return one note of everything that can be voted for, in board order."""
        first: dict[str, Measured] = {}
        for one in self.notes:
            first.setdefault(one.target, one)
        return list(first.values())

    def members(self, one: Measured) -> tuple[str, ...]:
        """Return the notes that stand or fall with one: those of its theme, or itself."""
        if one.note.theme is None:
            return (one.note.id,)
        return tuple(other.note.id for other in self.notes if other.target == one.target)

    def ranked_targets(self) -> list[Measured]:
        """Return one note of everything that can be voted for, best first."""
        first: dict[str, Measured] = {}
        for one in self.ranked():
            first.setdefault(one.target, one)
        return list(first.values())

    def ranked(self) -> list[Measured]:
        """Return the notes best first: share, raw dots, cities behind it, then position."""
        return sorted(
            self.notes,
            key=lambda one: (-round(one.share or 0, 9), -one.raw, -len(one.backers)),
        )

    def top(self, ranked: Sequence[Measured] | None = None) -> list[Measured]:
        """Return the best notes, ties at the cut included; none where no city has dots.

        `ranked` are its notes best first, for who has them already.

        At most half of the notes: on a short list everything would be "top".
        A note without dots is never top, even when it ties at the cut, nor one whose text is
        erased: the next best takes its place.
        """
        if not self.cities:
            return []
        ranked = [one for one in ranked or self.ranked() if not one.note.is_erased]
        if not ranked:
            return []
        targets = list({target_of(one.note): one for one in ranked}.values())
        last = targets[min(TOP, ceil(len(targets) / 2)) - 1]
        return [one for one in ranked if one.raw and at_least(one.share or 0, last.share or 0)]


def measure_all(reading: Reading) -> dict[str, Measures]:
    """Return the measures of every area, in board order."""
    return {
        area: measure_area(area, notes, reading=reading) for area, notes in reading.notes.items()
    }


def measure_area(area: str, notes: Sequence[ReadNote], *, reading: Reading) -> Measures:
    """Return the measures of one area. A city without dots there is left out, never 0-filled.

    The notes of a theme are measured as one: each has the numbers of the theme.
    """
    targets = list({target_of(note): note for note in notes}.values())
    totals = _totals(targets, reading.cities)
    weights = city_weights(totals, reading.weighting, reading.voted)
    is_equal = reading.weighting == "equal"
    raws = [sum(note.dots.values()) for note in targets]
    shares = [{city: note.dots.get(city, 0) / totals[city] for city in totals} for note in targets]
    equals = [weighted_mean(share, city_weights(totals, "equal")) for share in shares]
    ranks_raw = mean_ranks(raws)
    ranks_equal = mean_ranks([equal or 0 for equal in equals])
    known = {
        target_of(note): Measured(
            note=note,
            raw=raws[place],
            count=len(targets),
            shares=shares[place],
            equal=equals[place],
            pooled=weighted_mean(shares[place], totals),
            share=equals[place] if is_equal else weighted_mean(shares[place], weights),
            rank_raw=ranks_raw[place],
            rank_equal=ranks_equal[place] if totals else None,
        )
        for place, note in enumerate(targets)
    }
    return Measures(area, tuple(totals), tuple(_as(known[target_of(note)], note) for note in notes))


def target_of(note: ReadNote) -> str:
    """Return what a vote for the note counts for: its theme, or itself."""
    return note.theme or note.id


def _as(measured: Measured, note: ReadNote) -> Measured:
    return measured if measured.note is note else replace(measured, note=note)


def _totals(notes: Sequence[ReadNote], cities: Sequence[City]) -> dict[str, int]:
    totals = {city.id: sum(note.dots.get(city.id, 0) for note in notes) for city in cities}
    return {city: total for city, total in totals.items() if total}
