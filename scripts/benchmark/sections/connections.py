"""What connections cost: people who listen, people who are silent, people who do not read."""

from __future__ import annotations

import contextlib
import socket
import statistics
import time
from typing import TYPE_CHECKING

from benchmark import machine
from benchmark.bench import Bench, Row, at_most, medians, verdict
from benchmark.candidates import OURS, SOCKET_IO, WS
from benchmark.frames import dial
from benchmark.workshop import Http

if TYPE_CHECKING:
    from benchmark.measuring import Stage

SMALL_BUFFER = 4096  # bytes; a stuck client's own buffers must not hide that it is stuck
WARM = 50  # clients before the first look: what is made once is not charged to them
IDLE, SLOW = 1500, 200  # connections that say nothing; that begin a header and stop
STUCK = 5
CUT_WITHIN = 30  # seconds
HEALTH_WITHIN = 500  # ms
MORE_MEMORY = 20_000  # kB that stuck clients may cost
SLOWER = 1.2  # times the p99 without them
NOISE = 2  # ms by which a p99 moves by itself


def memory(bench: Bench) -> list[Row]:
    """Memory of one more client that has joined, connected and entered."""
    count = 200 if bench.is_quick else 1000

    def measure(name: str, _run: int) -> float:
        with bench.stage(name, clients=WARM) as ready:
            before = machine.memory_kb(ready.running.pid)
            ready.running.people(ready.crowd, ready.crowd.rooms[0], count)
            ready.crowd.listen_until(lambda: False, within=2)
            return (machine.memory_kb(ready.running.pid) - before) / count

    values = medians(bench.in_turns(bench.of(OURS, SOCKET_IO, WS), measure))
    figure = f"memory a client, {count:,} of them"
    return [Row("memory", figure, "kB", values, "≤ 80", at_most(values, 80))]


def idle_connections(bench: Bench) -> list[Row]:
    """Health and joining while 1,500 connections idle and 200 send half a header."""
    worst: list[float] = []
    for _ in range(bench.runs):
        with bench.stage(OURS, clients=0) as ready, contextlib.ExitStack() as open_ones:
            port = ready.running.port
            for _number in range(IDLE):
                open_ones.enter_context(dial(port))
            for _number in range(SLOW):
                slow = open_ones.enter_context(dial(port))
                slow.sendall(b"GET /healthz HTTP/1.1\r\nX-Slow: ")
            worst.append(max(1000 * seconds_of_health(port) for _ in range(20)))
            ready.running.people(ready.crowd, ready.crowd.rooms[0], 1)
    values = medians({OURS: worst})
    return [
        Row("idle_connections", f"worst /healthz beside {IDLE:,} idle + {SLOW} slow", "ms", values,
            f"< {HEALTH_WITHIN}, joining works", at_most(values, HEALTH_WITHIN), "joining worked")
    ]  # fmt: skip


def seconds_of_health(port: int) -> float:
    """Return how long a stranger waits for `/healthz`."""
    begun = time.perf_counter()
    http = Http(port)
    http.call("GET", "/healthz", base="")
    http.close()
    return time.perf_counter() - begun


def stuck(bench: Bench) -> list[Row]:
    """Five clients that never read, among thirty: the others, the cut, the memory."""
    slower, cut, grown = [], [], []
    for run in range(bench.runs):
        with bench.stage(OURS, clients=30) as ready:
            alone = p99_of_seconds(bench, ready, 8, run)
            before = machine.memory_kb(ready.running.pid)
            add_stuck(ready)
            files, begun, beside = machine.open_files(ready.running.pid), time.monotonic(), []
            peak, seconds = before, None
            while seconds is None and time.monotonic() - begun < CUT_WITHIN:
                beside.append(p99_of_seconds(bench, ready, 2, run))
                peak = max(peak, machine.memory_kb(ready.running.pid))
                if machine.open_files(ready.running.pid) <= files - STUCK:
                    seconds = time.monotonic() - begun
            if not bench.is_sound("stuck", ready):
                return []
            slower.append((alone, statistics.median(beside)))
            cut.append(seconds if seconds is not None else float("inf"))
            grown.append(peak - before)
    return stuck_rows(slower, cut, grown)


def p99_of_seconds(bench: Bench, ready: Stage, seconds: float, run: int) -> float:
    """Return the others' p99 over some seconds of a lively room."""
    return ready.load(rate=600, seconds=bench.lasting(seconds), seed=run).p99


def add_stuck(ready: Stage) -> None:
    """Let five more enter who never read again."""
    (room,) = ready.crowd.rooms
    quiet = ready.crowd.is_quiet
    for token in room.about["workshop"].join(STUCK):
        client = ready.running.dialect.enter(
            ready.running.port, room, token, receive_buffer=SMALL_BUFFER
        )
        client.is_stuck = True
        ready.crowd.add(client)
        room.start += 1  # their joining is a change too
    ready.crowd.listen_until(quiet, within=10)


def stuck_rows(slower: list[tuple[float, float]], cut: list[float], grown: list[int]) -> list[Row]:
    """Return the three figures of the stuck clients."""
    alone, beside = (statistics.median(values) for values in zip(*slower, strict=True))
    seconds, memory_grown = statistics.median(cut), statistics.median(grown)
    is_unhurt = beside <= max(SLOWER * alone, alone + NOISE)
    return [
        Row("stuck", "others' delivery p99", "ms", {OURS: beside}, "+20 % at most",
            verdict(is_met=is_unhurt), f"{alone:.1f} ms without them"),
        Row("stuck", "time to the cut", "s", {OURS: seconds}, f"≤ {CUT_WITHIN}",
            verdict(is_met=seconds <= CUT_WITHIN)),
        Row("stuck", "memory they cost", "kB", {OURS: memory_grown}, f"< {MORE_MEMORY:,}",
            verdict(is_met=memory_grown < MORE_MEMORY)),
    ]  # fmt: skip


def reset(dialled: socket.socket) -> None:
    """Close a connection the rude way: by a reset."""
    linger = b"\1\0\0\0\0\0\0\0"  # on, for no time
    dialled.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    dialled.close()
