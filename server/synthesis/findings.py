"""Lists what the rules find on a board, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.state import Workshop

from .engine import Examined, Finding, examine, plain_numbers
from .evidence import Evidence, gather, settle_thresholds
from .folder import CanvasFolder
from .reading import Reading, read_workshop
from .sentences import rule_sentence
from .wording import Writer, a_writer, said, say

WRITING = "W"  # rules that only make sentences of the draft


@dataclass(frozen=True, slots=True)
class Judged:
    """A board, what the rules say about it, and the words to say it in."""

    evidence: Evidence
    examined: Examined
    writer: Writer

    def findings(self) -> list[Finding]:
        """Return what was found and not dismissed, without what only tells the board."""
        return [one for one in self.all_findings() if not one.is_dismissed]

    def all_findings(self) -> list[Finding]:
        """Return what was found, also what the facilitator dismissed."""
        return [one for one in self.examined.findings if one.kind != WRITING]


def findings(
    workshop: Workshop,
    folder: CanvasFolder,
    *,
    thresholds: Mapping[str, Any] | None = None,
    weighting: str | None = None,
    pairs: str | None = None,
    language: str = "en",
) -> list[dict[str, Any]]:
    """Return the findings, most important first; those dismissed too, with the verdict.

    Shape: [{id, rule, version, title, kind, severity, subjects, areas, notes, cities, numbers,
    text, section, verdict?, reason?}]; `title` is the rule's name. `thresholds`, `weighting` and
    `pairs` ask "what if"; nothing is stored.
    Raises: Refused "op.malformed" for a threshold or pairs the canvas does not have.
    """
    reading = read_workshop(workshop, canvas=folder.canvas, weighting=weighting, pairs=pairs)
    settled = settled_thresholds(workshop, folder, thresholds)
    judged = judge(reading, folder, thresholds=settled, language=language)
    return [finding_json(judged.writer, finding) for finding in judged.all_findings()]


def judge(
    reading: Reading,
    folder: CanvasFolder,
    *,
    thresholds: Mapping[str, Any] | None = None,
    language: str = "en",
) -> Judged:
    """Return the board as the folder's rules see it."""
    evidence = gather(reading, folder.canvas, thresholds=thresholds)
    return Judged(evidence, examine(evidence, folder.rules), a_writer(evidence, language))


def settled_thresholds(
    workshop: Workshop, folder: CanvasFolder, given: Mapping[str, Any] | None
) -> dict[str, float]:
    """Return the thresholds that hold: of the canvas, of the workshop, then what was asked for."""
    of_workshop = workshop.settings.get("thresholds", {})
    return settle_thresholds(folder.canvas, given or {}, of_workshop=of_workshop)


def finding_json(writer: Writer, finding: Finding) -> dict[str, Any]:
    """Return a finding as the wire has it."""
    rule, sighting = finding.rule, finding.sighting
    known: dict[str, Any] = {
        "id": finding.id,
        "rule": rule.id,
        "version": rule.version,
        "title": said(writer, rule.title),
        "kind": finding.kind,
        "severity": finding.severity,
        "subjects": list(sighting.subjects),
        "areas": list(sighting.areas),
        "notes": list(sighting.notes),
        "cities": list(sighting.cities),
        "numbers": plain_numbers(sighting.numbers),
        "text": rule_sentence(writer, rule, sighting),
        "section": finding.section,
    }
    if finding.verdict is not None:
        known["verdict"] = finding.verdict.verdict
        if finding.verdict.reason is not None:
            known["reason"] = finding.verdict.reason
    return known


def not_evaluated_json(judged: Judged) -> list[dict[str, str]]:
    """Return the rules that had nothing to look at, with the reason: never "passed"."""
    return [
        {"rule": rule.id, "reason": reason, "text": say(judged.writer, f"blind.{reason}")}
        for rule, reason in judged.examined.not_evaluated
    ]
