"""Puts the sentences of findings into the sections of the draft, as people edited them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from server.domain.canvas import Section

from .engine import Finding
from .evidence import Evidence
from .findings import WRITING, Judged
from .lines import gathered
from .measures import target_of
from .sections import PER_CITY, city_section, is_told
from .sentences import rule_sentence
from .signing import signatures_json
from .wording import said

SUMMARY = "summary"  # the section that repeats the most important; without one, the first
IN_SUMMARY = 3  # shared priorities, gaps and tensions, and decisions asked for, each at most
GRAVE = 3  # severity from which a gap belongs into the summary
UNSORTED = 1000  # notes that are not sorted come last


def write_sections(judged: Judged) -> list[dict[str, Any]]:
    """Return the sections: first what the board tells, in its order, then what rules found.

    `lines` gather the sentences of one rule, see `lines.py`. A sentence that qualifies another
    stands right after it. Then the facilitator's order, words
    and omissions hold; an edited sentence keeps its original.
    """
    kept = [one for one in judged.examined.findings if not one.is_dismissed]
    told = _in_order(judged.evidence, (one for one in kept if one.kind == WRITING))
    found = [*told, *(one for one in kept if one.kind != WRITING)]
    template = judged.evidence.canvas.draft.sections
    known = [section.id for section in template]
    summary = SUMMARY if SUMMARY in known else known[0]
    signed = signatures_json(judged)
    sections = []
    for section in template:
        for city in _cities_of(section, judged.evidence):
            own = _told_in(section, city, found)
            if section.id == summary:
                own = list({one.id: one for one in (*own, *_most_important(found))}.values())
            written = _written(judged, section, city, own)
            sections.append(written | {"signatures": signed.get(written["id"], {})})
    return sections


def sentence_json(judged: Judged, one: Finding) -> dict[str, Any]:
    """Return a sentence with its rule, notes, cities and votes."""
    measured = judged.writer.measured
    notes = one.sighting.notes or one.sighting.basis
    targets = {target_of(measured[note].note): measured[note].note for note in notes}
    votes = {
        city.id: sum(note.dots.get(city.id, 0) for note in targets.values())
        for city in judged.evidence.reading.cities
    }
    return {
        "text": rule_sentence(judged.writer, one.rule, one.sighting),
        "rule": one.rule.id,
        "version": one.rule.version,
        "kind": one.kind,
        "finding": one.id,
        "notes": list(notes),
        "cities": _behind(judged, one, votes),
        "votes": votes if notes else {},
    }


def _cities_of(section: Section, evidence: Evidence) -> list[str | None]:
    if section.each != PER_CITY:
        return [None]
    return [city.id for city in evidence.reading.cities]


def _told_in(section: Section, city: str | None, found: Iterable[Finding]) -> list[Finding]:
    return [
        one
        for one in found
        if is_told(section, one.rule, one.sighting, home=one.section, city=city)
    ]


def _written(
    judged: Judged, section: Section, city: str | None, own: Sequence[Finding]
) -> dict[str, Any]:
    drafting = judged.evidence.reading.drafting
    section_id, title = section.id, said(judged.writer, section.title)
    if city is not None:
        section_id = city_section(section, city)
        title = f"{title}: {judged.writer.cities[city]}"
    left_out = {one.sentence for one in drafting.omitted if one.section == section_id}
    words = {one.sentence: one.text for one in drafting.edits if one.section == section_id}
    listed = _as_ordered(_qualified(own), drafting.order.get(section_id, ()))
    written: dict[str, Any] = {"id": section_id, "title": title, "sentences": [], "omitted": []}
    shown = [one for one in listed if one.id not in left_out]
    is_ordered = section_id in drafting.order
    written["lines"] = gathered(judged, shown, alone=words, neighbours_only=is_ordered)
    for one in listed:
        sentence = sentence_json(judged, one)
        if one.id in words:
            edited = {"text": words[one.id], "edited": True, "original": sentence["text"]}
            sentence |= edited
        written["omitted" if one.id in left_out else "sentences"].append(sentence)
    return written if city is None else written | {"city": city}


def _qualified(found: Sequence[Finding]) -> list[Finding]:
    """Return the findings, each one that qualifies another right after it."""
    asked = {one.rule.qualifies for one in found if one.rule.qualifies is not None}
    heads = [one for one in found if one.rule.id in asked]
    after: dict[str, list[Finding]] = {}
    for one in found:
        if one.rule.qualifies is not None:
            head = next((head for head in heads if _qualifies(one, head)), None)
            if head is not None:
                after.setdefault(head.id, []).append(one)
    moved = {one.id for ones in after.values() for one in ones}
    return [
        one for head in found if head.id not in moved for one in (head, *after.get(head.id, ()))
    ]


def _qualifies(one: Finding, head: Finding) -> bool:
    is_about = {*head.sighting.notes, *head.sighting.basis} >= set(one.sighting.notes)
    return one.rule.qualifies == head.rule.id and is_about


def _as_ordered(found: Sequence[Finding], order: Iterable[str]) -> list[Finding]:
    """Return the findings in the order somebody chose; what they did not know comes after."""
    places = {finding: place for place, finding in enumerate(order)}
    return sorted(found, key=lambda one: places.get(one.id, len(places)))


def _most_important(found: Sequence[Finding]) -> list[Finding]:
    best = [one for one in found if one.kind == "+"]
    grave = [one for one in found if one.kind in "GT" and one.severity >= GRAVE]
    asked = [one for one in found if one.kind == "R"]
    return [*best[:IN_SUMMARY], *grave[:IN_SUMMARY], *asked[:IN_SUMMARY]]


def _in_order(evidence: Evidence, found: Iterable[Finding]) -> list[Finding]:
    """Return findings by rule, then in the order of their areas, cities and facets."""
    area_order = {area.id: place for place, area in enumerate(evidence.canvas.areas)}
    city_order = {city.id: place for place, city in enumerate(evidence.reading.cities)}

    def place(one: Finding) -> tuple[str, int, int, float]:
        seen = one.sighting
        area = area_order[seen.areas[0]] if seen.areas else -1
        city = city_order[seen.cities[0]] if seen.cities else -1
        return one.rule.id, area, city, seen.numbers.get("order", _facet_order(evidence, one))

    return sorted(found, key=place)


def _facet_order(evidence: Evidence, one: Finding) -> int:
    part = one.sighting.shown.get("part")
    if part is None or len(part.ids) < 2:
        return UNSORTED
    area = evidence.canvas.area(part.ids[0])
    facets = [facet.id for facet in area.facets] if area else []
    return facets.index(part.ids[1])


def _behind(judged: Judged, one: Finding, votes: Mapping[str, int]) -> list[str]:
    """Return whose sentence it is: cities it is about, else that voted, else that wrote it."""
    measured = judged.writer.measured
    notes = one.sighting.notes or one.sighting.basis
    authors = {measured[note].note.city for note in notes}
    voters = {city for city, dots in votes.items() if dots}
    behind = set(one.sighting.cities) or voters or authors
    return [city.id for city in judged.evidence.reading.cities if city.id in behind]
