"""Logs: one line per event, for people or for machines, never with a secret or a note's text."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

# What people wrote and what opens doors stays out of logs, however it got into a line.
KEPT_OUT = frozenset({
    "text", "body", "comment", "display_name", "title", "payload", "key", "token", "secret",
    "password", "join_code", "invitation", "authorization", "cookie", "secret_key", "make_key",
    "facilitator_key",
})  # fmt: skip
LEFT_OUT = "(left out)"

# Chatter of libraries that would print tokens in addresses or a line for each message.
QUIET = {"engineio": "WARNING", "socketio": "WARNING", "werkzeug": "WARNING", "eventlet": "WARNING"}


def set_up_logs(*, log_format: str = "console", log_level: str = "info") -> None:
    """Send every log line of the product and its libraries to standard error in one shape."""
    shared = shared_steps()
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *last_steps(log_format),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=log_level.upper(), force=True)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)


def shared_steps() -> list[Any]:
    """Return the steps every line takes, ours or a library's."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        leave_out,
    ]


def last_steps(log_format: str) -> list[Any]:
    """Return the steps that turn a line into characters."""
    if log_format == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    # Plain tracebacks: the rich ones print local variables, and those hold notes and keys.
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)]


def leave_out(_logger: Any, _method: str, line: Any) -> Any:
    """Replace the value of every key in `KEPT_OUT`, at any depth."""
    return {key: kept_out(key, value) for key, value in line.items()}


def kept_out(key: str, value: Any) -> Any:
    """Return `value` as a log may show it under `key`."""
    if key.lower() in KEPT_OUT:
        return LEFT_OUT
    if isinstance(value, dict):
        return {inner: kept_out(str(inner), deeper) for inner, deeper in value.items()}
    if isinstance(value, list | tuple):
        return [kept_out("", deeper) for deeper in value]
    return value
