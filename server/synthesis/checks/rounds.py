"""Checks of what changed between rounds: settled, stably disputed, still moving."""

from collections.abc import Iterator, Mapping

from server.synthesis.attachments import Dots, Levels
from server.synthesis.evidence import Check, Evidence, NotEvaluated, Seen, Shown, Sighting
from server.synthesis.ratings import agreement, interquartile_range, top_two
from server.synthesis.reading import ReadNote
from server.synthesis.shares import at_least, weighted_shares
from server.synthesis.stability import is_stable, order_change, rating_change

from .seen import of_note


def settled(evidence: Evidence, *, change: float, top: float, iqr: float) -> Seen:
    """See the notes whose importance people agree on, in both of the last two rounds alike.

    Seen where fewer than `change` of the answers moved, at least `top` of them are in the two
    highest levels, and the quartiles lie at most `iqr` apart.
    """
    asked = _asked_twice(evidence)
    if isinstance(asked, NotEvaluated):
        return asked
    return [
        of_note(note)
        for note, levels in asked
        if _is_stable(note, change)
        and at_least(top_two(levels) or 0, top)
        and at_least(iqr, interquartile_range(levels) or 0)
    ]


def stable_disagreement(evidence: Evidence, *, change: float, iqr: float, agreed: float) -> Seen:
    """See the notes whose importance people keep seeing differently.

    Seen where fewer than `change` of the answers moved, and the quartiles lie more than `iqr`
    apart or van der Eijk's agreement is below `agreed`.
    """
    asked = _asked_twice(evidence)
    if isinstance(asked, NotEvaluated):
        return asked
    return [
        of_note(note)
        for note, levels in asked
        if _is_stable(note, change) and _is_split(levels, iqr, agreed)
    ]


def unstable(
    evidence: Evidence, *, change: float, alike: float, overlap: float, rounds: int
) -> Seen:
    """See what still moves while there may be another round: notes, and orders of areas.

    Notes: at least `change` of the answers on importance moved. `order`: between the last two
    ballots, τ_b of the equal-city shares is below `alike`, or the best three have less than
    `overlap` in common (Jaccard); only notes that stand in both ballots are compared.
    """
    asked, earlier = _asked_twice(evidence), evidence.reading.earlier
    if isinstance(asked, NotEvaluated):
        if not earlier:
            return asked
        asked = []
    moved = [note for note, _ in asked if not _is_stable(note, change)]
    again = tuple(note.id for note in moved if len(note.rounds) < rounds)
    seen = [Sighting(notes=again, shown={"notes": Shown("notes", again)})] if again else []
    if earlier and len(earlier) + 1 < rounds:
        for area in _moved_orders(evidence, earlier[-1], alike=alike, overlap=overlap):
            shown = {"area": Shown("area", (area,))}
            seen.append(Sighting(areas=(area,), shown=shown, variant="order"))
    return seen


def _moved_orders(
    evidence: Evidence, before: Mapping[str, Dots], *, alike: float, overlap: float
) -> Iterator[str]:
    for area, measures in evidence.areas.items():
        first = weighted_shares(
            {one.target: before[one.target] for one in measures.notes if one.target in before}
        )
        second = {one.target: one.equal or 0 for one in measures.notes if measures.cities}
        moved = order_change(first, second)
        if moved.is_stable(alike=alike, overlap=overlap) is False:
            yield area


def _asked_twice(evidence: Evidence) -> list[tuple[ReadNote, Levels]] | NotEvaluated:
    """Return the notes whose importance was asked in two rounds, with the last answers."""
    asked = [
        (note, note.rounds[-1])
        for note in evidence.reading.all_notes()
        if len(note.rounds) >= 2 and all(sum(levels) for levels in note.rounds[-2:])
    ]
    return asked or NotEvaluated("no_second_round")


def _is_stable(note: ReadNote, change: float) -> bool:
    return is_stable(rating_change(*note.rounds[-2:]), below=change) is True


def _is_split(levels: Levels, iqr: float, agreed: float) -> bool:
    is_wide = not at_least(iqr, interquartile_range(levels) or 0)
    return is_wide or not at_least(agreement(levels) or 0, agreed)


CHECKS = {
    "settled": Check(
        settled,
        {"change": "threshold", "top": "threshold", "iqr": "threshold"},
        shows=("note", "area"),
    ),
    "stable_disagreement": Check(
        stable_disagreement,
        {"change": "threshold", "iqr": "threshold", "agreed": "threshold"},
        shows=("note", "area"),
    ),
    "unstable": Check(
        unstable,
        {"change": "threshold", "alike": "threshold", "overlap": "threshold", "rounds": "count"},
        shows=("notes", "area"),
        variants=("main", "order"),
    ),
}
