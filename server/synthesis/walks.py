"""How far the two readings of the canvas have come: coverage by links, and what a note reaches.

Clockwise, `leads_to` links say what a note gives; anti-clockwise, `requires` links say what it
needs. Links are (from, to, kind) with note ids. Source: the method, 1.4 and 3.1.
"""

from collections.abc import Collection, Iterable, Mapping
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


def coverage_by_area(
    tops: Mapping[str, Collection[str]], edges: Iterable[Edge], kind: str
) -> dict[str, float | None]:
    """Return the coverage of each area's top notes: what the two rings of the wheel show."""
    listed = list(edges)
    return {area: coverage(notes, listed, kind) for area, notes in tops.items()}


def successors(edges: Iterable[Edge], kind: str) -> dict[str, tuple[str, ...]]:
    """Return note → the notes its links of one kind go to, in the order drawn."""
    out: dict[str, list[str]] = {}
    for edge in edges:
        if edge.kind == kind:
            out.setdefault(edge.origin, []).append(edge.to)
    return {note: tuple(targets) for note, targets in out.items()}


def reach(note: str, following: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Return every note that links lead to from this one, however long the way; circles are fine.

    `following` is what `successors` returns. The note itself is in it only if a circle closes.
    """
    found: set[str] = set()
    waiting = [note]
    while waiting:
        for target in following.get(waiting.pop(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return frozenset(found)
