"""Writes the draft: sections of sentences, each with its rule, notes, cities and votes."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from server.domain.board import canonical
from server.domain.state import Workshop

from .engine import Finding, plain_numbers
from .evidence import Evidence, fill_slots
from .findings import WRITING, Judged, finding_json, judge, not_evaluated_json
from .folder import CanvasFolder
from .measures import Measured
from .ruleset import Rule
from .sentences import area_label, core_text, join, rule_sentence, said, say, slot_text

IN_SUMMARY = 3  # shared priorities, and gaps, that the first section repeats
CARRYING = (WRITING, "S", "+")  # kinds of rules whose sentences tell what the notes say
GRAVE = 3  # severity from which a gap belongs into the summary


def draft(
    workshop: Workshop,
    folder: CanvasFolder,
    *,
    thresholds: Mapping[str, Any] | None = None,
    weighting: str | None = None,
    language: str = "en",
) -> dict[str, Any]:
    """Return the draft of a board: the same board and rules give the same bytes.

    Shape: {language, status, core: {text, slots, parts}, sections: [{id, title, sentences:
    [{text, rule, version, notes, cities, votes}]}], findings, not_evaluated, not_carried:
    [{note_id, reason, text}], rules, thresholds, frozen?: {at, seq, log_head?},
    checksum}. Whatever is hidden is only counted.
    Raises: Refused "op.malformed" for a threshold the canvas does not have.
    """
    judged = judge(workshop, folder, thresholds=thresholds, weighting=weighting, language=language)
    sections = _sections(judged)
    written: dict[str, Any] = {
        "language": judged.writer.language,
        "status": _status(judged, folder),
        "core": _core(judged),
        "sections": sections,
        "findings": [finding_json(judged.writer, one) for one in judged.findings()],
        "not_evaluated": not_evaluated_json(judged),
        "not_carried": _not_carried(judged),
        "rules": {rule.id: _reason(rule, judged) for rule in folder.rules},
        "thresholds": plain_numbers(judged.evidence.thresholds),
    }
    written |= _frozen(workshop)
    return written | {"checksum": checksum(written)}


def _frozen(workshop: Workshop) -> dict[str, Any]:
    """Return since when the draft is agreed: {frozen: {at, seq, log_head?}}, or {}."""
    frozen = workshop.drafting.frozen
    if frozen is None:
        return {}
    told: dict[str, Any] = {"at": frozen.at, "seq": frozen.seq}
    return {"frozen": told if frozen.log_head is None else told | {"log_head": frozen.log_head}}


def checksum(written: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON without its own `checksum`."""
    plain = {name: value for name, value in written.items() if name != "checksum"}
    return hashlib.sha256(canonical(plain)).hexdigest()


def _status(judged: Judged, folder: CanvasFolder) -> dict[str, Any]:
    reading, writer = judged.evidence.reading, judged.writer
    weighting = writer.phrases[f"weighting.{reading.weighting}"]
    vote = writer.phrases["status.unvoted"]
    if reading.voted is not None:
        ballots = sum(reading.voted.values())
        vote = say(writer, "status.voted", ballots=ballots, weighting=weighting)
    notes = len(reading.all_notes())
    text = say(
        writer,
        "status",
        date=reading.as_of[:10],
        title=reading.title,
        cities=join(writer, writer.cities.values()),
        n=notes,
        vote=vote,
        rules=folder.ruleset,
    )
    status: dict[str, Any] = {"text": text, "date": reading.as_of[:10], "notes": notes}
    status |= {"hidden": reading.hidden, "weighting": reading.weighting, "rules": folder.ruleset}
    counts = {"voted": reading.voted, "present": reading.present}
    return status | {name: dict(known) for name, known in counts.items() if known is not None}


def _core(judged: Judged) -> dict[str, Any]:
    filled = fill_slots(judged.evidence)
    slots = judged.evidence.canvas.draft.slots
    held = {slot.id: [one.note.id] if (one := filled.get(slot.id)) else [] for slot in slots}
    parts = []
    for slot in slots:
        one = filled.get(slot.id)
        part: dict[str, Any] = {"slot": slot.id, "text": slot_text(judged.writer, slot, filled)}
        part |= {"label": said(judged.writer, slot.label), "notes": held[slot.id]}
        if one is not None and one.shares:
            part["cities"] = {"backing": len(one.backers), "voting": len(one.shares)}
        parts.append(part)
    return {"text": core_text(judged.writer), "slots": held, "parts": parts}


def _sections(judged: Judged) -> list[dict[str, Any]]:
    """Return the sections: first what the board tells, in its order, then what rules found."""
    found = judged.examined.findings
    told = [one for one in _in_order(judged.evidence, found) if one.rule.kind == WRITING]
    judged_ones = judged.findings()
    template = judged.evidence.canvas.draft.sections
    summary = [*_best(judged_ones, "+"), *_gravest(judged_ones)]
    sections = []
    for place, section in enumerate(template):
        own = [one for one in (*told, *judged_ones) if one.section == section.id]
        if place == 0:
            own = list({one.id: one for one in (*own, *summary)}.values())
        sentences = [_sentence(judged, one) for one in own]
        title = said(judged.writer, section.title)
        sections.append({"id": section.id, "title": title, "sentences": sentences})
    return sections


def _best(found: Iterable[Finding], kind: str) -> list[Finding]:
    return [one for one in found if one.rule.kind == kind][:IN_SUMMARY]


def _gravest(found: Iterable[Finding]) -> list[Finding]:
    grave = [one for one in found if one.rule.kind in "GT" and one.rule.severity >= GRAVE]
    return grave[:IN_SUMMARY]


def _in_order(evidence: Evidence, found: Iterable[Finding]) -> list[Finding]:
    """Return findings by rule, then in the order of their areas, cities and facets."""
    area_order = {area.id: place for place, area in enumerate(evidence.canvas.areas)}
    city_order = {city.id: place for place, city in enumerate(evidence.reading.cities)}

    def place(one: Finding) -> tuple[str, int, int, int]:
        seen = one.sighting
        area = area_order[seen.areas[0]] if seen.areas else -1
        city = city_order[seen.cities[0]] if seen.cities else -1
        return one.rule.id, area, city, _facet_order(evidence, one)

    return sorted(found, key=place)


def _facet_order(evidence: Evidence, one: Finding) -> int:
    part = one.sighting.shown.get("part")
    if part is None or len(part.ids) < 2:
        return 1000  # notes that are not sorted come last
    area = evidence.canvas.area(part.ids[0])
    facets = [facet.id for facet in area.facets] if area else []
    return facets.index(part.ids[1])


def _sentence(judged: Judged, one: Finding) -> dict[str, Any]:
    measured = judged.writer.measured
    notes = one.sighting.notes or one.sighting.basis
    votes = {
        city.id: sum(measured[note].note.dots.get(city.id, 0) for note in notes)
        for city in judged.evidence.reading.cities
    }
    return {
        "text": rule_sentence(judged.writer, one.rule, one.sighting),
        "rule": one.rule.id,
        "version": one.rule.version,
        "kind": one.rule.kind,
        "finding": one.id,
        "notes": list(notes),
        "cities": _cities(judged, one, votes),
        "votes": votes if notes else {},
    }


def _cities(judged: Judged, one: Finding, votes: Mapping[str, int]) -> list[str]:
    """Return whose sentence it is: cities it is about, else that voted, else that wrote it."""
    measured = judged.writer.measured
    notes = one.sighting.notes or one.sighting.basis
    authors = {measured[note].note.city for note in notes}
    voters = {city for city, dots in votes.items() if dots}
    behind = set(one.sighting.cities) or voters or authors
    return [city.id for city in judged.evidence.reading.cities if city.id in behind]


def _not_carried(judged: Judged) -> list[dict[str, str]]:
    """Return every visible note that no sentence carries, with the reason, in board order.

    A caveat, a gap or a question that names a note does not carry it.
    """
    telling = [one for one in judged.examined.findings if one.rule.kind in CARRYING]
    used = {note for one in telling for note in one.sighting.notes}
    used |= {one.note.id for one in fill_slots(judged.evidence).values() if one is not None}
    left: list[dict[str, str]] = []
    for measures in judged.evidence.areas.values():
        ranks = {one.note.id: place for place, one in enumerate(measures.ranked(), start=1)}
        top = len(measures.top())
        left += [
            _left_out(judged, one, rank=ranks[one.note.id], top=top)
            for one in measures.notes
            if one.note.id not in used
        ]
    return left


def _left_out(judged: Judged, one: Measured, *, rank: int, top: int) -> dict[str, str]:
    reason = "no_dots"
    if one.note.is_erased:
        reason = "erased"
    elif judged.evidence.reading.voted is None:
        reason = "no_vote"
    elif one.raw:
        reason = "no_rule" if rank <= top else "below_cut"
    area = area_label(judged.writer, one.note.area)
    text = say(judged.writer, f"reason.{reason}", area=area, rank=rank, n=one.count, top=top)
    return {"note_id": one.note.id, "reason": reason, "text": text}


def _reason(rule: Rule, judged: Judged) -> dict[str, Any]:
    return {
        "version": rule.version,
        "kind": rule.kind,
        "title": said(judged.writer, rule.title),
        "why": said(judged.writer, rule.why),
        "source": rule.source,
    }
