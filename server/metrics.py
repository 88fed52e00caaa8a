"""Metrics: what one process counts about itself, read at `/metrics`."""

from __future__ import annotations

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

# Upper borders in seconds; the promise is 0.1 s from a writer to every other browser.
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
BATCH = (1, 2, 5, 10, 20, 50, 100, 200, 500)  # ops in one commit

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Metrics:
    """Every figure of one process. Labels are few and fixed: never a workshop, seat or text."""

    registry: CollectorRegistry
    ops: Counter
    refusals: Counter
    faults: Counter
    commits: Counter
    conflicts: Counter
    batch_size: Histogram
    commit_seconds: Histogram
    fan_out_seconds: Histogram
    seats: Gauge
    workshops: Gauge
    worker_queue: Gauge
    worker_seconds: Histogram
    workers_ended: Counter


def make_metrics() -> Metrics:
    """Return fresh metrics in a registry of their own, so that two apps never share figures."""
    own = CollectorRegistry()
    return Metrics(
        registry=own,
        ops=Counter("citywheel_ops", "Ops taken in, by type", ["type"], registry=own),
        refusals=Counter("citywheel_refusals", "Ops refused, by code", ["code"], registry=own),
        faults=Counter("citywheel_faults", "Ops that failed through our fault", registry=own),
        commits=Counter("citywheel_commits", "Batches written to the log", registry=own),
        conflicts=Counter(
            "citywheel_conflicts", "Batches decided again: another was first", registry=own
        ),
        batch_size=Histogram(
            "citywheel_batch_size", "Ops in one commit", buckets=BATCH, registry=own
        ),
        commit_seconds=Histogram(
            "citywheel_commit_seconds", "Time one commit took", buckets=SECONDS, registry=own
        ),
        fan_out_seconds=Histogram(
            "citywheel_fan_out_seconds",
            "Time to hand one batch to every browser",
            buckets=SECONDS,
            registry=own,
        ),
        seats=Gauge("citywheel_seats", "Seats connected to this process", registry=own),
        workshops=Gauge("citywheel_workshops", "Workshops held by this process", registry=own),
        worker_queue=Gauge(
            "citywheel_worker_queue", "Results that wait for a worker", registry=own
        ),
        worker_seconds=Histogram(
            "citywheel_worker_seconds",
            "Time a worker took for one result, by kind",
            ["kind"],
            buckets=(*SECONDS, 5, 10, 20),
            registry=own,
        ),
        workers_ended=Counter(
            "citywheel_workers_ended",
            "Workers ended: time, memory, fault or died",
            ["reason"],
            registry=own,
        ),
    )


def metrics_text(metrics: Metrics) -> bytes:
    """Return the figures in the text format of Prometheus, to be sent as `CONTENT_TYPE`."""
    return generate_latest(metrics.registry)
