"""Holds what desk and store say to each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from server.domain.change import Change
from server.domain.workshop import Workshop


class StoreUnavailable(Exception):  # noqa: N818 a state of the store
    """The store did not answer; whether it did the work is not known."""


class UnknownWorkshop(Exception):  # noqa: N818 not a fault of ours
    """There is no such workshop, or it was erased."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One batch of one workshop: all of it is stored, or nothing."""

    workshop_id: str
    seq: int  # expected: seq, head and epoch the batch was decided on
    head: str
    epoch: str
    changes: Sequence[Change]  # numbered seq + 1, seq + 2, …
    ops: dict[str, str] = field(default_factory=dict)  # "seat:op_id" → "seq" or "seq id"
    people: dict[str, dict[str, Any]] = field(default_factory=dict)  # seat id → name, language


@dataclass(frozen=True, slots=True)
class Committed:
    """The batch is in the log."""

    head: str


@dataclass(frozen=True, slots=True)
class Behind:
    """Somebody else was first: hear what was missed (the first 256 changes), decide again."""

    changes: Sequence[Change] = ()
    head: str = ""  # the log head after the last of them


@dataclass(frozen=True, slots=True)
class KnownOp:
    """An op of the batch had been accepted before; its ack is `ack`."""

    op: str
    ack: str


@dataclass(frozen=True, slots=True)
class Forked:
    """The log is another one than ours; load it anew."""


@dataclass(frozen=True, slots=True)
class Failed:
    """This batch could not be stored now."""

    reason: str


Outcome = Committed | Behind | KnownOp | Forked | Failed


@dataclass(frozen=True, slots=True)
class Loaded:
    """A workshop as the store has it."""

    workshop: Workshop
    head: str
    epoch: str
    bytes_since_snapshot: int


class Store(Protocol):
    """What the desk asks of a store. The same contract is tested on each."""

    def create(self, commit: Commit, meta: dict[str, str], codes: dict[str, str]) -> None: ...
    def commit(self, commits: Sequence[Commit]) -> list[Outcome]: ...
    def load(self, workshop_id: str) -> Loaded: ...
    def changes(self, workshop_id: str, *, after: int, limit: int) -> list[Change]: ...
    def heads(self, workshop_ids: Sequence[str]) -> dict[str, tuple[int, str, str]]: ...
    def save_snapshot(self, workshop_id: str, loaded: Loaded) -> None: ...
    def people(self, workshop_id: str) -> dict[str, dict[str, Any]]: ...
    def meta(self, workshop_id: str) -> dict[str, str]: ...
    def set_meta(self, workshop_id: str, meta: dict[str, str]) -> None: ...
    def code(self, code: str) -> dict[str, Any] | None: ...
    def change_codes(self, *, remove: Sequence[str], add: dict[str, str]) -> None: ...
    def erase(self, workshop_id: str, *, codes: Sequence[str], today: str) -> None: ...
    def workshop_ids(self) -> list[str]: ...
    def due(self, now: float) -> list[str]: ...
    def set_due(self, workshop_id: str, when: float) -> None: ...
    def verify(self, workshop_id: str) -> int: ...
    def secret_key(self) -> str: ...
    def may_sweep(self, process: str) -> bool: ...
    def write_presence(self, workshop_id: str, process: str, who: bytes) -> None: ...
    def read_presence(self, workshop_id: str) -> dict[str, bytes]: ...
    def ring(self, text: str) -> None: ...
    def hear(self, bell: Any) -> None: ...
    def durability(self) -> str: ...
