"""Checks that the files of a canvas fit together; each fault is a key and a sentence."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from server.domain.canvas import Canvas
from server.domain.notes import WHO
from server.domain.refused import Refused
from server.domain.settings import DEFAULTS, settle
from server.export.read_json import read_export
from server.synthesis.phrases import BUILT_IN, ENGLISH, NAMES, NEWER
from server.synthesis.ruleset import gaps

from .agendas import agenda_faults
from .building import directions

KeyFault = tuple[str, str]
Record = Mapping[str, Any]


def canvas_faults(record: Record, folder: str) -> Iterator[KeyFault]:
    """Yield what is wrong within canvas.toml."""
    if record["id"] != folder:
        yield "id", f"It is “{record['id']}”, but the folder is called “{folder}”."
    yield from _twice("languages", record["languages"])
    for name in ("areas", "phases", "presets", "criteria"):
        yield from _twice(name, [one["id"] for one in record[name]])
    yield from _twice("tags", record["tags"])
    if record["criteria"] and not any(one["weight"] for one in record["criteria"]):
        yield "criteria", "At least one criterion needs a weight above 0."
    for place, area in enumerate(record["areas"]):
        yield from _twice(f"areas[{place}].facets", [one["id"] for one in area["facets"]])
    yield from agenda_faults(record)
    yield from _setting_faults(record["settings"])
    yield from _unknown("who", record["who"], WHO, "group")
    yield from _layout_faults(record)
    yield from _pair_faults(record)
    yield from _draft_faults(record)


def words_faults(record: Record, words: Record, language: str) -> Iterator[KeyFault]:
    """Yield what the words of one language lack, and what they say about nothing."""
    for name in ("areas", "phases", "criteria"):
        yield from _same(name, [one["id"] for one in record[name]], words.get(name, {}))
    for area in record["areas"]:
        known = words.get("areas", {}).get(area["id"])
        if known is not None:
            facets = [facet["id"] for facet in area["facets"]]
            yield from _same(f"areas.{area['id']}.facets", facets, known.get("facets", {}))
    walks = words.get("walks", {})
    yield from _same("walks", directions(record["phases"]), walks)
    for direction in directions(record["phases"]):
        asked = walks.get(direction)
        if asked is not None:
            yield from _same(f"walks.{direction}", [one["id"] for one in record["areas"]], asked)
    presets = [one["id"] for one in record["presets"]]
    yield from _same("presets", presets, words.get("presets", {}))
    for name in ("who", "tags", "thresholds"):
        yield from _same(name, list(record[name]), words.get(name, {}))
    draft, said = record["draft"], words.get("draft", {})
    for name in ("slots", "sections"):
        ids = [one["id"] for one in draft[name]]
        yield from _same(f"draft.{name}", ids, said.get(name, {}))
    if "core" in said:
        yield from _core_faults([slot["id"] for slot in draft["slots"]], said["core"])
    yield from _phrase_faults(words.get("phrases", {}), language)


def repeated_rule_faults(canvas: Canvas, rules: Iterable[str]) -> Iterator[KeyFault]:
    """Yield the rules that sections repeat, but that the canvas does not have."""
    for place, section in enumerate(canvas.draft.sections):
        yield from _unknown(f"draft.sections[{place}].rules", section.rules, rules, "rule")


def example_faults(example: Any, canvas: Canvas) -> Iterator[KeyFault]:
    """Yield why an example cannot be imported as a workshop of this canvas."""
    try:
        read_export(example, canvases={canvas.id: canvas})
    except Refused as no:
        said = f"It is a board of another canvas than “{canvas.id}”: delete it, or make your own."
        yield no.field or "", said if no.code == "canvas.unknown" else no.message


def _core_faults(slots: list[str], core: str) -> Iterator[KeyFault]:
    asked = gaps(core)
    for gap in asked:
        if gap not in (*slots, "cities"):
            yield "draft.core", f"There is no slot “{gap}” in canvas.toml."
    for slot in slots:
        if slot not in asked:  # what nobody said must be printed as missing in every language
            yield "draft.core", f"The sentence has no gap for the slot “{{{slot}}}”."


def _phrase_faults(phrases: Record, language: str) -> Iterator[KeyFault]:
    yield from _unknown("phrases", phrases, NAMES, "phrase")
    for name, phrase in phrases.items():
        for gap in gaps(phrase):
            if name in ENGLISH and gap not in gaps(ENGLISH[name]):
                yield f"phrases.{name}", f"There is no gap “{gap}” in this phrase."
    if language not in BUILT_IN:
        for name in NAMES:
            if name not in phrases and name not in NEWER:
                yield f"phrases.{name}", f"This language needs its words for “{ENGLISH[name]}”."


def _setting_faults(settings: Record) -> Iterator[KeyFault]:
    for name, value in settings.items():
        if name == "thresholds":
            yield "settings.thresholds", "Thresholds have a table of their own: [thresholds]."
            continue
        try:
            settle(DEFAULTS, {name: value})
        except Refused as no:
            yield f"settings.{name}", no.message


def _layout_faults(record: Record) -> Iterator[KeyFault]:
    if record["layout"] != "grid":
        return
    for place, area in enumerate(record["areas"]):
        missing = {"column", "row"} - set(area.get("place", {}))
        if missing:
            yield f"areas[{place}].place", "An area of a grid needs a place with column and row."
    placed = [area for area in record["areas"] if {"column", "row"} <= set(area.get("place", {}))]
    for one, other in combinations(placed, 2):
        if _cells(one["place"]) & _cells(other["place"]):
            key = f"areas[{record['areas'].index(other)}].place"
            yield key, f"It lies over the area “{one['id']}”."


def _cells(place: Record) -> set[tuple[int, int]]:
    columns = range(place["column"], place["column"] + place.get("columns", 1))
    rows = range(place["row"], place["row"] + place.get("rows", 1))
    return {(column, row) for column in columns for row in rows}


def _pair_faults(record: Record) -> Iterator[KeyFault]:
    areas = [area["id"] for area in record["areas"]]
    for name, pairs in record["pairs"].items():
        if name == "default":
            if pairs not in record["pairs"] or pairs == "default":
                yield "pairs.default", f"There are no pairs called “{pairs}”."
            continue
        if not isinstance(pairs, list) or not all(_is_pair(pair) for pair in pairs):
            yield f"pairs.{name}", 'Pairs are a list like [["opportunity", "scalability"]].'
            continue
        for place, pair in enumerate(pairs):
            yield from _unknown(f"pairs.{name}[{place}]", pair, areas, "area")
    if record["pairs"] and "default" not in record["pairs"]:
        yield "pairs.default", "Say which pairs hold unless another set is chosen."


def _is_pair(pair: Any) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)


def _draft_faults(record: Record) -> Iterator[KeyFault]:
    draft = record["draft"]
    for name in ("slots", "sections"):
        yield from _twice(f"draft.{name}", [one["id"] for one in draft[name]])
    facets = {area["id"]: [facet["id"] for facet in area["facets"]] for area in record["areas"]}
    for place, slot in enumerate(draft["slots"]):
        key = f"draft.slots[{place}]"
        if slot["source"] not in ("note", "who"):
            continue
        if slot.get("area") not in facets:
            yield f"{key}.area", f"There is no area “{slot.get('area')}”."
        elif "facet" in slot and slot["facet"] not in facets[slot["area"]]:
            yield f"{key}.facet", f"The area has no facet “{slot['facet']}”."
    areas = [area for section in draft["sections"] for area in section.get("areas", ())]
    yield from _twice("draft.sections", areas)
    yield from _unknown("draft.sections", areas, facets, "area")
    yield from _lens_faults(record)


def _lens_faults(record: Record) -> Iterator[KeyFault]:
    sections = record["draft"]["sections"]
    lenses = [section["lens"] for section in sections if "lens" in section]
    yield from _twice("draft.sections", lenses)
    for place, area in enumerate(record["areas"]):
        of_facets = [(f".facets[{at}]", facet) for at, facet in enumerate(area["facets"])]
        for below, one in (("", area), *of_facets):
            if "lens" in one and one["lens"] not in lenses:
                key = f"areas[{place}]{below}.lens"
                yield key, f"No section of the draft has the lens “{one['lens']}”."


def _twice(key: str, ids: list[str]) -> Iterator[KeyFault]:
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        yield key, f"“{one}” stands there twice."


def _unknown(key: str, ids: Iterable[str], known: Iterable[str], noun: str) -> Iterator[KeyFault]:
    listed = list(known)
    for one in ids:
        if one not in listed:
            yield key, f"There is no {noun} “{one}”."


def _same(key: str, wanted: list[str], given: Iterable[str]) -> Iterator[KeyFault]:
    known = list(given)
    for one in wanted:
        if one not in known:
            yield f"{key}.{one}", "These words are missing."
    for one in known:
        if one not in wanted:
            yield f"{key}.{one}", "canvas.toml has nothing of that id."
