"""A simulated seat: joins, hears, sends, loses its connection, comes back with what it wrote."""

import contextlib
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

from .measures import Answered, Measures, ids_in
from .seen import STATE, Seen
from .texts import Pen
from .wire import Http, Line, WireError

AGAIN = 0.3  # seconds between two tries to come back
TRIES = 20
ID_LENGTH = 12


@dataclass(slots=True)
class Waiting:
    """An op without an ack yet."""

    op: dict[str, Any]
    made: float
    sent: float = 0.0
    times: int = 0  # it went on its way


@dataclass(slots=True)
class Person:
    """Who sits there: nothing of it is known to the server but name and language."""

    number: int  # of all seats, 0 = the facilitator
    city: str | None  # its name
    name: str
    language: str
    chance: Random
    pen: Pen
    is_lead: bool = False
    absences: list[tuple[float, float]] = field(default_factory=list)  # from, to; workshop seconds


class Seat:
    """The connection, the board and the outbox of one person."""

    def __init__(self, url: str, person: Person, measures: Measures) -> None:
        """Prepare; `join` goes in."""
        self.person = person
        self.seen: Seen | None = None
        self.joined: dict[str, Any] = {}
        self.beat: dict[str, Any] = {}
        self.is_away = False
        self.is_returning = False
        self.fault = ""
        self._url = url
        self._measures = measures
        self._line: Line | None = None
        self._seq = 0
        self._epoch = ""
        self._early: dict[int, dict[str, Any]] = {}
        self._outbox: dict[str, Waiting] = {}
        self._lock = threading.Lock()

    def join(self, way_in: Mapping[str, Any]) -> None:
        """Take a seat by code or key, and enter. Raises: WireError."""
        wanted = {**way_in, "name": self.person.name, "language": self.person.language}
        self.joined = Http(self._url).post("/join", wanted)
        self._connect()

    @property
    def id(self) -> str:
        """The id of the seat."""
        return str(self.joined["seat"]["id"])

    @property
    def seq(self) -> int:
        """The last change it heard."""
        return self._seq

    @property
    def board(self) -> Seen:
        """What it knows of the board."""
        if self.seen is None:
            raise RuntimeError("This seat has not entered.")
        return self.seen

    def http(self) -> Http:
        """Return HTTP in the name of this seat."""
        return Http(self._url, self.joined["token"])

    def path(self, rest: str) -> str:
        """Return a route of its workshop."""
        return f"/workshops/{self.joined['workshop_id']}/{rest}"

    def do(self, kind: str, /, **facts: Any) -> None:
        """Send an op; without a connection it waits in the outbox, as in a browser."""
        op = {"op_id": str(uuid.UUID(int=self.person.chance.getrandbits(128), version=4))}
        op |= {"type": kind} | facts
        waiting = Waiting(op, time.monotonic())
        with self._lock:
            self._outbox[op["op_id"]] = waiting
        self._send(waiting)

    def say(self, **presence: Any) -> None:
        """Say whether it writes or is ready."""
        if self._line is not None and not self.is_away:
            self._line.say(presence)

    def unanswered(self) -> int:
        """Return how many ops wait for an ack."""
        return len(self._outbox)

    def drop_out(self) -> None:
        """Lose the connection, without a goodbye."""
        self.is_away = True
        if self._line is not None:
            self._line.cut()

    def come_back(self) -> None:
        """Join with the token, enter where it was, send what waits. Raises: WireError."""
        for tried in range(TRIES):
            try:
                Http(self._url).post("/join", {"token": self.joined["token"]})
                self._connect()
                break
            except WireError:
                if tried + 1 == TRIES:
                    raise
                time.sleep(AGAIN)
        self.is_away = self.is_returning = False
        self._measures.returns += 1
        with self._lock:
            waiting = list(self._outbox.values())
        for one in waiting:
            self._send(one)

    def leave(self) -> None:
        """Close the connection."""
        if self._line is not None:
            with contextlib.suppress(Exception):  # the rehearsal is over either way
                self._line.close()

    def snapshot(self) -> dict[str, Any]:
        """Return its snapshot. Raises: WireError."""
        taken: dict[str, Any] = self.http().get(self.path("snapshot"))
        return taken

    # ---- what goes up ------------------------------------------------------------------------

    def _send(self, waiting: Waiting) -> None:
        if self.is_away or self._line is None:
            return
        waiting.sent, waiting.times = time.monotonic(), waiting.times + 1
        if waiting.times > 1:
            self._measures.sent_again += 1
        self._line.send(waiting.op, partial(self._answered, waiting))

    def _answered(self, waiting: Waiting, ack: Mapping[str, Any]) -> None:
        with self._lock:
            if self._outbox.pop(waiting.op["op_id"], None) is None:
                return
        self._measures.answers.append(
            Answered(
                seat=self.person.number,
                type=waiting.op["type"],
                things=frozenset(one for one in ids_in(waiting.op) if len(one) == ID_LENGTH),
                made=waiting.made,
                sent=waiting.sent,
                answered=time.monotonic(),
                seq=ack["seq"] if ack["ok"] else None,
                code="" if ack["ok"] else ack["error"]["code"],
                is_again=waiting.times > 1,
            )
        )

    # ---- what comes down ---------------------------------------------------------------------

    def _connect(self) -> None:
        line = Line(self._url, self.joined["token"], self._hear)
        self._enter(line, is_new=self.seen is None)
        self._line = line

    def _enter(self, line: Line, *, is_new: bool) -> None:
        """Enter with what is known; a large board comes by HTTP, and what followed it after."""
        answer = line.enter(None, None) if is_new else line.enter(self._seq, self._epoch)
        if answer.get("changes") is None:
            taken = answer.get("snapshot") or self.snapshot()
            self.seen = Seen(taken)
            self._seq, self._epoch = taken["seq"], taken["epoch"]
            if answer.get("snapshot") is None:
                answer = line.enter(self._seq, self._epoch)
        for change in answer.get("changes") or ():
            self._take(change, at=None)
        self._take_early()

    def _hear(self, event: str, payload: Any) -> None:
        at = time.monotonic()
        if event == "beat":
            self.beat = payload
        elif event == "notice":
            self._notice(payload)
        elif event == "changes":
            for change in payload:
                self._early[change["seq"]] = {"change": change, "at": at}
            self._take_early()

    def _notice(self, notice: Mapping[str, Any]) -> None:
        if notice["code"] in ("seat.changed", "epoch.changed") and self._line is not None:
            self._enter(self._line, is_new=True)

    def _take_early(self) -> None:
        """Take in what follows without a hole; the rest waits."""
        if self.seen is None:
            return
        while (next_one := self._early.pop(self._seq + 1, None)) is not None:
            self._take(next_one["change"], at=next_one["at"])
        for seq in [seq for seq in self._early if seq <= self._seq]:
            del self._early[seq]

    def _take(self, change: dict[str, Any], *, at: float | None) -> None:
        if self.seen is None or change["seq"] <= self._seq:
            return
        self._seq = change["seq"]
        number, now = self.person.number, time.monotonic()
        try:
            self.seen.hear(change)
        except (KeyError, TypeError) as fault:
            self.fault = f"{change['type']} does not fit the board ({fault!r})"
        if at is not None:
            self._measures.heard.setdefault(number, []).append((change["seq"], at))
        if change["type"] in STATE:
            self._measures.moments.setdefault(number, []).append(now)
        if number:
            return  # once is enough, and the facilitator never drops out
        for thing in ids_in(change):
            if len(thing) == ID_LENGTH:
                self._measures.touched.setdefault(thing, []).append(now)
