"""One room at the pace of people: what it costs and how late they hear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmark.bench import Bench, Row, at_most, busy_note, middle, ratio, verdict
from benchmark.candidates import SOCKET_IO
from benchmark.measuring import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

EACH = 5  # seconds between two ops of one person
LATE = 60  # seconds an overloaded candidate may take to deliver what it has
OVERLOADED = 1000  # ms; from here on nobody calls it live


def fan_out_200(bench: Bench) -> list[Row]:
    """1 room × 200 clients, each an op every 5 s."""
    found = at_the_pace_of_people(bench, "fan_out_200", clients=200)
    cpu, p95 = middle(found, "server_cpu"), middle(found, "p95")
    return [
        Row("fan_out_200", "server CPU", "% of a core", cpu, f"≤ 1 × {SOCKET_IO}",
            at_most(cpu, 1, times=SOCKET_IO), ratio(cpu, SOCKET_IO)),
        Row("fan_out_200", "delivery p95", "ms", p95, f"≤ 1.5 × {SOCKET_IO}",
            at_most(p95, 1.5, times=SOCKET_IO), ratio(p95, SOCKET_IO)),
        generator_row("fan_out_200", found),
    ]  # fmt: skip


def fan_out_1000(bench: Bench) -> list[Row]:
    """1 room × 1,000 clients, each an op every 5 s."""
    found = at_the_pace_of_people(bench, "fan_out_1000", clients=1000)
    cpu, p95 = middle(found, "server_cpu"), middle(found, "p95")
    late = p95.get(SOCKET_IO)
    note = "" if late is None or late > OVERLOADED else f"{SOCKET_IO} is not overloaded here"
    return [
        Row("fan_out_1000", "delivery p95", "ms", p95, "≤ 50", at_most(p95, 50), note),
        Row("fan_out_1000", "server CPU", "% of a core", cpu),
        generator_row("fan_out_1000", found),
    ]


def at_the_pace_of_people(bench: Bench, section: str, *, clients: int) -> dict[str, list[Reading]]:
    """Return the readings of each candidate under one op a person every five seconds."""

    def measure(name: str, run: int) -> Reading:
        with bench.stage(name, clients=clients) as ready:
            reading = ready.load(
                rate=clients / EACH, seconds=bench.lasting(20), seed=run, patience=LATE
            )
            if not bench.is_sound(section, ready):
                reading.void()
            return reading

    return bench.in_turns(bench.of(), measure)


def idle_ack(bench: Bench) -> list[Row]:
    """Time to the ack on a server with nothing else to do; each write is on disk first."""

    def measure(name: str, run: int) -> Reading:
        with bench.stage(name, clients=20) as ready:
            reading = ready.load(rate=10, seconds=bench.lasting(20), seed=run)
            if not bench.is_sound("idle_ack", ready):
                reading.void()
            return reading

    found = bench.in_turns(bench.of(), measure)
    p50, p95 = middle(found, "ack_p50"), middle(found, "ack_p95")
    return [
        Row("idle_ack", "ack p50", "ms", p50, "≤ 3", at_most(p50, 3)),
        Row("idle_ack", "ack p95", "ms", p95, "≤ 8", at_most(p95, 8)),
        generator_row("idle_ack", found),
    ]


def generator_row(
    section: str, found: dict[str, list[Reading]], beyond: Sequence[Reading] = ()
) -> Row:
    """Return the generator's own share of its core, so that nobody takes it for the server's.

    `beyond`: readings at rates that were too much; it must not have been for the generator.
    """
    readings = [*(one for ones in found.values() for one in ones), *beyond]
    is_free = not any(one.is_generator_busy for one in readings)
    return Row(
        section, "generator CPU", "% of a core", middle(found, "generator_cpu"), "≤ 80",
        verdict(is_met=is_free), busy_note(readings),
    )  # fmt: skip
