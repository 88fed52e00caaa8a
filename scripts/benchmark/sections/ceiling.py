"""The highest rate of ops that still arrives in time."""

from __future__ import annotations

import contextlib
import math
import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from places import say

from benchmark.bench import Bench, Row, at_least, medians, ratio
from benchmark.candidates import SOCKET_IO, SOCKET_IO_LUA

from .fan_out import generator_row

if TYPE_CHECKING:
    from benchmark.measuring import Reading, Stage

IN_TIME = 100  # ms; p95 of deliveries
FIRST_RATE = 50  # ops a second
HIGHEST_RATE = 60_000  # ops a second; no candidate comes near
MOST_STEPS = 16
BISECTIONS, QUICK_BISECTIONS = 4, 2
BACKLOG = 5  # seconds an overloaded candidate may take to empty its queue


@dataclass
class Search:
    """Looks for the highest rate at which one candidate delivers in time."""

    bench: Bench
    section: str
    name: str
    rooms: int
    clients: int
    run: int
    good: float = 0
    bad: float = math.inf
    best: Reading | None = None  # at the highest good rate
    beyond: list[Reading] = field(default_factory=list)  # at rates that were too much
    is_sound: bool = True
    _ready: Stage | None = None
    _stack: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def highest(self, first: float) -> float:
        """Return the highest good rate, found by doubling and then by halving the gap."""
        with self._stack:
            rate, bisections = first, QUICK_BISECTIONS if self.bench.is_quick else BISECTIONS
            for _ in range(MOST_STEPS):
                self._step(rate)
                if not self.is_sound:
                    return 0
                if math.isinf(self.bad):
                    rate *= 2
                elif self.good == 0:
                    rate /= 2
                elif bisections == 0 or rate > HIGHEST_RATE:
                    break
                else:
                    bisections -= 1
                    rate = math.sqrt(self.good * self.bad)
            if self._ready is not None:
                self.is_sound = self.bench.is_sound(self.section, self._ready)
        return self.good if self.is_sound else 0

    def _step(self, rate: float) -> None:
        # Twice before it counts as too much: a hiccup of the machine must not end the search.
        for attempt in range(2):
            reading = self._reading(rate, attempt)
            if reading is None or not self.is_sound:
                break
            if reading.p95 <= IN_TIME and reading.lag <= IN_TIME:
                self.good, self.best = max(self.good, rate), reading
                return
            self.beyond.append(reading)
        self.bad = min(self.bad, rate)

    def _reading(self, rate: float, attempt: int) -> Reading | None:
        """Return what a rate showed, None when it could not be delivered at all."""
        ready = self._staged()
        seconds, seed = self.bench.lasting(3), 10 * self.run + attempt
        reading = ready.load(rate=rate, seconds=seconds, seed=seed, patience=BACKLOG)
        say(
            f"{self.section} {self.name}: {rate:.0f} ops/s, p95 {reading.p95:.1f} ms, "
            f"server {reading.server_cpu:.0f} %, generator {reading.generator_cpu:.0f} %"
        )
        if not reading.in_time:
            self.beyond.append(reading)
            self._stack.close()  # its queues are full: the next step begins with a fresh one
            self._ready = None
            return None
        # A beat is waited for once, at the end of the search.
        self.is_sound = self.bench.is_sound(self.section, ready, with_beat=False)
        return reading

    def _staged(self) -> Stage:
        if self._ready is None:
            self._ready = self._stack.enter_context(
                self.bench.stage(self.name, rooms=self.rooms, clients=self.clients)
            )
        return self._ready


def ceiling_50(bench: Bench) -> list[Row]:
    """1 room × 50 clients."""
    return one_room(bench, "ceiling_50", clients=50, least=4)


def ceiling_200(bench: Bench) -> list[Row]:
    """1 room × 200 clients."""
    return one_room(bench, "ceiling_200", clients=200, least=10)


def ceiling_1000(bench: Bench) -> list[Row]:
    """1 room × 1,000 clients."""
    return one_room(bench, "ceiling_1000", clients=1000, least=25)


def one_room(bench: Bench, section: str, *, clients: int, least: float) -> list[Row]:
    """Return the highest rate in one room of so many clients."""
    rates, best, beyond = search(bench, section, rooms=1, clients=clients)
    goal = f"≥ {least:g} × {SOCKET_IO}"
    judged = at_least(rates, least, times=SOCKET_IO)
    return [
        Row(section, f"highest rate, p95 ≤ {IN_TIME} ms", "ops/s", rates, goal, judged,
            ratio(rates, SOCKET_IO)),
        generator_row(section, best, beyond),
    ]  # fmt: skip


def rooms(bench: Bench) -> list[Row]:
    """50 rooms × 20 clients."""
    rates, best, beyond = search(bench, "rooms", rooms=50, clients=20)
    delivered = {name: 20 * rate for name, rate in rates.items()}
    goal, judged = f"≥ 1 × {SOCKET_IO_LUA}", at_least(delivered, 1, times=SOCKET_IO_LUA)
    return [
        Row("rooms", f"50 × 20, p95 ≤ {IN_TIME} ms", "deliveries/s", delivered, goal, judged,
            ratio(delivered, SOCKET_IO_LUA)),
        generator_row("rooms", best, beyond),
    ]  # fmt: skip


def search(
    bench: Bench, section: str, *, rooms: int, clients: int
) -> tuple[dict[str, float], dict[str, list[Reading]], list[Reading]]:
    """Return the median highest rates, the readings there, and those beyond."""
    found: dict[str, list[float]] = {}
    best: dict[str, list[Reading]] = {}
    beyond: list[Reading] = []

    def measure(name: str, run: int) -> float:
        known = found.setdefault(name, [])
        # Where the last run ended is a better place to begin than at the bottom.
        first = statistics.median(known) / 2 if any(known) else FIRST_RATE
        looking = Search(bench, section, name, rooms, clients, run)
        known.append(looking.highest(first))
        beyond.extend(looking.beyond)
        if looking.best is not None:
            best.setdefault(name, []).append(looking.best)
        return known[-1]

    bench.in_turns(bench.of(), measure)
    return medians(found), best, beyond
