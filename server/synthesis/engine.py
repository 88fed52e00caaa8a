"""Runs rules over evidence: findings, what was silenced, what could not be looked at."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.agreement import Verdict
from server.domain.board import canonical

from .checks import CHECKS
from .evidence import Evidence, NotEvaluated, Shown, Sighting
from .ruleset import Rule
from .sections import home

ID_LENGTH = 12
TELLING = ("notes", "targets", "chain", "backed", "owned")  # kinds of gaps that tell notes
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_HASH_DIGITS = 50  # what SHA-256 fills in base 36
_BELOW_ID = 36 ** (_HASH_DIGITS - ID_LENGTH)  # the digits that an id leaves out


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule saw; its words are found by `sentences.py`."""

    id: str
    rule: Rule
    sighting: Sighting
    section: str  # where it is at home; sections may repeat it
    verdict: Verdict | None = None

    @property
    def kind(self) -> str:
        """The kind of the rule, or that of the sentence that fits."""
        return self.rule.kind_of(self.sighting.variant)

    @property
    def severity(self) -> int:
        """The severity of the rule, or that of the sentence that fits."""
        return self.rule.severity_of(self.sighting.variant)

    @property
    def is_dismissed(self) -> bool:
        """Whether the facilitator set it aside; it then stands in the annex, with the reason."""
        return self.verdict is not None and self.verdict.verdict == "dismiss"


@dataclass(frozen=True, slots=True)
class Examined:
    """All that a set of rules says about a board."""

    findings: tuple[Finding, ...]  # most important first, dismissed ones too
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
            found += _findings(evidence, rule, seen)
    louder: dict[str, list[Finding]] = {}  # rule → the findings that silence it somewhere
    for one in found:
        for quieter in one.rule.suppresses if not one.is_dismissed else ():
            louder.setdefault(quieter, []).append(one)
    silenced = [
        finding
        for finding in found
        if any(_silences(by, finding) for by in louder.get(finding.rule.id, ()))
    ]
    quiet = {finding.id for finding in silenced}
    kept = _by_priority(evidence, (finding for finding in found if finding.id not in quiet))
    return Examined(tuple(kept), tuple(_by_priority(evidence, silenced)), tuple(blind))


def look(evidence: Evidence, rule: Rule) -> list[Sighting] | NotEvaluated:
    """Return what the rule's check sees, its thresholds filled in."""
    check = CHECKS[rule.check]
    params = {
        name: _settled(evidence, check.params[name], value) for name, value in rule.params.items()
    }
    return check.look(evidence, **params)


def finding_id(rule_id: str, subjects: Iterable[str]) -> str:
    """Return the id that a finding keeps over re-runs.

    The first 12 digits of the base-36 SHA-256 of rule and sorted subjects.
    """
    digest = hashlib.sha256(canonical([rule_id, sorted(subjects)])).digest()
    return base36(int.from_bytes(digest) // _BELOW_ID, length=ID_LENGTH)


def base36(number: int, *, length: int = _HASH_DIGITS) -> str:
    """Return the number in base 36, padded to the length (that of a SHA-256 unless given)."""
    digits = []
    for _ in range(length):
        number, digit = divmod(number, 36)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


def plain_numbers(numbers: Mapping[str, float]) -> dict[str, Any]:
    """Return the numbers as JSON of every language writes them: 1, never 1.0."""
    return {
        name: int(number) if float(number).is_integer() else number
        for name, number in sorted(numbers.items())
    }


def _settled(evidence: Evidence, kind: str, value: Any) -> Any:
    if kind == "threshold":
        return evidence.thresholds[value]
    if kind == "count" and isinstance(value, str):
        return round(evidence.thresholds[value])
    return value


def _findings(evidence: Evidence, rule: Rule, sightings: Iterable[Sighting]) -> list[Finding]:
    seen = [one for one in sightings if not _tells_erased(evidence, one)]
    if not CHECKS[rule.check].is_list:
        return [_finding(evidence, rule, one, home(evidence, rule, one)) for one in seen]
    listed: dict[tuple[str, str], list[Sighting]] = {}
    for one in seen:
        listed.setdefault((home(evidence, rule, one), one.variant), []).append(one)
    return [
        _finding(evidence, rule, _together(ones), section) for (section, _), ones in listed.items()
    ]


def _tells_erased(evidence: Evidence, sighting: Sighting) -> bool:
    """Return whether a sentence would tell a note whose text is gone: nobody could read it."""
    told = (
        note for shown in sighting.shown.values() if shown.kind in TELLING for note in shown.ids
    )
    return not evidence.erased.isdisjoint((*sighting.notes, *told))


def _finding(evidence: Evidence, rule: Rule, sighting: Sighting, section: str) -> Finding:
    known = finding_id(rule.id, sighting.subjects)
    verdict = evidence.reading.verdicts.get(known)
    return Finding(known, rule, sighting, section, verdict)


def _together(ones: list[Sighting]) -> Sighting:
    """Return several sightings of single notes as one that lists them."""
    notes = tuple(note for one in ones for note in one.notes)
    kind = ones[0].shown["notes"].kind
    return Sighting(
        notes=notes,
        numbers={"n": len(notes)},
        shown={"notes": Shown(kind, notes)},
        variant=ones[0].variant,
    )


def _silences(by: Finding, finding: Finding) -> bool:
    one, other = by.sighting, finding.sighting
    if one.areas:
        return not set(one.areas).isdisjoint(other.areas)
    if one.cities and not one.notes:
        return not set(one.cities).isdisjoint(other.cities)
    return not set(one.notes).isdisjoint(other.notes)


def _by_priority(evidence: Evidence, findings: Iterable[Finding]) -> list[Finding]:
    measured = evidence.measured

    def importance(finding: Finding) -> tuple[int, float, str]:
        shares = [measured[note].share or 0 for note in finding.sighting.notes if note in measured]
        return -finding.severity, -round(max(shares, default=0), 9), finding.id

    return sorted(findings, key=importance)
