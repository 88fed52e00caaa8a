"""Writes the draft: sections of sentences, each with its rule, notes, cities and votes."""

import hashlib
from collections.abc import Mapping
from typing import Any

from server.domain.board import canonical
from server.domain.state import Workshop

from .carrying import not_carried_json, used_json
from .document import write_sections
from .engine import Finding, plain_numbers
from .findings import Judged, finding_json, judge, not_evaluated_json, settled_thresholds
from .folder import CanvasFolder
from .lines import gathered
from .reading import Reading, read_workshop
from .ruleset import Rule
from .sentences import core_text, slot_text, status_text
from .signing import agreement_json
from .slots import linked_notes
from .wording import said


def draft(
    workshop: Workshop,
    folder: CanvasFolder,
    *,
    thresholds: Mapping[str, Any] | None = None,
    weighting: str | None = None,
    pairs: str | None = None,
    language: str = "en",
) -> dict[str, Any]:
    """Return the draft of a board: the same board and rules give the same bytes.

    Shape: {language, status, core: {text, slots, parts}, sections: [{id, title, sentences:
    [{text, rule, version, kind, finding, notes, cities, votes, edited?, original?}], lines,
    omitted, signatures}], agreement, findings, finding_lines, dismissed, not_evaluated, used:
    {note_id: [{section, finding, rule}]}, not_carried: [{note_id, reason, text}], rules,
    thresholds, pairs, frozen?: {at, seq, log_head?}, checksum}. Whatever is hidden is only counted.
    Raises: Refused "op.malformed" for a threshold or pairs the canvas does not have.
    """
    reading = read_workshop(workshop, canvas=folder.canvas, weighting=weighting, pairs=pairs)
    settled = settled_thresholds(workshop, folder, thresholds)
    return write_draft(judge(reading, folder, thresholds=settled, language=language), folder)


def write_draft(judged: Judged, folder: CanvasFolder) -> dict[str, Any]:
    """Return the draft of a board that the rules have looked at."""
    reading, writer = judged.evidence.reading, judged.writer
    set_aside = [one for one in judged.all_findings() if one.is_dismissed]
    sections = write_sections(judged)
    used = used_json(judged, sections)
    written: dict[str, Any] = {
        "language": writer.language,
        "status": _status(judged, folder),
        "core": _core(judged),
        "sections": sections,
        "agreement": agreement_json(judged, sections),
        "findings": [finding_json(writer, one) for one in judged.findings()],
        "finding_lines": gathered(judged, by_severity(judged.findings())),
        "dismissed": [finding_json(writer, one) for one in set_aside],
        "not_evaluated": not_evaluated_json(judged),
        "used": used,
        "not_carried": not_carried_json(judged, sections, used),
        "rules": {rule.id: _reason(rule, judged) for rule in folder.rules},
        "thresholds": plain_numbers(judged.evidence.thresholds),
    }
    chosen = reading.pairs or judged.evidence.canvas.default_pairs
    if chosen is not None:
        written["pairs"] = chosen
    written |= _frozen(reading)
    return written | {"checksum": checksum(written)}


def by_severity(found: list[Finding]) -> list[Finding]:
    """Return the findings, the gravest first, else in the order they have."""
    return sorted(found, key=lambda one: -one.severity)


def _frozen(reading: Reading) -> dict[str, Any]:
    """Return since when the draft is agreed: {frozen: {at, seq, log_head?}}, or {}."""
    frozen = reading.drafting.frozen
    if frozen is None:
        return {}
    told: dict[str, Any] = {"at": frozen.at, "seq": frozen.seq}
    return {"frozen": told if frozen.log_head is None else told | {"log_head": frozen.log_head}}


def checksum(written: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON without its own `checksum`."""
    plain = {name: value for name, value in written.items() if name != "checksum"}
    return hashlib.sha256(canonical(plain)).hexdigest()


def _status(judged: Judged, folder: CanvasFolder) -> dict[str, Any]:
    reading = judged.evidence.reading
    status: dict[str, Any] = {
        "text": status_text(judged.writer),
        "date": reading.as_of[:10],
        "notes": len(reading.all_notes()),
        "hidden": reading.hidden,
        "weighting": reading.weighting,
        "rules": folder.ruleset,
    }
    counts = {"voted": reading.voted, "present": reading.present}
    return status | {name: dict(known) for name, known in counts.items() if known is not None}


def _core(judged: Judged) -> dict[str, Any]:
    evidence = judged.evidence
    slots = evidence.canvas.draft.slots
    linked = linked_notes(evidence.links, evidence.chains)
    filled = {slot.id: evidence.slots.get(slot.id) for slot in slots}
    held = {slot: [one.note.id] if one else [] for slot, one in filled.items()}
    parts = []
    for slot in slots:
        part: dict[str, Any] = {
            "slot": slot.id,
            "text": slot_text(judged.writer, slot),
            "label": said(judged.writer, slot.label),
            "notes": held[slot.id],
        }
        one = filled[slot.id]
        if one is not None and one.shares:
            part["cities"] = {"backing": len(one.backers), "voting": len(one.shares)}
        if one is not None and evidence.chains:
            part["linked"] = one.note.id in linked  # with the chain the sentence is built on
        parts.append(part)
    chain = list(evidence.chains[0].notes) if evidence.chains else []
    return {"text": core_text(judged.writer), "slots": held, "parts": parts, "chain": chain}


def _reason(rule: Rule, judged: Judged) -> dict[str, Any]:
    return {
        "version": rule.version,
        "kind": rule.kind,
        "title": said(judged.writer, rule.title),
        "why": said(judged.writer, rule.why),
        "source": rule.source,
    }
