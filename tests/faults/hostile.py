"""Turns the descriptions of hostile inputs into bytes, ops and requests of our wire.

An input is described by layer (a frame, an event, a text, a request, raw bytes), target, payload
and what must come of it; `{{NAME}}` stands for something of the workshop under attack.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from places import REPO

# The list lies beside the repository where the specification is at hand.
INPUTS = REPO.parent / "shared" / "examples" / "nasty_inputs.json"

# Lengths of an earlier sketch, whose notes held 500 characters, scaled to our 280.
RESCALED = {"N077": 281, "N133": 55, "N146": 281, "N149": 280}
# What our wire has not (canvases are folders, and go to check-canvas) or answers once (N178).
NOT_OURS = {"N250", "N253", "N254"}
ONCE = {"N178"}
SLOW = {"N055", "N058", "N197", "N199", "N200", "N203", "N205", "N206"}  # over five seconds


def read_inputs() -> dict[str, Any] | None:
    """Return the described inputs, or None where they are not at hand."""
    return json.loads(INPUTS.read_text()) if INPUTS.exists() else None


class Wire:
    """Maps names, fields and codes of the descriptions to ours."""

    def __init__(self, table: dict[str, Any], names: dict[str, str]) -> None:
        self.table = table
        self.names = names

    def op_type(self, name: str) -> str | None:
        """Return our name of an event; None when our wire has none for it."""
        return self.table.get(name, name)

    def expand(self, value: Any, *, size: int | None = None) -> Any:
        """Return a payload with its repetitions written out and its names filled in."""
        if isinstance(value, str):
            return self.named(value)
        if isinstance(value, list):
            return [self.expand(one, size=size) for one in value]
        if not isinstance(value, dict):
            return value
        if "$rep" in value:
            what, times = value["$rep"]
            return self.expand(what) * (size or times) + value.get("suffix", "")
        if "$cat" in value:
            return "".join(self.expand(part, size=size) for part in value["$cat"])
        if "$nest" in value:
            left, right, depth = value["$nest"]
            return left * depth + value.get("core", "") + right * depth
        if "$keys" in value:
            return {f"k{number}": number for number in range(value["$keys"])}
        return {
            self.table["fields"].get(name, name): self.expand(one, size=size)
            for name, one in value.items()
        }

    def named(self, text: str) -> str:
        """Return a text with every `{{NAME}}` filled in, a new UUID for each `{{UUID}}`."""
        while "{{UUID}}" in text:
            text = text.replace("{{UUID}}", str(uuid.uuid4()), 1)
        for name, value in self.names.items():
            text = text.replace("{{" + name + "}}", value)
        return text

    def frame(self, text: str) -> str:
        """Return a socket.io event of the descriptions as one of ours: `op` with a type."""
        for name in ("note.add", "note.move", "phase.set"):
            kind = self.op_type(name) or name
            text = text.replace(f'["{name}",{{', f'["op",{{"type":"{kind}",')
            text = text.replace(f'["{name}"', '["op"').replace(f'{{"type":"{kind}",}}', "{}")
        for field, ours in self.table["fields"].items():
            text = text.replace(f'"{field}":', f'"{ours}":')
        return text
