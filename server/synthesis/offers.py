"""Matches what cities have with what they want: who could teach whom, note by note."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .reading import Offers, Reading, ReadNote


@dataclass(frozen=True, slots=True)
class Exchange:
    """What cities said about one note, as ids in the order of the board."""

    note_id: str
    have: tuple[str, ...]
    want: tuple[str, ...]
    can_offer: tuple[str, ...]

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every city that could teach, with each other city that wants it."""
        return tuple(
            (teacher, learner)
            for teacher in self.can_offer
            for learner in self.want
            if learner != teacher
        )


def exchanges(reading: Reading) -> list[Exchange]:
    """Return the notes about which a city said anything: most pairs first, then most wanted.

    A city says what any of its seats said. Ties keep the order of the board.
    """
    found = [_exchange(note, reading) for note in reading.all_notes() if note.offers]
    return sorted(found, key=lambda one: (-len(one.pairs), -len(one.want)))


def _exchange(note: ReadNote, reading: Reading) -> Exchange:
    cities = [city.id for city in reading.cities]
    have, want, can_offer = (tuple(_saying(note.offers, cities, place)) for place in range(3))
    return Exchange(note.id, have, want, can_offer)


def _saying(offers: Mapping[str, Offers], cities: list[str], place: int) -> Iterator[str]:
    return (city for city in cities if city in offers and offers[city][place])
