"""What the bench tells: a table for people, a file for machines."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from .bench import MISSED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .bench import Row

HINT = """\
Missed: {figures}.
To see why, run that section with our server alone and watch it from another terminal:
  scripts/bench {section} --candidates ours
  py-spy record --pid PID --duration 20 --native --output profile.svg   (the bench prints PID)
What the page misses shows in the performance panel of a browser."""


def table(rows: Sequence[Row], candidates: Sequence[str]) -> str:
    """Return the rows as a table, with a column for each candidate that was measured."""
    measured = [name for name in candidates if any(name in row.values for row in rows)]
    heads = ["section", "figure", "unit", *measured, "goal", "verdict", "note"]
    lines = [heads] + [
        [row.section, row.figure, row.unit, *(shown(row.values.get(name)) for name in measured),
         row.goal, row.verdict, row.note]
        for row in rows
    ]  # fmt: skip
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    numbers = range(3, 3 + len(measured))
    drawn = [
        "  ".join(
            cell.rjust(width) if place in numbers else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    return "\n".join([drawn[0], "-" * len(drawn[0]), *drawn[1:]])


def shown(value: float | None) -> str:
    """Return a figure with as many digits as one reads."""
    if value is None:
        return ""
    if math.isinf(value):
        return "never"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def hint(rows: Sequence[Row]) -> str:
    """Return how to find out why goals were missed, "" when all were met."""
    missed = [row for row in rows if row.verdict == MISSED]
    if not missed:
        return ""
    figures = "; ".join(f"{row.section} ({row.figure})" for row in missed)
    return HINT.format(figures=figures, section=missed[0].section)


def write(path: Path, found: dict[str, Any], rows: Sequence[Row]) -> None:
    """Write everything as JSON; what was never reached is null."""
    told = [asdict(row) for row in rows]
    for row in told:
        row["values"] = {
            name: None if math.isinf(value) else round(value, 3)
            for name, value in row["values"].items()
        }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**found, "rows": told}, indent=2) + "\n")
