"""What the load generator knows of one room: what was sent into it, and who has heard it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket

MOST_FAULTS = 5  # told; the first ones say enough


@dataclass(slots=True, eq=False)
class Client:
    """One connection that has entered a room."""

    socket: socket.socket
    room: Room
    position: int  # what it has to hear next: a seq, or a place in the order of a relay
    rest: bytes = b""  # of a frame that is not whole yet
    unsent: bytes = b""
    is_sampled: bool = False
    is_lost: bool = False
    is_stuck: bool = False  # never reads; nothing is asked of it
    heard: list[tuple[float, int, int]] = field(default_factory=list)  # when, from, up to
    note_id: str = ""  # the note it edits


@dataclass(slots=True, eq=False)
class Room:
    """One room of a candidate."""

    key: str
    clients: list[Client] = field(default_factory=list)
    # position → frames known to be right there, each with its length and the position after it.
    frames: dict[int, list[tuple[bytes, int, int]]] = field(default_factory=dict)
    op_at: dict[int, int] = field(default_factory=dict)  # position → number of the op
    read_at: dict[int, int] = field(default_factory=dict)  # the same as others read it
    sent: dict[int, Client] = field(default_factory=dict)  # number → who sent it
    acked: dict[int, float] = field(default_factory=dict)  # number → when
    beats: dict[int, str] = field(default_factory=dict)  # seq → board hash
    faults: list[str] = field(default_factory=list)
    start: int = 0  # first position after the set-up
    about: dict[str, Any] = field(default_factory=dict)  # what the dialect keeps of it

    def fault(self, sentence: str) -> None:
        """Note that something was lost, doubled or out of order."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(sentence)

    @property
    def end(self) -> int:
        """The position everybody has once all that was sent is heard: each op is one change."""
        return self.start + len(self.sent)

    @property
    def is_quiet(self) -> bool:
        """Whether everybody has heard, and every writer has been answered."""
        end = self.end
        if len(self.acked) < len(self.sent):
            return False
        return all(one.position >= end for one in self.clients if not one.is_stuck)

    def place(self, position: int, number: int) -> None:
        """Note that an op stands at a position; twice is a fault."""
        known = self.op_at.setdefault(position, number)
        if known != number:
            self.fault(f"ops {known} and {number} both stand at {position}")

    def check(self) -> list[str]:
        """Return every fault: each op must have reached each client once and in order."""
        for place, client in enumerate(self.clients):
            if client.is_stuck:
                continue
            if client.is_lost:
                self.fault(f"client {place} was cut off")
            elif client.position != self.end:
                self.fault(f"client {place} is at {client.position}, not at {self.end}")
        if sorted(self.op_at.values()) != sorted(self.sent):
            self.fault(f"{len(self.sent)} ops were sent, {len(set(self.op_at.values()))} stand")
        if any(self.op_at.get(position) != read for position, read in self.read_at.items()):
            self.fault("an op stands where others heard another one")
        self._check_senders()
        return self.faults

    def _check_senders(self) -> None:
        """Each sender's ops must stand in the order in which it sent them."""
        last: dict[int, int] = {}
        for position in sorted(self.op_at):
            number = self.op_at[position]
            client = self.sent.get(number)
            if client is None:
                continue
            if number < last.get(id(client), -1):
                self.fault(f"op {number} stands after a later one of the same client")
            last[id(client)] = number

    def forget_frames(self) -> None:
        """Drop what is only needed while frames are on their way."""
        self.frames.clear()
        for client in self.clients:
            client.heard.clear()
