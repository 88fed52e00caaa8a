"""What a full board costs: an op on it, and a person who joins it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmark import machine
from benchmark.bench import Bench, Row, at_most, medians, verdict
from benchmark.candidates import OURS
from benchmark.workshop import Http

if TYPE_CHECKING:
    from benchmark.measuring import Stage

SIZES = (0, 1000, 10_000)  # notes
SETTLE = 3  # seconds
FLAT = 1.10  # times the cost on an empty board


def op_cost(bench: Bench) -> list[Row]:
    """Server CPU of an op on boards of three sizes."""
    costs: dict[str, list[float]] = {}
    for run in range(bench.runs):
        for size in SIZES:
            with bench.stage(OURS, clients=20, notes=size) as ready:
                reading = ready.load(rate=200, seconds=bench.lasting(12), seed=run)
                if not bench.is_sound("op_cost", ready):
                    reading.void()
                costs.setdefault(f"{size:,} notes", []).append(reading.cpu_ms_per_op)
    by_size = medians(costs)
    empty = by_size["0 notes"]
    return [
        Row("op_cost", f"server CPU an op, {size}", "ms", {OURS: cost}, "within 10 % of empty",
            verdict(is_met=cost <= FLAT * empty), f"{cost / empty:.2f} × an empty board")
        for size, cost in by_size.items()
    ]  # fmt: skip


def join_cost(bench: Bench) -> list[Row]:
    """Server CPU of one person who joins, connects, enters and takes the snapshot."""
    rows = []
    for size, most in ((1000, 2), (10_000, 12)):
        costs = medians({OURS: [cost_of_joins(bench, size) for _ in range(bench.runs)]})
        row = Row("join_cost", f"server CPU a join, {size:,} notes", "ms", costs, f"≤ {most}")
        row.verdict = at_most(costs, most)
        rows.append(row)
    return rows


def cost_of_joins(bench: Bench, notes: int) -> float:
    """Return the ms of server CPU that one join takes."""
    count = 20 if bench.is_quick else 100
    with bench.stage(OURS, clients=1, notes=notes) as ready:
        server = ready.running
        join_once(ready)
        # What filling the board left to do is not a join's.
        ready.crowd.listen_until(lambda: False, within=SETTLE)
        before = machine.cpu_seconds(server.pid)
        for _ in range(count):
            join_once(ready)
        return 1000 * (machine.cpu_seconds(server.pid) - before) / count


def join_once(ready: Stage) -> None:
    """Join, connect, enter and take the snapshot, as a browser does."""
    server, (room,) = ready.running, ready.crowd.rooms
    workshop = room.about["workshop"]
    (token,) = workshop.join(1)
    ready.crowd.add(server.dialect.enter(server.port, room, token))
    http = Http(server.port, token)
    http.get(f"{workshop.path}/snapshot")
    http.close()
