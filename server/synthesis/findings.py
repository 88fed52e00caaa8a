"""Lists what the rules find on a board, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.state import Workshop

from .engine import Examined, Finding, examine, plain_numbers
from .evidence import Evidence, gather, settle_thresholds
from .folder import CanvasFolder
from .reading import read_workshop
from .sentences import Writer, a_writer, rule_sentence, say

WRITING = "W"  # rules that only make sentences of the draft


@dataclass(frozen=True, slots=True)
class Judged:
    """A board, what the rules say about it, and the words to say it in."""

    evidence: Evidence
    examined: Examined
    writer: Writer

    def findings(self) -> list[Finding]:
        """Return what was found, without the sentences that only tell the board."""
        return [one for one in self.examined.findings if one.rule.kind != WRITING]


def findings(
    workshop: Workshop,
    folder: CanvasFolder,
    *,
    thresholds: Mapping[str, Any] | None = None,
    weighting: str | None = None,
    language: str = "en",
) -> list[dict[str, Any]]:
    """Return the findings, most important first.

    Shape: [{id, rule, version, kind, severity, subjects, areas, notes, cities, numbers, text,
    section}]. `thresholds` and `weighting` ask "what if"; nothing is stored.
    Raises: Refused "op.malformed" for a threshold the canvas does not have.
    """
    judged = judge(workshop, folder, thresholds=thresholds, weighting=weighting, language=language)
    return [finding_json(judged.writer, finding) for finding in judged.findings()]


def judge(
    workshop: Workshop,
    folder: CanvasFolder,
    *,
    thresholds: Mapping[str, Any] | None,
    weighting: str | None,
    language: str,
) -> Judged:
    """Return the board as the folder's rules see it."""
    reading = read_workshop(workshop, canvas=folder.canvas, weighting=weighting)
    of_workshop = workshop.settings.get("thresholds", {})
    settled = settle_thresholds(folder.canvas, thresholds or {}, of_workshop=of_workshop)
    evidence = gather(reading, folder.canvas, thresholds=settled)
    return Judged(evidence, examine(evidence, folder.rules), a_writer(evidence, language))


def finding_json(writer: Writer, finding: Finding) -> dict[str, Any]:
    """Return a finding as the wire has it."""
    rule, sighting = finding.rule, finding.sighting
    return {
        "id": finding.id,
        "rule": rule.id,
        "version": rule.version,
        "kind": rule.kind,
        "severity": rule.severity,
        "subjects": list(sighting.subjects),
        "areas": list(sighting.areas),
        "notes": list(sighting.notes),
        "cities": list(sighting.cities),
        "numbers": plain_numbers(sighting.numbers),
        "text": rule_sentence(writer, rule, sighting),
        "section": finding.section,
    }


def not_evaluated_json(judged: Judged) -> list[dict[str, str]]:
    """Return the rules that had nothing to look at, with the reason: never "passed"."""
    return [
        {"rule": rule.id, "reason": reason, "text": say(judged.writer, f"blind.{reason}")}
        for rule, reason in judged.examined.not_evaluated
    ]
