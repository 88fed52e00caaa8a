"""Holds what desk and store say to each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from server.domain.change import Change
from server.domain.workshop import Workshop

from .safety import Safety

MADE_WITHIN = 3600.0  # seconds a workshop may take to be made; then what there is of it is swept


class StoreUnavailable(Exception):  # noqa: N818 a state of the store
    """The store did not answer; whether it did the work is not known.

    `has_answered`: it is there and said no, as one does whose disk is full.
    """

    def __init__(self, reason: str, *, has_answered: bool = False) -> None:
        """Say why, in words of the store."""
        super().__init__(reason)
        self.has_answered = has_answered


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
    bytes: int = 0  # what its records take there


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
    fault: str | None = None  # "damaged", "newer" (than this server): then it is what can be read


class Store(Protocol):
    """What the desk asks of a store. The same contract is tested on each."""

    is_away: bool  # whether the last question had no answer

    def create(self, commit: Commit, meta: dict[str, str], codes: dict[str, str]) -> None:
        """Store a new workshop with its keys and codes."""

    def commit(self, commits: Sequence[Commit]) -> list[Outcome]:
        """Commit each batch, all in one round trip; say what became of each."""

    def replicated(self, workshop_ids: Sequence[str]) -> set[str]:
        """Return those whose log a failover cannot lose, as far as the store was told to mind."""

    def load(self, workshop_id: str) -> Loaded:
        """Return the workshop as stored, its chain checked; as far as it can be read."""

    def changes(self, workshop_id: str, *, after: int, limit: int) -> list[Change]:
        """Return at most `limit` changes after a seq, in order."""

    def heads(self, workshop_ids: Sequence[str]) -> dict[str, tuple[int, str, str]]:
        """Return seq, log head and epoch of each workshop that exists."""

    def head_at(self, workshop_id: str, seq: int) -> str | None:
        """Return the log head after the change with that seq, or None when there is none."""

    def save_snapshot(self, workshop_id: str, loaded: Loaded) -> None:
        """Store the workshop as it is; the one before is kept."""

    def people(self, workshop_id: str) -> dict[str, dict[str, Any]]:
        """Return seat id → {name, language}."""

    def accepted(self, workshop_id: str, ops: Sequence[str]) -> dict[str, str]:
        """Return "seat:op_id" → ack of those of `ops` that are in the log."""

    def meta(self, workshop_id: str) -> dict[str, str]:
        """Return what is known about the workshop itself."""

    def set_meta(self, workshop_id: str, meta: dict[str, str]) -> None:
        """Store some of what is known about the workshop."""

    def code(self, code: str) -> dict[str, Any] | None:
        """Return {workshop_id, role, city} of a join code, or None."""

    def change_codes(self, *, remove: Sequence[str], add: dict[str, str]) -> None:
        """Forget some codes, store others."""

    def erase(self, workshop_id: str, *, codes: Sequence[str], today: str) -> None:
        """Erase everything of a workshop but a tombstone."""

    def begin_erasing(self, workshop_id: str, op_id: str) -> None:
        """Remember that a text or a name is about to be erased."""

    def carry_out_erasing(self, workshop_id: str, *, op_id: str, today: str) -> None:
        """Take out whatever the workshop's log says is erased."""

    def erasings_begun_before(self, when: float) -> list[tuple[str, str]]:
        """Return (workshop id, op id) of erasings that a process left undone."""

    def go_on_rewriting(self, *, now: float, rest: float) -> str:
        """Let the files of the store be written anew when they hold what was erased."""

    def rewriting_state(self) -> str:
        """Return "clean", "waiting" or "refused"."""

    def workshop_ids(self) -> list[str]:
        """Return the ids of all workshops."""

    def due(self, now: float) -> list[str]:
        """Return the workshops whose erase date is to be looked at."""

    def set_due(self, workshop_id: str, when: float) -> None:
        """Remember when to look at an erase date."""

    def verify(self, workshop_id: str) -> int:
        """Return the number of changes after checking the whole chain."""

    def secret_key(self) -> str:
        """Return what tokens are signed with."""

    def take(self, bucket: str, *, rate: float, burst: float, amount: float) -> int:
        """Take from a bucket all processes share; return 0, or the milliseconds to wait."""

    def may_sweep(self, process: str) -> bool:
        """Return whether this process sweeps for the next minute."""

    def write_presence(self, workshop_id: str, process: str, who: bytes) -> None:
        """Store who is connected to one process."""

    def read_presence(self, workshop_id: str) -> dict[str, bytes]:
        """Return process → what it stored."""

    def begin_rehearsal(self, workshop_id: str, process: str, *, seconds: int) -> bool:
        """Return whether this process may rehearse the workshop: one at a time, so long at most."""

    def tell_rehearsal(self, workshop_id: str, told: bytes, *, is_over: bool) -> None:
        """Keep how a rehearsal goes, for a day; when it is over another one may begin."""

    def rehearsal(self, workshop_id: str) -> bytes | None:
        """Return what was told last about a rehearsal of the workshop."""

    def ping(self) -> None:
        """Ask whether the store is there. Raises: StoreUnavailable."""

    def ring(self, text: str) -> None:
        """Tell every process to look."""

    def hear(self, bell: Any) -> None:
        """Call `bell` with each text that is rung, for ever."""

    def safety(self) -> Safety:
        """Return how safe an acknowledged op is."""
