"""Checks of what cities agree on. They need at least two voting cities."""

from server.synthesis.evidence import Check, Evidence, NotEvaluated, Seen, Shown, Sighting
from server.synthesis.measures import Measured, Measures
from server.synthesis.shares import at_least

LEAST_NOTES = 3  # lift in an area of two can never pass 2 and flips around 1


def shared_priority(evidence: Evidence, *, lift: float, breadth: float) -> Seen:
    """See the notes with much support in most cities.

    Seen where an area has three notes, lift ≥ `lift` and breadth ≥ `breadth`. The lift is that
    of the weighting the workshop chose.
    """
    areas = _areas_with_order(evidence)
    if isinstance(areas, NotEvaluated):
        return areas
    return [
        _of_note(one, numbers={"k": len(one.backers), "m": len(one.shares)})
        for measures in areas
        for one in measures.ranked()
        if len(measures.notes) >= LEAST_NOTES
        and not one.note.is_erased
        and at_least(one.lift or 0, lift)
        and at_least(one.breadth or 0, breadth)
    ]


def local_priority(evidence: Evidence, *, lift: float) -> Seen:
    """See the notes that matter much to exactly one city and to no other.

    Seen where one city's lift ≥ `lift` and every other city's is below 1.
    """
    areas = _areas_with_order(evidence)
    if isinstance(areas, NotEvaluated):
        return areas
    seen = []
    for measures in areas:
        for one in measures.notes:
            strong = [city for city in one.shares if at_least(one.lift_of(city), lift)]
            is_local = len(strong) == 1 and set(one.backers) <= set(strong)
            if is_local and not one.note.is_erased:
                seen.append(_of_note(one, cities=tuple(strong)))
    return seen


def weighting_matters(evidence: Evidence) -> Seen:
    """See the areas whose first place depends on how cities are weighted.

    Seen where no note is first both by pooled dots and by equal-city share; a tie at the first
    place that both countings share is no difference.
    """
    areas = _areas_with_order(evidence)
    if isinstance(areas, NotEvaluated):
        return areas
    seen = []
    for measures in areas:
        told = [one for one in measures.notes if not one.note.is_erased]
        pooled = _first({one.note.id: one.pooled or 0 for one in told})
        equal = _first({one.note.id: one.equal or 0 for one in told})
        if told and set(pooled).isdisjoint(equal):
            seen.append(_of_order(measures.area, pooled, equal))
    return seen


def _areas_with_order(evidence: Evidence) -> list[Measures] | NotEvaluated:
    voted = [measures for measures in evidence.areas.values() if measures.cities]
    if not voted:
        return NotEvaluated("no_votes")
    several = [measures for measures in voted if len(measures.cities) >= 2]
    return several or NotEvaluated("one_city")


def _first(worth: dict[str, float]) -> tuple[str, ...]:
    best = max(worth.values(), default=0)
    return tuple(note for note, share in worth.items() if at_least(share, best))


def _of_note(
    one: Measured, *, numbers: dict[str, float] | None = None, cities: tuple[str, ...] = ()
) -> Sighting:
    note = one.note
    shown = {"note": Shown("notes", (note.id,)), "area": Shown("area", (note.area,))}
    if cities:
        shown["city"] = Shown("cities", cities)
    known = {"lift": one.lift or 0, "breadth": one.breadth or 0} | (numbers or {})
    return Sighting(notes=(note.id,), cities=cities, numbers=known, shown=shown)


def _of_order(area: str, pooled: tuple[str, ...], equal: tuple[str, ...]) -> Sighting:
    shown = {
        "area": Shown("area", (area,)),
        "pooled": Shown("notes", pooled),
        "equal": Shown("notes", equal),
    }
    return Sighting(areas=(area,), notes=(*pooled, *equal), shown=shown)


CHECKS = {
    "shared_priority": Check(
        shared_priority,
        {"lift": "threshold", "breadth": "threshold"},
        shows=("note", "area", "k", "m", "lift", "breadth"),
    ),
    "local_priority": Check(
        local_priority, {"lift": "threshold"}, shows=("note", "area", "city", "lift", "breadth")
    ),
    "weighting_matters": Check(weighting_matters, shows=("area", "pooled", "equal")),
}
