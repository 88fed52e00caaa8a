"""Reads the log straight from Redis and says what became of each acknowledged op.

It knows the keys and the stream's fields and nothing of the product's code.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson
from redis import Redis

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.faults.client import Acked, Client


@dataclass
class Fate:
    """Acknowledged ops by what became of them."""

    stable: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    never_read: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.never_read)

    def add(self, other: Fate) -> None:
        """Count those of another workshop too."""
        self.stable += other.stable
        self.lost += other.lost
        self.doubled += other.doubled
        self.never_read += other.never_read

    def __str__(self) -> str:
        return (
            f"{self.stable} acked, lost {len(self.lost)}, doubled {len(self.doubled)}, "
            f"never read {len(self.never_read)}"
        )


@dataclass(frozen=True)
class Logbook:
    """Every change of one workshop as the log has it."""

    changes: list[dict[str, Any]]

    @property
    def is_gapless(self) -> bool:
        """Whether seq goes 1, 2, 3, … to the end."""
        return [change["seq"] for change in self.changes] == list(range(1, len(self.changes) + 1))

    def notes_by(self, seat: str) -> list[dict[str, Any]]:
        """Return the `note.added` changes of a seat, in log order."""
        return [
            change
            for change in self.changes
            if change["type"] == "note.added" and change["by"] == seat
        ]

    def fates(self, clients: Iterable[Client], *, reader: Client | None = None) -> Fate:
        """Class each acknowledged `note.add`: stable, lost, doubled, or not read by `reader`."""
        added = Counter(
            (change["by"], change["op_id"])
            for change in self.changes
            if change["type"] == "note.added"
        )
        at = {
            (change["by"], change["op_id"], change["seq"]): change["facts"]["note"]["id"]
            for change in self.changes
            if change["type"] == "note.added"
        }
        fate = Fate()
        for client in clients:
            for acked in client.acked:
                if acked.op["type"] == "note.add":
                    self._class(fate, client.seat, acked, added, at, reader)
        return fate

    def _class(
        self,
        fate: Fate,
        seat: str,
        acked: Acked,
        added: Counter[tuple[str, str]],
        at: dict[tuple[str, str, int], str],
        reader: Client | None,
    ) -> None:
        op_id = acked.op["op_id"]
        times = added[seat, op_id]
        note_id = at.get((seat, op_id, acked.ack["seq"]))
        if times == 0 or note_id != acked.ack["id"]:
            fate.lost.append(op_id)
        elif times > 1:
            fate.doubled.append(op_id)
        elif reader is not None and note_id not in reader.note_ids:
            fate.never_read.append(op_id)
        else:
            fate.stable += 1


def read_logbook(redis_url: str, workshop_id: str) -> Logbook:
    """Return the whole log of a workshop."""
    with Redis.from_url(redis_url) as redis:
        entries = redis.xrange(f"cw:{{{workshop_id}}}:log")
    return Logbook([orjson.loads(fields[b"change"]) for _, fields in entries])
