"""Checks of what is on the board and what is missing."""

from server.synthesis.evidence import Check, Evidence, NotEvaluated, Seen, Shown, Sighting
from server.synthesis.reading import ReadNote
from server.synthesis.shares import LEAST

from .seen import of_area


def empty_area(evidence: Evidence) -> Seen:
    """See the areas without a note."""
    notes = evidence.reading.notes
    return [of_area(area, ()) for area in notes if not notes[area]]


def few_notes(evidence: Evidence, *, at_most: int) -> Seen:
    """See the areas that rest on a few notes."""
    seen = []
    for area, notes in evidence.reading.notes.items():
        count = len(notes)
        if 1 <= count <= at_most:
            variant = "one" if count == 1 else "main"
            seen.append(of_area(area, notes, numbers={"n": count}, variant=variant))
    return seen


def side_share(evidence: Evidence, *, side: str, below: float, above: float) -> Seen:
    """See whether one side of the canvas has too small or too large a part of all notes."""
    areas = [area.id for area in evidence.canvas.areas if area.side == side]
    notes = evidence.reading.notes
    total = sum(len(of_area) for of_area in notes.values())
    on_side = sum(len(notes[area]) for area in areas)
    if not total:
        return NotEvaluated("no_notes")
    if below - LEAST <= on_side / total <= above + LEAST:
        return []
    variant = "few" if on_side / total < below else "many"
    numbers = {"n": on_side, "of": total}
    basis = tuple(note.id for area in areas for note in notes[area])
    return [Sighting(areas=tuple(areas), numbers=numbers, variant=variant, basis=basis)]


def facet_without_facet(evidence: Evidence, *, area: str, facet: str, without: str) -> Seen:
    """See an area that has notes of one facet and none of another."""
    notes = evidence.reading.notes[area]
    facets = _facets(notes)
    if notes and not facets:
        return NotEvaluated("not_sorted")
    if facet not in facets or without in facets:
        return []
    return [of_area(area, tuple(note for note in notes if note.facet == facet))]


def area_without_facet(evidence: Evidence, *, area: str, without: str) -> Seen:
    """See an area that has sorted notes, but none of one facet."""
    notes = evidence.reading.notes[area]
    facets = _facets(notes)
    if notes and not facets:
        return NotEvaluated("not_sorted")
    if not facets or without in facets:
        return []
    return [of_area(area, notes, numbers={"n": len(notes)})]


def facets_missing(evidence: Evidence, *, area: str, facets: list[str]) -> Seen:
    """See an area with sorted notes that lacks some of the facets that belong together."""
    notes = evidence.reading.notes[area]
    known = _facets(notes)
    if notes and not known:
        return NotEvaluated("not_sorted")
    present = [facet for facet in facets if facet in known]
    missing = [facet for facet in facets if facet not in known]
    if not known or not missing:
        return []
    shown = {
        "present": Shown("facets", (area, *present)),
        "missing": Shown("facets", (area, *missing)),
    }
    return [of_area(area, notes, shown=shown, variant="main" if present else "none")]


def crowded_area(evidence: Evidence, *, share: float) -> Seen:
    """See the areas that hold more than `share` of all notes."""
    total = len(evidence.measured)
    if not total:
        return NotEvaluated("no_notes")
    return [
        of_area(area, notes, numbers={"n": len(notes), "of": total})
        for area, notes in evidence.reading.notes.items()
        if len(notes) / total > share + LEAST
    ]


def undivided(evidence: Evidence, *, area: str, without: str) -> Seen:
    """See an area that lacks a facet although several cities or groups are concerned.

    Seen where no note has the facet and at least two cities take part, or notes speak for two
    groups.
    """
    notes = evidence.reading.notes[area]
    facets = _facets(notes)
    if notes and not facets:
        return NotEvaluated("not_sorted")
    groups = {group for note in evidence.reading.all_notes() for group in note.who}
    if without in facets or (len(evidence.reading.cities) < 2 and len(groups) < 2):
        return []
    return [of_area(area, notes)]


def unheard_groups(evidence: Evidence, *, areas: list[str]) -> Seen:
    """See the groups that no note of these areas speaks for; each one alone."""
    notes = [note for area in areas for note in evidence.reading.notes[area]]
    spoken = {group for note in notes for group in note.who}
    if not spoken:
        return NotEvaluated("no_details")
    return [
        Sighting(
            areas=tuple(areas),
            others=(group.id,),
            shown={"group": Shown("groups", (group.id,))},
            basis=tuple(note.id for note in notes if note.who),
        )
        for group in evidence.canvas.who
        if group.id not in spoken
    ]


def unanswered_lenses(evidence: Evidence, *, lenses: list[str]) -> Seen:
    """See the services that have no note for one of the lenses; one sighting a service."""
    if not evidence.reading.services:
        return NotEvaluated("no_services")
    answered: dict[str, set[str | None]] = {}
    notes: dict[str, list[str]] = {}
    for note in evidence.reading.all_notes():
        area = evidence.canvas.area(note.area)
        for service in note.services:
            answered.setdefault(service, set()).add(area.lens_of(note.facet) if area else None)
            notes.setdefault(service, []).append(note.id)
    if not answered:
        return NotEvaluated("no_details")
    seen = []
    for known in evidence.reading.services:
        missing = tuple(one for one in lenses if one not in answered.get(known.id, ()))
        if missing:
            shown = {"service": Shown("services", (known.id,)), "lens": Shown("lens", missing)}
            basis = tuple(notes.get(known.id, ()))
            seen.append(Sighting(others=(known.id, *missing), shown=shown, basis=basis))
    return seen


def _facets(notes: tuple[ReadNote, ...]) -> set[str]:
    # A note without a facet is "not sorted": it counts in its area and in no facet rule.
    return {note.facet for note in notes if note.facet is not None}


CHECKS = {
    "empty_area": Check(empty_area, shows=("area",)),
    "few_notes": Check(
        few_notes, {"at_most": "count"}, shows=("area", "n"), variants=("main", "one")
    ),
    "side_share": Check(
        side_share,
        {"side": "side", "below": "threshold", "above": "threshold"},
        shows=("n", "of"),
        variants=("few", "many"),
    ),
    "facet_without_facet": Check(
        facet_without_facet, {"area": "area", "facet": "facet", "without": "facet"}, ("area",)
    ),
    "area_without_facet": Check(
        area_without_facet, {"area": "area", "without": "facet"}, ("area", "n")
    ),
    "facets_missing": Check(
        facets_missing,
        {"area": "area", "facets": "facets"},
        ("area", "present", "missing"),
        variants=("main", "none"),
    ),
    "crowded_area": Check(crowded_area, {"share": "threshold"}, ("area", "n", "of")),
    "undivided": Check(undivided, {"area": "area", "without": "facet"}, ("area",)),
    "unheard_groups": Check(unheard_groups, {"areas": "areas"}, ("group",)),
    "unanswered_lenses": Check(unanswered_lenses, {"lenses": "lenses"}, ("service", "lens")),
}
