"""Holds the numbers an operator sets for every workshop of a server."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one workshop may hold; 0 is not "without end" here."""

    note_text: int = 280  # graphemes
    notes: int = 10_000  # kept and removed ones together
    seats: int = 500  # seats that were not removed


DEFAULT_LIMITS = Limits()
