"""Checks that make the draft's own sentences: what is carried, and who took part."""

from server.synthesis.evidence import (
    Check,
    Evidence,
    Seen,
    Shown,
    Sighting,
)


def core_sentence(evidence: Evidence) -> Seen:
    """See the notes that fill the core sentence; a board without notes has none."""
    if not evidence.reading.all_notes():
        return []
    filled = (one.note.id for one in evidence.slots.values() if one is not None)
    notes = tuple(dict.fromkeys(filled))
    return [Sighting(notes=notes, shown={"core": Shown("core")})]


def carried_notes(evidence: Evidence) -> Seen:
    """See the carried notes of each facet of each area, in canvas order, best first."""
    kept = evidence.carried()
    seen = []
    for area in evidence.canvas.areas:
        ranked = [one.note for one in evidence.ranked[area.id] if one.note.id in kept]
        for facet in (*(facet.id for facet in area.facets), None):
            notes = tuple(note.id for note in ranked if note.facet == facet)
            if notes:
                shown = {
                    "part": Shown("part", (area.id, facet) if facet else (area.id,)),
                    "notes": Shown("backed", notes),
                }
                seen.append(Sighting(areas=(area.id,), notes=notes, shown=shown))
    return seen


def participation(evidence: Evidence) -> Seen:
    """See how much each city wrote and voted."""
    reading = evidence.reading
    seen = []
    for city in reading.cities:
        numbers = {"n": sum(note.city == city.id for note in reading.all_notes())}
        variant = "unvoted"
        if reading.voted is not None:
            numbers["ballots"] = reading.voted.get(city.id, 0)
            variant = "voted"
            if reading.present is not None:
                numbers["present"] = reading.present.get(city.id, 0)
                variant = "main"
        shown = {"city": Shown("cities", (city.id,))}
        seen.append(Sighting(cities=(city.id,), numbers=numbers, shown=shown, variant=variant))
    return seen


def status_line(evidence: Evidence) -> Seen:
    """See what the draft is about; a board without notes has none."""
    if not evidence.measured:
        return []
    return [Sighting(shown={"status": Shown("status")})]


def board_counts(evidence: Evidence) -> Seen:
    """See how much stands on the board."""
    if not evidence.measured:
        return []
    reading = evidence.reading
    numbers = {
        "notes": len(evidence.measured),
        "links": len(reading.links),
        "comments": len(reading.comments),
        "services": len(reading.services),
    }
    return [Sighting(numbers=numbers)]


def counted_vote(evidence: Evidence) -> Seen:
    """See how the vote was held."""
    reading = evidence.reading
    if not evidence.measured:
        return []
    if reading.voted is None:
        return [Sighting(variant="unvoted")]
    counts = [ballots for ballots in reading.voted.values() if ballots]
    numbers = {"ballots": sum(counts), "cities": len(counts)}
    is_open = reading.vote is not None and reading.vote.totals == "open"
    return [Sighting(numbers=numbers, variant="open" if is_open else "main")]


CHECKS = {
    "status_line": Check(status_line, shows=("status",)),
    "board_counts": Check(board_counts, shows=("notes", "links", "comments", "services")),
    "counted_vote": Check(
        counted_vote, shows=("ballots", "cities"), variants=("main", "open", "unvoted")
    ),
    "core_sentence": Check(core_sentence, shows=("core",)),
    "carried_notes": Check(carried_notes, shows=("part", "notes")),
    "participation": Check(
        participation,
        shows=("city", "n", "ballots", "present"),
        variants=("main", "voted", "unvoted"),
    ),
}
