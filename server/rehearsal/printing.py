"""Prints a report for a terminal."""

from collections.abc import Iterator
from typing import Any


def lines_of(report: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a report: the agenda, what happened, and whether all is well."""
    width = max((len(phase["title"]) for phase in report["phases"]), default=5)
    yield f"{'phase'.ljust(width)}   planned    needed   not done"
    for phase in report["phases"]:
        planned, needed = _minutes(phase["planned"]), _minutes(phase["needed"])
        mark = "  longer than planned" if _is_long(phase) else ""
        yield f"{phase['title'].ljust(width)} {planned:>9} {needed:>9} {phase['late']:>10}{mark}"
    ops, delivery, acks = report["ops"], report["delivery"], report["acks"]
    yield ""
    yield f"{report['seats']} seats, {report['notes']} notes, {report['returns']} came back"
    yield f"ops acknowledged               {ops['acked']} ({ops['sent_again']} sent again)"
    yield f"refused, as they had to be     {sum(ops['refused'].values())}"
    yield f"refused, should have passed    {sum(ops['refused_wrongly'].values())}"
    yield f"without an answer              {ops['unanswered']}"
    yield f"ack, 95 of 100 within          {acks['p95']} ms"
    yield f"delivery, 95 of 100 within     {delivery['p95']} ms of {delivery['count']}"
    yield f"board at the end               {report['hash'] or 'differs'}"
    yield ""
    yield from report["faults"]
    yield "All is well." if report["is_well"] else "Something is wrong."


def _minutes(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds / 60:.1f} min"


def _is_long(phase: dict[str, Any]) -> bool:
    return phase["planned"] is not None and phase["needed"] > phase["planned"] * 1.05
