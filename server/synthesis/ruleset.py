"""Reads rules: a table of TOML becomes a Rule, or every fault with its key and a sentence."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from server.domain.canvas import Canvas, Words

from .checks import CHECKS
from .evidence import Check
from .table import Table

KINDS = {
    "S": "statement",
    "+": "strength",
    "G": "gap",
    "T": "tension",
    "R": "recommendation",
    "Q": "question",
    "C": "caveat",
    "W": "writing",  # makes a sentence of the draft, is no finding
}
KeyFault = tuple[str, str]  # key, sentence
GAP = re.compile(r"\{(\w+)\}")  # where a sentence is filled in


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: which check it asks, and what it says when the check sees something."""

    id: str
    version: int
    kind: str
    severity: int
    section: str  # a section of the draft, or "lens": where the notes it is about stand
    title: Words
    why: Words
    source: str
    check: str
    params: Mapping[str, Any]
    sentences: Mapping[str, Words]  # variant → language → sentence with {gaps}
    suppresses: tuple[str, ...]
    examples: Mapping[str, Any]  # "fires" and "quiet" → a tiny board, see examples.py


class _Strict(Schema):
    class Meta:
        """Refuse what is not known: a mistyped key must not be passed over."""

        unknown = RAISE


_WORDS = Table(keys=fields.String(), values=fields.String(validate=validate.Length(min=1)))
_COUNTS = Table(
    keys=fields.String(), values=fields.Integer(strict=True, validate=validate.Range(min=0))
)


class _ExampleNote(_Strict):
    id = fields.String()
    area = fields.String(required=True)
    facet = fields.String()
    text = fields.String()
    city = fields.String()
    who = fields.List(fields.String())
    dots = _COUNTS


class _Example(_Strict):
    cities = fields.List(fields.String(), load_default=list)
    weighting = fields.String(validate=validate.OneOf(["equal", "degressive", "pooled"]))
    ballots = _COUNTS
    present = _COUNTS
    notes = fields.List(fields.Nested(_ExampleNote), load_default=list)


class _Examples(_Strict):
    fires = fields.Nested(_Example, required=True)
    quiet = fields.Nested(_Example, required=True)


class RuleShape(_Strict):
    """A rule as it is written in a file of rules/."""

    id = fields.String(required=True, validate=validate.Regexp(r"R[0-9]{2}\Z"))
    version = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)))
    severity = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=3))
    section = fields.String(required=True)
    source = fields.String(required=True)
    title = Table(keys=fields.String(), values=fields.String(), required=True)
    why = Table(keys=fields.String(), values=fields.String(), required=True)
    suppresses = fields.List(fields.String(), load_default=list)
    when = Table(keys=fields.String(), values=fields.Raw(), required=True)
    sentences = Table(keys=fields.String(), values=_WORDS, required=True)
    examples = fields.Nested(_Examples, required=True)


def make_rule(record: Mapping[str, Any]) -> Rule:
    """Return the rule that a loaded table of `RuleShape` describes."""
    when = dict(record["when"])
    check = when.pop("check", "")
    plain = {name: value for name, value in record.items() if name not in ("when", "suppresses")}
    return Rule(check=check, params=when, suppresses=tuple(record["suppresses"]), **plain)


def rule_faults(rule: Rule, canvas: Canvas, known: Sequence[str]) -> Iterator[KeyFault]:
    """Yield what is wrong with a rule on this canvas; `known` = the ids of all its rules."""
    sections = {section.id for section in canvas.draft.sections} | {"lens"}
    if rule.section not in sections:
        yield "section", f"There is no section “{rule.section}” in the draft of this canvas."
    for other in rule.suppresses:
        if other not in known:
            yield "suppresses", f"There is no rule “{other}”."
    for name in ("title", "why"):
        for language in _missing(canvas, getattr(rule, name)):
            yield f"{name}.{language}", f"The words in “{language}” are missing."
    check = CHECKS.get(rule.check)
    if check is None:
        offered = ", ".join(sorted(CHECKS))
        yield "when.check", f"There is no check “{rule.check}”; there are {offered}."
        return
    yield from _param_faults(rule, check, canvas)
    yield from _sentence_faults(rule, check, canvas)
    yield from _example_faults(rule, canvas)


def _param_faults(rule: Rule, check: Check, canvas: Canvas) -> Iterator[KeyFault]:
    for name in rule.params:
        if name not in check.params:
            yield f"when.{name}", f"The check “{rule.check}” does not ask for “{name}”."
    for name, kind in check.params.items():
        if name not in rule.params:
            yield f"when.{name}", f"The check “{rule.check}” needs “{name}”."
            continue
        sentence = _wrong(kind, rule.params[name], rule.params, canvas)
        if sentence:
            yield f"when.{name}", sentence


def _wrong(kind: str, value: Any, params: Mapping[str, Any], canvas: Canvas) -> str | None:
    area = canvas.area(str(params.get("area", "")))
    facets = {facet.id for facet in area.facets} if area else set()
    if kind == "whole":
        return None if type(value) is int and value >= 0 else "This is a whole number."
    if kind == "facets":
        unknown = [one for one in value if one not in facets] if isinstance(value, list) else ["?"]
        return f"The area has no facet “{unknown[0]}”." if unknown else None
    known: Mapping[str, set[Any]] = {
        "area": {area.id for area in canvas.areas},
        "facet": facets,
        "side": {area.side for area in canvas.areas},
        "threshold": set(canvas.thresholds),
    }
    if isinstance(value, str) and value in known[kind]:
        return None
    return f"This canvas has no {kind} “{value}” here."


def _sentence_faults(rule: Rule, check: Check, canvas: Canvas) -> Iterator[KeyFault]:
    for variant in check.variants:
        words = rule.sentences.get(variant, {})
        for language in _missing(canvas, words):
            yield f"sentences.{variant}.{language}", "This sentence is missing."
    for variant, words in rule.sentences.items():
        if variant not in check.variants:
            yield f"sentences.{variant}", f"The check “{rule.check}” never says “{variant}”."
        for language, sentence in words.items():
            unknown = [gap for gap in gaps(sentence) if gap not in check.shows]
            if unknown:
                known = ", ".join(check.shows)
                fault = f"There is no gap “{{{unknown[0]}}}”; there are {known}."
                yield f"sentences.{variant}.{language}", fault


def _example_faults(rule: Rule, canvas: Canvas) -> Iterator[KeyFault]:
    for name, example in rule.examples.items():
        cities = set(example["cities"])
        for place, note in enumerate(example["notes"]):
            key = f"examples.{name}.notes[{place}]"
            area = canvas.area(note["area"])
            if area is None:
                yield f"{key}.area", f"There is no area “{note['area']}”."
            elif "facet" in note and area.facet(note["facet"]) is None:
                yield f"{key}.facet", f"The area has no facet “{note['facet']}”."
            groups = {group.id for group in canvas.who}
            if not groups.issuperset(note.get("who", ())):
                yield f"{key}.who", "It names a group that is not in `who` of this canvas."
            named = {*note.get("dots", {}), *([note["city"]] if "city" in note else [])}
            if not cities >= named:
                yield key, "It names a city that is not in this example's `cities`."
        for counted in ("ballots", "present"):
            if not cities.issuperset(example.get(counted, ())):
                sentence = "It names a city that is not in this example's `cities`."
                yield f"examples.{name}.{counted}", sentence


def gaps(sentence: str) -> list[str]:
    """Return the names in braces; braces that hold no name count as the gap "{"."""
    names = GAP.findall(sentence)
    return [*names, "{"] if set("{}") & set(GAP.sub("", sentence)) else names


def _missing(canvas: Canvas, words: Words) -> list[str]:
    return [language for language in canvas.languages if not words.get(language)]
