"""Holds what is wrong with a canvas folder: file, key and a sentence for each fault."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to repair."""

    file: str  # below the canvases folder: "my-canvas/canvas.toml"
    key: str  # "areas[2].color"; empty when the whole file is meant
    sentence: str

    def __str__(self) -> str:
        """Return the fault as one line."""
        return (
            f"{self.file}: {self.key}: {self.sentence}"
            if self.key
            else (f"{self.file}: {self.sentence}")
        )


class CanvasFaults(Exception):  # noqa: N818 — the faults are the point, as with Refused
    """A canvas folder cannot be used; carries every fault that was found."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def shape_faults(messages: Any, *, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield (key, sentence) for marshmallow's nested messages; keys read "areas[2].color"."""
    if isinstance(messages, Mapping):
        for name, below in messages.items():
            yield from shape_faults(below, key=_below(key, name))
    elif isinstance(messages, list):
        for sentence in messages:
            yield key, str(sentence)
    else:
        yield key, str(messages)


def _below(key: str, name: Any) -> str:
    if name == "_schema":
        return key
    if isinstance(name, int):
        return f"{key}[{name}]"
    return f"{key}.{name}" if key else str(name)
