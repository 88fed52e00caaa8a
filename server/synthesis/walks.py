"""How far the two readings of the canvas have come: coverage by links.

Clockwise, `leads_to` links say what a note gives; anti-clockwise, `requires` links say what it
needs. Links are (from, to, kind) with note ids. Source: the method, 1.4 and 3.1.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

LEADS_TO, REQUIRES, CONTRADICTS = "leads_to", "requires", "contradicts"


class Edge(NamedTuple):
    """A link between two notes, in its direction."""

    origin: str
    to: str
    kind: str


def coverage(notes: Collection[str], edges: Iterable[Edge], kind: str) -> float | None:
    """Return the share of these notes with at least one outgoing link of the kind, 0…1.

    cw: of the top notes of the antecedents, by `leads_to`; acw: of the top notes of every area
    but the first, by `requires`. None for no notes.
    """
    linked = {edge.origin for edge in edges if edge.kind == kind}
    return len(linked.intersection(notes)) / len(set(notes)) if notes else None
