"""Checks of what notes say beside their text: owners, measures, payers, funding, tags."""

from collections.abc import Iterable

from server.synthesis.evidence import Check, Evidence, NotEvaluated, Seen, Shown, Sighting
from server.synthesis.reading import ReadNote

from .seen import in_list, of_area, of_note, top_notes


def unowned_top(evidence: Evidence, *, areas: list[str]) -> Seen:
    """See the top notes of some areas without an owner."""
    tops = top_notes(evidence, areas)
    if isinstance(tops, NotEvaluated):
        return tops
    return [in_list(one.note) for one in tops if not one.note.owner]


def unmeasured_top(evidence: Evidence, *, area: str, facet: str) -> Seen:
    """See the top notes of a facet that name no measure."""
    tops = top_notes(evidence, [area])
    if isinstance(tops, NotEvaluated):
        return tops
    return [of_note(one.note) for one in tops if one.note.facet == facet and not one.note.indicator]


def payers_apart(evidence: Evidence, *, area: str) -> Seen:
    """See the services where nobody who pays is among those who benefit.

    Of the notes of an area: by service; the notes of no service count as one.
    """
    notes = evidence.reading.notes[area]
    if not any(note.pays for note in notes):
        return NotEvaluated("no_details")
    seen = []
    for service, listed in _by_service(evidence, notes):
        pays = sorted({group for note in listed for group in note.pays})
        benefits = sorted({group for note in listed for group in note.who})
        if pays and benefits and set(pays).isdisjoint(benefits):
            shown = {
                "payers": Shown("groups", tuple(pays)),
                "beneficiaries": Shown("groups", tuple(benefits)),
            }
            others = (service,) if service else ()
            basis = [note for note in listed if note.pays or note.who]
            seen.append(of_area(area, basis, shown=shown, others=others))
    return seen


def single_funding(evidence: Evidence, *, facets: list[str], funding: str) -> Seen:
    """See that every note of these facets is paid for in the same way."""
    notes = [note for note in evidence.reading.all_notes() if note.facet in facets]
    if not any(note.funding for note in notes):
        return NotEvaluated("no_details")
    if any(note.funding != funding for note in notes):
        return []
    areas = tuple(dict.fromkeys(note.area for note in notes))
    return [Sighting(areas=areas, basis=tuple(note.id for note in notes))]


def untagged(evidence: Evidence, *, tags: list[str]) -> Seen:
    """See that no note has one of these tags."""
    notes = evidence.reading.all_notes()
    if not notes:
        return NotEvaluated("no_notes")
    return [] if _tagged(notes, tags) else [Sighting(others=tuple(tags))]


def tag_without_tag(evidence: Evidence, *, tags: list[str], without: list[str]) -> Seen:
    """See notes with one of `tags` where no note of the board has one of `without`."""
    notes = evidence.reading.all_notes()
    if not any(note.tags for note in notes):
        return NotEvaluated("no_details")
    marked = _tagged(notes, tags)
    if not marked or _tagged(notes, without):
        return []
    found = tuple(note.id for note in marked)
    return [Sighting(others=tuple(without), basis=found, shown={"notes": Shown("notes", found)})]


def facet_without_facets(evidence: Evidence, *, area: str, facet: str, facets: list[str]) -> Seen:
    """See an area that has notes of one facet and none of several others."""
    notes = evidence.reading.notes[area]
    known = {note.facet for note in notes if note.facet is not None}
    if notes and not known:
        return NotEvaluated("not_sorted")
    if facet not in known or not known.isdisjoint(facets):
        return []
    return [of_area(area, [note for note in notes if note.facet == facet])]


def same_pace_growth(evidence: Evidence, *, area: str, facets: list[str]) -> Seen:
    """See the notes of some facets whose cost grows as fast as use."""
    notes = evidence.reading.notes[area]
    if not any(note.cost_behaviour for note in notes):
        return NotEvaluated("no_details")
    return [
        of_note(note)
        for note in notes
        if note.facet in facets and note.cost_behaviour == "same_pace"
    ]


def _tagged(notes: Iterable[ReadNote], tags: Iterable[str]) -> list[ReadNote]:
    wanted = set(tags)
    return [note for note in notes if not wanted.isdisjoint(note.tags)]


def _by_service(evidence: Evidence, notes: Iterable[ReadNote]) -> list[tuple[str, list[ReadNote]]]:
    listed = list(notes)
    services = [service.id for service in evidence.reading.services]
    found = [(known, [note for note in listed if known in note.services]) for known in services]
    return [*found, ("", [note for note in listed if not note.services])]


CHECKS = {
    "unowned_top": Check(unowned_top, {"areas": "areas"}, ("notes", "n"), is_list=True),
    "unmeasured_top": Check(unmeasured_top, {"area": "area", "facet": "facet"}, ("note", "area")),
    "payers_apart": Check(payers_apart, {"area": "area"}, ("area", "payers", "beneficiaries")),
    "single_funding": Check(single_funding, {"facets": "any_facets", "funding": "funding"}),
    "untagged": Check(untagged, {"tags": "tags"}),
    "tag_without_tag": Check(tag_without_tag, {"tags": "tags", "without": "tags"}, ("notes",)),
    "facet_without_facets": Check(
        facet_without_facets, {"area": "area", "facet": "facet", "facets": "facets"}, ("area",)
    ),
    "same_pace_growth": Check(
        same_pace_growth, {"area": "area", "facets": "facets"}, ("note", "area")
    ),
}
