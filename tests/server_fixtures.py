"""A running server over a real Redis, one for each module that asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from server_process import ServerProcess, server_process

from tests.wire import CONNECTED

if TYPE_CHECKING:
    from collections.abc import Iterator

RAISED = {  # tests type faster than people
    "LIMIT_SEAT_OPS": "0",
    "LIMIT_WORKSHOP_OPS": "0",
    "LIMIT_MAKING": "0",
}


@pytest.fixture(scope="module", autouse=True)
def everybody_goes_home() -> Iterator[None]:
    """Let nobody look for a server that has gone: a later test would be disturbed.

    Each try to connect again draws from `random`, which Hypothesis watches over.
    """
    yield
    while CONNECTED:
        CONNECTED.pop().go_home()


@pytest.fixture(scope="module")
def server(
    redis_server_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerProcess]:
    """A running server without rate limits."""
    with server_process(redis_server_url, tmp_path_factory.mktemp("server"), **RAISED) as running:
        yield running
