"""Reads the described inputs: what is odd or hostile about each, and what must come of it.

`inputs.json` has one a line: `how` it is thrown (`throwing.py`), as whom, what is sent, and what
may come of it: "accepted", "nothing", "closed", the code of a refusal, a status. What others
prove says `shown_by`. `<<NAME>>` stands for something of the workshop under attack;
{"repeat", "times"}, {"join"} and {"keys"} for what is too long to be written down.
"""

from __future__ import annotations

import json
import random
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

INPUTS = Path(__file__).with_name("inputs.json")
FRAMES = [
    '420["op",{"op_id":"UUID","type":"note.add","area":"value","text":"a thought"}]',
    '421["enter",{"protocol":1,"seq":1,"epoch":"abcdefghijkl"}]',
    '42["presence",{"state":"writing","area":"value"}]',
    '422["clock",{}]',
    '40{"token":"x"}',
    "3probe",
    "451-[{}]",
]
ODD = ["\0", '"', "{", "[", "]", "9" * 30, "²", "\u202e", "-", "1e400"]


@dataclass(frozen=True)
class Input:
    """One described input."""

    id: str
    what: str
    how: str = ""
    send: Any = None
    role: str = "participant"
    to: str = ""  # method and path of a request, or the type of an op
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    comes: tuple[str, ...] = ()
    shown_by: str | None = None  # file and test


def read_inputs() -> list[Input]:
    """Return the described inputs in the order they are thrown."""
    described = json.loads(INPUTS.read_text())
    return [Input(**one | {"comes": tuple(one.get("comes", ()))}) for one in described]


def written_out(value: Any, names: dict[str, str]) -> Any:
    """Return what is sent, its repetitions written out and its names filled in."""
    if isinstance(value, str):
        return named(value, names)
    if isinstance(value, list):
        return [written_out(one, names) for one in value]
    if not isinstance(value, dict):
        return value
    if "repeat" in value:
        return written_out(value["repeat"], names) * value["times"]
    if "join" in value:
        return "".join(written_out(part, names) for part in value["join"])
    if "keys" in value:
        return {f"k{number}": number for number in range(value["keys"])}
    return {name: written_out(one, names) for name, one in value.items()}


def named(text: str, names: dict[str, str]) -> str:
    """Return a text with every `<<NAME>>` filled in, a new UUID for each `<<UUID>>`."""
    while "<<UUID>>" in text:
        text = text.replace("<<UUID>>", str(uuid.uuid4()), 1)
    for name, value in names.items():
        text = text.replace(f"<<{name}>>", value)
    return text


def mutations(count: int, *, seed: int) -> list[str]:
    """Return seeded mutations of good frames: letters changed, cut, doubled or put in."""
    chance = random.Random(seed)
    return [mutated(chance) for _ in range(count)]


def mutated(chance: random.Random) -> str:
    """Return one good frame with one to four letters or places harmed."""
    frame = list(chance.choice(FRAMES).replace("UUID", f"{chance.getrandbits(128):032x}"))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(frame) + 1)
        odd = chance.choice(ODD)
        kind = chance.choice(("put", "cut", "double", "swap"))
        if kind == "put" or not frame:
            frame.insert(at, odd)
        elif kind == "cut":
            del frame[at : at + chance.randint(1, 10)]
        elif kind == "double":
            frame[at:at] = frame[at : at + 10]
        elif at < len(frame):
            frame[at] = chr(chance.randrange(0x20, 0x2FFF))
    return "".join(frame)
