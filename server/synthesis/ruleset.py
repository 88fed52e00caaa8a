"""Reads rules: a table of TOML becomes a Rule, or every fault with its key and a sentence."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from server.domain.canvas import Canvas, CanvasArea, Words

from .checks import CHECKS
from .evidence import Check
from .example_shape import ExamplesShape, example_faults
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
SEVERAL = "several"  # the sentence that tells several findings of the rule at once
OWN_PLACE = "lens"  # as a section: where the notes it is about stand
KeyFault = tuple[str, str]  # key, sentence
FUNDING = ("base_budget", "fee", "grant", "saving")
LISTS = {  # kinds of parameters that are lists → the kind of what they list
    "any_facets": "any_facet",
    "areas": "area",
    "facets": "facet",
    "lenses": "lens",
    "tags": "tag",
}
GAP = re.compile(r"\{(\w+)\}")  # where a sentence is filled in


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: which check it asks, and what it says when the check sees something."""

    id: str
    version: int
    kind: str
    severity: int
    section: str  # a section of the draft, or OWN_PLACE
    title: Words
    why: Words
    source: str
    check: str
    params: Mapping[str, Any]
    sentences: Mapping[str, Words]  # variant → language → sentence with {gaps}
    suppresses: tuple[str, ...]
    examples: Mapping[str, Any]  # "fires" and "quiet" → a tiny board, see examples.py
    variants: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # → kind, severity
    listed: str | None = None  # the gap in which the sentence for several lists what differs
    qualifies: str | None = None  # a rule; printed right after its sentence about the same notes

    def kind_of(self, variant: str) -> str:
        """Return the kind of one of its sentences."""
        return str(self.variants.get(variant, {}).get("kind", self.kind))

    def severity_of(self, variant: str) -> int:
        """Return the severity of one of its sentences."""
        return int(self.variants.get(variant, {}).get("severity", self.severity))


class _Strict(Schema):
    class Meta:
        """Refuse what is not known: a mistyped key must not be passed over."""

        unknown = RAISE


_WORDS = Table(keys=fields.String(), values=fields.String(validate=validate.Length(min=1)))


class _VariantShape(_Strict):
    kind = fields.String(validate=validate.OneOf(list(KINDS)))
    severity = fields.Integer(strict=True, validate=validate.Range(min=1, max=3))


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
    variants = Table(keys=fields.String(), values=fields.Nested(_VariantShape), load_default=dict)
    listed = fields.String(load_default=None)
    qualifies = fields.String(load_default=None)
    examples = fields.Nested(ExamplesShape, required=True)


def make_rule(record: Mapping[str, Any]) -> Rule:
    """Return the rule that a loaded table of `RuleShape` describes."""
    when = dict(record["when"])
    check = when.pop("check", "")
    plain = {name: value for name, value in record.items() if name not in ("when", "suppresses")}
    return Rule(check=check, params=when, suppresses=tuple(record["suppresses"]), **plain)


def rule_faults(
    rule: Rule, canvas: Canvas, known: Sequence[str] | None = None
) -> Iterator[KeyFault]:
    """Yield what is wrong with a rule on this canvas.

    `known`: the ids of all its rules; None where a file of them could not be read.
    """
    sections = {section.id for section in canvas.draft.sections} | {OWN_PLACE}
    if rule.section not in sections:
        yield "section", f"There is no section “{rule.section}” in the draft of this canvas."
    named = [("suppresses", other) for other in rule.suppresses]
    named += [("qualifies", rule.qualifies)] if rule.qualifies is not None else []
    for key, other in named:
        if known is not None and other not in known:
            yield key, f"There is no rule “{other}”."
    for name in ("title", "why"):
        for language in _missing(canvas, getattr(rule, name)):
            yield f"{name}.{language}", f"The words in “{language}” are missing."
    check = CHECKS.get(rule.check)
    if check is None:
        near = get_close_matches(rule.check, CHECKS, n=1)
        meant = f"Do you mean “{near[0]}”? " if near else ""
        listed = "The table in canvases/README.md has them all."
        yield "when.check", f"There is no check “{rule.check}”. {meant}{listed}"
        return
    yield from _param_faults(rule, check, canvas)
    yield from _sentence_faults(rule, check, canvas)
    for variant in rule.variants:
        if variant not in check.variants:
            yield f"variants.{variant}", f"The check “{rule.check}” never says “{variant}”."
    for name, example in rule.examples.items():
        for key, sentence in example_faults(example, canvas):
            yield f"examples.{name}.{key}", sentence


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
    """Return why a value is none of that kind on this canvas, or None."""
    if kind == "count" and type(value) is int:
        return None if value >= 0 else "This is a whole number, 0 or more."
    known = _known(kind, params, canvas)
    given = value if kind in LISTS and isinstance(value, list) else [value]
    unknown = [one for one in given if not isinstance(one, str) or one not in known]
    if kind in LISTS and not isinstance(value, list):
        return f'This is a list like ["{next(iter(known), "")}"].'
    if not unknown:
        return None
    noun = LISTS.get(kind, kind).removeprefix("any_")
    if kind == "count":
        return "This is a whole number, or the name of a threshold with the unit “count”."
    if kind in ("facet", "facets"):
        return f"The area has no facet “{unknown[0]}”."
    return f"This canvas has no {noun} “{unknown[0]}” here."


def _known(kind: str, params: Mapping[str, Any], canvas: Canvas) -> list[str]:
    area = canvas.area(str(params.get("area", "")))
    lenses = [area.lens_of(facet) for area in canvas.areas for facet in _facets_or_none(area)]
    known: Mapping[str, Iterable[Any]] = {
        "area": (area.id for area in canvas.areas),
        "facet": (facet.id for facet in area.facets) if area else (),
        "side": (area.side for area in canvas.areas),
        "lens": lenses,
        "any_facet": (facet.id for area in canvas.areas for facet in area.facets),
        "funding": FUNDING,
        "tag": (tag.id for tag in canvas.tags),
        "threshold": canvas.thresholds,
        "count": (name for name, one in canvas.thresholds.items() if one.unit == "count"),
    }
    return [str(one) for one in known[LISTS.get(kind, kind)] if one is not None]


def _facets_or_none(area: CanvasArea) -> list[str | None]:
    return [None, *(facet.id for facet in area.facets)]


def _sentence_faults(rule: Rule, check: Check, canvas: Canvas) -> Iterator[KeyFault]:
    for variant in check.variants:
        words = rule.sentences.get(variant, {})
        for language in _missing(canvas, words):
            yield f"sentences.{variant}.{language}", "This sentence is missing."
    yield from _several_faults(rule, canvas)
    for variant, words in rule.sentences.items():
        if variant not in (*check.variants, SEVERAL):
            yield f"sentences.{variant}", f"The check “{rule.check}” never says “{variant}”."
        for language, sentence in words.items():
            unknown = [gap for gap in gaps(sentence) if gap not in check.shows]
            if unknown:
                known = ", ".join(check.shows)
                fault = f"There is no gap “{{{unknown[0]}}}”; there are {known}."
                yield f"sentences.{variant}.{language}", fault


def _several_faults(rule: Rule, canvas: Canvas) -> Iterator[KeyFault]:
    words = rule.sentences.get(SEVERAL, {})
    if rule.listed is None:
        if words:
            yield "listed", f"Name the gap in which “{SEVERAL}” lists what differs."
        return
    for language in _missing(canvas, words):
        yield f"sentences.{SEVERAL}.{language}", "This sentence is missing."
    for language, sentence in words.items():
        if gaps(sentence).count(rule.listed) != 1:
            fault = f"The gap “{{{rule.listed}}}” stands here once: there the list goes."
            yield f"sentences.{SEVERAL}.{language}", fault


def gaps(sentence: str) -> list[str]:
    """Return the names in braces; braces that hold no name count as the gap "{"."""
    names = GAP.findall(sentence)
    return [*names, "{"] if set("{}") & set(GAP.sub("", sentence)) else names


def _missing(canvas: Canvas, words: Words) -> list[str]:
    return [language for language in canvas.languages if not words.get(language)]
