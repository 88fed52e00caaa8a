"""Counts what is counted only when an operator's Prometheus asks."""

from collections import Counter
from typing import Any

from server.desk.desk import Desk
from server.metrics import Metrics

ROLES = ("facilitator", "city_lead", "participant", "observer")


def set_gauges(metrics: Metrics, desk: Desk, live: Any) -> None:
    """Set the gauges of one process to what is now; `live` is its `Live`."""
    metrics.workshops.set(len(desk.loop.hosted))
    metrics.backlog_bytes.set(live.transport.backlogs.waiting)
    metrics.clients_cut.set(live.transport.backlogs.cut)
    counts: Counter[str] = Counter()
    for workshop_id, seat_id in live.people.seats_here():
        hosted = desk.loop.hosted.get(workshop_id)
        seat = hosted.workshop.seats.get(seat_id) if hosted is not None else None
        counts.update([seat.role] if seat is not None else [])
    for role in ROLES:
        metrics.seats.labels(role).set(counts[role])
