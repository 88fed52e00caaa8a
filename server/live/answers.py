"""Writes answers to the socket: one shape for every error."""

from typing import Any

import structlog

from server.domain.refused import Refused

log = structlog.get_logger()


def error_answer(no: Refused) -> dict[str, Any]:
    """Return the answer for a refusal."""
    return {"ok": False, "error": no.error()}


def fault_answer() -> dict[str, Any]:
    """Log our own fault, with its traceback, and return an answer that tells nothing of it."""
    log.exception("server_fault")
    return error_answer(Refused("server.fault", "That went wrong on our side. Try again."))
