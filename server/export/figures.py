"""Holds the pictures of a workshop as figures of its documents, by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .model import Figure
from .svg import Picture


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures by the id of their picture; not every workshop has something to show in each."""

    known: Mapping[str, Figure]

    @classmethod
    def of(cls, pictures: Iterable[Picture]) -> "Figures":
        """Return the figures of these pictures."""
        return cls(
            {
                one.id: Figure(one.id, one.title, one.description, one.svg, one.height / one.width)
                for one in pictures
            }
        )

    def named(self, *names: str) -> tuple[Figure, ...]:
        """Return those that there are, in this order."""
        return tuple(self.known[name] for name in names if name in self.known)
