"""Metrics: what one process counts about itself, read at `/metrics`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

# Upper borders in seconds; the promise is 0.1 s from a writer to every other browser.
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
BATCH = (1, 2, 5, 10, 20, 50, 100, 200, 500)  # ops in one commit

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Figure:
    """One figure: what it is, and the few fixed words it is told apart by."""

    kind: type[Counter | Gauge | Histogram]
    meaning: str
    labels: tuple[str, ...] = ()
    borders: tuple[float, ...] | None = None


# Labels are never a workshop, a seat, a name or a text: figures are read by many.
FIGURES = {
    "ops": Figure(Counter, "Ops taken in, by type", ("type",)),
    "refusals": Figure(Counter, "Ops refused, by code", ("code",)),
    "http_refusals": Figure(Counter, "Requests refused, by code", ("code",)),
    "joins": Figure(Counter, "Seats given, by role", ("role",)),
    "commits": Figure(Counter, "Batches written to the log"),
    "conflicts": Figure(Counter, "Batches decided again: another process was first"),
    "batch_size": Figure(Histogram, "Ops in one commit", borders=BATCH),
    "commit_seconds": Figure(Histogram, "Time one commit took", borders=SECONDS),
    "fan_out_seconds": Figure(
        Histogram, "Time to hand one batch to every browser", borders=SECONDS
    ),
    "ack_seconds": Figure(Histogram, "Time from an op taken in to its ack", borders=SECONDS),
    "backlog_bytes": Figure(Gauge, "Bytes that wait for slow browsers"),
    "clients_cut": Figure(Gauge, "Slow browsers let go since the start; they come back"),
    "seats": Figure(Gauge, "Seats connected to this process, by role", ("role",)),
    "workshops": Figure(Gauge, "Workshops held by this process"),
    "worker_queue": Figure(Gauge, "Results that wait for a worker"),
    "worker_seconds": Figure(
        Histogram, "Time a worker took for one result", ("kind",), (*SECONDS, 5, 10, 20)
    ),
    "workers_ended": Figure(Counter, "Workers ended: time, memory, fault or died", ("reason",)),
}


@dataclass(frozen=True)
class Metrics:
    """Every figure of one process."""

    registry: CollectorRegistry
    ops: Counter
    refusals: Counter
    http_refusals: Counter
    joins: Counter
    commits: Counter
    conflicts: Counter
    batch_size: Histogram
    commit_seconds: Histogram
    fan_out_seconds: Histogram
    ack_seconds: Histogram
    backlog_bytes: Gauge
    clients_cut: Gauge
    seats: Gauge
    workshops: Gauge
    worker_queue: Gauge
    worker_seconds: Histogram
    workers_ended: Counter


def make_metrics() -> Metrics:
    """Return fresh metrics in a registry of their own, so that two apps never share figures."""
    own = CollectorRegistry()
    ProcessCollector(registry=own)
    made: dict[str, Any] = {
        name: _made(f"citywheel_{name}", figure, own) for name, figure in FIGURES.items()
    }
    return Metrics(registry=own, **made)


def _made(name: str, figure: Figure, own: CollectorRegistry) -> Any:
    borders: dict[str, Any] = {} if figure.borders is None else {"buckets": figure.borders}
    return figure.kind(name, figure.meaning, figure.labels, registry=own, **borders)


def metrics_text(metrics: Metrics) -> bytes:
    """Return the figures in the text format of Prometheus, to be sent as `CONTENT_TYPE`."""
    return generate_latest(metrics.registry)
