"""Routes for the operator: alive, ready, figures, and what the footer shows."""

from ipaddress import ip_address, ip_network

from flask import Blueprint, Response, request

from server.domain.refused import Refused
from server.metrics import CONTENT_TYPE, metrics_text
from server.store.stored_workshop import StoreUnavailable

from .answering import json_answer
from .edge import edge

routes = Blueprint("health", __name__)
about_routes = Blueprint("about", __name__)


@routes.get("/healthz")
def alive() -> Response:
    """Say that the process answers."""
    return json_answer({"status": "alive"})


@routes.get("/readyz")
def ready() -> Response:
    """Say whether the store answers and how safe an acknowledged op is."""
    try:
        durability = edge().desk.store.durability()
        erased = edge().desk.store.rewriting_state()
    except StoreUnavailable:
        away = {"status": "not ready", "redis": "unavailable", "durability": "none"}
        return json_answer(away, 503)
    # Whether a file of Redis may still hold what was erased: "clean", "waiting", "refused".
    return json_answer(
        {"status": "ready", "redis": "ok", "durability": durability, "erased": erased}
    )


@routes.get("/metrics")
def metrics() -> Response:
    """Return the figures, to the addresses that may read them."""
    address = ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104 a stand-in, never bound
    if not any(address in ip_network(allowed) for allowed in edge().settings.metrics_from):
        raise Refused("role.not_allowed", "Figures are for the operator's addresses.")
    return Response(metrics_text(edge().metrics), content_type=CONTENT_TYPE)


@about_routes.get("/about")
def about() -> Response:
    """Return what the footer of every page shows."""
    settings = edge().settings
    shown = {
        "privacy_url": settings.privacy_url,
        "accessibility_url": settings.accessibility_url,
        "contact": settings.contact,
        "controller": settings.controller,
        "note_text": settings.limit_note_text,
        "make_key": settings.make_key is not None,
    }
    return json_answer({name: value for name, value in shown.items() if value is not None})
