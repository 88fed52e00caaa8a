"""Says in which sections of the draft a finding stands."""

from server.domain.canvas import Section

from .evidence import Evidence, Sighting
from .ruleset import OWN_PLACE, Rule

PER_CITY = "city"  # a section with `each = "city"` is written once for every city


def home(evidence: Evidence, rule: Rule, sighting: Sighting) -> str:
    """Return the section a finding belongs to: the rule's, or that of the notes it is about.

    In a section that is written once for every city: that of the first city it is about.
    """
    sections = evidence.canvas.draft.sections
    if rule.section == OWN_PLACE:
        return _of_notes(evidence, sighting) or sections[-1].id
    known = next((one for one in sections if one.id == rule.section), None)
    if known is None or known.each != PER_CITY or not sighting.cities:
        return rule.section
    return city_section(known, sighting.cities[0])


def city_section(section: Section, city_id: str) -> str:
    """Return the id of one city's section."""
    return f"{section.id}:{city_id}"


def is_told(
    section: Section, rule: Rule, sighting: Sighting, *, home: str, city: str | None
) -> bool:
    """Return whether a finding stands in a section; `city` = whose, where each city has one."""
    if city is not None:
        is_about = city in sighting.cities
        return is_about and (rule.section == section.id or rule.id in section.rules)
    return home == section.id or rule.id in section.rules


def _of_notes(evidence: Evidence, sighting: Sighting) -> str | None:
    draft = evidence.canvas.draft
    facet = None
    area_id = sighting.areas[0] if sighting.areas else None
    if sighting.notes:
        note = evidence.note(sighting.notes[0])
        area_id, facet = note.area, note.facet
    area = evidence.canvas.area(area_id or "")
    return draft.section_for(area.id, area.lens_of(facet)) if area else None
