"""Fills in a canvas.toml with faults, so that all its other faults are found in the same run."""

from collections.abc import Mapping
from typing import Any

STAND_INS: Mapping[str, Any] = {
    "version": 1,
    "layout": "ring",
    "languages": [],
    "who": [],
    "tags": [],
    "criteria": [],
    "settings": {},
    "thresholds": {},
    "pairs": {},
    "presets": [],
}
THRESHOLD = {"value": 0.0, "unit": "share", "source": "?"}


def fill_in(record: Mapping[str, Any], table: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the well-shaped part of canvas.toml with stand-ins for the rest.

    None where ids themselves are missing or wrong: nothing could be said about the rest then.
    `table` is the file as it was written.
    """
    draft = record.get("draft")
    lists = [record.get("areas"), record.get("phases")]
    lists += [draft.get("slots"), draft.get("sections")] if isinstance(draft, dict) else [None]
    if not all(_have_ids(listed) for listed in lists) or "id" not in record:
        return None
    if not all(_have_ids(area.get("facets", [])) for area in record["areas"]):
        return None
    filled = {**STAND_INS, **record}
    filled["areas"] = [
        {"color": "#000000", "color_dark": "#ffffff", "facets": [], **area}
        for area in record["areas"]
    ]
    filled["presets"] = [one for one in record.get("presets", []) if isinstance(one.get("id"), str)]
    filled["criteria"] = [
        {"weight": 1, **one} for one in record.get("criteria", []) if isinstance(one.get("id"), str)
    ]
    filled["phases"] = [{"kind": "gather", "silent": False, **phase} for phase in record["phases"]]
    slots = [{"source": "note", **slot} for slot in record["draft"]["slots"]]
    filled["draft"] = {**record["draft"], "slots": slots}
    named = table.get("thresholds")
    filled["thresholds"] = {
        name: THRESHOLD | record.get("thresholds", {}).get(name, {})
        for name in (named if isinstance(named, dict) else {})
    }
    return filled


def _have_ids(listed: Any) -> bool:
    return isinstance(listed, list) and all(
        isinstance(one, dict) and isinstance(one.get("id"), str) for one in listed
    )
