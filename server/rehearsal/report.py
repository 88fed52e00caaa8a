"""Tells how a rehearsal went: planned and needed time, ops, delivery, and whether all agree."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from .cast import Cast
from .measures import Measures, quantile
from .playing import Played
from .seat import Seat
from .wire import WireError

GOAL = 100.0  # milliseconds from a browser to the others, for 95 of 100
MOST_DONE = 0.9  # a facilitator goes on when nine of ten are done


def report_of(cast: Cast, measures: Measures, phases: Sequence[Played]) -> dict[str, Any]:
    """Return the report as plain values; `faults` has a sentence for each thing that is wrong.

    Shape: {phases: [{id, title, kind, planned, needed, late}] (seconds of the workshop; planned
    may be null), ops: {acked, refused: {"type code": n}, refused_wrongly: {…}, unanswered,
    sent_again}, acks, delivery: {p50, p95, most, count} (milliseconds), returns, seats, notes,
    hash (null where boards differ), faults, is_well}.
    """
    ends = list(_ends(cast))
    hashes = {known for _, known, _ in ends}
    faults = [*_faults(cast, measures), *(fault for *_, fault in ends if fault)]
    if len(hashes) > 1:
        faults.append(f"{len(hashes)} different boards at the end.")
    delivery = _times(measures.deliveries())
    if delivery["p95"] is not None and delivery["p95"] >= GOAL:
        slow = round(delivery["p95"])
        faults.append(f"Slow: 95 of 100 changes arrived within {slow} ms; the goal is {GOAL:.0f}.")
    return {
        "seats": len(cast.seats),
        "phases": [_phase(one) for one in phases],
        "ops": {
            "acked": measures.acked(),
            "refused": _named(measures, wrongly=False),
            "refused_wrongly": _named(measures, wrongly=True),
            "unanswered": sum(seat.unanswered() for seat in cast.everybody()),
            "sent_again": measures.sent_again,
        },
        "acks": _times(measures.ack_times()),
        "delivery": delivery,
        "returns": measures.returns,
        "notes": len(cast.facilitator.board.notes),
        "hash": hashes.pop() if len(hashes) == 1 else None,
        "faults": faults,
        "is_well": not faults,
    }


def _phase(played: Played) -> dict[str, Any]:
    needed = sorted(seconds for seat, seconds in played.needed.items() if seat)
    most = quantile(needed, MOST_DONE) or 0.0
    return {
        "id": played.id,
        "title": played.title,
        "kind": played.kind,
        "planned": played.planned,
        "needed": round(max(most, played.needed.get(0, 0.0))),
        "late": played.late,
    }


def _faults(cast: Cast, measures: Measures) -> Iterator[str]:
    for (kind, code), times in measures.refused(wrongly=True).items():
        yield f"{kind} was refused {times} times that should have passed: {code}."
    left = sum(seat.unanswered() for seat in cast.everybody())
    if left:
        yield f"{left} ops never had an answer."
    for seat in (cast.facilitator, *cast.seats):
        if seat.fault:
            yield f"{seat.person.name}: {seat.fault}"
        elif seat.seen is None:
            yield f"{seat.person.name} never came in."


def _ends(cast: Cast) -> Iterator[tuple[Seat, str, str]]:
    """Yield each seat with the hash of its board, and what is wrong with what it heard."""
    for seat in cast.everybody():
        try:
            taken = seat.snapshot()
        except WireError as no:
            yield seat, "", f"{seat.person.name}: {no}"
            continue
        known = hashlib.sha256(orjson.dumps(taken["board"], option=orjson.OPT_SORT_KEYS))
        wrong = _wrong_with(seat, taken, known.hexdigest())
        yield seat, known.hexdigest(), f"{seat.person.name}: {wrong}." if wrong else ""


def _wrong_with(seat: Seat, taken: dict[str, Any], known: str) -> str:
    """Return where a seat differs from its own snapshot, or nothing."""
    if seat.seq != taken["seq"]:
        return f"heard up to {seat.seq} of {taken['seq']} changes"
    if seat.beat.get("seq") == taken["seq"] and seat.beat["hash"] != known:
        return "the beat has another hash"
    return "; ".join(list(seat.board.differences(taken["board"]))[:3])


def _times(times: Sequence[float]) -> dict[str, Any]:
    known = {"p50": quantile(times, 0.5), "p95": quantile(times, 0.95), "most": quantile(times, 1)}
    rounded = {name: None if value is None else round(value, 1) for name, value in known.items()}
    return rounded | {"count": len(times)}


def _named(measures: Measures, *, wrongly: bool) -> dict[str, int]:
    counted = measures.refused(wrongly=wrongly)
    return {f"{kind} {code}": times for (kind, code), times in sorted(counted.items())}
