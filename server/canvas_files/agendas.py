"""Checks the agenda of a canvas: its phases, their rights, and the agendas to choose."""

from collections.abc import Iterator, Mapping
from typing import Any

Record = Mapping[str, Any]
KeyFault = tuple[str, str]


def agenda_faults(record: Record) -> Iterator[KeyFault]:
    """Yield what is wrong with phases and presets."""
    phases: list[Record] = record["phases"]
    begun = [(place, phase) for place, phase in enumerate(phases) if not phase.get("spare")]
    if phases and not begun:
        yield "phases", "All phases are spare: at least one has to be in the agenda."
    if begun and begun[0][1]["kind"] == "vote":
        place = begun[0][0]
        yield f"phases[{place}].kind", "The first phase cannot be a vote: there are no notes yet."
    areas = {area["id"] for area in record["areas"]}
    for place, phase in enumerate(phases):
        for key, sentence in _phase_faults(phase, areas):
            yield f"phases[{place}].{key}", sentence
    kinds = {phase["id"]: phase["kind"] for phase in phases}
    for place, preset in enumerate(record["presets"]):
        yield from _preset_faults(f"presets[{place}].phases", preset.get("phases", []), kinds)


def _phase_faults(phase: Record, areas: set[str]) -> Iterator[KeyFault]:
    is_walk = phase["kind"] == "walk"
    if is_walk and "direction" not in phase:
        yield "direction", "Say which way a walk goes: clockwise or not."
    if not is_walk and "direction" in phase:
        yield "direction", "Only a walk has a direction."
    if phase.get("stances") and phase.get("silent"):
        yield "stances", "In a silent phase there is nothing to agree with."
    for area in phase.get("areas", []):
        if area not in areas:
            yield "areas", f"There is no area “{area}” in this canvas."
    seen = phase.get("rights", {}).get("see")
    if seen is not None and (seen == "own") != bool(phase.get("silent")):
        yield "rights.see", "Say it with “silent”: own is silent = true, all is silent = false."


def _preset_faults(key: str, steps: list[Record], kinds: Mapping[str, str]) -> Iterator[KeyFault]:
    named = [step["phase"] for step in steps if "phase" in step]
    for name in dict.fromkeys(named):
        if name not in kinds:
            yield key, f"There is no phase “{name}” in this canvas."
        if named.count(name) > 1:
            yield key, f"“{name}” stands there twice."
    if named and kinds.get(named[0]) == "vote":
        yield key, "An agenda cannot begin with a vote: there are no notes yet."
