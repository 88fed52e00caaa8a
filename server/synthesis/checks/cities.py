"""Checks of what cities agree on. They need at least two voting cities."""

from collections.abc import Mapping

from server.synthesis.concordance import Concordance, concordance
from server.synthesis.evidence import Check, Evidence, NotEvaluated, Seen, Shown, Sighting
from server.synthesis.measures import Measured, Measures
from server.synthesis.ranks import mean_ranks
from server.synthesis.robustness import deciding_cities, hangs_on_one_ballot, is_tied
from server.synthesis.shares import LEAST, at_least

from .seen import of_city
from .stances import agreeing

LEAST_NOTES = 3  # lift in an area of two can never pass 2 and flips around 1
SEVERAL = 3  # cities from which there is an order to share, or one that speaks for all


def shared_priority(evidence: Evidence, *, lift: float, breadth: float, agree: float) -> Seen:
    """See the notes and themes with much support in most cities, and against no city.

    Seen where an area has three of them, lift ≥ `lift`, breadth ≥ `breadth`, and nobody took a
    stance or every city's smoothed probability to agree is ≥ `agree`. The lift is that of the
    weighting the workshop chose.
    """
    areas = _areas_with_order(evidence)
    if isinstance(areas, NotEvaluated):
        return areas
    return [
        _of_target(measures, one, numbers={"k": len(one.backers), "m": len(one.shares)})
        for measures in areas
        for one in measures.targets()
        if one.count >= LEAST_NOTES
        and at_least(one.lift or 0, lift)
        and at_least(one.breadth or 0, breadth)
        and at_least(min(agreeing(one.note).values(), default=1), agree)
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
        for one in measures.targets():
            strong = [city for city in one.shares if at_least(one.lift_of(city), lift)]
            if len(strong) == 1 and set(one.backers) <= set(strong):
                seen.append(_of_target(measures, one, cities=tuple(strong)))
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
        told = [one for one in measures.targets() if not one.note.is_erased]
        pooled = _first({one.target: one.pooled or 0 for one in told})
        equal = _first({one.target: one.equal or 0 for one in told})
        if told and set(pooled).isdisjoint(equal):
            seen.append(_of_order(measures, pooled, equal))
    return seen


def no_common_order(evidence: Evidence, *, r_bar: float) -> Seen:
    """See the areas in which the orders of at least three cities have little in common.

    Seen where an area has three notes and the mean correlation r̄ is below `r_bar`.
    """
    areas = _areas_with_order(evidence)
    if isinstance(areas, NotEvaluated):
        return areas
    orders = _orders(evidence)
    if not orders:
        return NotEvaluated("few_cities")
    return [
        _of_area(area, numbers={"r_bar": found.r_bar, "w": found.w, "m": len(cities)})
        for area, cities, found in orders
        if found.r_bar < r_bar - LEAST
    ]


def common_order(evidence: Evidence) -> Seen:
    """See how much the orders of at least three cities have in common, area by area."""
    return [
        _of_area(
            area,
            numbers={"r_bar": found.r_bar, "w": found.w, "m": len(cities)},
            shown={"band": Shown("band", (found.band,))},
        )
        for area, cities, found in _orders(evidence)
    ]


def close_call(evidence: Evidence) -> Seen:
    """See the areas whose first place hangs on one ballot, or is shared.

    Seen where leaving out any single ballot changes who is first, or the first two are level.
    """
    areas = _areas_with_order(evidence)
    if isinstance(areas, NotEvaluated):
        return areas
    papers = evidence.reading.vote.papers if evidence.reading.vote else ()
    weighting, seen = evidence.reading.weighting, []
    for measures in areas:
        shares = {one.target: one.share or 0 for one in evidence.ranked[measures.area] if one.raw}
        if hangs_on_one_ballot(papers, list(shares), weighting=weighting) or is_tied(shares):
            first = tuple(shares)[:2]
            shown = {"area": Shown("area", (measures.area,)), "notes": Shown("targets", first)}
            notes = _notes_of(measures, first)
            seen.append(Sighting(areas=(measures.area,), notes=notes, shown=shown))
    return seen


def deciding_city(evidence: Evidence) -> Seen:
    """See the areas whose first place is lost when one city is left out; city by city."""
    areas = _areas_with_order(evidence)
    if isinstance(areas, NotEvaluated):
        return areas
    reading = evidence.reading
    seen = []
    for measures in areas:
        dots = {one.target: one.note.dots for one in measures.notes if one.raw}
        ballots = reading.voted or {}
        deciding = deciding_cities(dots, weighting=reading.weighting, ballots=ballots)
        seen += [_of_area(measures.area, cities=(city,)) for city in deciding]
    return seen


def one_voice(evidence: Evidence, *, share: float) -> Seen:
    """See a city of at least three that wrote more than `share` of the notes."""
    reading = evidence.reading
    if len(reading.cities) < SEVERAL:
        return NotEvaluated("few_cities")
    notes = reading.all_notes()
    if not notes:
        return NotEvaluated("no_notes")
    seen = []
    for city in reading.cities:
        count = sum(note.city == city.id for note in notes)
        if count / len(notes) > share + LEAST:
            seen.append(of_city(city.id, n=count, of=len(notes)))
    return seen


def _orders(evidence: Evidence) -> list[tuple[str, tuple[str, ...], Concordance]]:
    """Return area, its voting cities and how alike they rank, where at least three voted."""
    found = []
    for area, measures in evidence.areas.items():
        targets = measures.targets()
        if len(measures.cities) < SEVERAL or len(targets) < LEAST_NOTES:
            continue
        ranks = [
            mean_ranks([one.note.dots.get(city, 0) for one in targets]) for city in measures.cities
        ]
        known = concordance(ranks)
        if known is not None:
            found.append((area, measures.cities, known))
    return found


def _areas_with_order(evidence: Evidence) -> list[Measures] | NotEvaluated:
    voted = [measures for measures in evidence.areas.values() if measures.cities]
    if not voted:
        return NotEvaluated("no_votes")
    several = [measures for measures in voted if len(measures.cities) >= 2]
    return several or NotEvaluated("one_city")


def _first(worth: dict[str, float]) -> tuple[str, ...]:
    best = max(worth.values(), default=0)
    return tuple(note for note, share in worth.items() if at_least(share, best))


def _of_target(
    measures: Measures,
    one: Measured,
    *,
    numbers: Mapping[str, float] | None = None,
    cities: tuple[str, ...] = (),
) -> Sighting:
    """Return a sighting about a note, or about a theme and all of its notes."""
    known = {"lift": one.lift or 0, "breadth": one.breadth or 0} | dict(numbers or {})
    shown = {"note": Shown("targets", (one.target,)), "area": Shown("area", (measures.area,))}
    if cities:
        shown["city"] = Shown("cities", cities)
    notes = measures.members(one)
    return Sighting(notes=notes, cities=cities, numbers=known, shown=shown)


def _of_area(
    area: str,
    *,
    numbers: Mapping[str, float] | None = None,
    cities: tuple[str, ...] = (),
    shown: Mapping[str, Shown] | None = None,
) -> Sighting:
    gaps = {"area": Shown("area", (area,))} | dict(shown or {})
    if cities:
        gaps["city"] = Shown("cities", cities)
    return Sighting(areas=(area,), cities=cities, numbers=numbers or {}, shown=gaps)


def _of_order(measures: Measures, pooled: tuple[str, ...], equal: tuple[str, ...]) -> Sighting:
    shown = {
        "area": Shown("area", (measures.area,)),
        "pooled": Shown("targets", pooled),
        "equal": Shown("targets", equal),
    }
    notes = _notes_of(measures, (*pooled, *equal))
    return Sighting(areas=(measures.area,), notes=notes, shown=shown)


def _notes_of(measures: Measures, targets: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one.note.id for one in measures.notes if one.target in targets)


CHECKS = {
    "shared_priority": Check(
        shared_priority,
        {"lift": "threshold", "breadth": "threshold", "agree": "threshold"},
        shows=("note", "area", "k", "m", "lift", "breadth"),
    ),
    "local_priority": Check(
        local_priority, {"lift": "threshold"}, shows=("note", "area", "city", "lift", "breadth")
    ),
    "weighting_matters": Check(weighting_matters, shows=("area", "pooled", "equal")),
    "no_common_order": Check(no_common_order, {"r_bar": "threshold"}, ("area", "r_bar", "w", "m")),
    "common_order": Check(common_order, shows=("area", "band", "r_bar", "w", "m")),
    "close_call": Check(close_call, shows=("area", "notes")),
    "deciding_city": Check(deciding_city, shows=("area", "city")),
    "one_voice": Check(one_voice, {"share": "threshold"}, ("city", "n", "of")),
}
