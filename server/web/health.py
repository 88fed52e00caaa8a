"""Routes for the operator: alive, ready, figures, and what the footer shows."""

import time
from ipaddress import ip_address, ip_network
from typing import Any

from flask import Blueprint, Response, request

from server.desk.rates import check_rate
from server.domain.refused import Refused
from server.metrics import CONTENT_TYPE, metrics_text
from server.store.stored_workshop import StoreUnavailable

from .answering import json_answer
from .edge import edge
from .round_trip import round_trip

routes = Blueprint("health", __name__)
about_routes = Blueprint("about", __name__)


@routes.get("/healthz")
def alive() -> Response:
    """Say that the process answers."""
    return json_answer({"status": "alive"})


@routes.get("/readyz")
def ready() -> Response:
    """Say whether the store answers and how safe an acknowledged op is.

    Shape: {status, redis, durability, erased, warnings: [sentence], memory_bytes, log_bytes,
    most_memory_bytes?, free_disk_bytes?, last_backup?, socket?: {ok, milliseconds?}}.
    `status` is ready, read-only (200: who is in may go on reading) or not ready (503).
    `erased`: may a file of Redis still hold what was erased ("clean", "waiting", "refused")?
    `?socket=1` goes once through a websocket of this very process.
    """
    try:
        safety = edge().desk.store.safety()
        erased = edge().desk.store.rewriting_state()
    except StoreUnavailable:
        away = {"status": "not ready", "redis": "unavailable", "durability": "none"}
        return json_answer(away | {"warnings": ["Redis does not answer."]}, 503)
    answer: dict[str, Any] = {
        "status": "ready" if safety.is_writable else "read-only",
        "redis": "ok",
        "durability": safety.durability,
        "erased": erased,
        "warnings": list(safety.warnings),
        **safety.figures,
    }
    if request.args.get("socket") is None:
        return json_answer(answer)
    answer["socket"] = _socket()
    if answer["socket"]["ok"]:
        return json_answer(answer)
    return json_answer(answer | {"status": "not ready"}, 503)


def _socket() -> dict[str, Any]:
    """Return {ok, milliseconds} of a round trip through a websocket to this process."""
    check_rate(
        edge().round_trips,
        "",
        time.monotonic(),
        code="op.too_fast",
        message="The socket is looked at once a second; ask again.",
    )
    before_proxies = request.environ.get("werkzeug.proxy_fix.orig", request.environ)
    return round_trip(
        host=edge().settings.host,
        port=int(before_proxies["SERVER_PORT"]),
        path=f"{edge().settings.base_path}/socket.io/",
        name=request.host,
    )


@routes.get("/metrics")
def metrics() -> Response:
    """Return the figures, to the addresses that may read them."""
    address = ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104 a stand-in, never bound
    if not any(address in ip_network(allowed) for allowed in edge().settings.metrics_from):
        raise Refused("role.not_allowed", "Figures are for the operator's addresses.")
    edge().gauges()
    return Response(metrics_text(edge().metrics), content_type=CONTENT_TYPE)


@about_routes.get("/about")
def about() -> Response:
    """Return what the footer of every page shows."""
    settings = edge().settings
    shown: dict[str, Any] = {
        "privacy_url": settings.privacy_url,
        "accessibility_url": settings.accessibility_url,
        "contact": settings.contact,
        "controller": settings.controller,
        "note_text": settings.limit_note_text,
        "make_key": settings.make_key is not None,
    }
    try:
        shown["durability"] = edge().desk.store.safety().durability
    except StoreUnavailable:
        shown["durability"] = "none"
    return json_answer({name: value for name, value in shown.items() if value is not None})
