"""Runs rules over evidence: findings, what was silenced, what could not be looked at."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.board import canonical

from .checks import CHECKS
from .evidence import Evidence, NotEvaluated, Sighting
from .ruleset import Rule

ID_LENGTH = 12
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_HASH_DIGITS = 50  # what SHA-256 fills in base 36


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule saw; its words are found by `sentences.py`."""

    id: str
    rule: Rule
    sighting: Sighting
    section: str


@dataclass(frozen=True, slots=True)
class Examined:
    """All that a set of rules says about a board."""

    findings: tuple[Finding, ...]  # most important first
    silenced: tuple[Finding, ...]  # another finding already says it all
    not_evaluated: tuple[tuple[Rule, str], ...]  # rule and reason


def examine(evidence: Evidence, rules: Iterable[Rule]) -> Examined:
    """Return what the rules find. Order: severity, share of the notes, id."""
    found: list[Finding] = []
    blind: list[tuple[Rule, str]] = []
    for rule in rules:
        seen = look(evidence, rule)
        if isinstance(seen, NotEvaluated):
            blind.append((rule, seen.reason))
        else:
            found += [_finding(evidence, rule, sighting) for sighting in seen]
    louder = [finding for finding in found if finding.rule.suppresses]
    silenced = [finding for finding in found if any(_silences(by, finding) for by in louder)]
    quiet = {finding.id for finding in silenced}
    kept = _by_priority(evidence, (finding for finding in found if finding.id not in quiet))
    return Examined(tuple(kept), tuple(_by_priority(evidence, silenced)), tuple(blind))


def look(evidence: Evidence, rule: Rule) -> list[Sighting] | NotEvaluated:
    """Return what the rule's check sees, its thresholds filled in."""
    check = CHECKS[rule.check]
    params = {
        name: evidence.thresholds[value] if check.params[name] == "threshold" else value
        for name, value in rule.params.items()
    }
    return check.look(evidence, **params)


def finding_id(rule_id: str, subjects: Iterable[str]) -> str:
    """Return the id that a finding keeps over re-runs.

    The first 12 digits of the base-36 SHA-256 of rule and sorted subjects.
    """
    digest = hashlib.sha256(canonical([rule_id, sorted(subjects)])).digest()
    return base36(int.from_bytes(digest))[:ID_LENGTH]


def base36(number: int) -> str:
    """Return the number in base 36, padded to the length of a SHA-256."""
    digits = []
    for _ in range(_HASH_DIGITS):
        number, digit = divmod(number, 36)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


def plain_numbers(numbers: Mapping[str, float]) -> dict[str, Any]:
    """Return the numbers as JSON of every language writes them: 1, never 1.0."""
    return {
        name: int(number) if float(number).is_integer() else number
        for name, number in sorted(numbers.items())
    }


def _finding(evidence: Evidence, rule: Rule, sighting: Sighting) -> Finding:
    known = finding_id(rule.id, sighting.subjects)
    return Finding(known, rule, sighting, _section(evidence, rule, sighting))


def _section(evidence: Evidence, rule: Rule, sighting: Sighting) -> str:
    if rule.section != "lens":
        return rule.section
    draft = evidence.canvas.draft
    by_lens = draft.section_of(_lens(evidence, sighting))
    return by_lens or draft.sections[-1].id


def _lens(evidence: Evidence, sighting: Sighting) -> str | None:
    if sighting.notes:
        note = evidence.measured[sighting.notes[0]].note
        area = evidence.canvas.area(note.area)
        return area.lens_of(note.facet) if area else None
    area = evidence.canvas.area(sighting.areas[0]) if sighting.areas else None
    return area.lens if area else None


def _silences(by: Finding, finding: Finding) -> bool:
    if finding.rule.id not in by.rule.suppresses:
        return False
    one, other = by.sighting, finding.sighting
    if one.areas:
        return not set(one.areas).isdisjoint(other.areas)
    if one.cities:
        return not set(one.cities).isdisjoint(other.cities)
    return not set(one.notes).isdisjoint(other.notes)


def _by_priority(evidence: Evidence, findings: Iterable[Finding]) -> list[Finding]:
    measured = evidence.measured

    def importance(finding: Finding) -> tuple[int, float, str]:
        shares = [measured[note].share or 0 for note in finding.sighting.notes if note in measured]
        return -finding.rule.severity, -round(max(shares, default=0), 9), finding.id

    return sorted(findings, key=importance)
