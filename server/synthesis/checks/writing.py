"""Checks that make the draft's own sentences: what is carried, and who took part."""

from server.synthesis.evidence import (
    Check,
    Evidence,
    Seen,
    Shown,
    Sighting,
    carried,
    fill_slots,
)


def core_sentence(evidence: Evidence) -> Seen:
    """See the notes that fill the core sentence; a board without notes has none."""
    if not evidence.reading.all_notes():
        return []
    filled = (one.note.id for one in fill_slots(evidence).values() if one is not None)
    notes = tuple(dict.fromkeys(filled))
    return [Sighting(notes=notes, shown={"core": Shown("core")})]


def carried_notes(evidence: Evidence) -> Seen:
    """See the carried notes of each facet of each area, in canvas order, best first."""
    kept = carried(evidence)
    seen = []
    for area in evidence.canvas.areas:
        ranked = [one.note for one in evidence.areas[area.id].ranked() if one.note.id in kept]
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


CHECKS = {
    "core_sentence": Check(core_sentence, shows=("core",)),
    "carried_notes": Check(carried_notes, shows=("part", "notes")),
    "participation": Check(
        participation,
        shows=("city", "n", "ballots", "present"),
        variants=("main", "voted", "unvoted"),
    ),
}
