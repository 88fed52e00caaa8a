"""Answers of the desk: waiting for an ack, and the refusals that stand in for one."""

import threading
from collections.abc import Callable

from server.domain.refused import Refused

from .hosted import Ack

ANSWER_WITHIN = 10  # seconds a caller waits for an ack; then it has to ask again


def wait_for_ack(begin: Callable[[Callable[[Ack], None]], None]) -> Ack:
    """Begin something with a `done` that hears the ack, and return the ack, whatever it is."""
    answered = threading.Event()
    acks: list[Ack] = []

    def done(ack: Ack) -> None:
        acks.append(ack)
        answered.set()

    begin(done)
    if not answered.wait(ANSWER_WITHIN):
        return {"ok": False, "error": store_away().error()}
    return acks[0]


def refused_from(ack: Ack) -> Refused:
    """Return the refusal an ack tells of."""
    error = ack["error"]
    return Refused(
        error["code"],
        error["message"],
        field=error.get("field"),
        numbers=error.get("numbers"),
        retry_in_ms=error.get("retry_in_ms"),
    )


def store_away() -> Refused:
    """Return the refusal for a store that does not answer."""
    return Refused("store.unavailable", "The store does not answer; try again.", retry_in_ms=500)
