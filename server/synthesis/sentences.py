"""Finds the words for findings, slots and reasons, in one language of the canvas."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.canvas import Canvas, Slot, Words

from .evidence import Evidence, Shown, fill_slots
from .measures import Measured
from .phrases import BUILT_IN, ENGLISH
from .ruleset import GAP, Rule

_SPACE = re.compile(r"\s+")
_RIGHT_TO_LEFT = ("R", "AL", "AN")  # classes of Unicode's bidirectional algorithm
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Writer:
    """What a sentence is written with: the evidence and one language."""

    evidence: Evidence
    language: str
    phrases: Mapping[str, str]
    measured: Mapping[str, Measured]
    cities: Mapping[str, str]  # id → name


def a_writer(evidence: Evidence, language: str) -> Writer:
    """Return a writer in that language, or in the canvas's first one if it has no such words."""
    canvas = evidence.canvas
    spoken = language if language in canvas.languages else canvas.languages[0]
    phrases = ENGLISH | dict(BUILT_IN.get(spoken, {})) | dict(canvas.phrases.get(spoken, {}))
    cities = {city.id: isolate(city.name) for city in evidence.reading.cities}
    return Writer(evidence, spoken, phrases, evidence.measured, cities)


def say(writer: Writer, name: str, **gaps: Any) -> str:
    """Return a phrase with its gaps filled."""
    return fill(writer.phrases[name], gaps)


def said(writer: Writer, words: Words) -> str:
    """Return the words in the writer's language."""
    return words.get(writer.language) or next(iter(words.values()), "")


def fill(sentence: str, gaps: Mapping[str, Any]) -> str:
    """Return the sentence with its gaps filled, once: what people wrote is never read again."""
    return GAP.sub(lambda gap: str(gaps.get(gap[1], gap[0])), sentence)


def rule_sentence(writer: Writer, rule: Rule, sighting: Any) -> str:
    """Return what the rule says about one sighting."""
    words = rule.sentences.get(sighting.variant) or rule.sentences["main"]
    shown = {name: _words(writer, shown) for name, shown in sighting.shown.items()}
    numbers = {name: _number(number) for name, number in sighting.numbers.items()}
    return fill(said(writer, words), numbers | shown)


def slot_text(writer: Writer, slot: Slot, filled: Mapping[str, Measured | None]) -> str:
    """Return what stands in a slot of the core sentence; an empty one says what is missing."""
    text = _slot_words(writer, slot, filled.get(slot.id))
    return text or say(writer, "missing", label=said(writer, slot.label))


def core_text(writer: Writer) -> str:
    """Return the core sentence, its empty slots printed as missing."""
    draft = writer.evidence.canvas.draft
    filled = fill_slots(writer.evidence)
    gaps = {slot.id: slot_text(writer, slot, filled) for slot in draft.slots}
    gaps["cities"] = join(writer, writer.cities.values())
    return fill(said(writer, draft.core), gaps)


def join(writer: Writer, parts: Iterable[str]) -> str:
    """Return "a, b and c"."""
    listed = list(parts)
    if not listed:
        return writer.phrases["none"]
    if len(listed) == 1:
        return listed[0]
    return f"{', '.join(listed[:-1])} {writer.phrases['and']} {listed[-1]}"


def quote(writer: Writer, text: str) -> str:
    """Return a note's text in quotation marks, on one line."""
    return say(writer, "quoted", text=isolate(_SPACE.sub(" ", text).strip()))


def isolate(text: str) -> str:
    """Return the text so that it turns round no word of the sentence it stands in.

    Only what runs from right to left needs it: Unicode TR9, first strong isolate.
    """
    runs_left = any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in text)
    return f"{_ISOLATE}{text}{_END_ISOLATE}" if runs_left else text


def support(writer: Writer, one: Measured) -> str:
    """Return "3 of 4 cities", or nothing where fewer than two cities voted."""
    if len(one.shares) < 2:
        return ""
    return say(writer, "support", k=len(one.backers), m=len(one.shares))


def area_label(writer: Writer, area_id: str) -> str:
    """Return the name of an area."""
    area = writer.evidence.canvas.area(area_id)
    return said(writer, area.label) if area else area_id


def _words(writer: Writer, shown: Shown) -> str:
    first, *others = shown.ids or ("",)
    match shown.kind:
        case "area":
            return area_label(writer, first)
        case "part":
            return _part(writer, first, others)
        case "facets":
            return join(writer, _facet_labels(writer.evidence.canvas, writer, first, others))
        case "cities":
            return join(writer, (writer.cities[city] for city in shown.ids))
        case "notes":
            return join(writer, (_quoted(writer, note) for note in shown.ids))
        case "backed":
            return "; ".join(_backed(writer, note) for note in shown.ids)
        case _:
            return core_text(writer)


def _part(writer: Writer, area: str, facets: list[str]) -> str:
    labels = _facet_labels(writer.evidence.canvas, writer, area, facets)
    canvas_area = writer.evidence.canvas.area(area)
    if not labels and canvas_area and canvas_area.facets:
        labels = [writer.phrases["unsorted"]]
    return ", ".join([area_label(writer, area), *labels])


def _facet_labels(canvas: Canvas, writer: Writer, area_id: str, facets: list[str]) -> list[str]:
    area = canvas.area(area_id)
    found = [area.facet(facet) for facet in facets] if area else []
    return [said(writer, facet.label).lower() for facet in found if facet]


def _quoted(writer: Writer, note_id: str) -> str:
    return quote(writer, writer.measured[note_id].note.text)


def _backed(writer: Writer, note_id: str) -> str:
    counted = support(writer, writer.measured[note_id])
    return _quoted(writer, note_id) + (f" ({counted})" if counted else "")


def _slot_words(writer: Writer, slot: Slot, one: Measured | None) -> str:
    if slot.source == "service":
        service = writer.evidence.reading.service
        return quote(writer, service) if service else ""
    if slot.source == "cities":
        return join(writer, writer.cities.values())
    if one is None:
        return ""
    if slot.source == "who":
        labels = {group.id: group.label for group in writer.evidence.canvas.who}
        groups = [said(writer, labels.get(group, {})) or group for group in one.note.who]
        return join(writer, (group.lower() for group in groups))
    return quote(writer, one.note.text)


def _number(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else f"{number:.2f}"
