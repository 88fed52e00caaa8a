"""Indexes the links of a board, and says what can be reached over them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .attachments import ReadLink

Neighbours = Mapping[str, tuple[str, ...]]  # note id → note ids, in the order drawn


@dataclass(frozen=True, slots=True)
class Links:
    """The links of a board, found from either end."""

    leads_to: Neighbours  # from the cause to what follows
    led_from: Neighbours  # the same, read backwards
    requires: Neighbours
    required_by: Neighbours
    contradictions: tuple[tuple[str, str], ...]
    linked: frozenset[str]  # notes with any link
    pairs: frozenset[tuple[str, str]]  # ends of links that do not contradict, both ways

    def reach(self, starts: Iterable[str]) -> set[str]:
        """Return the starts and all that `leads_to` reaches from them."""
        return closure(self.leads_to, starts)

    def roots(self, ends: Iterable[str]) -> set[str]:
        """Return the ends and all from which `leads_to` reaches them."""
        return closure(self.led_from, ends)


def index_links(links: Iterable[ReadLink]) -> Links:
    """Return the links, indexed."""
    listed = list(links)
    ahead = [(link.start, link.end) for link in listed if link.kind == "leads_to"]
    back = [(link.start, link.end) for link in listed if link.kind == "requires"]
    agreeing = [*ahead, *back]
    return Links(
        leads_to=_neighbours(ahead),
        led_from=_neighbours((end, start) for start, end in ahead),
        requires=_neighbours(back),
        required_by=_neighbours((end, start) for start, end in back),
        contradictions=tuple(
            (link.start, link.end) for link in listed if link.kind == "contradicts"
        ),
        linked=frozenset(end for link in listed for end in (link.start, link.end)),
        pairs=frozenset([*agreeing, *((end, start) for start, end in agreeing)]),
    )


def closure(neighbours: Neighbours, starts: Iterable[str]) -> set[str]:
    """Return the starts and all that follows from them, step by step."""
    known = set(starts)
    ahead = list(known)
    while ahead:
        for note in neighbours.get(ahead.pop(), ()):
            if note not in known:
                known.add(note)
                ahead.append(note)
    return known


def _neighbours(ends: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for start, end in ends:
        found.setdefault(start, []).append(end)
    return {start: tuple(ends) for start, ends in found.items()}
