"""One shape for every error over HTTP, ours and the framework's."""

from typing import Any

import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from server.domain.refused import STATUS, Refused
from server.store.stored_workshop import StoreUnavailable

from .answering import json_answer, stop_reading
from .edge import edge

log = structlog.get_logger()

FRAMEWORK = {
    404: ("route.unknown", "There is nothing at this address."),
    405: ("route.method", "This address does not take that method."),
    413: ("op.too_large", "That is too much at once."),
    415: ("body.not_json", "Send JSON with Content-Type application/json."),
}


LINGER = 2  # times the largest body: as much is read and thrown away, so that the 413 is heard


def register_errors(app: Flask) -> None:
    """Answer every error of the app in the one shape."""
    app.register_error_handler(Refused, refused_answer)
    app.register_error_handler(StoreUnavailable, _store_away)
    app.register_error_handler(HTTPException, framework_error)
    app.register_error_handler(Exception, _our_fault)
    app.before_request(_check_size)


def refused_answer(no: Refused) -> Response:
    """Return a refusal with the status that fits its code."""
    return _error(no.error(), STATUS.get(no.code, 400))


def _check_size() -> None:
    """Refuse a body no route would take, before a byte of it is read."""
    largest = edge().settings.limit_import_bytes
    length = request.content_length or 0
    if length > LINGER * largest:
        stop_reading()
    if length > largest:
        raise Refused("op.too_large", "That is too much at once.", numbers={"limit": largest})


def _store_away(_: StoreUnavailable) -> Response:
    no = Refused("store.unavailable", "The store does not answer; try again.", retry_in_ms=500)
    return refused_answer(no)


def framework_error(fault: HTTPException) -> Response:
    """Return a fault the framework found, in the one shape."""
    status = fault.code or 500
    code, message = FRAMEWORK.get(status, ("op.malformed", "This request cannot be read."))
    return _error({"code": code, "message": message}, status)


def _our_fault(_: Exception) -> Response:
    log.exception("server_fault")
    error = {"code": "server.fault", "message": "That went wrong on our side. Try again."}
    return _error(error, 500)


def _error(error: dict[str, Any], status: int) -> Response:
    edge().metrics.http_refusals.labels(error["code"]).inc()
    answer = json_answer({"ok": False, "error": error}, status)
    if "retry_in_ms" in error:
        answer.headers["Retry-After"] = str(-(-error["retry_in_ms"] // 1000))
    return answer
