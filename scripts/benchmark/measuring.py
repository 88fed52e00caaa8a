"""One measurement: a load on a candidate, what it cost, and whether every op arrived."""

from __future__ import annotations

import contextlib
import statistics
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import machine
from .candidates import Running, running
from .crowd import Crowd, scattered
from .dialects import text_of
from .workshop import board_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .room import Room
    from .workshop import Workshop

SAMPLED = 20  # clients of all rooms whose deliveries are timed
SETTLE = 0.5  # seconds of quiet before a measurement begins
PATIENCE = 10  # seconds the last deliveries may take once everything is sent
A_BEAT = 12  # seconds within which a beat tells the board's hash
DISTURBED = 25  # per cent of a core that something else may use beside a measurement
BUSY = 80  # per cent of its core from which the generator itself may be the limit


@dataclass
class Reading:
    """What one run of one load showed. Times in ms, shares of a core in per cent."""

    ops_per_second: float
    deliveries_per_second: float
    p50: float
    p95: float
    p99: float
    ack_p50: float
    ack_p95: float
    ack_p99: float
    server_cpu: float
    generator_cpu: float
    redis_cpu: float
    others_cpu: float  # of everything else on this machine
    cpu_ms_per_op: float
    lag: float  # of the generator: how late it sent the last op
    in_time: bool  # everything arrived before patience ended
    faults: list[str] = field(default_factory=list)

    def void(self) -> None:
        """Make the figures worthless: an op was lost, doubled or out of order."""
        self.ops_per_second = self.deliveries_per_second = 0
        for name in ("p50", "p95", "p99", "ack_p50", "ack_p95", "ack_p99", "server_cpu"):
            setattr(self, name, float("inf"))
        self.cpu_ms_per_op = float("inf")

    @property
    def is_generator_busy(self) -> bool:
        """Whether the generator, and not the candidate, may have been the limit."""
        return self.generator_cpu > BUSY

    @property
    def is_disturbed(self) -> bool:
        """Whether something else on the machine may have slowed this down."""
        return self.others_cpu > DISTURBED


@dataclass
class Stage:
    """A candidate with its rooms filled, ready for a load."""

    running: Running
    crowd: Crowd
    redis_pid: int

    @property
    def clients(self) -> list[Any]:
        """Every client of every room that reads."""
        return [one for room in self.crowd.rooms for one in room.clients if not one.is_stuck]

    def load(
        self, *, rate: float, seconds: float, seed: int, patience: float = PATIENCE
    ) -> Reading:
        """Send `rate` ops a second and read what it did.

        `patience`: seconds the last deliveries may take once everything is sent.
        """
        for room in self.crowd.rooms:
            room.forget_frames()
        schedule = scattered(self.clients, rate=rate, seconds=seconds, seed=seed)
        first = max(self.crowd.sent_at, default=0) + 1
        pids = (self.running.pid, self.redis_pid)
        begun, load_begun = time.perf_counter(), time.process_time()
        before, busy_before = [machine.cpu_seconds(pid) for pid in pids], machine.busy_seconds()
        quiet = self.crowd.drive(schedule, until=self.crowd.is_quiet, patience=patience)
        wall, load = time.perf_counter() - begun, time.process_time() - load_begun
        server, redis = (
            machine.cpu_seconds(pid) - was for pid, was in zip(pids, before, strict=True)
        )
        numbers = range(first, first + len(schedule))
        others = machine.busy_seconds() - busy_before - server - redis - load
        lag = self.crowd.sent_at[numbers[-1]] - begun - schedule[-1][0]
        return self._reading(
            numbers,
            wall=wall,
            server=server,
            redis=redis,
            load=load,
            others=others,
            quiet=quiet,
            lag=lag,
        )

    def _reading(
        self, numbers: range, *, wall: float, quiet: bool, lag: float, **cpu: float
    ) -> Reading:
        late, acks = self.crowd.delays(numbers), self.crowd.ack_delays(numbers)
        ears = sum(len(room.clients) * len(room.sent) for room in self.crowd.rooms)
        share = ears / max(1, sum(len(room.sent) for room in self.crowd.rooms))
        lost = [one for one in self.clients if one.is_lost]
        return Reading(
            ops_per_second=len(numbers) / wall,
            deliveries_per_second=len(numbers) * share / wall,
            p50=per_cent(late, 50),
            p95=per_cent(late, 95),
            p99=per_cent(late, 99),
            ack_p50=per_cent(acks, 50),
            ack_p95=per_cent(acks, 95),
            ack_p99=per_cent(acks, 99),
            server_cpu=100 * cpu["server"] / wall,
            generator_cpu=100 * cpu["load"] / wall,
            redis_cpu=100 * cpu["redis"] / wall,
            others_cpu=100 * max(0.0, cpu["others"]) / wall,
            cpu_ms_per_op=1000 * cpu["server"] / max(1, len(numbers)),
            lag=1000 * lag,
            in_time=quiet and not lost,
            faults=[fault for room in self.crowd.rooms for fault in room.faults],
        )

    def check(self, *, with_beat: bool = True) -> list[str]:
        """Return every fault of every room: deliveries, order, and the board itself.

        Without the beat, which may take ten seconds to come, the board is held against the
        hash of the snapshot.
        """
        faults = [fault for room in self.crowd.rooms for fault in room.check()]
        if self.running.is_ours and not faults:
            faults = [
                fault
                for room in self.crowd.rooms
                for fault in self._check_board(room, with_beat=with_beat)
            ]
        return faults

    def _check_board(self, room: Room, *, with_beat: bool) -> list[str]:
        """Hold the server's board against what the clients heard, and its hash against both."""
        seen = room.about["workshop"].snapshot()
        if seen["seq"] + 1 != room.end:
            return [f"the server is at {seen['seq']}, its clients at {room.end - 1}"]
        texts = {note["id"]: note["text"] for note in seen["board"]["notes"]}
        heard = {
            room.sent[number].note_id: text_of(number) for _, number in sorted(room.op_at.items())
        }
        if any(texts.get(note_id) != text for note_id, text in heard.items()):
            return ["the board does not hold what its clients heard"]
        if "hash" in seen and seen["hash"] != board_hash(seen["board"]):
            return ["the board is not that of the snapshot's hash"]
        # The naive server beats no heart.
        return self._check_beat(room, seen) if with_beat and self.running.name != "naive" else []

    def _check_beat(self, room: Room, seen: dict[str, Any]) -> list[str]:
        self.crowd.listen_until(lambda: seen["seq"] in room.beats, within=A_BEAT)
        told = room.beats.get(seen["seq"])
        if told is None:
            return ["no beat came"]
        return [] if told == board_hash(seen["board"]) else ["the board is not that of the hash"]


def per_cent(values: list[float], share: float) -> float:
    """Return the percentile of times in seconds, in ms; infinite when there is none."""
    if not values:
        return float("inf")
    ordered = sorted(values)
    return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))]


def median(values: list[float]) -> float:
    """Return the middle value."""
    return statistics.median(values)


@contextlib.contextmanager
def stage(
    name: str,
    *,
    redis: Any,
    folder: Path,
    limits: dict[str, str],
    rooms: int,
    clients: int,
    notes: int = 0,
    prepare: Callable[[Workshop], None] | None = None,
) -> Iterator[Stage]:
    """Start a candidate and let `clients` enter each of `rooms` rooms; each has its note.

    `notes` more are on the board before; `prepare` is called with the workshop then.
    """
    with running(name, redis.url, folder, limits=limits) as started:
        crowd = Crowd(started.dialect)
        try:
            for number in range(rooms):
                room = started.make_room(crowd, number)
                if notes:
                    room.about["workshop"].fill(notes)
                if prepare is not None:
                    prepare(room.about["workshop"])
                started.people(crowd, room, clients)
            ready = Stage(started, crowd, redis.process.pid)
            settle(ready)
            yield ready
        finally:
            crowd.close()


def settle(ready: Stage) -> None:
    """Let every client hear up to the same place, then add its first note."""
    crowd = ready.crowd
    crowd.drive([], until=lambda: False, patience=SETTLE)
    for room in crowd.rooms:
        room.start = max((one.position for one in room.clients), default=0)
    writers = [(place * 0.002, client) for place, client in enumerate(ready.clients)]
    if not crowd.drive(writers, until=crowd.is_quiet, patience=PATIENCE * 3):
        raise AssertionError(
            f"{ready.running.name} did not get ready: {ready.crowd.rooms[0].check()}"
        )
    crowd.sample(SAMPLED)
