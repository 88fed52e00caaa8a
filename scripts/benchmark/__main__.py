"""The command line of the bench."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

from places import SetUpFailed, say
from private_redis import private_redis

from . import machine, report
from .bench import MISSED, Bench, Row
from .candidates import EVERYBODY, LIMITS, OURS, install_peers
from .sections import SECTIONS

DURABILITY = "appendonly yes, appendfsync always"


def main(arguments: list[str]) -> int:
    """Measure what is asked for; return 0 when every op arrived, 1 when one did not."""
    asked = parse(arguments)
    if asked.list:
        print("\n".join(f"{name:18}{text_of(name)}" for name in SECTIONS))
        return 0
    if unknown := [name for name in asked.sections if name not in SECTIONS]:
        say(f"no such section: {', '.join(unknown)}. `scripts/bench --list` names them")
        return 2
    try:
        return measure(asked)
    except SetUpFailed as failure:
        say(str(failure))
        return 1


def parse(arguments: list[str]) -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help="all without one")
    parser.add_argument("--list", action="store_true", help="name the sections and end")
    parser.add_argument("--quick", action="store_true", help="one run, short loads: a first look")
    parser.add_argument("--runs", type=int, help="runs of which the median counts (3; 1 if quick)")
    parser.add_argument("--seconds", type=float, help="length of each load, instead of its own")
    parser.add_argument("--out", type=Path, metavar="PATH", help="write the figures as JSON, too")
    parser.add_argument(
        "--candidates", default=",".join(EVERYBODY), help="whom to measure: %(default)s"
    )
    return parser.parse_args(arguments)


def measure(asked: argparse.Namespace) -> int:
    """Run the sections and tell what they found."""
    candidates = [name for name in EVERYBODY if name in asked.candidates.split(",")]
    if set(candidates) - {OURS, "naive"}:
        install_peers()
    pinned, begun = machine.pin_load(), time.monotonic()
    tell_conditions(pinned=pinned)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder, private_redis(Path(folder) / "redis") as redis:
        bench = Bench(
            redis, Path(folder), runs=asked.runs or (1 if asked.quick else 3),
            is_quick=asked.quick, candidates=candidates, seconds=asked.seconds,
        )  # fmt: skip
        for name in asked.sections or SECTIONS:
            say(f"{name}: {text_of(name)}")
            rows += (found := run_section(bench, name))
            print(report.table(found, candidates), file=sys.stderr, flush=True)
            if asked.out:  # after each: who stops it keeps what is there
                about = conditions(bench, pinned=pinned)
                about["seconds"] = round(time.monotonic() - begun)
                report.write(asked.out, about, rows)
    print(report.table(rows, candidates))
    print(report.hint(rows))
    return tell_end(bench)


def run_section(bench: Bench, name: str) -> list[Row]:
    """Return the rows of one section; a section that fails is a fault and not the end."""
    try:
        return SECTIONS[name](bench)
    except Exception as failure:  # noqa: BLE001 an hour of figures must not be lost with one
        traceback.print_exc()
        words = str(failure).splitlines()[0] if str(failure) else type(failure).__name__
        bench.fault(f"{name}: {words}")
        return [Row(name, "did not come to an end", "", {}, verdict=MISSED, note=words[:80])]


def conditions(bench: Bench, *, pinned: bool) -> dict[str, Any]:
    """Return under what conditions the figures hold."""
    return {
        "machine": machine.describe(),
        "pinned": pinned,
        "limits": LIMITS,
        "redis": DURABILITY,
        "runs": bench.runs,
        "quick": bench.is_quick,
        "faults": bench.faults,
    }


def tell_conditions(*, pinned: bool) -> None:
    """Print what a reader of the table has to know."""
    here = machine.describe()
    print(f"machine: {', '.join(f'{name} {value}' for name, value in here.items())}")
    where = f"server on core {machine.SERVER_CORE}, load and Redis on core {machine.LOAD_CORE}"
    print(where if pinned else "NOT PINNED: this machine has one core, or no taskset")
    print(f"our server runs with {' '.join(f'{name}={value}' for name, value in LIMITS.items())}")
    print(f"Redis: {DURABILITY}", flush=True)


def tell_end(bench: Bench) -> int:
    """Print faults; return the exit status."""
    for fault in bench.faults:
        print(f"FAULT: {fault}")
    if bench.faults:
        print("A figure whose ops were lost, doubled or out of order counts as zero.")
    return 1 if bench.faults else 0


def text_of(name: str) -> str:
    """Return what a section measures."""
    return (SECTIONS[name].__doc__ or "").splitlines()[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
